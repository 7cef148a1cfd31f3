import { extractFrequencies } from "../quantities/index.ts";
import { extractClockTimes } from "./clockTimes.ts";
import { extractOfficeHolders } from "./officeHolders.ts";
import { type Value, valueAt } from "./value.ts";

/** Matches a code of letters and digits: "R290", "A-7". */
const CODE = /(?<![\p{L}\p{N}-])\p{Lu}{1,5}-?\d{1,5}[a-z]?(?![\p{L}\p{N}])/gu;
/** Matches a duration in hours, minutes and seconds: "2:13:48". */
const HOURS_MINUTES_SECONDS = /(?<![\d:.])(\d{1,2}):([0-5]\d):([0-5]\d)(?![\d:])/gu;
/** Matches words that count nothing: "no injuries", "niemand". */
const NOTHING =
  /(?<![\p{L}'’])(?:no one|nobody|none|no(?= (?!longer|more|later|less|fewer|doubt|matter|idea|sooner)\p{Ll}{3})|niemand(?:en|em)?|kein(?:e|en|er|es|em)?|nadie|ning[uú]n[oa]?|aucune?|personne n['e]|nessun[oa]?|nenhuma?|ninguém)(?!\p{L})/giu;
/** Matches words that say that something costs nothing. */
const FREE =
  /(?<!\p{L})(?:free of charge|for free|for nothing|(?<=\b(?:is|are|entry|admission|entrance)\s)free(?!\s\p{L})|(?<=\b(?:pays?|paid|costs?)\s)nothing|kostenlos|kostenfrei|gratis|umsonst|(?<=\b(?:zahl(?:en|t)|kostet)\s)nichts|gratuit(?:e|es|s|o|a|os|as|ement|amente)?|(?<=\b(?:pagan?|cuesta)\s)nada)(?!\p{L})/giu;
/** Matches the article before a word for a person. */
const ONE_PERSON =
  /(?<![\p{L}'’])(?:an?|one|eine?|una?|une)(?= (?:[\p{L}\d-]+ )?(?:person|woman|man|boy|girl|child|passenger|driver|worker|pedestrian|cyclist|resident|Mensch|Mann|Frau|Kind|Person|Fahrgast|Arbeiter|Fußgänger|hombre|mujer|niñ[oa]|persona|femme|homme|enfant|personne)(?!\p{L}))/giu;

/** Finds the values of a text that are no plain numbers: who holds an office, codes, times of day, "nobody", "a man". */
export function extractWordValues(text: string, language: string): Value[] {
  const matches = (pattern: RegExp, kind: string, amountOf: (match: RegExpMatchArray) => number, more = {}): Value[] =>
    Array.from(text.matchAll(pattern), (match) => {
      const span = { start: match.index, end: match.index + match[0].length };
      return valueAt(text, span, kind, amountOf(match), more);
    });
  const minutesOf = ([, hours, minutes, seconds]: RegExpMatchArray): number =>
    Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
  return [
    ...extractOfficeHolders(text).map((holder) => valueAt(text, holder, holder.office, 0, { isName: true })),
    ...matches(CODE, "code", () => 0),
    ...matches(HOURS_MINUTES_SECONDS, "duration", minutesOf),
    ...extractClockTimes(text, language).map(({ minutes, start, end, ...more }) =>
      valueAt(text, { start, end }, "clock", minutes, more),
    ),
    ...extractFrequencies(text, language).map(({ perYear, ...span }) => valueAt(text, span, "frequency", perYear)),
    ...matches(FREE, "money", () => 0, { isImplied: true }),
    ...matches(NOTHING, "count", () => 0, { isImplied: true }),
    ...matches(ONE_PERSON, "count", () => 1, { isImplied: true }),
  ];
}
