import type { Weights } from "../frames.ts";
import type { Passage } from "./passages.ts";

/** `dice` and `containment` (of the shorter in the longer) of two sets of weighted terms, and the number of shared terms. */
export type Similarity = { dice: number; containment: number; shared: number };

/** The distinct terms of passages with the sum of their weights, which many comparisons of a passage need. */
const totals = new WeakMap<Passage, { keys: Set<string>; total: number }>();

function keysOf(passage: Passage, weights: Weights): { keys: Set<string>; total: number } {
  const known = totals.get(passage);
  if (known) return known;
  const keys = new Set(passage.terms.map(({ key }) => key));
  let total = 0;
  for (const key of keys) total += weights.get(key) ?? 1;
  const found = { keys, total };
  totals.set(passage, found);
  return found;
}

/** Compares the terms of two passages, whatever their values. A passage always has to be given with the same weights. */
export function passageSimilarity(one: Passage, other: Passage, weights: Weights): Similarity {
  const [a, b] = [keysOf(one, weights), keysOf(other, weights)];
  const [few, many] = a.keys.size <= b.keys.size ? [a, b] : [b, a];
  let weight = 0;
  let shared = 0;
  for (const key of few.keys) {
    if (!many.keys.has(key)) continue;
    weight += weights.get(key) ?? 1;
    shared++;
  }
  return {
    dice: (2 * weight) / (a.total + b.total || 1),
    containment: weight / (Math.min(a.total, b.total) || 1),
    shared,
  };
}
