import { extractQuantities, isStated, type Quantity } from "../../quantities/index.ts";
import { CJK, countWords, detectLanguage, extractTerms } from "../../text/index.ts";
import { tokenize, wordSimilarity } from "../alignment/index.ts";
import { isSameName } from "../names/index.ts";
import type { Evidence, Verdict } from "./checks.ts";
import { hasUnknownIdentifier } from "./identifiers.ts";
import { hasForeignWriting } from "./insertions.ts";
import { hasSpeakerMismatch } from "./speaker.ts";

/** Minimum length, in letters, of a word that two languages share. Shorter words are alike by coincidence. */
const MIN_COGNATE_LENGTH = 5;
/** Minimum similarity (0..1) of two words of different languages that count as the same: they share a stem. */
const MIN_COGNATE_SIMILARITY = 0.6;

/**
 * Number of words for which one anchor (see `countAnchors`) suffices. A sentence that names a person of the document has
 * one, whatever else it says. Fitted to translated sentences, each also given to another document.
 */
const WORDS_PER_ANCHOR = 11;
/** Number of Chinese or Japanese characters that make a word. */
const CHARACTERS_PER_WORD = 2;

/**
 * Checks a statement against evidence in another language. Most words cannot be compared. The evidence must state every
 * number that the statement writes in digits, the document must contain its addresses and codes, and something must
 * tie the two together: a number, a name, or a word that both languages share; the longer the statement, the more. `score` is 0 or 0.5.
 */
export function checkTranslated(statement: string, evidence: Evidence, speaker: string | null = null): Verdict {
  const { sentence, language } = evidence;
  const given = extractQuantities(sentence, language);
  // Number words are not recognised in every language, so they only count if they match.
  const claimed = extractQuantities(statement, detectLanguage(statement));
  const inDigits = extractQuantities(statement, "und").filter(({ start }) => /^\d/.test(statement.slice(start)));
  const reasons: Verdict["reasons"] = [];
  if (inDigits.some((quantity) => !isStated(quantity, given))) reasons.push("number_differs");
  if (hasUnknownIdentifier(statement, evidence) || hasForeignWriting(statement, evidence, true))
    reasons.push("name_differs");
  const anchors = countAnchors(statement, claimed, given, evidence);
  if (!reasons.length && anchors < requiredAnchors(statement)) reasons.push("little_in_common");
  if (speaker !== null && hasSpeakerMismatch(statement, speaker, evidence)) reasons.push("speaker_differs");
  return { score: reasons.length ? 0 : 0.5, reasons };
}

const requiredAnchors = (statement: string): number => {
  const words = countWords(statement) / (CJK.test(statement) ? CHARACTERS_PER_WORD : 1);
  return Math.max(1, Math.ceil(words / WORDS_PER_ANCHOR));
};

/**
 * Counts what ties a statement to its evidence: numbers that both state, names, and other words with a common stem. A
 * number counts twice, because it seldom is the same by chance. Names that follow each other ("Ada Quill") are one.
 */
function countAnchors(statement: string, claimed: Quantity[], given: Quantity[], evidence: Evidence): number {
  const { sentence, preceding, title, language } = evidence;
  const numbers = claimed.filter((quantity) => isStated(quantity, given)).length;
  const nearby = tokenize(`${sentence} ${preceding} ${title}`).filter((token) => token.isCapitalised);
  const tokens = tokenize(statement);
  const isShared = tokens.map((token) => token.isCapitalised && nearby.some((other) => isSameName(token, other)));
  const names = new Set(
    tokens.flatMap(({ word, isAdjacent }, i) => (isShared[i] && !(isAdjacent && isShared[i - 1]) ? [word] : [])),
  );
  const nameWords = new Set(tokens.flatMap(({ word }, i) => (isShared[i] ? [word] : [])));
  const terms = extractTerms(sentence, language).filter((term) => term.length >= MIN_COGNATE_LENGTH);
  const cognates = extractTerms(statement, detectLanguage(statement)).filter(
    (term) =>
      term.length >= MIN_COGNATE_LENGTH &&
      !nameWords.has(term) &&
      terms.some((other) => wordSimilarity(term, other) >= MIN_COGNATE_SIMILARITY),
  );
  return 2 * numbers + names.size + new Set(cognates).size;
}
