/**
 * A unit that other units are converted to, so that "half an hour" equals "30 minutes". Months are not converted to
 * minutes because their length varies.
 */
export type BaseUnit = "minutes" | "months" | "metres" | "kilograms";

/** Patterns for unit names, each with its base unit and the conversion factor to it. */
const UNITS: [RegExp, BaseUnit, number][] = [
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
  [/^(?:kg$|kilo(?:gram\p{L}*)?s?$|公斤|千克)/u, "kilograms", 1],
  [/^(?:g$|gram(?:s|m|me|mes|o|os)?$|克)/u, "kilograms", 1e-3],
  [/^(?:t$|tonn\p{L}*|tons?$|toneladas?$|吨)/u, "kilograms", 1e3],
  [/^(?:lbs?$|pounds?$|pfund$|libras?$)/u, "kilograms", 0.45359],
];

/**
 * Returns the base unit and conversion factor of the unit that a lower-case word names or a Chinese string starts with.
 * Returns null if there is no such unit.
 */
export function parseUnit(text: string): { base: BaseUnit; factor: number } | null {
  const found = UNITS.find(([pattern]) => pattern.test(text));
  return found ? { base: found[1], factor: found[2] } : null;
}
