import * as chrono from "chrono-node/en";

const ISO = /(?<!\d)(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)/;
const DAY_FIRST = /(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4})(?!\d)/;
const HAS_YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/;
/** "12 января 2012", "12. Januar 2012", "1er janvier 2012", "12 de enero de 2012", "Ιανουαρίου 12, 2012" without its order. */
const NAMED = /(?<!\d)(\d{1,2})(?:\.|er|º|ª)?\s+(?:de\s+)?(\p{L}{3,})\.?,?\s+(?:de\s+|del\s+)?(\d{4})(?!\d)/u;

/**
 * How the names of the months begin, January first, in German, French, Spanish, Italian, Portuguese, Dutch, Polish,
 * Russian, Greek and Turkish. English is left to chrono, which knows its other forms too.
 */
const MONTHS: RegExp[] = [
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
const isoOf = (year: number, month: number, day: number): string | null =>
  year > 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31
    ? `${year}-${pad(month)}-${pad(day)}`
    : null;

/**
 * The date that a short line names with its year, as ISO 8601, or null. Of dotted dates the day comes first; of slashed
 * ones the month, unless it could be none.
 */
export function readDate(line: string): string | null {
  const iso = ISO.exec(line);
  const whole = iso && isoOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  if (whole) return whole;
  const short = DAY_FIRST.exec(line);
  if (short) {
    const [a, b, year] = [Number(short[1]), Number(short[3]), Number(short[4])];
    const [day, month] = short[2] === "." || a > 12 ? [a, b] : [b, a];
    return isoOf(year, month, day);
  }
  if (!HAS_YEAR.test(line)) return null;
  const named = NAMED.exec(line);
  const month = named ? MONTHS.findIndex((stems) => stems.test(named[2]!)) + 1 : 0;
  if (named && month > 0) return isoOf(Number(named[3]), month, Number(named[1]));
  const found = chrono.strict.parse(line)[0]?.start;
  if (!found?.isCertain("year") || !found.isCertain("day") || !found.isCertain("month")) return null;
  return isoOf(found.get("year")!, found.get("month")!, found.get("day")!);
}
