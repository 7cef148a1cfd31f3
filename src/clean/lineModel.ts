import { FEATURES, type Page } from "./features.ts";
import shipped from "./lineModel.json" with { type: "json" };

/**
 * Boosted regression trees as parallel arrays over all their nodes. A node with `feature` -1 is a leaf; any other sends
 * a line to the node `next` when its value is at most `threshold`, else to the one behind that. The sum of `bias` and the
 * leaves that a line ends in is the log-odds that it belongs to the main text. `npm run train:clean` writes such a file.
 */
export type LineModel = {
  features: string[];
  bias: number;
  roots: number[];
  feature: number[];
  threshold: number[];
  next: number[];
  value: number[];
};

/** The learned judge of lines: for each block of a page the probability that it belongs to the main text. */
export function judgeBy(model: LineModel): (page: Page) => Float64Array {
  if (model.features.join() !== FEATURES.join()) throw new Error("the line model was fitted to other features");
  const roots = Int32Array.from(model.roots);
  const feature = Int16Array.from(model.feature);
  const threshold = Float32Array.from(model.threshold);
  const next = Int32Array.from(model.next);
  const value = Float32Array.from(model.value);
  const width = FEATURES.length;
  return ({ lines, values }) => {
    const odds = new Float64Array(lines.length).fill(model.bias);
    for (const root of roots) {
      for (let i = 0, row = 0; i < odds.length; i++, row += width) {
        let node = root;
        let tested = feature[node]!;
        while (tested >= 0) {
          node = next[node]! + Number(values[row + tested]! > threshold[node]!);
          tested = feature[node]!;
        }
        odds[i]! += value[node]!;
      }
    }
    return odds.map((of) => 1 / (1 + Math.exp(-of)));
  };
}

export const judge = judgeBy(shipped);
