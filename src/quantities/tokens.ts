import { CJK_NUMBER } from "./cjkNumerals.ts";
import type { BaseUnit } from "./units.ts";

/**
 * The kind of a value. A share is a proportion of a whole, where 1 is 100 %. A measure is given in one of the base
 * units.
 */
export type Dimension = "number" | "share" | "multiple" | "month" | "weekday" | BaseUnit;
/** A value with its dimension. Months and weekdays count from 1 (January, Monday). */
export type Interpretation = { dimension: Dimension; value: number };
/** A quantity found in text. `start` and `end` are UTF-16 offsets, `end` exclusive. */
export type Quantity = {
  /** The possible meanings, the literal one first: "half an hour" can be the share 0.5 or 30 minutes. */
  interpretations: Interpretation[];
  /**
   * Whether the evidence of a claim must contain a matching quantity. For quantities that are often used loosely
   * ("double", "a third"), it is enough that the evidence does not contradict them.
   */
  mustMatch: boolean;
  /** Whether the quantity has a hedge or bound such as "about" or "more than". */
  isApproximate: boolean;
  start: number;
  end: number;
  /** Whether the quantity is close to a month, so that it is likely a day or year and not an amount. */
  isDatePart: boolean;
};

/** A token for the quantity parsers: digits, a word, a Chinese or Japanese numeral, or a per cent sign. */
export type QuantityToken = {
  text: string;
  /** NFKC, lower case. */
  lower: string;
  /** UTF-16 offset. */
  start: number;
  /** Whether the token is a Chinese or Japanese numeral, or digits before a Han character. */
  isCjk: boolean;
};

/** The result of a quantity parser. `next` is the index of the first token after the quantity. */
export type ParsedQuantity = Pick<Quantity, "interpretations" | "mustMatch"> & { next: number };

const DIGITS = /\d{1,3}(?: \d{3})+(?![\d.,])|\d+(?:[.,'’\u00a0\u202f]\d+)*/u;
/**
 * Matches one token. The parts of a numeric date ("9/3/2023") are separate tokens. The group `cjk` captures Chinese and
 * Japanese numerals, and digits before a Han character ("6月").
 */
const TOKEN = new RegExp(
  `\\d{1,2}(?=[.\\/]\\d{1,2}[.\\/]\\d{2})|(?<=\\d[.\\/])\\d{1,2}(?=[.\\/]\\d{2})|(?<cjk>${CJK_NUMBER.source}|\\d+(?:,\\d{3})*(?:\\.\\d+)?(?=\\s?\\p{sc=Han}))|${DIGITS.source}|[[\\p{L}\\p{M}]--\\p{sc=Han}]+|[%％]`,
  "gv",
);

/** Splits text into tokens for the quantity parsers. */
export function tokenizeQuantities(text: string): QuantityToken[] {
  return [...text.matchAll(TOKEN)].map(({ 0: match, index, groups }) => ({
    text: match,
    lower: match.normalize("NFKC").toLowerCase(),
    start: index,
    isCjk: groups?.cjk !== undefined,
  }));
}

export const AND = /^(?:and|und|y|e|et)$/;
/** Articles and English "one", as used before a fraction or scale word: "a third", "one million". */
export const ARTICLE = /^(?:an?|one|the|ein\p{L}{0,2}|un[ao]?|une|uma?|el|la)$/u;
/** Determiners that imply the number one: "an hour", "one in five", "every day". */
export const SINGULAR_DETERMINER = /^(?:an?|one|ein\p{L}{0,2}|un[ao]?|une|uma?|each|every|jede\p{L}?|cada|chaque)$/u;
export const isDigits = (token: QuantityToken | undefined): boolean => token !== undefined && /^\d/.test(token.text);
/** Rounds to 12 significant digits to remove floating-point noise, such as in 0.1 + 0.2. */
export const roundToPrecision = (value: number): number => Number(value.toPrecision(12));
/** Returns the UTF-16 offset of the end of a token. */
export const endOf = ({ start, text }: QuantityToken): number => start + text.length;
/** Whether only spaces, a hyphen or a full stop separate token `i` from the next: "twenty-two", not "twenty, two". */
export const isAdjacentToNext = (tokens: QuantityToken[], i: number, text: string): boolean => {
  const [token, next] = [tokens[i], tokens[i + 1]];
  return !!token && !!next && /^[\s\u00ad‐‑-]*\.?\s?$/.test(text.slice(endOf(token), next.start));
};

/**
 * Parses digits with English or continental European separators. The last full stop or comma is the decimal separator
 * if it occurs only once and, in addition, either follows another separator or is not followed by exactly three digits.
 * So "1,200.5", "1.200,5" and "3,5" have decimals, but "1.200" is 1200.
 */
export function parseDigits(digits: string): number {
  const separators = digits.replace(/\d/g, "");
  const last = separators.at(-1);
  if (last === undefined) return Number(digits);
  const fraction = digits.slice(digits.lastIndexOf(last) + 1);
  const isDecimal =
    (last === "." || last === ",") &&
    separators.split(last).length === 2 &&
    (fraction.length !== 3 || separators.length > 1);
  const whole = isDecimal ? digits.slice(0, digits.lastIndexOf(last)) : digits;
  return roundToPrecision(Number(whole.replace(/\D/g, "") + (isDecimal ? `.${fraction}` : "")));
}
