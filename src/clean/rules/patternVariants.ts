/**
 * A multilingual pattern in two variants. `ascii` contains only the alternatives that can match ASCII text. Most lines
 * are ASCII, and the regex engine is several times faster without Unicode classes.
 */
export type PatternVariants = { unicode: RegExp; ascii: RegExp };

/**
 * Matches any character except ASCII and the marks commonly used with it: dashes, typographic quotation marks, and
 * signs such as © and €.
 */
const NON_ASCII = /[^\0-\x7f\xa0\xa3\xa9\xab\xae\xb0\xb7\xbb\u2000-\u206f\u20ac]/;

/** Returns which variant of a pattern to use for `text`. */
export const variantFor = (text: string): keyof PatternVariants => (NON_ASCII.test(text) ? "unicode" : "ascii");

/**
 * Joins the alternatives that can match ASCII text into one regex source. Unicode classes are replaced by ASCII ones.
 */
export const asciiAlternation = (alternatives: string[]): string =>
  alternatives.flatMap(asciiAlternatives).join("|").replaceAll("\\p{L}", "[a-z]");

/** Returns the parts of an alternative that can match ASCII text. */
function asciiAlternatives(alternative: string): string[] {
  const pattern = alternative.replace(OPTIONAL_GROUP, (group) => (NON_ASCII.test(group) ? "" : group));
  if (!NON_ASCII.test(pattern)) return [pattern];
  const parts = splitAlternatives(pattern);
  if (parts.length > 1) return parts.flatMap(asciiAlternatives);
  const group = /^\(\?:(.*)\)$/.exec(pattern);
  return group && !closesEarly(group[1]!) ? asciiAlternatives(group[1]!) : [];
}

const OPTIONAL_GROUP = /\(\?:[^()]*\)\?/g;

/** Splits a regex source at its top-level bars. Bars inside groups and character classes do not count. */
function splitAlternatives(pattern: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of pattern) {
    if (character === "(" || character === "[") depth++;
    if (character === ")" || character === "]") depth--;
    if (character === "|" && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** Whether a group's presumed content closes the group before its end, as `a)(b` does. */
function closesEarly(content: string): boolean {
  let depth = 0;
  for (const character of content) {
    if (character === "(") depth++;
    if (character === ")" && --depth < 0) return true;
  }
  return false;
}
