import { compareValues, type OpposedWord, type Value } from "../../../../facts/index.ts";
import type { Pair } from "../../../../model/index.ts";
import type { Weights } from "../frames.ts";
import { CLAUSE_BOUNDARY, type Passage, termsAround } from "./passages.ts";

/** How many content words, on either side of a word with an opposite, tell what it is said of. */
const REACH_TERMS = 2;
/** Minimum weight of a word that tells this. It is that of one which few sentences of both documents have. */
const MIN_SUBJECT_WEIGHT = 0.5;
/** Maximum distance, in UTF-16 units, of a value that tells it: "lost 24 per cent". */
const REACH_UNITS = 24;

/** Whether of two passages on one thing one affirms what the other denies: by a negation, or by a word and its opposite. */
export const hasOppositePolarity = (one: Passage, other: Passage, weights: Weights): boolean =>
  (one.isNegated !== other.isNegated) !== hasOpposites(one, other, weights);

/**
 * Whether one passage has a word and the other only its opposite, said of the same: words near them, or values beside
 * them, are the same. `reach` is how many content words on either side are near.
 */
export function hasOpposites(one: Passage, other: Passage, weights: Weights, reach = REACH_TERMS): boolean {
  return one.opposed.some((word) => {
    const opposites = other.opposed.filter(({ axis, side }) => axis === word.axis && side !== word.side);
    if (!opposites.length || hasSide(one, word.axis, -word.side) || hasSide(other, word.axis, word.side)) return false;
    return opposites.some((opposite) => areOfOneThing([one, word], [other, opposite], { weights, reach }));
  });
}

/** The words of two passages, as written, of which one is the opposite of the other; null if there are several or none. */
export function opposedWords([one, other]: Pair<Passage>): Pair<string> | null {
  if (one.isNegated !== other.isNegated) return null;
  const found = one.opposed.flatMap((word) =>
    hasSide(one, word.axis, -word.side) || hasSide(other, word.axis, word.side)
      ? []
      : other.opposed
          .filter(({ axis, side }) => axis === word.axis && side !== word.side)
          .map((opposite): Pair<string> => [textOf(one, word), textOf(other, opposite)]),
  );
  return new Set(found.map((pair) => pair.join(" "))).size === 1 ? found[0]! : null;
}

const textOf = ({ text }: Passage, { start, end }: OpposedWord): string => text.slice(start, end);

const hasSide = ({ opposed }: Passage, axis: number, side: number): boolean =>
  opposed.some((word) => word.axis === axis && word.side === side);

function areOfOneThing(
  [one, word]: [Passage, OpposedWord],
  [other, opposite]: [Passage, OpposedWord],
  { weights, reach }: { weights: Weights; reach: number },
): boolean {
  const around = new Set(termsAround(one.terms, word, reach).map(({ key }) => key));
  if (
    termsAround(other.terms, opposite, reach).some(
      ({ key }) => around.has(key) && (weights.get(key) ?? 0) >= MIN_SUBJECT_WEIGHT,
    )
  )
    return true;
  const values = valuesBeside(other, opposite);
  return valuesBeside(one, word).some((value) => values.some((another) => compareValues(value, another) === "equal"));
}

/** The values that stand beside a word, in the same clause. */
function valuesBeside({ text, values }: Passage, { start, end }: OpposedWord): Value[] {
  return values.filter((value) => {
    const between = text.slice(Math.min(end, value.end), Math.max(start, value.start));
    return !value.isName && between.length <= REACH_UNITS && between.search(CLAUSE_BOUNDARY) < 0;
  });
}
