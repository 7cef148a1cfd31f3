import type { Span } from "../model/index.ts";
import { numberWordValue } from "./numberWords.ts";

/** How often something happens: "once a fortnight". `perYear` is the number of times in a year. */
export type Frequency = Span & { perYear: number };

/** How often units of time come in a year, with their names in English, German, Spanish and French. */
const UNITS: [perYear: number, words: string][] = [
  [8766, "hours?|stunden?|horas?|heures?"],
  [365.25, "days?|tag(?:e|en)?|d[ií]as?|jours?"],
  [52.18, "weeks?|wochen?|semanas?|semaines?"],
  [26.09, "fortnights?|quincenas?|quinzaines?"],
  [12, "months?|monat(?:e|en)?|mes(?:es)?|mois"],
  [4, "quarters?|quartale?|trimestres?"],
  [1, "years?|jahr(?:e|en)?|años?|ans?|année"],
];
const ADVERBS: [perYear: number, words: string][] = [
  [365.25, "daily|täglich|diariamente|a diario|quotidiennement"],
  [52.18, "weekly|wöchentlich|semanalmente|hebdomadaire"],
  [26.09, "fortnightly|vierzehntägig|quincenalmente"],
  [12, "monthly|monatlich|mensualmente|mensuellement"],
  [4, "quarterly|vierteljährlich|trimestralmente"],
  [1, "yearly|annually|jährlich|anualmente|annuellement"],
];
const UNIT = `(?<unit>${UNITS.map(([, words]) => words).join("|")})(?!\\p{L})`;
const NUMBER = "\\d{1,2}|\\p{L}{2,9}";
const START = "(?<![\\p{L}\\p{M}'’-])";
/** "Twice a week", "dreimal im Jahr", "dos veces al mes", "3 fois par jour". */
const TIMES = new RegExp(
  `${START}(?:(?<once>once|einmal|una vez|une fois)|(?<twice>twice|zweimal)|(?<count>${NUMBER})(?: times|(?: |-)?mal| veces| fois)) (?:an?|every|per|am|im|in der|pro|al?|a la|cada|por|par|chaque) ${UNIT}`,
  "giu",
);
/** "Every two weeks", "alle drei Monate", "cada semana", "tous les deux ans". */
const EVERY = new RegExp(
  `${START}(?:every|alle|jede[nrs]?|cada|tou(?:s|tes) les|chaque) (?:(?<count>${NUMBER}) )?${UNIT}`,
  "giu",
);
const ADVERB = new RegExp(
  `${START}(?:${ADVERBS.map(([, words], i) => `(?<a${i}>${words})`).join("|")})(?!\\p{L})`,
  "giu",
);

/** Finds how often a text says that something happens. `language` is a BCP-47 tag. */
export function extractFrequencies(text: string, language: string): Frequency[] {
  const numberOf = (word: string | undefined): number | undefined =>
    word === undefined ? 1 : /^\d/.test(word) ? Number(word) : numberWordValue(word.toLowerCase(), language);
  const all = (pattern: RegExp, perYearOf: (groups: Record<string, string>) => number): Frequency[] =>
    Array.from(text.matchAll(pattern), ({ 0: found, index, groups }) => ({
      start: index,
      end: index + found.length,
      perYear: perYearOf(groups!),
    })).filter(({ perYear }) => Number.isFinite(perYear) && perYear > 0);
  return [
    ...all(TIMES, ({ twice, count, unit }) => (twice ? 2 : (numberOf(count) ?? Number.NaN)) * perYearOf(unit!)),
    ...all(EVERY, ({ count, unit }) => perYearOf(unit!) / (numberOf(count) ?? Number.NaN)),
    ...all(ADVERB, (groups) => ADVERBS.find((_, i) => groups[`a${i}`])![0]),
  ];
}

const UNIT_PATTERNS = UNITS.map(([perYear, words]) => ({ perYear, pattern: new RegExp(`^(?:${words})$`, "iu") }));
const perYearOf = (unit: string): number => UNIT_PATTERNS.find(({ pattern }) => pattern.test(unit))!.perYear;
