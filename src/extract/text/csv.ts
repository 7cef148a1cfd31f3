import Papa from "papaparse";
import { type Extractor, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { MAX_TABLE_ROWS, tableRowBlock } from "../table.ts";

/** Comma-separated (RFC 4180) and tab-separated values as table rows. The delimiter of CSV files is detected. */
export const csv: Extractor = {
  mediaTypes: ["text/csv", "text/tab-separated-values"],
  async extract({ mediaType, text }) {
    const blocks: RawBlock[] = [];
    let rows = 0;
    Papa.parse<string[]>(text ?? "", {
      delimiter: mediaType === "text/tab-separated-values" ? "\t" : "",
      skipEmptyLines: "greedy",
      step({ data }) {
        const block = tableRowBlock(data);
        if (block && ++rows <= MAX_TABLE_ROWS) blocks.push(block);
      },
    });
    if (rows === 0) throw new PithError("empty");
    const note = rows > MAX_TABLE_ROWS ? `the first ${MAX_TABLE_ROWS} of ${rows} rows` : null;
    return {
      mediaType,
      blocks,
      meta: NO_META,
      coverage: note ? { unit: "section", read: MAX_TABLE_ROWS, total: rows, note } : null,
      flat: false,
      removed: [],
    };
  },
};
