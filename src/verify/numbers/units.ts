/** What is measured; a measure of one kind is held in one unit, so that "half an hour" is "30 minutes". */
export type Measure = "minutes" | "months" | "metres" | "kilos";

const UNITS: [RegExp, Measure, number][] = [
  [/^(?:seconds?|secs?|sekunde\p{L}*|segundos?|secondes?|秒)/u, "minutes", 1 / 60],
  [/^(?:minutes?|mins?$|minute\p{L}*|minutos?|minutig\p{L}*|分钟)/u, "minutes", 1],
  [/^(?:hours?|hrs?$|stunde\p{L}*|stündig\p{L}*|horas?$|heures?$|小时|个小时)/u, "minutes", 60],
  [/^(?:days?$|tage?n?$|tägig\p{L}*|días?$|jours?$|天)/u, "minutes", 1440],
  [/^(?:weeks?$|wochen?$|wöchig\p{L}*|semanas?$|semaines?$|周|星期|个星期)/u, "minutes", 10_080],
  [/^(?:fortnights?$|quincenas?$)/u, "minutes", 20_160],
  [/^(?:months?$|monate?n?s?$|monatig\p{L}*|mes(?:es)?$|mois$|个月)/u, "months", 1],
  [/^(?:years?$|yr$|jahre?n?s?$|jährig\p{L}*|años?$|ans?$|années?$|年)/u, "months", 12],
  [/^(?:decades?$|jahrzehnte?n?s?$|décadas?$|decenios?$|décennies?$)/u, "months", 120],
  [/^(?:centur(?:y|ies)$|jahrhunderte?n?s?$|siglos?$|siècles?$|世纪|个世纪)/u, "months", 1200],
  [/^(?:mm$|millimet\p{L}*|毫米)/u, "metres", 1e-3],
  [/^(?:cm$|zentimeter\p{L}*|centimet\p{L}*|centímetros?|厘米)/u, "metres", 1e-2],
  [/^(?:km$|kilomet\p{L}*|kilómetros?|公里|千米)/u, "metres", 1e3],
  [/^(?:m$|met(?:er|re)s?$|meter\p{L}{0,2}$|metros?$|mètres?$|米)/u, "metres", 1],
  [/^(?:miles?$|meilen?$|millas?$|英里)/u, "metres", 1609.344],
  [/^(?:feet$|foot$|ft$|fuß$|pies$|英尺)/u, "metres", 0.3048],
  [/^(?:kg$|kilo(?:gram\p{L}*)?s?$|公斤|千克)/u, "kilos", 1],
  [/^(?:g$|gram(?:s|m|me|mes|o|os)?$|克)/u, "kilos", 1e-3],
  [/^(?:t$|tonn\p{L}*|tons?$|toneladas?$|吨)/u, "kilos", 1e3],
  [/^(?:lbs?$|pounds?$|pfund$|libras?$)/u, "kilos", 0.45359],
];

export function unitAt(word: string): { measure: Measure; factor: number } | null {
  const found = UNITS.find(([pattern]) => pattern.test(word));
  return found ? { measure: found[1], factor: found[2] } : null;
}

/** Names of months and weekdays in the languages that news is posted in most: from 1, January and Monday. */
const MONTHS = new Map<string, number>();
const SHORT_MONTHS = new Map<string, number>();
const WEEKDAYS = new Map<string, number>();
for (const language of ["en", "de", "es", "fr", "it", "pt", "ru", "pl"]) {
  const name = (at: number, type: "month" | "weekday", style: "long" | "short"): string =>
    new Intl.DateTimeFormat(language, { day: "numeric", [type]: style, timeZone: "UTC" })
      .formatToParts(at)
      .find((part) => part.type === type)!
      .value.toLowerCase()
      .replace(/\.$/, "");
  for (let i = 0; i < 12; i++) {
    MONTHS.set(name(Date.UTC(2024, i, 15), "month", "long"), i + 1);
    SHORT_MONTHS.set(name(Date.UTC(2024, i, 15), "month", "short"), i + 1);
  }
  // 1 January 2024 was a Monday.
  for (let i = 0; i < 7; i++) WEEKDAYS.set(name(Date.UTC(2024, 0, 1 + i), "weekday", "long"), i + 1);
}
/** Names of months that are other words too: those need a capital, or a number beside them. */
const OTHER_WORDS = /^(?:may|march|mars|mai|mar)$/;

/** The month that a word names; `beside` says that a number stands next to it, as it does to short names. */
export function monthOf(word: string, beside: boolean): number | undefined {
  const lower = word.toLowerCase();
  if (beside) return MONTHS.get(lower) ?? SHORT_MONTHS.get(lower);
  return OTHER_WORDS.test(lower) ? undefined : MONTHS.get(lower);
}

export const weekdayOf = (word: string): number | undefined => WEEKDAYS.get(word.toLowerCase());
