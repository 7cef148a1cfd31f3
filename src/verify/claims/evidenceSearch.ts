import type { Span } from "../../model/index.ts";
import { extractQuantities, isStated } from "../../quantities/index.ts";
import { termSupport } from "../alignment/index.ts";

/** Maximum number of sentences that support one statement. */
const MAX_SENTENCES = 4;
/** Minimum gain in the share (0..1) of supported terms for which another sentence is added. */
const MIN_GAIN = 0.08;
/**
 * Share (0..1) of supported terms with which the selection ends, provided that every number is supported too. What a
 * near copy adds to its source must not find support elsewhere.
 */
const SUFFICIENT_SHARE = 0.8;

/**
 * Selects the sentences that together support the most of a statement's terms and numbers. The best one comes first,
 * and another is added only if it supports what those before it do not: a greedy maximum coverage (Nemhauser 1978).
 * Returns them in the order of the text, and none if no candidate shares anything with the statement.
 * @param candidates sentences of `text`
 */
export function selectEvidence(statement: string, candidates: Span[], text: string, language: string): Span[] {
  const claimed = extractQuantities(statement, language).filter((quantity) => quantity.mustMatch);
  const supports = candidates.map(({ start, end }) => {
    const sentence = text.slice(start, end);
    const given = claimed.length ? extractQuantities(sentence, language) : [];
    return [
      ...termSupport(statement, sentence, language),
      ...claimed.map((quantity) => (isStated(quantity, given) ? 1 : 0)),
    ];
  });
  const selected: Span[] = [];
  let covered = new Array<number>(supports[0]?.length ?? 0).fill(0);
  const isSufficient = (): boolean =>
    covered.slice(covered.length - claimed.length).every((value) => value === 1) &&
    covered.reduce((sum, value) => sum + value, 0) >= SUFFICIENT_SHARE * covered.length;
  while (selected.length < MAX_SENTENCES && !(selected.length && isSufficient())) {
    const gains = supports.map((support) =>
      support.reduce((sum, value, i) => sum + Math.max(0, value - covered[i]!), 0),
    );
    const best = gains.indexOf(Math.max(...gains));
    if (best < 0 || gains[best]! <= (selected.length ? MIN_GAIN * covered.length : 0)) break;
    selected.push(candidates[best]!);
    covered = covered.map((value, i) => Math.max(value, supports[best]![i]!));
  }
  return selected.sort((a, b) => a.start - b.start);
}
