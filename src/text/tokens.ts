const PIECES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]|[a-zA-Z]+|\p{N}{1,3}|[^\P{L}a-zA-Z\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{1,500}|\n+|[^\s\p{L}\p{N}]/gu;
/** Letters a token, rounded up: English words of up to 8 letters are mostly one token, other alphabets far more. */
const LATIN_LETTERS = 7;
const OTHER_LETTERS = 3;

/**
 * About how many tokens a model counts in `text`, rather too many than too few: a Latin word a token for every 7
 * letters, other scripts one for every 3, CJK one a character, digits by threes, punctuation one each.
 */
export function estimateTokens(text: string): number {
  let count = 0;
  for (const [piece] of text.matchAll(PIECES)) {
    const code = piece.charCodeAt(0);
    if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) count += Math.ceil(piece.length / LATIN_LETTERS);
    else if (/^\p{L}{2}/u.test(piece)) count += Math.ceil(piece.length / OTHER_LETTERS);
    else count += 1;
  }
  return count;
}
