import { probability, type Trees } from "../text/index.ts";
import { FEATURES, type Page } from "./features.ts";
import shipped from "./lineModel.json" with { type: "json" };

/** The learned judge of lines: for each block of a page the probability that it belongs to the main text. */
export function judgeBy(trees: Trees): (page: Page) => Float64Array {
  const width = FEATURES.length;
  return ({ lines, values }) =>
    Float64Array.from(lines, (_, i) => probability(trees, values.subarray(i * width, (i + 1) * width)));
}

/** Boosted trees that `npm run train:clean` has grown. */
export const judge = judgeBy(shipped);
