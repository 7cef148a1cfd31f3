import type { Comparison, Difference, Digest, Finding, Quote } from "../../model/index.ts";
import type { Say } from "../catalogue/index.ts";
import { caveats, comparisonMarkdown, isQuoted } from "../comparisonMarkdown.ts";
import { fits, outside, smallPrint } from "../fit.ts";
import { SIDES } from "../words.ts";
import type { Card } from "./card.ts";
import { engineWords, linkedTitle, quoteBlock } from "./digestCard.ts";

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
export function comparisonCard(comparison: Comparison, say: Say): Card {
  const { agree, differ, onlyFirst, onlySecond } = comparison;
  const shown: Lists = {
    differ: [...differ],
    agree: [...agree],
    onlyFirst: [...onlyFirst],
    onlySecond: [...onlySecond],
  };
  const all = count(shown);
  let blocks = blocksOf(comparison, shown, say);
  while (!fits(blocks) && count(shown) > 0) {
    longest(shown).pop();
    blocks = blocksOf(comparison, shown, say);
  }
  const text = comparisonMarkdown({ ...comparison, cached: false }, say);
  return { state: "done", blocks, actions: [], files: count(shown) < all ? [{ name: "comparison.md", text }] : [] };
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

function blocksOf(comparison: Comparison, { differ, agree, onlyFirst, onlySecond }: Lists, say: Say): string[] {
  const numbered: Quote[] = [];
  const [one] = comparison.documents;
  const quotesBelow = (line: string, quotes: Quote[]): string => {
    const first = numbered.length + 1;
    numbered.push(...quotes);
    const marks = quotes.map((_, i) => `[${first + i}]`).join("");
    const blocks = quotes.map((quote, i) =>
      quoteBlock(quote, first + i, say, SIDES[quote.document === one.id ? 0 : 1]),
    );
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
  const heads = comparison.documents.map((document, i) => `**${SIDES[i]}** ${head(document, say)}`);
  const isEmpty = comparison.agree.length + comparison.differ.length === 0;
  return [
    heads.join("\n"),
    ...list(say("differ"), differ.map(difference)),
    ...list(say("agree"), agree.map(finding)),
    ...(isEmpty ? [say("nothingInCommon")] : []),
    ...list(say("only", { side: SIDES[0] }), onlyFirst.map(finding)),
    ...list(say("only", { side: SIDES[1] }), onlySecond.map(finding)),
    smallPrint([engineWords(comparison, false, say), ...caveats(comparison, say)]),
  ];
}

function head(document: Digest["document"], say: Say): string {
  const { site, published, words } = document;
  const said = [site, published?.slice(0, 10), say("words", { n: words })].map((fact) =>
    outside(fact ?? "", LONGEST_FACT),
  );
  return `${linkedTitle(document, say, LONGEST_TITLE, LONGEST_ADDRESS)}\n${smallPrint(said)}`;
}

const number = (text: string): string => outside(text, LONGEST_NUMBER);
