import Papa from "papaparse";
import { type Extractor, PithError, type RawBlock } from "../../model/index.ts";
import { ROWS, rowBlock } from "../table.ts";

/** Comma- or tab-separated values (RFC 4180, and what programs make of it: the separator is found out): rows as text. */
export const csv: Extractor = {
  mediaTypes: ["text/csv", "text/tab-separated-values"],
  async extract({ mediaType, text }) {
    const blocks: RawBlock[] = [];
    let rows = 0;
    Papa.parse<string[]>(text ?? "", {
      delimiter: mediaType === "text/tab-separated-values" ? "\t" : "",
      skipEmptyLines: "greedy",
      step({ data }) {
        const block = rowBlock(data);
        if (block && ++rows <= ROWS) blocks.push(block);
      },
    });
    if (rows === 0) throw new PithError("empty");
    const note = rows > ROWS ? `the first ${ROWS} of ${rows} rows` : null;
    return {
      mediaType,
      blocks,
      meta: { title: null, byline: null, published: null, site: null, language: null },
      coverage: note ? { unit: "section", read: ROWS, total: rows, note } : null,
      flat: false,
      removed: [],
    };
  },
};
