import { compareValues, type Term } from "../../../../facts/index.ts";
import type { Pair, Span } from "../../../../model/index.ts";
import { specificity } from "../matchValues.ts";
import type { Passage } from "./passages.ts";

/** Minimum share of the words of two sentences that are the same, in one order, for both to be made after one pattern. */
const MIN_SAME_WORDS = 0.55;
/** Maximum number of words of a passage that are compared in order. */
const MAX_WORDS = 80;
/** Maximum number of content words that others take the place of. With more, the sentences say too different things. */
const MAX_REPLACED = 3;
/** How specific (0..1) a value is at least that hardly two things have. */
const MIN_SPECIFICITY = 0.5;
/** Minimum number of content words that two sentences share to be about one thing. */
const MIN_SHARED = 2;
const WORD = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|[\p{L}\p{M}\p{N}]+(?:[.,:]\p{N}+)*/gu;
/** Matches the mark or number of a list item. */
const LIST_MARK = /^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s/u;

/** A word of a passage in lower case, without punctuation. */
type Word = Span & { word: string };
/** The words of passages. Each passage is compared with several. */
const wordsOfPassages = new WeakMap<Passage, { words: Word[]; joined: string }>();

function wordsOf(passage: Passage): { words: Word[]; joined: string } {
  const known = wordsOfPassages.get(passage);
  if (known) return known;
  const from = LIST_MARK.exec(passage.text)?.[0].length ?? 0;
  const words = Array.from(passage.text.matchAll(WORD))
    .filter(({ index }) => index >= from)
    .map(({ 0: word, index }) => ({
      word: word.normalize("NFKC").toLowerCase(),
      start: index,
      end: index + word.length,
    }));
  const found = { words, joined: words.map(({ word }) => word).join(" ") };
  wordsOfPassages.set(passage, found);
  return found;
}

/** The words of a passage, so that passages that differ in punctuation and marks of lists alone have the same. */
export const plainWords = (passage: Passage): string => wordsOf(passage).joined;

/** Whether two passages have the same words, whatever their punctuation and the marks of lists. */
export const areSameWords = (one: Passage, other: Passage): boolean => plainWords(one) === plainWords(other);

/** Whether two passages are made after one pattern: most of their words are the same, of any kind and in one order. */
export const isPatternedAlike = (one: Passage, other: Passage): boolean => gapsBetween(one, other) !== null;

/** A stretch of words of each of two passages, between words that are the same. */
type Gap = Pair<Word[]>;

/** Aligns the words of two passages made after one pattern. Returns what is not the same, or null for others. */
function gapsBetween(one: Passage, other: Passage): Gap[] | null {
  const [a, b] = [wordsOf(one).words, wordsOf(other).words];
  const least = (MIN_SAME_WORDS * (a.length + b.length)) / 2;
  if (Math.min(a.length, b.length) < least || Math.max(a.length, b.length) > MAX_WORDS) return null;
  const lengths = commonLengths(a, b);
  if (lengths[0]![0]! < least) return null;
  const gaps: Gap[] = [[[], []]];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const gap = gaps.at(-1)!;
    if (i < a.length && j < b.length && a[i]!.word === b[j]!.word) {
      if (gap[0].length || gap[1].length) gaps.push([[], []]);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) gap[0].push(a[i++]!);
    else gap[1].push(b[j++]!);
  }
  return gaps;
}

/** The length of the longest common subsequence of the words from each pair of indices on. */
function commonLengths(a: Word[], b: Word[]): Uint8Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint8Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] =
        a[i]!.word === b[j]!.word ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

/**
 * What takes the place of what in two passages made after one pattern: content words that only one has, apart from values.
 * `isOfOther` tells that the passages speak of different things: the first content word of each is among them.
 */
type Replacement = { ofFirst: Term[]; ofSecond: Term[]; isOfOther: boolean };

/**
 * Finds the content words of two passages made after one pattern that others stand in the place of, or null. If both state
 * one value that hardly two things have, the words are other words for one thing.
 */
export function findReplacement(one: Passage, other: Passage): Replacement | null {
  const gaps = gapsBetween(one, other);
  if (!gaps || shareSpecificValue(one, other)) return null;
  const [mine, theirs] = [missingIn(one, other), missingIn(other, one)];
  for (const [first, second] of gaps) {
    const [ofFirst, ofSecond] = [within(mine, first), within(theirs, second)];
    // Beside values, other words hardly tell that another thing is spoken of: "still Ann Lee", "from now on Jo Kerr".
    if (!ofFirst.length || !ofSecond.length || (holdsValue(one, first) && holdsValue(other, second))) continue;
    const isOfOther = ofFirst[0] === termsOf(one)[0] && ofSecond[0] === termsOf(other)[0];
    return { ofFirst, ofSecond, isOfOther };
  }
  return null;
}

const holdsValue = ({ values }: Passage, words: Word[]): boolean =>
  words.some(({ start, end }) => values.some((value) => value.start < end && start < value.end));

const shareSpecificValue = (one: Passage, other: Passage): boolean =>
  one.values.some(
    (value) =>
      !value.isName &&
      specificity(value) > MIN_SPECIFICITY &&
      other.values.some((another) => compareValues(value, another) === "equal"),
  );

/** The content words of a passage that are no values, which may be names. */
const termsOf = ({ terms, values }: Passage): Term[] =>
  terms.filter((term) => !values.some((value) => value.start < term.end && term.start < value.end));

/** The content words that only the first of two passages has. A word with an opposite tells how they are said, not of what. */
const missingIn = (one: Passage, { terms }: Passage): Term[] =>
  termsOf(one).filter(
    ({ key, start, end }) =>
      !terms.some((term) => term.key === key) && !one.opposed.some((word) => word.start < end && start < word.end),
  );

const within = (terms: Term[], words: Word[]): Term[] =>
  terms.filter((term) => words.some(({ start, end }) => start <= term.start && term.end <= end));

/**
 * Whether two passages say of one thing what excludes each other: after what they share, other words stand in the same
 * place, each after a function word ("caused by a barge", "caused by ice"). Verbs, which may mean the same, do not.
 */
export function areAlternatives([one, other]: Pair<Passage>): boolean {
  const replacement = findReplacement(one, other);
  if (!replacement) return false;
  const { ofFirst, ofSecond, isOfOther } = replacement;
  if (isOfOther || Math.max(ofFirst.length, ofSecond.length) > MAX_REPLACED) return false;
  const shared = one.terms.filter(({ key }) => other.terms.some((term) => term.key === key));
  return (
    shared.length >= MIN_SHARED &&
    isInPlaceOfNoun(one, ofFirst) &&
    isInPlaceOfNoun(other, ofSecond) &&
    shared.some(({ end }) => end <= ofFirst[0]!.start)
  );
}

/** Whether a function word stands right before the first of some terms, and nothing else between them. */
function isInPlaceOfNoun({ text, terms }: Passage, replaced: Term[]): boolean {
  const [first] = replaced;
  const i = terms.indexOf(first!);
  const before = text.slice(terms[i - 1]?.end ?? 0, first!.start);
  const isTogether = replaced.every((term, n) => terms[i + n] === term);
  return isTogether && i > 0 && /^\s\p{L}[\p{L}\s'’]*$/u.test(before);
}

/** Maximum number of words that are shown in the place of others. */
const MAX_SHOWN_WORDS = 5;

/**
 * The words of each of two passages, as written, that are all that differs between them: "plain text" and "JSON"; or null if
 * more does, or one has none.
 */
export function differingWords([one, other]: Pair<Passage>): Pair<string> | null {
  const gaps = gapsBetween(one, other)?.filter((gap) => gap[0].length > 0 || gap[1].length > 0) ?? [];
  const [gap] = gaps;
  if (!gap || gaps.length > 1 || gap.some(({ length }) => length === 0 || length > MAX_SHOWN_WORDS)) return null;
  const textOf = ({ text }: Passage, words: Word[]): string => text.slice(words[0]!.start, words.at(-1)!.end);
  return [textOf(one, gap[0]), textOf(other, gap[1])];
}
