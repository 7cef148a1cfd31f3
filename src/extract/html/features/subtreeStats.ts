import type { HtmlPass } from "../blocks.ts";
import type { Wording } from "./textFeatures.ts";

/**
 * What each element of a page holds, summed over everything below it, in two runs over the elements: linear in the
 * page, since a parent always stands before its children.
 */
export type Containers = {
  /** Words, words that are links, blocks, elements. */
  mass: Float64Array;
  linked: Float64Array;
  blocks: Float64Array;
  size: Float64Array;
  /** Words of blocks that read like sentences. */
  prose: Float64Array;
  /** The nearest element above that holds more than this one: wrappers are skipped. -1 at the top. */
  up: Int32Array;
  /** How many elements beside this one look like it: the same parent, name and label. */
  alike: Float64Array;
};

export function containersOf({ elements, blocks, places }: HtmlPass, wordings: Wording[]): Containers {
  const n = elements.length;
  const all: Containers = {
    mass: new Float64Array(n),
    linked: new Float64Array(n),
    blocks: new Float64Array(n),
    size: new Float64Array(n).fill(1),
    prose: new Float64Array(n),
    up: new Int32Array(n).fill(-1),
    alike: new Float64Array(n),
  };
  for (const [i, place] of places.entries()) {
    if (place < 0) continue;
    const { mass, closed } = wordings[i]!;
    const links = blocks[i]!.links;
    all.mass[place]! += mass;
    all.linked[place]! += mass * links;
    all.blocks[place]!++;
    if (closed && mass > 8) all.prose[place]! += mass * (1 - links);
  }
  for (let i = n - 1; i >= 0; i--) {
    const { parent } = elements[i]!;
    if (parent < 0) continue;
    for (const sum of [all.mass, all.linked, all.blocks, all.size, all.prose]) sum[parent]! += sum[i]!;
  }
  const kin = new Map<string, number>();
  const keys = elements.map(({ parent, name, label }) => `${parent} ${name} ${label.replace(/\d+/g, "").slice(0, 40)}`);
  for (const key of keys) kin.set(key, (kin.get(key) ?? 0) + 1);
  for (const { index, parent } of elements) {
    all.alike[index] = kin.get(keys[index]!)! - 1;
    if (parent >= 0) all.up[index] = all.mass[parent]! > all.mass[index]! ? parent : all.up[parent]!;
  }
  return all;
}
