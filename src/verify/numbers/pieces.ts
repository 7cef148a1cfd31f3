import { CJK_NUMBER } from "./cjk.ts";
import type { Measure } from "./units.ts";

/** `share` is a part of a whole, 0..1 and above; `times` a multiple. */
export type Dimension = "number" | "share" | "times" | "month" | "weekday" | Measure;
export type Reading = { dimension: Dimension; value: number };
/**
 * A number that a text names, in all the ways it may be meant: "half an hour" is a half and thirty minutes. `firm` ones
 * must be borne out; the others ("double", "a third") may be a figure of speech, and only must not be contradicted.
 */
export type Quantity = {
  readings: Reading[];
  firm: boolean;
  rough: boolean;
  at: number;
  end: number;
  /** A day beside its month: no amount. */
  dated: boolean;
};

export type Piece = { text: string; lower: string; at: number; cjk: boolean };

const DIGITS = /\d{1,3}(?: \d{3})+(?![\d.,])|\d+(?:[.,'’\u00a0\u202f]\d+)*/u;
/** Digits that a Chinese character follows are read with it: "14个小时", "6月". */
const PIECE = new RegExp(
  `\\d{1,2}(?=[.\\/]\\d{1,2}[.\\/]\\d{2})|(?<=\\d[.\\/])\\d{1,2}(?=[.\\/]\\d{2})|(?<cjk>${CJK_NUMBER.source}|\\d+(?:,\\d{3})*(?:\\.\\d+)?(?=\\s?\\p{sc=Han}))|${DIGITS.source}|[[\\p{L}\\p{M}]--\\p{sc=Han}]+|[%％]`,
  "gv",
);

export function piecesOf(text: string): Piece[] {
  return [...text.matchAll(PIECE)].map(({ 0: found, index, groups }) => ({
    text: found,
    lower: found.normalize("NFKC").toLowerCase(),
    at: index,
    cjk: groups?.cjk !== undefined,
  }));
}

export type Read = { readings: Reading[]; firm: boolean; next: number };

export const AND = /^(?:and|und|y|e|et)$/;
export const A = /^(?:an?|one|the|ein\p{L}{0,2}|un[ao]?|une|uma?|el|la)$/u;
export const ONE = /^(?:an?|one|ein\p{L}{0,2}|un[ao]?|une|uma?|each|every|jede\p{L}?|cada|chaque)$/u;
export const isDigits = (piece: Piece | undefined): boolean => piece !== undefined && /^\d/.test(piece.text);
export const round = (value: number): number => Number(value.toPrecision(12));
/** Whether only spaces or a hyphen stand between two pieces: "twenty-two", not "in twenty, two". */
export const joined = (pieces: Piece[], i: number, text: string): boolean => {
  const [one, other] = [pieces[i], pieces[i + 1]];
  return !!one && !!other && /^[\s\u00ad‐‑-]*\.?\s?$/.test(text.slice(one.at + one.text.length, other.at));
};

/** Digits as a number. The last of two kinds of marks, or a mark not before exactly three digits, is the decimal one. */
export function toNumber(digits: string): number {
  const marks = digits.replace(/\d/g, "");
  const last = marks.at(-1);
  if (last === undefined) return Number(digits);
  const tail = digits.slice(digits.lastIndexOf(last) + 1);
  const decimal =
    (last === "." || last === ",") && marks.split(last).length === 2 && (tail.length !== 3 || marks.length > 1);
  const whole = decimal ? digits.slice(0, digits.lastIndexOf(last)) : digits;
  return round(Number(whole.replace(/\D/g, "") + (decimal ? `.${tail}` : "")));
}
