/** A word normalised for comparison, with details of its original form. */
export type Token = {
  /** NFKC, lower case, without the possessive "'s". */
  word: string;
  isCapitalised: boolean;
  /**
   * Whether the token starts the text or follows sentence punctuation, a dash or a quotation mark. In these positions a
   * capital letter does not indicate a name.
   */
  isInitial: boolean;
  /** Whether only a single space or hyphen separates the token from the previous one. */
  isAdjacent: boolean;
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?|[\p{Sc}%]/gu;
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const CJK_CHARACTER_OR_OTHER_RUN =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/gu;
const SENTENCE_START = /(?:^|[.!?:;…"“”„«»‘‚—–-]|(?:^|\s)['’])\s*$/u;

/**
 * Splits text into tokens: words, numbers, currency signs and per cent signs. Each Han or kana character is a token of
 * its own. A run of other letters or digits between such characters is one token ("CEO").
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let previousEnd = 0;
  for (const { 0: match, index } of text.matchAll(WORD)) {
    const isInitial = SENTENCE_START.test(text.slice(Math.max(0, index - 4), index)) || index === 0;
    const isAdjacent = index > 0 && /^[\s‐‑-]$/u.test(text.slice(previousEnd, index));
    previousEnd = index + match.length;
    if (CJK.test(match)) {
      for (const [piece] of match.matchAll(CJK_CHARACTER_OR_OTHER_RUN))
        tokens.push({
          word: piece.toLowerCase(),
          isCapitalised: isUpperCase(piece),
          isInitial: false,
          isAdjacent: false,
        });
    } else {
      const word = match.normalize("NFKC").replace(/’/g, "'").toLowerCase().replace(/'s$/, "");
      tokens.push({ word, isCapitalised: isUpperCase(match), isInitial, isAdjacent });
    }
  }
  return tokens;
}

const isUpperCase = (word: string): boolean => /^\p{Lu}/u.test(word);

/**
 * Computes the longest common subsequence of two token lists. Returns, for each token of `from`, the index of the
 * matching token in `to`, or -1 if there is none.
 */
function longestCommonSubsequence(from: Token[], to: Token[]): number[] {
  const width = to.length + 1;
  const lengths = new Uint16Array((from.length + 1) * width);
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      const cell = i * width + j;
      lengths[cell] =
        from[i]!.word === to[j]!.word
          ? lengths[cell + width + 1]! + 1
          : Math.max(lengths[cell + width]!, lengths[cell + 1]!);
    }
  }
  const matches = new Array<number>(from.length).fill(-1);
  for (let i = 0, j = 0; i < from.length && j < to.length; ) {
    const cell = i * width + j;
    if (from[i]!.word === to[j]!.word) matches[i++] = j++;
    else if (lengths[cell + width]! >= lengths[cell + 1]!) i++;
    else j++;
  }
  return matches;
}

/** A word alignment between a claim and its evidence. */
export type Alignment = {
  claim: Token[];
  evidence: Token[];
  /** For each claim token, the index of the evidence token it is aligned with, or -1. */
  matches: number[];
  /** Whether the claim repeats the evidence except for a few words. An unaligned word is then likely a substitution. */
  isNearCopy: boolean;
};

/** Minimum share of claim tokens aligned with the evidence for the claim to count as a near copy. */
const NEAR_COPY_SHARE = 0.72;

/** Aligns a claim with its evidence by the longest common subsequence of their tokens. Time and memory are O(n·m). */
export function alignTexts(claimText: string, evidenceText: string): Alignment {
  const [claim, evidence] = [tokenize(claimText), tokenize(evidenceText)];
  const matches = longestCommonSubsequence(claim, evidence);
  const aligned = matches.filter((at) => at >= 0).length;
  return { claim, evidence, matches, isNearCopy: aligned >= NEAR_COPY_SHARE * claim.length };
}

/**
 * Returns the evidence tokens that correspond to the position of claim token `i`: those between the matches of the
 * nearest aligned tokens on either side. `next` is the evidence token after this gap, or undefined at the end of the
 * evidence.
 */
export function evidenceGap({ evidence, matches }: Alignment, i: number): { tokens: Token[]; next: Token | undefined } {
  const before = matches.slice(0, i).findLast((at) => at >= 0) ?? -1;
  const after = matches.slice(i + 1).find((at) => at >= 0) ?? evidence.length;
  return { tokens: evidence.slice(before + 1, after), next: evidence[after] };
}

/**
 * Minimum length, in tokens, of a claim that can count as a copy with a single edit. In a shorter claim, too few tokens
 * remain outside the edit to show that they were copied.
 */
const MIN_TOKENS_FOR_SINGLE_EDIT = 6;

/** Whether the claim is copied from the evidence except for a single run of tokens. */
export function isSingleEdit({ claim, matches }: Alignment): boolean {
  const first = matches.indexOf(-1);
  const last = matches.lastIndexOf(-1);
  if (first < 0 || claim.length < MIN_TOKENS_FOR_SINGLE_EDIT) return false;
  if (matches.slice(first, last).some((at) => at >= 0)) return false;
  const isContiguous = (at: number, i: number, run: number[]): boolean => i === 0 || at === run[i - 1]! + 1;
  return matches.slice(0, first).every(isContiguous) && matches.slice(last + 1).every(isContiguous);
}
