import type { Comparison, Difference, Digest, Finding, Quote } from "../model/index.ts";
import { type Card, engineWords, fits, linkedTitle, outside, quoteBlock, smallPrint } from "./card.ts";
import { caveats, comparisonMarkdown, isQuoted } from "./comparisonMarkdown.ts";
import { CARD_WORDS, SIDES } from "./words.ts";

/** The heads of two documents leave room for what there is to say of them. */
const LONGEST_TITLE = 120;
const LONGEST_ADDRESS = 300;
const LONGEST_FACT = 40;
const LONGEST_TEXT = 400;
const LONGEST_NUMBER = 60;

type Lists = Pick<Comparison, "differ" | "agree" | "onlyFirst" | "onlySecond">;

/**
 * A comparison as a card: the two documents, differences with their numbers side by side, agreements, and what only one
 * says, each with its quotes below it. Where not all fits, the longest lists are shortened and the rest is a file.
 * Whether it was remembered is not said: another server may have asked for it.
 */
export function comparisonCard(comparison: Comparison): Card {
  const { agree, differ, onlyFirst, onlySecond } = comparison;
  const shown: Lists = {
    differ: [...differ],
    agree: [...agree],
    onlyFirst: [...onlyFirst],
    onlySecond: [...onlySecond],
  };
  const all = count(shown);
  let blocks = blocksOf(comparison, shown);
  while (!fits(blocks) && count(shown) > 0) {
    longest(shown).pop();
    blocks = blocksOf(comparison, shown);
  }
  const text = comparisonMarkdown({ ...comparison, cached: false });
  return { state: "done", blocks, actions: [], file: count(shown) < all ? { name: "comparison.md", text } : null };
}

const listsOf = ({ differ, agree, onlyFirst, onlySecond }: Lists): unknown[][] => [
  differ,
  agree,
  onlyFirst,
  onlySecond,
];
const count = (lists: Lists): number => listsOf(lists).flat().length;
/** Of several equally long lists the last one. */
const longest = (lists: Lists): unknown[] =>
  listsOf(lists).reduce((most, list) => (list.length >= most.length ? list : most));

function blocksOf(comparison: Comparison, { differ, agree, onlyFirst, onlySecond }: Lists): string[] {
  const numbered: Quote[] = [];
  const [one] = comparison.documents;
  const quotesBelow = (line: string, quotes: Quote[]): string => {
    const first = numbered.length + 1;
    numbered.push(...quotes);
    const marks = quotes.map((_, i) => `[${first + i}]`).join("");
    const blocks = quotes.map((quote, i) => quoteBlock(quote, first + i, SIDES[quote.document === one.id ? 0 : 1]));
    return [line && `- ${line} ${marks}`, ...blocks].filter(Boolean).join("\n");
  };
  const told = (one: Finding): string => (isQuoted(one) ? "" : outside(one.text, LONGEST_TEXT));
  const finding = (one: Finding): string => quotesBelow(told(one), one.quotes);
  const difference = ({ first, second, numbers }: Difference): string => {
    const aside = numbers.map(([mine, theirs]) => `**${number(mine)}** ⟷ **${number(theirs)}**`).join(" · ");
    const texts = [told(first), told(second)].map((text, i) => text && `${SIDES[i]}: ${text}`).filter(Boolean);
    return quotesBelow([aside, ...texts].filter(Boolean).join(" · "), [...first.quotes, ...second.quotes]);
  };
  const list = (heading: string, found: string[]): string[] =>
    found.map((block, i) => (i === 0 ? `### ${heading}\n${block}` : block));
  const heads = comparison.documents.map((document, i) => `**${SIDES[i]}** ${head(document)}`);
  const isEmpty = comparison.agree.length + comparison.differ.length === 0;
  return [
    heads.join("\n"),
    ...list(CARD_WORDS.differ, differ.map(difference)),
    ...list(CARD_WORDS.agree, agree.map(finding)),
    ...(isEmpty ? [CARD_WORDS.nothingInCommon] : []),
    ...list(CARD_WORDS.only(SIDES[0]), onlyFirst.map(finding)),
    ...list(CARD_WORDS.only(SIDES[1]), onlySecond.map(finding)),
    smallPrint([engineWords(comparison, false), ...caveats(comparison)]),
  ];
}

function head(document: Digest["document"]): string {
  const { site, published, words } = document;
  const said = [site, published?.slice(0, 10), `${words} words`].map((fact) => outside(fact ?? "", LONGEST_FACT));
  return `${linkedTitle(document, LONGEST_TITLE, LONGEST_ADDRESS)}\n${smallPrint(said)}`;
}

const number = (text: string): string => outside(text, LONGEST_NUMBER);
