import { detectLanguage, extractTerms } from "../../text/index.ts";
import { tokenize, wordSimilarity } from "../alignment/index.ts";
import { isSameName } from "../names/index.ts";
import { extractQuantities, isStated, type Quantity } from "../numbers/index.ts";
import type { Evidence, Verdict } from "./checks.ts";
import { hasUnknownIdentifier } from "./identifiers.ts";
import { hasForeignWriting } from "./insertions.ts";
import { hasSpeakerMismatch } from "./speaker.ts";

/** Minimum length, in letters, of a word that two languages share. Shorter words are alike by coincidence. */
const MIN_COGNATE_LENGTH = 5;
/** Minimum similarity (0..1) of two words of different languages that count as the same: they share a stem. */
const MIN_COGNATE_SIMILARITY = 0.6;

/**
 * Checks a statement against evidence in another language. Most words cannot be compared. The evidence must state every
 * number that the statement writes in digits, the document must contain its addresses and codes, and something must
 * tie the two together: a number, a name, or a word that both languages share. `score` is 0 or 0.5.
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
  if (!reasons.length && !isAnchored(statement, claimed, given, evidence)) reasons.push("little_in_common");
  if (speaker !== null && hasSpeakerMismatch(statement, speaker, evidence)) reasons.push("speaker_differs");
  return { score: reasons.length ? 0 : 0.5, reasons };
}

/** Whether statement and evidence share a number, a name, or a word with a common stem. */
function isAnchored(statement: string, claimed: Quantity[], given: Quantity[], evidence: Evidence): boolean {
  if (claimed.some((quantity) => isStated(quantity, given))) return true;
  const { sentence, preceding, title, language } = evidence;
  const nearby = tokenize(`${sentence} ${preceding} ${title}`).filter((token) => token.isCapitalised);
  const names = tokenize(statement).filter((token) => token.isCapitalised);
  if (names.some((name) => nearby.some((other) => isSameName(name, other)))) return true;
  const terms = extractTerms(sentence, language).filter((term) => term.length >= MIN_COGNATE_LENGTH);
  return extractTerms(statement, detectLanguage(statement))
    .filter((term) => term.length >= MIN_COGNATE_LENGTH)
    .some((term) => terms.some((other) => wordSimilarity(term, other) >= MIN_COGNATE_SIMILARITY));
}
