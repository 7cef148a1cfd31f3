import { probability, type Trees } from "../../text/index.ts";
import { FEATURES, type Page, ROW } from "../features/lineFeatures.ts";
import { readContext } from "../features/secondPassFeatures.ts";
import shipped from "./lineModel.json" with { type: "json" };

/** Boosted trees for a first judgement by FEATURES, and for a second that knows what the first said of the whole page. */
export type LineModel = { first: Trees; second: Trees };

/** What the trees say of each row of a page. */
export const judgeRows = (trees: Trees, { lines, values }: Pick<Page, "lines" | "values">): Float64Array =>
  Float64Array.from(lines, (_, i) => probability(trees, values.subarray(i * ROW, (i + 1) * ROW)));

/** The learned judge of lines: for each block of a page the probability that it belongs to the main text. */
export function judgeBy({ first, second }: LineModel): (page: Page) => Float64Array {
  return (page) => {
    readContext(page, judgeRows(first, page), ROW, FEATURES.length);
    return judgeRows(second, page);
  };
}

/** The judge that `npm run train:clean` has grown. */
export const judge = judgeBy(shipped);
