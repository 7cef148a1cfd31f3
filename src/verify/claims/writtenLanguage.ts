import { CJK, countWords, detectLanguage, primarySubtag } from "../../text/index.ts";

/**
 * Whether a text is in a different language from its source. `requested` and `source` are BCP-47 tags; the result is
 * false if either is "und". If the tags differ, the language of the text is detected, because a model may have ignored
 * the request.
 */
export function isInOtherLanguage(written: string, requested: string, source: string): boolean {
  const [requestedPrimary, sourcePrimary] = [primarySubtag(requested), primarySubtag(source)];
  if (requestedPrimary === sourcePrimary || requestedPrimary === "und" || sourcePrimary === "und") return false;
  return primarySubtag(detectLanguage(written)) !== sourcePrimary;
}

/** Groups of languages that the detector confuses in a sentence. */
const CONFUSED = [
  "es ca gl pt eu",
  "da no nb nn sv is",
  "cs sk sl pl",
  "hr sr bs sl",
  "ru uk be bg mk",
  "id ms tl",
  "nl af de",
];
/** Minimum number of words for the detected language of a text to be relied on. */
const MIN_DETECTED_WORDS = 4;

/**
 * Whether a statement is in neither the requested language nor that of its source, as far as the detector is sure.
 * Words of no language at all are foreign too if the two differ. Tags are BCP-47; nothing is foreign if one is "und".
 */
export function isForeign(text: string, requested: string, source: string): boolean {
  const allowed = [primarySubtag(requested), primarySubtag(source)];
  if (allowed.includes("und") || countWords(text) < MIN_DETECTED_WORDS) return false;
  const detected = primarySubtag(detectLanguage(text));
  // The detector knows little of Japanese with names in Latin letters.
  if (detected === "und") return allowed[0] !== allowed[1] && !CJK.test(text);
  const group = CONFUSED.filter((confused) => confused.split(" ").includes(detected)).join(" ");
  return !allowed.some((language) => language === detected || group.split(" ").includes(language));
}
