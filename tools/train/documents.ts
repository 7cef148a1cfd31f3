import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { clean } from "../../src/clean/index.ts";
import { extract } from "../../src/extract/index.ts";
import type { Document } from "../../src/model/index.ts";

const MEDIA_TYPES: Record<string, string> = { ".md": "text/markdown", ".csv": "text/csv" };

/** Reads a file of a labelled set as Pith does. */
export async function readDocument(path: string): Promise<Document> {
  const mediaType = MEDIA_TYPES[extname(path)] ?? "text/plain";
  const text = readFileSync(path, "utf8");
  return clean(await extract({ mediaType, text, bytes: null, name: null, url: null }));
}

/** Reads a file of a folder with a JSON object on each line. A missing file has no rows. */
export function readRows<T>(folder: string, name: string): T[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as T);
}

/** Returns a text without markup and line ends, so that a label can be looked for in it. */
export const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[*_`#>|\\]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .trim()
    .toLowerCase();
