import { speakerOf } from "../../text/index.ts";
import { type EvidenceTexts, tokenize } from "../alignment/index.ts";
import { isSameName } from "../names/index.ts";

/**
 * Matches an expression that refers to a speaker without a name: a determiner at its start ("the minister", "der
 * Verband", "该公司") or a Chinese pronoun.
 */
const REFERRING_EXPRESSION =
  /^(?:the|an?|his|her|its|their|der|die|das|ein\p{L}{0,2}|sein\p{L}{0,2}|ihr\p{L}{0,2}|dess\p{L}+|el|la|los|las|un\p{L}{0,2}|su|le|les|une?)\s|[他她它]|^[该該此]/iu;

/**
 * Whether the claim and the evidence attribute the statement to different speakers. The claimed speaker is `speaker`
 * or, if that is null, the one named in the claim. If the evidence names no speaker or only refers to one ("she said"),
 * the claimed speaker must be named in the sentence, the preceding text or the title. A claim without a speaker has no
 * mismatch.
 */
export function hasSpeakerMismatch(
  claim: string,
  speaker: string | null,
  { sentence, preceding, title, language }: EvidenceTexts & { language: string },
): boolean {
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
