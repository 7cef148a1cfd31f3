/** A word of a sentence, folded for comparing, and how it stood there. */
export type Token = {
  word: string;
  capital: boolean;
  /** Whether a sentence or quotation opens with it. */
  first: boolean;
  /** Whether nothing but a space or hyphen stands between it and the word before. */
  joined: boolean;
};

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?|[\p{Sc}%]/gu;
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

/** The words of a sentence; Han and kana by single characters, but letters and digits among them whole ("CEO"). */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: match, index } of text.matchAll(WORD)) {
    const first =
      /(?:^|[.!?:;…"“”„«»‘‚—–-]|(?:^|\s)['’])\s*$/u.test(text.slice(Math.max(0, index - 4), index)) || index === 0;
    const joined = index > 0 && /^[\s‐‑-]$/u.test(text.slice(end, index));
    end = index + match.length;
    if (CJK.test(match)) {
      for (const [piece] of match.matchAll(
        /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/gu,
      ))
        tokens.push({ word: piece.toLowerCase(), capital: /^\p{Lu}/u.test(piece), first: false, joined: false });
    } else {
      const word = match.normalize("NFKC").replace(/’/g, "'").toLowerCase().replace(/'s$/, "");
      tokens.push({ word, capital: /^\p{Lu}/u.test(match), first, joined });
    }
  }
  return tokens;
}

/** Which words of two sentences stand for each other, in order: the longest common subsequence. `to[i]` is an index or -1. */
function align(from: Token[], into: Token[]): number[] {
  const width = into.length + 1;
  const best = new Uint16Array((from.length + 1) * width);
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = into.length - 1; j >= 0; j--) {
      const here = i * width + j;
      best[here] =
        from[i]!.word === into[j]!.word ? best[here + width + 1]! + 1 : Math.max(best[here + width]!, best[here + 1]!);
    }
  }
  const to = new Array<number>(from.length).fill(-1);
  for (let i = 0, j = 0; i < from.length && j < into.length; ) {
    const here = i * width + j;
    if (from[i]!.word === into[j]!.word) to[i++] = j++;
    else if (best[here + width]! >= best[here + 1]!) i++;
    else j++;
  }
  return to;
}

/** A claim beside what is to bear it out, word by word. */
export type Pair = {
  mine: Token[];
  theirs: Token[];
  /** For each word of the claim its counterpart, or -1. */
  to: number[];
  /** Whether the claim is the evidence but for a few words; then what stands in a word's place was put there. */
  close: boolean;
};

/** A claim with this share of its words in the order of its evidence repeats it. */
const CLOSE = 0.72;

export function pairOf(claim: string, proof: string): Pair {
  const [mine, theirs] = [tokensOf(claim), tokensOf(proof)];
  const to = align(mine, theirs);
  const matched = to.filter((at) => at >= 0).length;
  return { mine, theirs, to, close: matched >= CLOSE * mine.length };
}

/** The words of the evidence that stand where word `i` of the claim does, between the counterparts of its neighbours. */
export function gapAt({ theirs, to }: Pair, i: number): { tokens: Token[]; next: Token | undefined } {
  const before = to.slice(0, i).findLast((at) => at >= 0) ?? -1;
  const after = to.slice(i + 1).find((at) => at >= 0) ?? theirs.length;
  return { tokens: theirs.slice(before + 1, after), next: theirs[after] };
}

/** Whether the claim is a stretch of the evidence, word for word, but for one place. */
export function isOneEdit({ mine, to }: Pair): boolean {
  const first = to.indexOf(-1);
  const last = to.lastIndexOf(-1);
  if (first < 0 || mine.length < 6 || to.slice(first, last).some((at) => at >= 0)) return false;
  const follows = (at: number, i: number, list: number[]): boolean => i === 0 || at === list[i - 1]! + 1;
  return to.slice(0, first).every(follows) && to.slice(last + 1).every(follows);
}
