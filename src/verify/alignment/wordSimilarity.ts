/** Endings that words take by inflection or derivation in the languages of Europe: what is left when the stems are the same. */
const ENDING =
  /^(?:|'?s|e?s'?|e|n|en|ens|er|ern|ers|erin|ns|em|es|t|te|ten|tes|st|et|ed|d|ing|ings|ion|ions|ation|ations|al|ally|ly|y|ies|ied|ier|ment|ments|ung|ungen|ungs|in|innen|lich\p{L}{0,2}|isch\p{L}{0,2}|ig\p{L}{0,2}|a|o|as|os|an|ans|ian|ians|i|is|ish|ese|ia|ien|ier\p{L}{0,2}|é|ó|ió|aron|ieron|ar|ir|ado|ada|ados|adas|ido|ida|idos|idas|ando|iendo|aba|aban|ía|ían|ció\p{L}?|ción|ciones|amiento|imiento|mente|dor|dora|dores|ez|ée|és|ait|ent|ant|eur|que|ic|ical)$/u;
const SHORTEST_STEM = 4;

/** Whether two words, in lower case, are forms of one: the same, or a stem of four letters and usual endings. */
export function sameWord(a: string, b: string): boolean {
  if (a === b) return true;
  const stem = commonPrefix(a, b);
  return stem >= SHORTEST_STEM && ENDING.test(a.slice(stem)) && ENDING.test(b.slice(stem));
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** How alike two terms are, 0..1: the same, forms of one word, or one inside the other as in compounds. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < SHORTEST_STEM || b.length < SHORTEST_STEM || /^\d/.test(a)) return 0;
  if (sameWord(a, b)) return 0.9;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const stem = short.length > 5 ? short.replace(/(?:e[nrs]?|n|s)$/, "") : short;
  if (stem.length >= SHORTEST_STEM + 1 && long.includes(stem)) return 0.8;
  const shared = commonPrefix(a, b);
  return shared >= 5 || (shared >= SHORTEST_STEM && shared >= 0.6 * short.length) ? 0.6 : 0;
}
