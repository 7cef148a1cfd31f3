import { eld } from "eld/small";

/** Enough to tell a language by, and little enough to cost nothing. */
const SAMPLE_UNITS = 1500;
const SAMPLES = 3;

/**
 * The language of a text as BCP-47 ("en", "zh"), or "und" when it cannot be told: too little text, or no language that
 * stands out. Long texts are sampled at their start, middle and end.
 */
export function detectLanguage(text: string): string {
  const result = eld.detect(sampleOf(text));
  return result.language !== "" && result.isReliable() ? result.language : "und";
}

function sampleOf(text: string): string {
  if (text.length <= SAMPLE_UNITS * SAMPLES) return text;
  const middle = Math.floor((text.length - SAMPLE_UNITS) / 2);
  return [0, middle, text.length - SAMPLE_UNITS].map((at) => text.slice(at, at + SAMPLE_UNITS)).join("\n");
}

/** Whether a tag is of the form of BCP-47; whether there is such a language is not asked. */
export function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // a RangeError, which says that the form is wrong
  }
}
