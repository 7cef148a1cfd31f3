import * as chrono from "chrono-node/en";

const YEAR_FIRST = /(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)/;
const YEAR_LAST = /(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)/;
const HAS_YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/;
/** A day, a month name and a year: "12 января 2012", "12. Januar 2012", "1er janvier 2012", "12 de enero de 2012". */
const NAMED_MONTH = /(?<!\d)(\d{1,2})(?:\.|er|º|ª)?\s+(?:de\s+)?(\p{L}{3,})\.?,?\s+(?:de\s+|del\s+)?(\d{4})(?!\d)/u;

/**
 * Stems of month names in German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Greek and Turkish, from
 * January to December. English dates in other formats are parsed by chrono.
 */
const MONTH_STEMS: RegExp[] = [
  "jan|jän|ene|gen|sty|янв|ιαν|oca",
  "feb|fév|fev|lut|фев|φεβ|şub",
  "mär|mars|mar[zç]|maart|mrt|marz|март|μαρ|mart",
  "apr|avr|abr|kwi|апр|απρ|nis",
  "mai|may|mag|mei|maj|мая|май|μαΐ|μάι|μαι|mayıs",
  "jun|juin|giu|cze|июн|ιουν|haz",
  "jul|juil|lug|lip|июл|ιουλ|tem",
  "aug|aoû|aou|ago|sie|авг|αυγ|αύγ|ağu",
  "sep|set|wrz|сен|σεπ|eyl",
  "okt|oct|ott|out|paź|окт|οκτ|eki",
  "nov|lis|ноя|νοε|νοέ|kas",
  "dez|déc|dec|dic|gru|дек|δεκ|ara",
].map((stems) => new RegExp(`^(?:${stems})`, "iu"));

const pad = (value: number | string): string => String(value).padStart(2, "0");
/** Formats a date as ISO 8601, or returns null if a part is out of range. */
const toIsoDate = (year: number, month: number, day: number): string | null =>
  year > 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31
    ? `${year}-${pad(month)}-${pad(day)}`
    : null;

/**
 * Parses the date in a short line. Returns ISO 8601 (`YYYY-MM-DD`), or null unless day, month and year are all given.
 * Dates with dots are read day first. Dates with slashes or hyphens are read month first, unless the first number is
 * above 12.
 */
export function parseDate(line: string): string | null {
  const yearFirst = YEAR_FIRST.exec(line);
  const isoDate = yearFirst && toIsoDate(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]));
  if (isoDate) return isoDate;
  const yearLast = YEAR_LAST.exec(line);
  if (yearLast) {
    const [a, b, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
    const [day, month] = yearLast[2] === "." || a > 12 ? [a, b] : [b, a];
    return toIsoDate(year, month, day);
  }
  if (!HAS_YEAR.test(line)) return null;
  const named = NAMED_MONTH.exec(line);
  const month = named ? MONTH_STEMS.findIndex((stems) => stems.test(named[2]!)) + 1 : 0;
  if (named && month > 0) return toIsoDate(Number(named[3]), month, Number(named[1]));
  const found = chrono.strict.parse(line)[0]?.start;
  if (!found?.isCertain("year") || !found.isCertain("day") || !found.isCertain("month")) return null;
  return toIsoDate(found.get("year")!, found.get("month")!, found.get("day")!);
}
