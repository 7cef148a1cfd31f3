import { speakerOf } from "../../text/index.ts";
import { tokensOf } from "../alignment/align.ts";
import type { Places } from "../alignment/coverage.ts";
import { sameName } from "../names/names.ts";

/** A speaker that is not named, but pointed to: "the minister", "der Verband", "该公司". */
const POINTED =
  /^(?:the|an?|his|her|its|their|der|die|das|ein\p{L}{0,2}|sein\p{L}{0,2}|ihr\p{L}{0,2}|dess\p{L}+|el|la|los|las|un\p{L}{0,2}|su|le|les|une?)\s|[他她它]|^[该該此]/iu;

/** The named speaker must be the one of the sentence; where a pronoun speaks or nobody is named, he stands just before. */
export function speakerDiffers(
  claim: string,
  speaker: string | null,
  evidence: Places & { language: string },
): boolean {
  const { sentence, before, title, language } = evidence;
  const claimed = speaker ?? speakerOf(claim);
  if (!claimed) return false;
  const given = speakerOf(sentence);
  const around = `${sentence} ${before} ${title}`;
  if (!/\p{Lu}/u.test(claimed)) {
    const said = given !== null && !POINTED.test(given) ? given : around;
    return !said.includes(claimed) && !claimed.includes(said);
  }
  const holds = (text: string): boolean => {
    const names = tokensOf(text);
    return tokensOf(claimed).some((token) => token.capital && names.some((name) => sameName(token, name)));
  };
  if (given === null) return !holds(around);
  const pointed = POINTED.test(given) && (/^de/.test(language) || !/\p{Lu}/u.test(given.replace(POINTED, "")));
  return !holds(given) && !(pointed && holds(around));
}
