import { extractValues } from "../facts/index.ts";
import { primarySubtag, wholeWords } from "../text/index.ts";
import type { AnswerKind } from "./answerKind.ts";
import type { AskedFor } from "./question.ts";

/** Languages whose units `extractValues` reads. */
const LANGUAGES = new Set(["en", "de", "es", "fr"]);

/** What the word after "how" asks for, as kinds of `Value`. */
const BY_ADJECTIVE: readonly (readonly [RegExp, readonly string[]])[] = (
  [
    ["how (?:loud|noisy)|wie (?:laut|leise)", ["loudness"]],
    [
      "how (?:far|tall|deep|wide|thick)|wie (?:weit|tief|breit|dick)|(?:qué|a qué|quelle) (?:distancia|profundidad|distance|profondeur)",
      ["length", "duration"],
    ],
    [
      "how (?:heavy)|how much (?:does|do|did) (?:.{1,40} )?weigh|wie (?:schwer)|cuánto pesa\\p{L}*|combien pèse\\p{L}*",
      ["mass"],
    ],
    ["how fast|wie schnell|qué velocidad|quelle vitesse", ["speed", "duration", "rate"]],
    [
      "how (?:hot|cold|warm)|wie (?:heiß|kalt|warm)|what temperature|welche temperatur|qué temperatura|quelle température",
      ["temperature"],
    ],
    ["how old|what age|wie alt|cuántos años|quel âge", ["duration", "count", "date"]],
    ["how much power|wie viel strom", ["power", "energy", "current"]],
  ] as [string, string[]][]
).map(([words, kinds]) => [new RegExp(wholeWords(words), "iu"), kinds]);

const NUMERIC_KINDS: ReadonlySet<AnswerKind> = new Set(["count", "measure", "duration"]);
/** Kinds of `Value` that are no measures. */
const NO_MEASURES = new Set(["count", "name", "date", "weekday", "clock", "number"]);

/**
 * The kinds of `Value` that a question asks for by an adjective ("how loud") or by a unit ("how many kilometres"). Null
 * if it does not tell, or in a language without known units.
 */
export function measuresAskedFor({ kind, text, focusWord }: AskedFor, language: string): ReadonlySet<string> | null {
  if (!NUMERIC_KINDS.has(kind) || !LANGUAGES.has(primarySubtag(language))) return null;
  const unit = focusWord ? extractValues(`5 ${focusWord}`, language).at(-1)?.kind : undefined;
  if (unit && !NO_MEASURES.has(unit)) return new Set([unit]);
  const found = BY_ADJECTIVE.find(([pattern]) => pattern.test(text));
  return found ? new Set(found[1]) : null;
}

/** Whether a text has a value of one of the kinds. */
export const hasMeasure = (text: string, kinds: ReadonlySet<string>, language: string): boolean =>
  extractValues(text, language).some(({ kind }) => kinds.has(kind));

/** Whether a text has a number with a unit; true in a language without known units. */
export const hasUnit = (text: string, language: string): boolean =>
  !LANGUAGES.has(primarySubtag(language)) || extractValues(text, language).some(({ kind }) => !NO_MEASURES.has(kind));

/** Whether a text counts something; true in a language without known units. */
export const hasCount = (text: string, language: string): boolean =>
  !LANGUAGES.has(primarySubtag(language)) ||
  extractValues(text, language).some(({ kind, shown }) => (kind === "count" && !TIMES.test(shown)) || kind === "share");
const TIMES = /(?<![\p{L}])(?:times|mal|veces|fois)$/iu;
