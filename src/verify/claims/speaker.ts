import { speakerOf } from "../../text/index.ts";
import { type EvidenceTexts, tokenize } from "../alignment/index.ts";
import { isSameName } from "../names/index.ts";

/**
 * Matches an expression that refers to a speaker without a name: a determiner at its start ("the minister", "der
 * Verband", "该公司") or a Chinese pronoun.
 */
const REFERRING_EXPRESSION =
  /^(?:the|an?|his|her|its|their|der|die|das|ein\p{L}{0,2}|sein\p{L}{0,2}|ihr\p{L}{0,2}|dess\p{L}+|el|la|los|las|un\p{L}{0,2}|su|le|les|une?)\s|[他她它]|^[该該此]/iu;

type SpeakerEvidence = EvidenceTexts & { language: string; occursInDocument(word: string): boolean };

/** Maximum length, in letters, of an article, preposition or other function word of a speaker's description. */
const MAX_FUNCTION_WORD = 3;
/** Number of letters at the end of a word in which it may be inflected. */
const MAX_INFLECTION = 2;

/** Whether the document contains each word of a speaker, in some inflection. Lower-case function words do not count. */
export function isInDocument(speaker: string, occursInDocument: (word: string) => boolean): boolean {
  return tokenize(speaker).every(
    ({ word, isCapitalised }) =>
      (!isCapitalised && /^\p{Ll}+$/u.test(word) && word.length <= MAX_FUNCTION_WORD) ||
      occursInDocument(word) ||
      (word.length > 2 * MAX_FUNCTION_WORD && occursInDocument(word.slice(0, -MAX_INFLECTION))),
  );
}

/**
 * Whether the claim and the evidence attribute the statement to different speakers. The claimed speaker is `speaker`
 * or, if that is null, the one named in the claim. If the evidence names no speaker or only refers to one ("she said"),
 * the claimed speaker must be named in the sentence, the preceding text or the title. A claim without a speaker has no
 * mismatch, and a speaker with a word that the document lacks always has one.
 */
export function hasSpeakerMismatch(
  claim: string,
  speaker: string | null,
  { sentence, preceding, title, language, occursInDocument }: SpeakerEvidence,
): boolean {
  if (speaker !== null && !isInDocument(speaker, occursInDocument)) return true;
  const claimed = speaker ?? speakerOf(claim);
  if (!claimed) return false;
  const quoted = speakerOf(sentence);
  const nearby = `${sentence} ${preceding} ${title}`;
  if (!/\p{Lu}/u.test(claimed)) {
    const expected = quoted !== null && !REFERRING_EXPRESSION.test(quoted) ? quoted : nearby;
    return !expected.includes(claimed) && !claimed.includes(expected);
  }
  const namesSpeaker = (text: string): boolean => {
    const candidates = tokenize(text);
    return tokenize(claimed).some(
      (token) => token.isCapitalised && candidates.some((other) => isSameName(token, other)),
    );
  };
  if (quoted === null) return !namesSpeaker(nearby);
  // German capitalises all nouns, so a capital after the determiner does not indicate a name.
  const isReference =
    REFERRING_EXPRESSION.test(quoted) &&
    (/^de/.test(language) || !/\p{Lu}/u.test(quoted.replace(REFERRING_EXPRESSION, "")));
  return !namesSpeaker(quoted) && !(isReference && namesSpeaker(nearby));
}
