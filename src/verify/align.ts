/** A word of a sentence, folded for comparing, and how it stood there. */
export type Token = { word: string; capital: boolean; first: boolean };

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}]+)?|[\p{Sc}%]/gu;
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;

/** The words of a sentence; Han and kana by single characters. `first` marks words that a sentence or quotation opens with. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: match, index } of text.matchAll(WORD)) {
    const first =
      /(?:^|[.!?:;…"“”«»‘—–-]|(?:^|\s)['’])\s*$/u.test(text.slice(Math.max(0, index - 4), index)) || index === 0;
    if (CJK.test(match)) for (const character of match) tokens.push({ word: character, capital: false, first: false });
    else {
      const word = match.normalize("NFKC").replace(/’/g, "'").toLowerCase().replace(/'s$/, "");
      tokens.push({ word, capital: /^\p{Lu}/u.test(match), first });
    }
  }
  return tokens;
}

/** Which words of two sentences stand for each other, in order: the longest common subsequence. `to[i]` is an index or -1. */
export function align(from: Token[], into: Token[]): number[] {
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
