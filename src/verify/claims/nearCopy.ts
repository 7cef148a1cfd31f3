import { extractTerms } from "../../text/index.ts";

/** Minimum share (0..1) of a statement's terms that a sentence must contain, in the same order, to be nearly repeated. */
const MIN_COMMON_SHARE = 0.8;
/** Minimum number of terms of such a statement. */
const MIN_TERMS = 4;

/** Whether a statement nearly repeats a sentence: most of its terms stand there, in the same order. */
export function isNearCopy(statement: string, sentence: string): boolean {
  const [terms, sentenceTerms] = [extractTerms(statement, "und"), extractTerms(sentence, "und")];
  if (terms.length < MIN_TERMS) return false;
  return longestCommonSubsequence(terms, sentenceTerms) >= MIN_COMMON_SHARE * terms.length;
}

/** The length of the longest common subsequence of two term lists (Wagner and Fischer 1974). */
function longestCommonSubsequence(a: string[], b: string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const term of a) {
    const next = [0];
    for (const [j, other] of b.entries()) next.push(term === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row[b.length]!;
}
