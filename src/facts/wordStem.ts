/** Length, in UTF-16 units, to which stems are cut, so that most forms of a word and its cognates coincide. */
const STEM_UNITS = 6;
/** Minimum length of what is left when an ending is removed. */
const MIN_STEM_UNITS = 3;
/** Endings of inflection in English, German, Spanish, French, Italian and Portuguese. */
const ENDING =
  /(?:ings?|ed|es|er|ern|em|en|e|n|s|ly|aba|ado|ada|ados|adas|ido|ida|idos|idas|ar|ir|ó|a|o|as|os|é|ée|és|ées)$/u;

/** Returns a word in lower case without diacritics. */
export const foldWord = (word: string): string =>
  word.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/ß/g, "ss").replace(/[øœ]/g, "o");

/**
 * Reduces a folded word to a stem: without an ending, with the spellings of one sound unified ("Kontroll", "control"),
 * and cut to six letters.
 */
export function stemOf(folded: string): string {
  const ending = folded.length > MIN_STEM_UNITS + 1 ? (ENDING.exec(folded)?.[0].length ?? 0) : 0;
  const bare = folded.length - ending >= MIN_STEM_UNITS ? folded.slice(0, folded.length - ending) : folded;
  return bare
    .replace(/ph/g, "f")
    .replace(/[ckq]/g, "c")
    .replace(/y/g, "i")
    .replace(/(.)\1+/gu, "$1")
    .slice(0, STEM_UNITS);
}
