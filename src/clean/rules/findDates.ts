/** A date in a text. `start` and `end` are UTF-16 offsets; `end` is exclusive. */
export type FoundDate = {
  start: number;
  end: number;
  /** ISO 8601 (`YYYY-MM-DD`), or null if it is unknown which number is the day and which the month. */
  iso: string | null;
};

/** The order of day and month in dates of numbers alone. Null if nothing tells. */
export type DateOrder = "day-first" | "month-first" | null;

/**
 * Stems of month names in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Greek and
 * Turkish, from January to December.
 */
const MONTH_STEMS: RegExp[] = [
  "jan|jän|ene|gen|sty|янв|ιαν|oca",
  "feb|fév|fev|lut|фев|φεβ|şub",
  "mär|mars|mar[zç]|march|mar$|maart|mrt|marz|март|μαρ|mart",
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
const ENGLISH_MONTH =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

/** "2026-03-17", "2026/3/17", "2026年3月17日", "2026년 3월 17일". */
const YEAR_FIRST = /(?<!\d)(?<y>\d{4})\s?[-/.年년]\s?(?<m>\d{1,2})\s?[-/.月월]\s?(?<d>\d{1,2})(?!\d)\s?[日일]?/u;
/** A year of the Japanese calendar: "令和7年7月5日". */
const JAPANESE_ERA = /(?<era>令和|平成)(?<n>元|\d{1,2})年\s?(?<m>\d{1,2})月\s?(?<d>\d{1,2})日/u;
const YEAR_LAST = /(?<!\d)(?<a>\d{1,2})(?<mark>[./-])\s?(?<b>\d{1,2})\k<mark>\s?(?<y>\d{4})(?!\d)/u;
/** "12 января 2012", "12. Januar 2012", "1er janvier 2012", "12 de enero de 2012", "4th of May, 2026", "4-May-2026". */
const DAY_AND_MONTH =
  /(?<!\d)(?<d>\d{1,2})(?:\.|st|nd|rd|th|er|º|ª|°)?[\s-]+(?:of\s+|de\s+|d['’])?(?<name>\p{L}{3,12})\.?,?[\s-]+(?:de\s+|del\s+)?(?<y>\d{4})(?!\d)/u;
/** "March 17, 2026", "Sept. 3rd 2024". */
const MONTH_AND_DAY = `(?<![\\p{L}\\d])(?<name>${ENGLISH_MONTH})\\.?\\s+(?<d>\\d{1,2})(?:st|nd|rd|th)?(?:,\\s*|\\s+)(?<y>\\d{4})(?!\\d)`;
/** The patterns as one. The groups of each alternative have a number at the end of their names. */
const DATES = new RegExp(
  [YEAR_FIRST, JAPANESE_ERA, YEAR_LAST, DAY_AND_MONTH, MONTH_AND_DAY]
    .map((pattern, i) =>
      (typeof pattern === "string" ? pattern : pattern.source)
        .replace(/\(\?<(\w+)>/g, `(?<$1${i}>`)
        .replace(/\\k<(\w+)>/g, `\\k<$1${i}>`),
    )
    .join("|"),
  "giu",
);
const ERA_START: ReadonlyMap<string, number> = new Map([
  ["令和", 2018],
  ["平成", 1988],
]);

const pad = (value: number): string => String(value).padStart(2, "0");
/** Formats a date as ISO 8601, or returns null if a part is out of range. */
const toIsoDate = (year: number, month: number, day: number): string | null =>
  year > 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31
    ? `${year}-${pad(month)}-${pad(day)}`
    : null;

/**
 * Finds the dates in a text that give day, month and year. Dates with dots are read day first. Where a date with
 * slashes or hyphens could be read both ways, `order` decides.
 */
export function findDates(text: string, order: DateOrder = null): FoundDate[] {
  if (!/[\d０-９]/.test(text)) return [];
  const found: FoundDate[] = [];
  for (const match of halfWidthDigits(text).matchAll(DATES)) {
    const iso = isoDateOf(match.groups!, order);
    if (iso !== undefined) found.push({ start: match.index, end: match.index + match[0].length, iso });
  }
  return found;
}

/** Replaces the full-width digits of Japanese and Chinese text. Keeps the length. */
const halfWidthDigits = (text: string): string =>
  text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));

/** Returns the date in the groups of `DATES`, null if it is ambiguous, and undefined if there is no such date. */
function isoDateOf(groups: Record<string, string | undefined>, order: DateOrder): string | null | undefined {
  const { y0, m0, d0, era1, n1, m1, d1, a2, b2, mark2, y2 } = groups;
  if (y0) return toIsoDate(Number(y0), Number(m0), Number(d0)) ?? undefined;
  if (era1)
    return toIsoDate(ERA_START.get(era1)! + (n1 === "元" ? 1 : Number(n1)), Number(m1), Number(d1)) ?? undefined;
  if (y2) return readNumbers(Number(a2), Number(b2), Number(y2), mark2 === "." ? "day-first" : order);
  const name = groups.name3 ?? groups.name4!;
  const month = MONTH_STEMS.findIndex((stems) => stems.test(name)) + 1;
  return toIsoDate(Number(groups.y3 ?? groups.y4), month, Number(groups.d3 ?? groups.d4)) ?? undefined;
}

function readNumbers(a: number, b: number, year: number, order: DateOrder): string | null | undefined {
  const dayFirst = toIsoDate(year, b, a);
  const monthFirst = toIsoDate(year, a, b);
  if (!dayFirst || !monthFirst || dayFirst === monthFirst) return dayFirst ?? monthFirst ?? undefined;
  if (order === null) return null;
  return order === "day-first" ? dayFirst : monthFirst;
}

/** Words spelt otherwise in American English, and the currency. */
const BRITISH =
  /£|\b(?:\w+(?:isation|ising|ised)|colour|favour|neighbour|labour|harbour|centre|metre|litre|programme|councillor)s?\b/gi;
const AMERICAN =
  /\$|\b(?:\w+(?:ization|izing|ized)|color|favor|neighbor|labor|harbor|center|meter|liter|program|sidewalk)s?\b/gi;

/**
 * Finds the order of day and month in a document: from its unambiguous dates, else from its language, else from its
 * variety of English.
 * @param language BCP-47, "und" if unknown
 */
export function dateOrderOf(sample: string, language: string): DateOrder {
  for (const [, first, second] of sample.matchAll(/(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?!\d)/g)) {
    if (Number(first) > 12) return "day-first";
    if (Number(second) > 12) return "month-first";
  }
  if (language !== "en") return language === "und" ? null : "day-first";
  const british = sample.match(BRITISH)?.length ?? 0;
  const american = sample.match(AMERICAN)?.length ?? 0;
  if (british === american) return null;
  return british > american ? "day-first" : "month-first";
}
