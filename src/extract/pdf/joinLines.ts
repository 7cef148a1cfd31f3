/** The words of a document in lower case, used to decide whether a hyphen at the end of a line belongs to the word. */
export type Vocabulary = Set<string>;

const WORD = /[\p{L}\p{N}]+(?:[-\u2010][\p{L}\p{N}]+)*/gu;
const HYPHEN = /[-\u2010]/;
const HYPHEN_AT_END = /[-\u2010]\s*$/;

/** Collects the words of all lines, including the parts of hyphenated words. Words broken across lines are left out. */
export function collectVocabulary(lines: string[]): Vocabulary {
  const vocabulary: Vocabulary = new Set();
  for (const [i, line] of lines.entries()) {
    const words = line.match(WORD) ?? [];
    if (HYPHEN_AT_END.test(line)) words.pop();
    if (HYPHEN_AT_END.test(lines[i - 1] ?? "")) words.shift();
    for (const word of words) {
      vocabulary.add(word.toLowerCase());
      if (HYPHEN.test(word)) for (const part of word.split(HYPHEN)) vocabulary.add(part.toLowerCase());
    }
  }
  return vocabulary;
}

const BROKEN_WORD_START = /([\p{L}\p{M}]+)[-\u2010]$/u;
const BROKEN_WORD_END = /^[\p{L}\p{M}]+/u;
/**
 * Minimum length, in UTF-16 units, for a part of a broken word to count as a word. Shorter parts can be words by
 * coincidence, as in "an-other".
 */
const MIN_WORD_LENGTH = 3;

/**
 * Joins two lines of a paragraph. The hyphen of a word broken across them is removed if the document also contains the
 * word without a hyphen. Otherwise, the hyphen is kept if the second part is capitalised ("Anglo-American"), or if the
 * document contains the hyphenated word or both parts as separate words. In all other cases, it is removed.
 */
export function joinLines(line: string, next: string, vocabulary: Vocabulary): string {
  const start = BROKEN_WORD_START.exec(line)?.[1];
  const end = BROKEN_WORD_END.exec(next)?.[0];
  if (!start || !end) return `${line} ${next}`;
  const [first, second] = [start.toLowerCase(), end.toLowerCase()];
  const withoutHyphen = line.slice(0, -1) + next;
  if (vocabulary.has(first + second)) return withoutHyphen;
  const isCapitalized = /^\p{Lu}/u.test(end);
  const areBothWords =
    vocabulary.has(first) && vocabulary.has(second) && Math.min(first.length, second.length) >= MIN_WORD_LENGTH;
  const keepsHyphen = isCapitalized || vocabulary.has(`${first}-${second}`) || areBothWords;
  return keepsHyphen ? line + next : withoutHyphen;
}
