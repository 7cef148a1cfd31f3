import { eachInTurns, type Run } from "../../model/index.ts";
import { terms } from "../../text/index.ts";
import type { Sentence } from "./documentSentences.ts";

/** The columns of `WordTraits.words`, in order. */
export const WORD_TRAITS = [
  "one",
  "count",
  "sentences",
  "first",
  "firstShare",
  "inFirst",
  "inSecond",
  "inThird",
  "inFourthToSixth",
  "inTitle",
  "capital",
  "number",
  "common",
  "letters",
  "single",
  "centrality",
  "topCentrality",
  "length",
  "leastLength",
  "place",
  "last",
  "ofThree",
  "ofSix",
  "likeLead",
  "mostLikeLead",
  "frequency",
  "document",
  "nth",
  "nthShare",
  "isFirst",
  "isSecond",
] as const;

/** Occurrences of a word beyond this many are worth nothing. */
const MOST = 30;

/** For each word a row per occurrence; and which of them are so common in their language that they tell nothing. */
export type WordTraits = { words: Map<string, number[][]>; common: Set<string> };

const log1p = Math.log1p;
const flag = Number;

type Whole = {
  length: number;
  total: number;
  centrality: number[];
  likeLead: number[];
  title: Set<string>;
  language: string;
  run: Run;
};
/** `place` is that of its first occurrence among all words, `at` the sentences it stands in. */
type Word = { count: number; place: number; at: number[] };
/** How often a word stands inside a sentence, and how often of these with a capital. */
type Inner = { count: number; capitals: number };

/**
 * The traits of all words: where a word stands, how often, in what sentences. A word that comes several times has a row for
 * each time, since a summary may have it once or more often. Linear in the text.
 */
export async function wordTraitsOf(sentences: Sentence[], whole: Whole): Promise<WordTraits> {
  const { words, capitals } = await countWords(sentences, whole.run);
  const common = new Set<string>();
  const rows = new Map<string, number[][]>();
  await eachInTurns([...words], whole.run, ([word, known]) => {
    const isNumber = /\p{N}/u.test(word);
    const isHan = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u.test(word);
    const isCommon = !isNumber && !isHan && (word.length <= 2 || terms(word, whole.language).length === 0);
    if (isCommon) common.add(word);
    const letters = isHan ? 5 : Math.min(word.length, 12);
    const base = wordRow(known, sentences, whole, [
      flag(whole.title.has(word)),
      isNumber ? 0 : share(capitals.get(word)),
      flag(isNumber),
      flag(isCommon),
      letters / 12,
    ]);
    const list: number[][] = [];
    for (let nth = 1; nth <= Math.min(MOST, known.count); nth++)
      list.push([...base, Math.log(nth), Math.log(nth / known.count) ** 2, flag(nth === 1), flag(nth === 2)]);
    rows.set(word, list);
  });
  return { words: rows, common };
}

async function countWords(
  sentences: Sentence[],
  run: Run,
): Promise<{ words: Map<string, Word>; capitals: Map<string, Inner> }> {
  const words = new Map<string, Word>();
  const capitals = new Map<string, Inner>();
  let place = 0;
  await eachInTurns(sentences, run, ({ index, text, words: own }) => {
    for (const word of own) {
      const known = words.get(word) ?? { count: 0, place, at: [] };
      if (known.count++ === 0) words.set(word, known);
      if (known.at.at(-1) !== index) known.at.push(index);
      place++;
    }
    for (const word of text.match(/[\p{L}\p{M}\p{N}]+/gu)?.slice(1) ?? []) {
      const key = word.toLowerCase();
      const known = capitals.get(key) ?? { count: 0, capitals: 0 };
      if (known.count++ === 0) capitals.set(key, known);
      if (/^\p{Lu}/u.test(word)) known.capitals++;
    }
  });
  return { words, capitals };
}

const share = (inner: Inner | undefined): number => (inner ? inner.capitals / inner.count : 0);

function wordRow({ count, place, at }: Word, sentences: Sentence[], whole: Whole, own: number[]): number[] {
  const [first, last] = [at[0]!, at.at(-1)!];
  const mean = (values: number[]): number => at.reduce((sum, i) => sum + values[i]!, 0) / at.length;
  const most = (values: number[]): number => at.reduce((best, i) => Math.max(best, values[i]!), 0);
  const lengths = (i: number): number => Math.min(120, sentences[i]!.words.length) / 30;
  return [
    1,
    Math.log(count),
    Math.log(at.length),
    log1p(Math.min(first, 100)),
    first / whole.total,
    flag(first === 0),
    flag(first === 1),
    flag(first === 2),
    flag(first > 2 && first < 6),
    ...own,
    flag(count === 1),
    mean(whole.centrality),
    most(whole.centrality),
    at.reduce((sum, i) => sum + lengths(i), 0) / at.length,
    at.reduce((least, i) => Math.min(least, lengths(i)), 4),
    log1p(Math.min(place, 2000)),
    last / whole.total,
    at.filter((i) => i < 3).length / 3,
    at.filter((i) => i < 6).length / 6,
    mean(whole.likeLead),
    most(whole.likeLead),
    Math.log(Math.max(count / whole.length, 1 / 2000)),
    Math.log(Math.min(2000, whole.length)),
  ];
}
