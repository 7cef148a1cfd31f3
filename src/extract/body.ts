import { probability, type Trees } from "../text/index.ts";
import type { HtmlPass } from "./blocks.ts";
import bodyTrees from "./bodyTrees.json" with { type: "json" };
import { FAR } from "./naming.ts";
import { TRAITS, type Traits, traitsOf } from "./traits.ts";

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

/**
 * Boosted trees (trained by `npm run train:html`) say of each block how likely it belongs to the page's own text, in
 * pages of every kind: what is text on a forum is furniture beside an article, which the traits of the page tell.
 */
export function bodyOf(pass: HtmlPass, trees: Trees = bodyTrees): Body {
  const traits = traitsOf(pass);
  const likely = evened(
    Float64Array.from(traits.rows, (row) => probability(trees, row)),
    traits,
    pass,
  );
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

/** How many elements beside one look like it before they are taken for the entries of a list, and how far they move a block. */
const LEAST_ALIKE = 2;
const PULL = 0.25;

/**
 * Entries of a list (posts, products, cards) are text or furniture together: a block in one of them is moved towards
 * what is said of the blocks of all of them, weighed by their words.
 */
function evened(likely: Float64Array, { anchors, wordings, containers }: Traits, { elements }: HtmlPass): Float64Array {
  const sums = new Map<string, { likely: number; words: number }>();
  const groups = anchors.map((levels) => {
    const entry = levels.findLast((at) => containers.alike[at]! >= LEAST_ALIKE);
    if (entry === undefined) return null;
    const { parent, name, label } = elements[entry]!;
    return `${parent} ${name} ${label.replace(/\d+/g, "").slice(0, 40)}`;
  });
  for (const [i, group] of groups.entries()) {
    if (group === null) continue;
    const sum = sums.get(group) ?? { likely: 0, words: 0 };
    sum.likely += likely[i]! * wordings[i]!.mass;
    sum.words += wordings[i]!.mass;
    sums.set(group, sum);
  }
  return likely.map((own, i) => {
    const sum = groups[i] === null ? undefined : sums.get(groups[i]!);
    return sum?.words ? own + PULL * (sum.likely / sum.words - own) : own;
  });
}

/**
 * The probability from which on blocks are kept so that the expected F1 over words is highest: on a page where little is
 * sure more is kept (Lewis 1995, "Evaluating and optimizing autonomous text classification systems").
 */
function bestThreshold(likely: Float64Array, { wordings }: Traits): number {
  const order = Array.from(likely.keys()).sort((a, b) => likely[b]! - likely[a]!);
  // A block has some weight even when it is no words at all.
  const weight = (i: number): number => wordings[i]!.mass + 0.3;
  const expected = order.reduce((sum, i) => sum + likely[i]! * weight(i), 0);
  let [hits, size, best, least] = [0, 0, 0, 1];
  for (const i of order) {
    hits += likely[i]! * weight(i);
    size += weight(i);
    const f1 = (2 * hits) / (size + expected);
    if (f1 <= best) continue;
    best = f1;
    least = likely[i]!;
  }
  return least;
}

function ruleOf(row: Float32Array): string {
  let [rule, nearest] = ["outside-the-article", FAR];
  for (const [trait, name] of RULES) {
    if (column(row, trait) >= nearest) continue;
    nearest = column(row, trait);
    rule = name;
  }
  return rule === "outside-the-article" && column(row, "links") > 0.6 ? "links" : rule;
}
