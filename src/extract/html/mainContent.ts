import { probability, type Trees } from "../../text/index.ts";
import type { HtmlPass } from "./blocks.ts";
import bodyTrees from "./bodyTrees.json" with { type: "json" };
import { TRAITS, traitsOf } from "./features/blockFeatures.ts";
import { FAR } from "./features/classNameFamilies.ts";
import { bestThreshold, oddsOf, withContext } from "./features/secondPassFeatures.ts";

/** Which blocks of a page are its own text, and for each other one the rule that left it out. */
export type Body = { kept: Set<number>; rules: Map<number, string> };

/** What a block stands in, nearest first, and the name of the rule that follows from it. */
const RULES: [trait: string, rule: string][] = [
  ["nav", "navigation"], ["menu", "navigation"], ["footer", "footer"], ["foot", "footer"], ["comment", "comments"],
  ["related", "related"], ["share", "sharing"], ["signup", "notice"], ["advert", "advert"], ["author", "author"],
  ["caption", "caption"], ["aside", "aside"], ["side", "aside"], ["header", "header"], ["head", "header"], ["form", "form"],
]; // biome-ignore format: a table reads better in rows
const COLUMNS = new Map(TRAITS.map((name, column) => [name, column]));
const column = (row: Float32Array, name: string): number => row[COLUMNS.get(name)!]!;

/** When the trees keep fewer words than this they have lost the text, and the best container stands in. */
const LEAST_WORDS = 25;

/** A short heading with nearly all its words in the page's title is that title, which is metadata. */
export const isTitle = (row: Float32Array): boolean => column(row, "likeTitle") >= 0.9 && column(row, "level") > 0;

/** Boosted trees for a first judgement by TRAITS, and for a second that knows what the first said of the whole page. */
export type BodyModel = { first: Trees; second: Trees };

/**
 * Boosted trees (trained by `npm run train:html`) say of each block how likely it belongs to the page's own text, in
 * pages of every kind: what is text on a forum is furniture beside an article, which the traits of the page tell.
 */
export function bodyOf(pass: HtmlPass, { first, second }: BodyModel = bodyTrees): Body {
  const traits = traitsOf(pass);
  const alone = judgeRows(first, traits.rows);
  const likely = between(alone, judgeRows(second, withContext(traits, pass, alone)));
  const least = bestThreshold(likely, traits);
  const sure = traits.rows.reduce(
    (sum, row, i) => sum + (likely[i]! >= least && !isTitle(row) ? traits.wordings[i]!.mass : 0),
    0,
  );
  const keeps = (row: Float32Array, i: number): boolean =>
    sure >= LEAST_WORDS ? likely[i]! >= least : column(row, "inBest") > 0 && column(row, "links") < 0.5;
  const body: Body = { kept: new Set(), rules: new Map() };
  for (const [i, row] of traits.rows.entries()) {
    if (isTitle(row)) body.rules.set(i, "title");
    else if (keeps(row, i)) body.kept.add(i);
    else body.rules.set(i, ruleOf(row));
  }
  return body;
}

/** How much the second judgement counts: it knows more, and the first is less easily led astray by unusual pages. */
const SECOND = 0.75;

/** The weighted mean of two judgements, by their log-odds. */
const between = (first: Float64Array, second: Float64Array): Float64Array =>
  first.map((p, i) => 1 / (1 + Math.exp((SECOND - 1) * oddsOf(p) - SECOND * oddsOf(second[i]!))));

/** What trees say of each block. */
export const judgeRows = (trees: Trees, rows: Float32Array[]): Float64Array =>
  Float64Array.from(rows, (row) => probability(trees, row));

function ruleOf(row: Float32Array): string {
  let [rule, nearest] = ["outside-the-article", FAR];
  for (const [trait, name] of RULES) {
    if (column(row, trait) >= nearest) continue;
    nearest = column(row, trait);
    rule = name;
  }
  return rule === "outside-the-article" && column(row, "links") > 0.6 ? "links" : rule;
}
