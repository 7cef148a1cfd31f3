import type { Document } from "../../src/model/index.ts";
import { createDocument } from "./documents.ts";

/** Creates a document of table rows from lines with ` | ` between cells, as extraction writes them. */
export const tableDocument = (rows: string[], overrides: Partial<Document> = {}): Document =>
  createDocument(rows, overrides, "table");
