import { CJK, speakerOf } from "../../text/index.ts";
import { type EvidenceTexts, tokenize } from "../alignment/index.ts";
import { isSameName } from "../names/index.ts";

/**
 * Matches an expression that refers to a speaker without a name: a determiner at its start ("the minister", "der
 * Verband", "该公司") or a Chinese pronoun.
 */
const REFERRING_EXPRESSION =
  /^(?:the|an?|his|her|its|their|der|die|das|ein\p{L}{0,2}|sein\p{L}{0,2}|ihr\p{L}{0,2}|dess\p{L}+|el|la|los|las|un\p{L}{0,2}|su|le|les|une?)\s|[他她它]|^[该該此]/iu;

type SpeakerEvidence = EvidenceTexts & { language: string; mentions(speaker: string): boolean };

/** Matches what separates a name from a role, and the parts of a role: "Ada Quill, mayor of Orrin". */
const PART_BREAK =
  /[,;:()/|—–、，（）]|\s-\s|\s(?:of|for|from|at|in|and|von|vom|für|bei|und|de|del|para|en|y|du|des|et)(?:\s(?:the|der|dem|den|des|la|las|los|el|le|les))?\s/iu;
const ARTICLE = /^(?:the|an?|der|die|das|dem|den|des|ein\p{L}{0,2}|el|la|los|las|una?|le|les|une)\s+/iu;
/** Minimum length, in letters, of a word that may be inflected, and the number of letters at its end that may differ. */
const INFLECTED = { letters: 7, end: 2 };

/**
 * Whether a text mentions a speaker: as one run of words, in any casing and inflection, or part by part ("Ada Quill,
 * mayor of Orrin" in "mayor Ada Quill … of Orrin"). A description that no part of the text gives is not mentioned.
 * @param text the document's text and title, NFKC-normalised and in lower case
 */
export function isMentioned(speaker: string, text: string): boolean {
  const normalised = speaker.normalize("NFKC").toLowerCase();
  if (hasRun(normalised, text)) return true;
  const parts = normalised.split(PART_BREAK).filter((part) => /[\p{L}\p{N}]/u.test(part));
  return parts.length > 0 && parts.every((part) => hasRun(part, text));
}

function hasRun(part: string, text: string): boolean {
  const trimmed = part.trim();
  if (CJK.test(trimmed)) return text.includes(trimmed);
  const words = trimmed.replace(ARTICLE, "").match(/[\p{L}\p{M}\p{N}]+/gu);
  if (!words) return false;
  const patterns = words.map((word) =>
    word.length < INFLECTED.letters
      ? `${word}s?`
      : `${word.slice(0, -INFLECTED.end)}[\\p{L}\\p{M}]{0,${2 * INFLECTED.end}}`,
  );
  const run = patterns.join("[^\\p{L}\\p{M}\\p{N}\\n]{1,3}");
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${run}(?![\\p{L}\\p{M}\\p{N}])`, "u").test(text);
}

/**
 * Whether the claim and the evidence attribute the statement to different speakers. The claimed speaker is `speaker`
 * or, if that is null, the one named in the claim. If the evidence names no speaker or only refers to one ("she said"),
 * the claimed speaker must be named in the sentence, the preceding text or the title. A claim without a speaker has no
 * mismatch, and a speaker that the document does not mention always has one.
 */
export function hasSpeakerMismatch(
  claim: string,
  speaker: string | null,
  { sentence, preceding, title, language, mentions }: SpeakerEvidence,
): boolean {
  if (speaker !== null && !mentions(speaker)) return true;
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
