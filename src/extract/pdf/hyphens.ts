/** The words of a document, each once, as they tell whether a hyphen at a line's end belongs to its word. */
export type Vocabulary = Set<string>;

const WORD = /[\p{L}\p{N}]+(?:[-\u2010][\p{L}\p{N}]+)*/gu;

/** All words of the lines, but those that a line's end cuts: whole ones, and the parts of those with hyphens. */
export function vocabularyOf(lines: string[]): Vocabulary {
  const words: Vocabulary = new Set();
  for (const [i, line] of lines.entries()) {
    const found = line.match(WORD) ?? [];
    if (/[-\u2010]\s*$/.test(line)) found.pop();
    if (/[-\u2010]\s*$/.test(lines[i - 1] ?? "")) found.shift();
    for (const word of found) {
      words.add(word.toLowerCase());
      if (/[-\u2010]/.test(word)) for (const part of word.split(/[-\u2010]/)) words.add(part.toLowerCase());
    }
  }
  return words;
}

const CUT = /([\p{L}\p{M}]+)[-\u2010]$/u;
const GOES_ON = /^[\p{L}\p{M}]+/u;
/** Parts shorter than this are words by accident ("an-other"). */
const WHOLE_WORD = 3;

/**
 * Two lines of one paragraph as one. A word that the line's end cuts becomes whole; a hyphen stays when the document
 * writes the word with it elsewhere, or knows both parts as words of their own, or a capital follows ("Anglo-American").
 */
export function joinPair(line: string, next: string, words: Vocabulary): string {
  const head = CUT.exec(line)?.[1];
  const tail = GOES_ON.exec(next)?.[0];
  if (!head || !tail) return `${line} ${next}`;
  const [first, second] = [head.toLowerCase(), tail.toLowerCase()];
  const bare = line.slice(0, -1) + next;
  if (words.has(first + second)) return bare;
  const isLetterCase = /^\p{Lu}/u.test(tail);
  const bothWhole = words.has(first) && words.has(second) && Math.min(first.length, second.length) >= WHOLE_WORD;
  const keep = isLetterCase || words.has(`${first}-${second}`) || bothWhole;
  return keep ? line + next : bare;
}
