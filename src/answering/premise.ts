import { CJK, extractTerms, primarySubtag, wholeWords } from "../text/index.ts";
import type { AnswerKind } from "./answerKind.ts";
import { type NegatedClause, negatedClauses } from "./question.ts";
import type { Reading } from "./talk/followUp.ts";
import { isSameStem } from "./terms/stems.ts";
import type { Unit } from "./units.ts";

/** The kinds of questions that take for granted that something happened or is so: "Why did the council accept it?" */
const PRESUPPOSING: ReadonlySet<AnswerKind> = new Set([
  "reason",
  "time",
  "year",
  "money",
  "measure",
  "count",
  "duration",
  "percentage",
]);
/** "How do I replace the cable?" takes for granted that it can be done. */
const ASKS_HOW = /^[¿\s]*(?:so |and |und |y )?(?:how|wie|cómo|comment|come|como|как)(?![\p{L}])/iu;
/** A negation of a thing rather than of a verb: "no Docker image". */
const OF_THING = new RegExp(
  `^${wholeWords("no|kein\\p{L}*|ningún\\p{L}*|aucun\\p{L}*|nessun\\p{L}*|nenhum\\p{L}*")}$`,
  "iu",
);
/** A negation that denies neither the verb nor that there is something. */
const OF_NEITHER = new RegExp(`^${wholeWords("nobody|none|neither|without|ohne|sin|sans|senza|sem")}$`, "iu");
/** What makes a limit of a negation: "not more than", "nicht länger als", "not until". */
const LIMIT = new RegExp(
  `^\\s*${wholeWords(
    "more|less|later|earlier|longer|fewer|until|till|before|only|just|even|all|every|always|mehr|weniger|später|früher|länger|höher|größer|vor|erst|nur|alle|immer|más|menos|antes|hasta|solo|sólo|siempre|plus|moins|avant|seulement|toujours|più|meno|prima|solo|mais|antes|até|só|больше|раньше|только|\\p{L}+er als",
  )}`,
  "iu",
);
/** What makes a negation a condition or says of whom it holds, so that it denies nothing of the rest. */
const CONDITION = new RegExp(
  wholeWords(
    "if|unless|when|while|until|whether|who|whoever|anyone|anybody|those|which|wenn|falls|sofern|solange|bis|ob|wer|wem|die|der|das|si|cuando|mientras|hasta|quien|quienes|quand|tant que|qui|se|quando|finché|chi|che|если|когда|пока|кто|который",
  ),
  "iu",
);
/** Languages in which the verb may stand before the negation. */
const VERB_FIRST = new Set(["de", "nl"]);
/** A relative pronoun right before a negation: "books that never came back". */
const RELATIVE_END = /(?<!\p{L})(?:that|que|qui|che|który|которы[йе])\s*$/iu;
/** A statement before a question, which takes it for granted: "The motion was carried, so when do the works begin?" */
const ASSERTION =
  /^[¿\s]*(?:(?:so|since|as|now that|if|da|weil|wenn|nun|also|ya que|como|si|puisque|comme|siccome) )?(?<said>\S+(?: \S+){2,}?)\s*[-–—,;.:]+\s+(?:(?:so|then|and|also|dann|und|entonces|y|alors|et|allora)[ ,]+)?[¿]?(?:when|why|how|what|who|where|which|wann|warum|wie|was|wer|wo|cuándo|por qué|cómo|qué|quién|cuánt\p{L}*|quand|pourquoi|comment|combien|qui|quando|perché)(?!\p{L})/iu;

/** The statement that a question begins with, null if it begins with none. */
export const assertionIn = (question: string): string | null => ASSERTION.exec(question)?.groups?.said ?? null;

/** Number of sentences before a denial, in its block or the one before, that say what it is about. */
const CONTEXT = 3;
/** Share of a question's terms that must stand in a sentence that denies its premise or right before it. */
const MIN_SHARED = 0.5;

/**
 * Finds the sentence that denies what a question takes for granted: "The Council did not accept either figure" for "Why
 * did the Council accept 120 nights?".
 * @param isNear whether a unit is near the last answer, which a question with few words of its own leans on
 * @returns its index and the term that it denies, null if there is none
 */
export function findDenial(
  units: readonly Unit[],
  { asked, last }: Reading,
  language: string,
  isNear: (i: number) => boolean,
): { index: number; term: string } | null {
  if (asked.isNegated || asked.asksForWords || CJK.test(asked.text)) return null;
  // "And in 2024?" takes nothing for granted that the question before it did not.
  if (last.length > 0 && asked.fresh.length > 0) return null;
  if (!PRESUPPOSING.has(asked.kind) && !ASKS_HOW.test(asked.text)) return null;
  const terms = [...new Set(extractTerms(asked.text, language))];
  const names = new Set(asked.names.flat());
  const deniable = terms.filter((term) => !names.has(term) && !/^\p{N}/u.test(term));
  if (!deniable.length) return null;
  let best: { index: number; term: string; shared: number } | null = null;
  for (const [index, { text, block, isFrame }] of units.entries()) {
    const denied = isFrame ? [] : negatedClauses(text).flatMap((clause) => deniedBy(clause, asked.definites, language));
    const term = deniable.find((one) => denied.some((other) => isSameStem(one, other)));
    if (!term) continue;
    const before = units.slice(Math.max(0, index - CONTEXT), index).filter((unit) => block - unit.block <= 1);
    const found = extractTerms([...before.map((unit) => unit.text), text].join(" "), language);
    const count = terms.filter((one) => found.some((other) => isSameStem(one, other))).length;
    const shared = count / terms.length;
    const isAbout = terms.length === 1 ? isNear(index) : count > 1 && shared >= MIN_SHARED;
    if (isAbout && shared > (best?.shared ?? 0)) best = { index, term, shared };
  }
  return best;
}

/** The term next to a negation, and in German also the one before it. A thing counts only if the question takes it for known. */
function deniedBy({ word, before, after }: NegatedClause, things: readonly string[][], language: string): string[] {
  if (
    OF_NEITHER.test(word) ||
    LIMIT.test(after) ||
    RELATIVE_END.test(before) ||
    (CONDITION.test(before) && !isMainClause(before, language))
  )
    return [];
  const next = extractTerms(after, language).slice(0, 1);
  if (OF_THING.test(word)) return next.filter((term) => things.flat().some((thing) => isSameStem(term, thing)));
  const isVerbFirst = VERB_FIRST.has(primarySubtag(language));
  const verbs = [...next, ...(isVerbFirst ? extractTerms(before, language).slice(-1) : [])];
  // Behind "the" stands a thing, and perhaps the verb after it.
  return verbs.filter((term) => !things.some(([thing]) => isSameStem(term, thing!)));
}

/** In German the articles are also relative pronouns, which stand at the beginning of a clause. */
const isMainClause = (before: string, language: string): boolean =>
  VERB_FIRST.has(primarySubtag(language)) &&
  !/^\s*(?:wenn|falls|sofern|solange|bis|ob|wer|wem|die|der|das)(?!\p{L})/iu.test(before);
