import type { Pair } from "../../model/index.ts";
import { extractQuantities, isStated, type Quantity } from "../../quantities/index.ts";
import { extractTerms } from "../../text/index.ts";
import { wordSimilarity } from "../alignment/index.ts";

/** Text with its language (BCP-47). */
export type Passage = { text: string; language: string };

/** A quantity with its context. */
type Figure = {
  quantity: Quantity;
  /** "money", "year", "day", or the dimension of the quantity. Only figures of the same kind can conflict. */
  kind: string;
  /** The quantity as written in the passage, with any currency sign before it or counted noun after it. */
  shown: string;
  /** The `CONTEXT_TERMS` nearest terms before the quantity, which indicate what the number counts. */
  termsBefore: string[];
  /** Like `termsBefore`, but after the quantity. */
  termsAfter: string[];
};

/** Minimum `wordSimilarity` for two terms to count as the same. */
const SAME_TERM_SIMILARITY = 0.6;
/** Number of context terms on each side of a figure. */
const CONTEXT_TERMS = 2;
/** Length, in UTF-16 units, of the text on each side of a figure from which its context terms are taken. */
const CONTEXT_LENGTH = 60;
const CURRENCY_SIGN_BEFORE = /[\p{Sc}]\s?$/u;
const CURRENCY_SIGN_AFTER = /^\s?\p{Sc}/u;
/** Matches the definite article that starts a vague number: "the millions". */
const VAGUE_NUMBER = /^(?:the|los|las|les|die)\s/iu;
/** Matches the sign or word directly after a number. */
const NEXT_WORD = /^(?:\s?[%‰\p{Sc}]|[\s-]\p{L}[\p{L}\p{M}]*|\s?\p{sc=Han}{1,2})/u;

/**
 * Finds conflicting figures in two passages on one topic. Returns pairs of figures as written, one from each passage,
 * in the order of the first passage. The figures of a pair are of the same kind and likely count the same thing, and
 * neither occurs in the other passage.
 *
 * If each passage has a year that the other lacks, they may describe different years. Other figures are then expected
 * to differ, so the list is empty if any figures other than years conflict.
 */
export function findNumericConflicts(first: Passage, second: Passage): Pair<string>[] {
  const [inFirst, inSecond] = [extractFigures(first), extractFigures(second)];
  const withoutEqual = (figures: Figure[], others: Figure[]): Figure[] =>
    figures.filter((one) => !others.some((other) => isSameNumber(one.quantity, other.quantity)));
  const [left, right] = [withoutEqual(inFirst, inSecond), withoutEqual(inSecond, inFirst)];
  const candidates = left.flatMap((one) =>
    right
      .filter(({ kind }) => kind === one.kind)
      .map((other) => ({ one, other, score: contextSimilarity(one, other, left, right) }))
      .filter(({ score }) => score > 0),
  );
  const pairs: { one: Figure; other: Figure }[] = [];
  for (const { one, other } of candidates.sort((a, b) => b.score - a.score)) {
    if (pairs.some((pair) => pair.one === one || pair.other === other)) continue;
    pairs.push({ one, other });
  }
  const amounts = pairs.filter(({ one }) => one.kind !== "year");
  if (amounts.length && left.some(isYear) && right.some(isYear)) return [];
  return pairs
    .sort((a, b) => a.one.quantity.start - b.one.quantity.start)
    .map(({ one, other }) => [one.shown, other.shown]);
}

/** Whether a statement contains a figure from its quote. `language` (BCP-47) is the language of both. */
export function usesFigure(statement: string, figure: string, language: string): boolean {
  const stated = extractQuantities(statement, language);
  return extractQuantities(figure, language).every((quantity) => stated.some((other) => isSameNumber(quantity, other)));
}

/** Whether two passages have a figure in common. */
export const sharesFigure = (first: Passage, second: Passage): boolean =>
  extractFigures(first).some(({ quantity }) =>
    extractFigures(second).some((other) => isSameNumber(quantity, other.quantity)),
  );

const CALENDAR_KINDS = new Set(["year", "day", "month", "weekday"]);
const isYear = ({ kind }: Figure): boolean => kind === "year";
const isSameNumber = (a: Quantity, b: Quantity): boolean => isStated(a, [b]) || isStated(b, [a]);

/**
 * Scores how likely two figures are to count the same thing. A shared term scores two points if it follows the number
 * and one point if it precedes it. For some kinds, another point is added if neither `left` nor `right` has a second
 * figure of that kind.
 */
function contextSimilarity(one: Figure, other: Figure, left: Figure[], right: Figure[]): number {
  const shared = (a: string[], b: string[]): number =>
    a.filter((term) => b.some((candidate) => wordSimilarity(term, candidate) >= SAME_TERM_SIMILARITY)).length;
  const sharedTerms = 2 * shared(one.termsAfter, other.termsAfter) + shared(one.termsBefore, other.termsBefore);
  // No extra point: plain numbers and amounts of money can count anything, and different dates can belong to different
  // events.
  if (one.kind === "number" || one.kind === "money" || CALENDAR_KINDS.has(one.kind)) return sharedTerms;
  const isOnlyPair = [left, right].every((figures) => figures.filter(({ kind }) => kind === one.kind).length === 1);
  return sharedTerms + (isOnlyPair ? 1 : 0);
}

function extractFigures({ text, language }: Passage): Figure[] {
  return extractQuantities(text, language)
    .filter(({ mustMatch, start }) => mustMatch && !VAGUE_NUMBER.test(text.slice(start, start + 8)))
    .map((quantity) => {
      const { start, end } = quantity;
      const sign = CURRENCY_SIGN_BEFORE.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? "";
      const isMoney = sign !== "" || CURRENCY_SIGN_AFTER.test(text.slice(end, end + 3));
      const kind = isMoney ? "money" : kindOf(quantity);
      const unit = kind === "number" ? countedNoun(text.slice(end, end + 40), language) : "";
      return {
        quantity,
        kind,
        shown: text.slice(start - sign.length, end + unit.length),
        termsBefore: extractTerms(text.slice(Math.max(0, start - CONTEXT_LENGTH), start), language).slice(
          -CONTEXT_TERMS,
        ),
        termsAfter: extractTerms(text.slice(end, end + CONTEXT_LENGTH), language).slice(0, CONTEXT_TERMS),
      };
    });
}

/**
 * Returns the word or sign directly after a number, with any space or hyphen before it. Returns an empty string for a
 * stop word and, in German, for a lower-case word, which cannot be a noun.
 */
function countedNoun(textAfter: string, language: string): string {
  const word = NEXT_WORD.exec(textAfter)?.[0] ?? "";
  if (/\p{L}/u.test(word) && extractTerms(word, language).length === 0) return "";
  return /^[\s-]\p{Ll}/u.test(word) && /^de\b/.test(language) ? "" : word;
}

function kindOf({ interpretations, isDatePart }: Quantity): string {
  const measured = interpretations.find(({ dimension }) => dimension !== "number");
  if (measured) return measured.dimension;
  if (isDatePart) return "day";
  const { value } = interpretations[0]!;
  return Number.isInteger(value) && value >= 1900 && value <= 2100 ? "year" : "number";
}
