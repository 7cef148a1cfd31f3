const PIECE =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]|[a-zA-Z]+|\p{N}{1,3}|[^\P{L}a-zA-Z\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{1,500}|\n+|[^\s\p{L}\p{N}]/gu;
/**
 * ASCII letters per token. LLM tokenizers encode most English words of up to 8 letters as one token, so 7 errs on the
 * high side.
 */
const LATIN_LETTERS_PER_TOKEN = 7;
const OTHER_LETTERS_PER_TOKEN = 3;

/**
 * Estimates how many tokens an LLM tokenizer produces for `text`, erring on the high side. Counts one token per 7
 * letters in a run of ASCII letters and one per 3 in a run of other letters, both rounded up. CJK and Hangul
 * characters, groups of up to 3 digits, runs of line breaks, and punctuation marks and symbols count as one token each.
 */
export function estimateTokens(text: string): number {
  let count = 0;
  for (const [piece] of text.matchAll(PIECE)) {
    const code = piece.charCodeAt(0);
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122))
      count += Math.ceil(piece.length / LATIN_LETTERS_PER_TOKEN);
    else if (/^\p{L}{2}/u.test(piece)) count += Math.ceil(piece.length / OTHER_LETTERS_PER_TOKEN);
    else count += 1;
  }
  return count;
}
