/** Inflectional and derivational suffixes of European languages that may follow a common stem. */
const SUFFIX =
  /^(?:|'?s|e?s'?|e|n|en|ens|er|ern|ers|erin|ns|em|es|t|te|ten|tes|st|et|ed|d|ing|ings|ion|ions|ation|ations|al|ally|ly|y|ies|ied|ier|ment|ments|ung|ungen|ungs|in|innen|lich\p{L}{0,2}|isch\p{L}{0,2}|ig\p{L}{0,2}|a|o|as|os|an|ans|ian|ians|i|is|ish|ese|ia|ien|ier\p{L}{0,2}|é|ó|ió|aron|ieron|ar|ir|ado|ada|ados|adas|ido|ida|idos|idas|ando|iendo|aba|aban|ía|ían|ció\p{L}?|ción|ciones|amiento|imiento|mente|dor|dora|dores|ez|ée|és|ait|ent|ant|eur|que|ic|ical)$/u;
/** Minimum length, in letters, of a common stem. Shorter ones are often a coincidence. */
const MIN_STEM = 4;

/**
 * Whether two lower-case words are forms of the same word: they are equal, or share a stem and differ only in known
 * suffixes.
 */
export function areWordForms(a: string, b: string): boolean {
  if (a === b) return true;
  const stem = commonPrefix(a, b);
  return stem >= MIN_STEM && SUFFIX.test(a.slice(stem)) && SUFFIX.test(b.slice(stem));
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/**
 * Returns the similarity (0..1) of two lower-case terms. It is highest for equal terms, followed by forms of the same
 * word, a compound and its part, and terms with a common prefix. It is 0 for unrelated terms, for different numbers,
 * and for different terms if either has fewer than `MIN_STEM` letters.
 */
export function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < MIN_STEM || b.length < MIN_STEM || /^\d/.test(a)) return 0;
  if (areWordForms(a, b)) return 0.9;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const stem = short.length > 5 ? short.replace(/(?:e[nrs]?|n|s)$/, "") : short;
  if (stem.length >= MIN_STEM + 1 && long.includes(stem)) return 0.8;
  const shared = commonPrefix(a, b);
  return shared >= 5 || (shared >= MIN_STEM && shared >= 0.6 * short.length) ? 0.6 : 0;
}
