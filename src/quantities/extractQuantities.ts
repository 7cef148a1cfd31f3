import { monthNumber, weekdayNumber } from "./calendarNames.ts";
import { parseCjkQuantity } from "./cjkQuantities.ts";
import { parseDenominator, parseFraction, parseImplicitQuantity, skipAndAHalf } from "./parseFraction.ts";
import { type ParsedNumber, parseNumber } from "./parseNumber.ts";
import { isMultipleSuffix, isPercent, multipleWordValue } from "./proportionWords.ts";
import {
  endOf,
  type Interpretation,
  isDigits,
  type ParsedQuantity,
  type Quantity,
  type QuantityToken,
  roundToPrecision,
  tokenizeQuantities,
} from "./tokens.ts";
import { parseUnit } from "./units.ts";

/** Matches a hedge or bound at the end of the text before a number. */
const APPROXIMATE_BEFORE =
  /(?:about|around|some|roughly|nearly|almost|approximately|over|above|more than|less than|under|below|up to|at least|at most|close to|rund|etwa|circa|ca\.?|fast|knapp|ungefähr|gut|mehr als|über|unter|weniger als|bis zu|mindestens|höchstens|unos|unas|casi|cerca de|alrededor de|más de|menos de|aproximadamente|hasta|al menos|environ|près de|presque|plus de|moins de|quasi|circa|más o menos|约|近|超过|大约|将近|逾|不到|至少|多达)\s?(?:of |an? |the |de |un |una |el |la |ein |eine |einem |einer |die |das |der )?$/iu;
const APPROXIMATE_AFTER = /^\s?(?:多|余|左右|上下|or so|or more)/u;
/** Number of UTF-16 units before a number that are searched for a hedge. */
const HEDGE_WINDOW = 24;
/** Maximum distance in UTF-16 units between the starts of a month name and its day or year: "30. September 2024". */
const MAX_DATE_DISTANCE = 11;

/** Matches the name of a coin that is a hundredth of its currency. */
const HUNDREDTH = /^(?:pence|cents?|céntimos?|centavos?|centimes?)$/;

/** Extracts the quantities in a text, in order. `language` is its BCP-47 tag. */
export function extractQuantities(text: string, language: string): Quantity[] {
  const tokens = tokenizeQuantities(text);
  const quantities: Quantity[] = [];
  for (let i = 0; i < tokens.length; ) {
    const parsed = parseQuantity(tokens, i, text, language);
    if (parsed) {
      const { interpretations, mustMatch, next } = parsed;
      const { start } = tokens[i]!;
      const end = endOf(tokens[next - 1]!);
      const isApproximate =
        APPROXIMATE_BEFORE.test(text.slice(Math.max(0, start - HEDGE_WINDOW), start)) ||
        APPROXIMATE_AFTER.test(text.slice(end));
      quantities.push({ interpretations, mustMatch, isApproximate, start, end, isDatePart: false });
    }
    i = parsed?.next ?? i + 1;
  }
  addSharedScales(quantities, text);
  markDateParts(quantities);
  return quantities;
}

/** Applies a shared scale to the first number of a range: in "from 2.4 to 3 million", 2.4 can also mean 2,400,000. */
function addSharedScales(quantities: Quantity[], text: string): void {
  for (const [i, { interpretations, start }] of quantities.entries()) {
    const next = quantities[i + 1];
    const [main, other] = [interpretations[0]!, next?.interpretations[0]];
    if (!next || main.dimension !== "number" || other?.dimension !== "number" || interpretations.length > 1) continue;
    const isRange = /^[\d.,]+\s?(?:to|auf|bis|a|à|or|oder|o|ou|and|und|y|et|至|到|增至|降至|[-–])\s?$/.test(
      text.slice(start, next.start),
    );
    const scale = [1e12, 1e9, 1e6, 1e3].find((power) => other.value >= power);
    if (isRange && scale && main.value < 1000)
      interpretations.push({ dimension: "number", value: roundToPrecision(main.value * scale) });
  }
}

function markDateParts(quantities: Quantity[]): void {
  for (const [i, quantity] of quantities.entries())
    quantity.isDatePart = [quantities[i - 1], quantities[i + 1]].some(
      (neighbour) =>
        neighbour?.interpretations.some(({ dimension }) => dimension === "month") &&
        Math.abs(neighbour.start - quantity.start) <= MAX_DATE_DISTANCE,
    );
}

function parseQuantity(tokens: QuantityToken[], i: number, text: string, language: string): ParsedQuantity | null {
  const token = tokens[i]!;
  if (token.isCjk) return parseCjkQuantity(tokens, i, text);
  const multiple = multipleWordValue(token.lower);
  if (multiple !== undefined) return { interpretations: interpretMultiple(multiple), mustMatch: false, next: i + 1 };
  const exact = parseCalendarName(tokens, i) ?? parseDateNumber(token, text);
  if (exact) return { interpretations: exact, mustMatch: true, next: i + 1 };
  const number = parseNumber(tokens, i, text, language);
  if (number) return parseNoun(tokens, number, text, language);
  return parseFraction(tokens, i, null) ?? parseImplicitQuantity(tokens, i, language);
}

/** "Doubled" can be a multiple of 2, an increase by 100 %, or the number 2. */
const interpretMultiple = (factor: number): Interpretation[] => [
  { dimension: "multiple", value: factor },
  { dimension: "share", value: roundToPrecision(Math.abs(factor - 1)) },
  ...(factor >= 2 ? [{ dimension: "number" as const, value: factor }] : []),
];

function parseCalendarName(tokens: QuantityToken[], i: number): Interpretation[] | null {
  const { text } = tokens[i]!;
  const isBesideNumber = isDigits(tokens[i - 1]) || isDigits(tokens[i + 1]) || /^de$/.test(tokens[i - 1]?.lower ?? "");
  const isCapitalisedInside = i > 0 && /^\p{Lu}/u.test(text);
  const month = monthNumber(text, isBesideNumber || isCapitalisedInside);
  if (month) return [{ dimension: "month", value: month }];
  const weekday = weekdayNumber(text);
  return weekday ? [{ dimension: "weekday", value: weekday }] : null;
}

const NUMERIC_DATE = /^\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)/;

/** Parses the day or month of a numeric date ("9/3/2023", "9.3.2023"). A value up to 12 can be either. */
function parseDateNumber(token: QuantityToken, text: string): Interpretation[] | null {
  if (!/^\d{1,2}$/.test(token.text)) return null;
  const isFirst = NUMERIC_DATE.test(text.slice(token.start));
  const isSecond =
    /\d{1,2}[/.]$/.test(text.slice(Math.max(0, token.start - 3), token.start)) &&
    /^[/.]\d{2}/.test(text.slice(endOf(token)));
  if (!isFirst && !isSecond) return null;
  const value = Number(token.text);
  return [{ dimension: "number", value }, ...(value <= 12 ? [{ dimension: "month" as const, value }] : [])];
}

/** Interprets a number by what follows it: a per cent sign, "times", a fraction, a denominator or a unit. */
function parseNoun(
  tokens: QuantityToken[],
  { value, next, suffix }: ParsedNumber,
  text: string,
  language: string,
): ParsedQuantity {
  const interpretations: Interpretation[] = [{ dimension: "number", value }];
  const numberOnly = { interpretations, mustMatch: true, next };
  const last = tokens[next - 1]!;
  // "25 m" is a length as well as 25 million, unless it is money.
  if (last.lower === "m" && !/\p{Sc}\s?[\d.,]*$/u.test(text.slice(0, last.start).trimEnd())) {
    interpretations.push({ dimension: "number", value: value / 1e6 }, { dimension: "metres", value: value / 1e6 });
    return numberOnly;
  }
  if (suffix) interpretations.push({ dimension: "multiple", value });
  else if (!isNounAt(tokens, next, text)) return numberOnly;
  // In a German compound ("zehnjährig"), the suffix acts as the noun.
  const noun = suffix || tokens[next]!.lower;
  const afterNoun = suffix ? next : next + 1;
  const percentTokens = percentLength(tokens, next, noun);
  if (percentTokens) {
    interpretations.push({ dimension: "share", value: roundToPrecision(value / 100) });
    return { interpretations, mustMatch: true, next: suffix ? next : next + percentTokens };
  }
  if (isMultipleSuffix(noun)) {
    interpretations.push({ dimension: "multiple", value });
    return { interpretations, mustMatch: true, next: afterNoun };
  }
  const mayBeNumerator = !suffix && value < 10 && Number.isInteger(value);
  const fraction = mayBeNumerator ? parseFraction(tokens, next, value) : null;
  if (fraction) return fraction;
  const denominator = value < 100 ? parseDenominator(tokens, next, language) : null;
  if (denominator && denominator.value > value) {
    interpretations.push({ dimension: "share", value: value / denominator.value });
    interpretations.push({ dimension: "number", value: denominator.value });
    return { interpretations, mustMatch: true, next: denominator.next };
  }
  if (HUNDREDTH.test(noun)) interpretations.push({ dimension: "number", value: roundToPrecision(value / 100) });
  const unit = parseUnit(noun);
  if (!unit) return numberOnly;
  const afterHalf = skipAndAHalf(tokens, next + 1);
  const amount = value + (afterHalf === null ? 0 : 0.5);
  interpretations.push({ dimension: unit.base, value: roundToPrecision(amount * unit.factor) });
  return { interpretations, mustMatch: true, next: afterHalf ?? afterNoun };
}

/** Whether only spaces, a hyphen, an article or "of" separate token `i` from the number before it. */
const isNounAt = (tokens: QuantityToken[], i: number, text: string): boolean =>
  i < tokens.length &&
  /^[\s\u00ad‐‑-]*(?:of |an |a |de |einer |eines )?$/.test(text.slice(endOf(tokens[i - 1]!), tokens[i]!.start));

/** Returns the number of tokens in a per cent sign or word: 1, 2 ("por ciento"), or 0 if there is none. */
function percentLength(tokens: QuantityToken[], i: number, noun: string): number {
  if (isPercent(noun)) return 1;
  const following = tokens[i + 1]?.lower ?? "";
  const isTwoWords =
    (noun === "por" && /^(?:ciento|cien)$/.test(following)) ||
    (noun === "per" && /^cento?$/.test(following)) ||
    (noun === "pour" && following === "cent");
  return isTwoWords ? 2 : 0;
}
