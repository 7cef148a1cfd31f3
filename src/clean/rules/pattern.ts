/**
 * A pattern with words of many languages, and its part that can match a line whose letters are all ASCII. Most lines are
 * such, and in them the part is found several times as fast, since it needs no classes of Unicode.
 */
export type Pattern = { whole: RegExp; ascii: RegExp };

/** ASCII and the marks that are set with it: dashes, typographic quotes, signs. */
const OTHER = /[^\0-\x7f\xa0\xa3\xa9\xab\xae\xb0\xb7\xbb\u2000-\u206f\u20ac]/;

/** Which part of a pattern has to be looked for in a text. */
export const partFor = (text: string): keyof Pattern => (OTHER.test(text) ? "whole" : "ascii");

/** Those of the alternatives that can match a line of ASCII letters, as one. */
export const asciiOf = (alternatives: string[]): string =>
  alternatives.flatMap(asciiAlternatives).join("|").replaceAll("\\p{L}", "[a-z]");

function asciiAlternatives(alternative: string): string[] {
  const pattern = alternative.replace(OPTIONAL, (group) => (OTHER.test(group) ? "" : group));
  if (!OTHER.test(pattern)) return [pattern];
  const found = split(pattern);
  if (found.length > 1) return found.flatMap(asciiAlternatives);
  const group = /^\(\?:(.*)\)$/.exec(pattern);
  return group && !closesEarly(group[1]!) ? asciiAlternatives(group[1]!) : [];
}

const OPTIONAL = /\(\?:[^()]*\)\?/g;

/** The outer alternatives of a pattern: bars inside brackets stay. */
function split(pattern: string): string[] {
  const found = [""];
  let depth = 0;
  for (const character of pattern) {
    if (character === "(" || character === "[") depth++;
    if (character === ")" || character === "]") depth--;
    if (character === "|" && depth === 0) found.push("");
    else found[found.length - 1] += character;
  }
  return found;
}

/** Whether what stands in a group ends it before its end: `a)(b`. */
function closesEarly(inner: string): boolean {
  let depth = 0;
  for (const character of inner) {
    if (character === "(") depth++;
    if (character === ")" && --depth < 0) return true;
  }
  return false;
}
