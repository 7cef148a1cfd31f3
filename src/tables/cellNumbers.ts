import { primarySubtag } from "../text/index.ts";

/** The mark before the decimals of a table's numbers. The other one then parts thousands, if anything does. */
export type DecimalMark = "." | ",";

/**
 * A number in a cell. `value` has percentages as they are written (41.4 for "41,4 %") and scales multiplied out (5,000,000
 * for "€5m"). `prefix` and `suffix` are what stands before and after its digits, such as "€" and " km".
 */
export type CellNumber = { value: number; decimals: number; prefix: string; suffix: string; isPercent: boolean };

/** Digits in groups, with what may stand before and after a number in a cell. All quantifiers are bounded. */
const NUMBER =
  /^[~≈<>≤≥±]?\s{0,2}([-−–+]?)\s{0,2}(\(?)((?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}(?=\s?\d))?\s?)([-−–+]?)(\d(?:[\d.,'’ \u00a0\u2009\u202f]{0,30}\d)?)([^\d]{0,24})$/u;
const PERCENT = /^\s?(?:%|٪|per ?cent\b|prozent\b|por ciento\b|por cento\b|pour cent\b|процент)/iu;
const SCALES: [RegExp, number][] = [
  [/^(?:tsd|mil|tys|тыс|千)\b\.?|^千/iu, 1e3],
  [/^万|^萬/u, 1e4],
  [/^(?:mn|mio|million(?:s|en|es)?|mill|milhões|millones|milioni|mln|млн)(?![\p{L}²³])\.?/iu, 1e6],
  [/^億|^亿/u, 1e8],
  [/^(?:bn|billions?|mrd|milliards?|milliarden|miliardi|mld|млрд)(?!\p{L})\.?/iu, 1e9],
];
/** Letters that scale amounts of money, and are units of anything else: "€5m" is five million, "5 m" five metres. */
const MONEY_SCALES: [RegExp, number][] = [
  [/^k(?![\p{L}²³])/iu, 1e3],
  [/^m(?![\p{L}²³])/iu, 1e6],
];
const CURRENCY =
  /\p{Sc}|(?<!\p{L})(?:EUR|USD|GBP|CHF|JPY|CNY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|INR|BRL|MXN|ZAR|TRY)(?!\p{L})/u;

/** Whether the unit before or after a number is a currency. */
export const isCurrency = (unit: string): boolean => CURRENCY.test(unit);
/** What follows digits without a space in a name or an ordinal and is no unit: "3rd", "12b", "2º". */
const NO_UNIT = /^(?:st|nd|rd|th|er|e|ème|º|ª|[a-d])(?!\p{L})|^\.?\s*[-–/:]/u;
/** Marks of footnotes behind a number. */
const FOOTNOTE = /\s?(?:[*†‡§¹²³⁴]{1,3}|\[[\da-z]{1,2}\])$/u;
/** Maximum number of words in a unit. */
const MAX_UNIT_WORDS = 3;
/** Maximum length of a number with its unit, in UTF-16 units. */
const MAX_NUMBER_LENGTH = 48;

/**
 * How the numbers of a table are written. `thousands` parts the digits of whole numbers from `minGrouped` on.
 */
export type NumberStyle = { decimalMark: DecimalMark; thousands: string; minGrouped: number };

/** Returns the number that a cell consists of, with its unit, or null if the cell is anything else, such as a date. */
export function parseCellNumber(text: string, decimalMark: DecimalMark): CellNumber | null {
  if (text.length > MAX_NUMBER_LENGTH || !/\p{Nd}/u.test(text)) return null;
  const cell = text.normalize("NFKC").trim();
  if (/^\d{1,15}$/.test(cell)) return { value: Number(cell), decimals: 0, prefix: "", suffix: "", isPercent: false };
  const parts = NUMBER.exec(cell.replace(FOOTNOTE, ""));
  if (!parts) return null;
  const [, sign = "", bracket = "", prefix = "", innerSign = "", digits = "", after = ""] = parts;
  const tail = bracket ? after.replace(")", "") : after;
  if (bracket && tail === after) return null;
  if (NO_UNIT.test(tail) || tail.trim().split(/\s+/).length > MAX_UNIT_WORDS || /[,;:|]/.test(tail)) return null;
  const plain = plainDigits(digits, decimalMark);
  if (plain === null) return null;
  const isPercent = PERCENT.test(tail);
  const scales = isCurrency(prefix + tail) ? [...SCALES, ...MONEY_SCALES] : SCALES;
  const unit = tail.trim();
  const [pattern, scale] = (isPercent ? undefined : scales.find(([start]) => start.test(unit))) ?? [];
  const isNegative = (bracket !== "" && !isPercent) || /[-−–]/.test(sign + innerSign);
  return {
    value: (isNegative ? -1 : 1) * Number(plain) * (scale ?? 1),
    decimals: scale ? 0 : (plain.split(".")[1]?.length ?? 0),
    prefix: prefix,
    suffix: pattern ? unit.replace(pattern, "").trimEnd() : tail.trimEnd(),
    isPercent,
  };
}

/** Returns digits with a point before the decimals and nothing between thousands, or null if they are no one number. */
function plainDigits(digits: string, decimalMark: DecimalMark): string | null {
  const group = decimalMark === "." ? "," : ".";
  const text = digits.replace(/['’\u00a0\u2009\u202f]/g, " ");
  const [whole = "", decimals, ...rest] = text.split(decimalMark);
  // "1.204.512" has no decimals whatever mark the others have.
  if (rest.length) return /^\d{1,3}(?:\D\d{3})+$/.test(text) ? text.replace(/\D/g, "") : null;
  const isGrouped = new RegExp(`^\\d{1,3}(?:[ ${group === "." ? "\\." : ","}]\\d{2,3})+$`).test(whole);
  if (!/^\d+$/.test(whole) && !isGrouped) return null;
  if (decimals !== undefined && !/^\d+$/.test(decimals)) return null;
  return whole.replace(/\D/g, "") + (decimals === undefined ? "" : `.${decimals}`);
}

/** Languages that write a space between thousands. */
const SPACE_LANGUAGES = new Set(["fr", "ru", "pl", "cs", "sk", "sv", "nb", "nn", "no", "fi", "uk", "bg", "hu", "pt"]);
const GROUPED = /(?<![\d.,])\d{1,3}([.,'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*(?!\d)/u;
/** Numbers from this on are written in groups where the table has none. */
const MIN_GROUPED = 10_000;

/** Tells how the numbers of a table are written from its cells and, if they do not tell, its language (BCP-47). */
export function findNumberStyle(cells: string[], language: string): NumberStyle {
  const decimalMark = findDecimalMark(cells, language);
  const numbers = cells.filter(
    (cell) => cell.length <= MAX_NUMBER_LENGTH && parseCellNumber(cell, decimalMark) !== null,
  );
  const mark = numbers.map((cell) => GROUPED.exec(cell)?.[1]).find((found) => found && found !== decimalMark);
  const usual = SPACE_LANGUAGES.has(primarySubtag(language)) ? "\u00a0" : decimalMark === "." ? "," : ".";
  return { decimalMark, thousands: mark ?? usual, minGrouped: mark ? 1000 : MIN_GROUPED };
}

/** Languages that write a point before the decimals. */
const POINT_LANGUAGES = new Set(["en", "ja", "zh", "ko", "th", "he", "hi", "ms", "und"]);

/**
 * Tells the decimal mark of a table's numbers from those that have only one reading: "41,4" and "1.204,50" have a comma,
 * "41.4" and "1,204.50" a point. The language decides if all have two ("1.204"), and if there are as many of each.
 * @param language BCP-47
 */
function findDecimalMark(cells: string[], language: string): DecimalMark {
  let balance = 0;
  for (const cell of cells) {
    if (cell.length > MAX_NUMBER_LENGTH) continue;
    const last = /([.,])(\d+)\D{0,24}$/u.exec(cell);
    if (!last || !/^[^\p{L}\d]{0,4}(?:[A-Z]{3}\s)?\d[\d.,'’\s]*/u.test(cell) || /[.,]\d+[.,]\d+[.,]/.test(cell))
      continue;
    const [, mark = "", decimals = ""] = last;
    const before = cell.slice(0, last.index);
    const isDecimal = decimals.length !== 3 || /^\D*0$/.test(before) || (/[.,]/.test(before) && !before.includes(mark));
    const isComma = (mark === ",") === isDecimal;
    if (isDecimal || /[.,]\d{3}$/.test(before)) balance += isComma ? 1 : -1;
  }
  if (balance === 0) return POINT_LANGUAGES.has(primarySubtag(language)) ? "." : ",";
  return balance > 0 ? "," : ".";
}

/** Matches a year that stands alone. */
export const YEAR = /^(?:1[5-9]|20|21)\d{2}$/;
/** The first letters of the names of months in the languages of `wordings.ts`. */
const MONTH =
  "(?:jan|feb|fev|fév|mar|mär|mrt|apr|abr|avr|may|mai|maj|mag|mei|jun|jui|giu|jul|lug|aug|ago|aoû|sie|sep|set|wrz|oct|okt|ott|out|paź|nov|lis|dec|dez|dic|déc|gru|sty|lut|kwi|cze|lip|ene|gen|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек)\\p{L}{0,8}\\.?";
const DATE = new RegExp(
  `^(?:\\d{4}[-/.年]\\s?\\d{1,2}(?:[-/.月]\\s?\\d{1,2}日?|月)?|\\d{1,2}[./-]\\d{1,2}[./-](?:\\d{4}|\\d{2})|(?:\\d{1,2}\\.?\\s(?:de\\s)?)?${MONTH}(?:\\sde)?\\s\\d{4}|\\d{1,2}\\.?\\s(?:de\\s)?${MONTH}|${MONTH}\\s\\d{1,2}(?:,\\s\\d{4})?|Q[1-4][\\s/-]?\\d{4}|\\d{4}[\\s/-]?Q[1-4]|\\d{4}[/–-]\\d{2,4}|\\d{1,2}月(?:\\d{1,2}日)?|${MONTH})(?:[T ]\\d{1,2}:\\d{2}.{0,9})?$`,
  "iu",
);
const TIME = /^\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?(?:h|am|pm|Uhr))?$/iu;

/** Whether a cell is a date, a month, a quarter or a season. */
export const isDate = (text: string): boolean =>
  text.length <= 40 && /[\d年月]|^\p{L}+\.?$/u.test(text) && !/^\d+$/.test(text) && DATE.test(text.trim());

/** Whether a cell is a time of day or a duration. */
export const isTime = (text: string): boolean => text.length <= 20 && text.includes(":") && TIME.test(text.trim());
