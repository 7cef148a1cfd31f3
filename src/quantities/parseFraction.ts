import { numberWordValue, scaleWordValue } from "./numberWords.ts";
import { fractionWordValue } from "./proportionWords.ts";
import {
  AND,
  ARTICLE,
  type Interpretation,
  isDigits,
  type ParsedQuantity,
  parseDigits,
  type QuantityToken,
  roundToPrecision,
  SINGULAR_DETERMINER,
} from "./tokens.ts";
import { parseUnit } from "./units.ts";

/**
 * Parses the fraction word at token `i`, with a scale word or unit after it: "two thirds", "a quarter", "half an hour",
 * "half a million". `numerator` is the number before the fraction word, or null. Returns null for other words, and
 * for likely ordinals ("third place").
 */
export function parseFraction(tokens: QuantityToken[], i: number, numerator: number | null): ParsedQuantity | null {
  const { lower } = tokens[i]!;
  const fraction = fractionWordValue(lower);
  if (fraction === undefined)
    return lower === "anderthalb" || lower === "eineinhalb" ? parseOneAndAHalf(tokens, i) : null;
  const isHalf = fraction === 0.5;
  if (!isHalf && numerator === null && !isUnambiguousFraction(tokens, i, fraction)) return null;
  const value = (numerator ?? 1) * fraction;
  let next = i + 1;
  if (/^parte?s?$/.test(tokens[next]?.lower ?? "")) next++;
  const article = /^(?:an?|de|une?|una?)$/.test(tokens[next]?.lower ?? "") ? 1 : 0;
  const noun = tokens[next + article]?.lower ?? "";
  const scale = scaleWordValue(noun);
  const unit = parseUnit(noun);
  if (isHalf && scale) {
    const interpretations: Interpretation[] = [{ dimension: "number", value: value * scale }];
    return { interpretations, mustMatch: true, next: next + article + 1 };
  }
  const interpretations: Interpretation[] = [
    { dimension: "share", value },
    { dimension: "multiple", value },
  ];
  if (!unit) return { interpretations, mustMatch: false, next };
  interpretations.push({ dimension: unit.base, value: roundToPrecision(value * unit.factor) });
  return { interpretations, mustMatch: false, next: next + article + 1 };
}

/**
 * Whether a fraction word without a numerator is unlikely to be an ordinal: it follows an article or has an unambiguous
 * form.
 */
const isUnambiguousFraction = (tokens: QuantityToken[], i: number, fraction: number): boolean =>
  ARTICLE.test(tokens[i - 1]?.lower ?? "") ||
  /^(?:dritt|viert|fünft|zehnt)el|tiers/.test(tokens[i]!.lower) ||
  fraction === 3 / 4 ||
  fraction === 2 / 3;

function parseOneAndAHalf(tokens: QuantityToken[], i: number): ParsedQuantity {
  const unit = parseUnit(tokens[i + 1]?.lower ?? "");
  const interpretations: Interpretation[] = [
    { dimension: "number", value: 1.5 },
    { dimension: "multiple", value: 1.5 },
  ];
  if (unit) interpretations.push({ dimension: unit.base, value: 1.5 * unit.factor });
  return { interpretations, mustMatch: true, next: i + (unit ? 2 : 1) };
}

/** Parses a quantity without an explicit number: "an hour", "a year and a half", "one in five". */
export function parseImplicitQuantity(tokens: QuantityToken[], i: number, language: string): ParsedQuantity | null {
  const hasDeterminer = SINGULAR_DETERMINER.test(tokens[i]!.lower);
  const denominator = hasDeterminer ? parseDenominator(tokens, i + 1, language) : null;
  if (denominator) {
    const interpretations: Interpretation[] = [
      { dimension: "share", value: 1 / denominator.value },
      { dimension: "number", value: denominator.value },
    ];
    return { interpretations, mustMatch: false, next: denominator.next };
  }
  const at = hasDeterminer ? i + 1 : i;
  const unit = parseUnit(tokens[at]?.lower ?? "");
  if (!unit || tokens[at]!.lower.length < 3) return null;
  const afterHalf = skipAndAHalf(tokens, at + 1);
  if (!hasDeterminer && afterHalf === null) return null;
  const value = roundToPrecision((afterHalf === null ? 1 : 1.5) * unit.factor);
  return { interpretations: [{ dimension: unit.base, value }], mustMatch: false, next: afterHalf ?? at + 1 };
}

/**
 * Parses the second part of a ratio at token `i`: "in five", "de cada tres", "von zehn". Only values from 2 to 100 are
 * accepted, so that "2 von 2019" is not taken for a ratio.
 */
export function parseDenominator(
  tokens: QuantityToken[],
  i: number,
  language: string,
): { value: number; next: number } | null {
  if (!/^(?:in|von|de|sur|out|su|em)$/.test(tokens[i]?.lower ?? "")) return null;
  const at = i + (/^(?:cada|of|je)$/.test(tokens[i + 1]?.lower ?? "") ? 2 : 1);
  const token = tokens[at];
  const value = token && (isDigits(token) ? parseDigits(token.text) : numberWordValue(token.lower, language));
  return value && value >= 2 && value <= 100 ? { value, next: at + 1 } : null;
}

/** Returns the index of the token after "and a half", or null if this phrase does not start at token `i`. */
export function skipAndAHalf(tokens: QuantityToken[], i: number): number | null {
  if (!AND.test(tokens[i]?.lower ?? "")) return null;
  const article = ARTICLE.test(tokens[i + 1]?.lower ?? "") ? 1 : 0;
  return fractionWordValue(tokens[i + 1 + article]?.lower ?? "") === 0.5 ? i + 2 + article : null;
}
