import { tidy } from "../../text/plainText.ts";
import type { HtmlPass } from "../blocks.ts";
import { FAMILY_NAMES, FAR, LANDMARKS, Naming } from "./classNameFamilies.ts";
import { candidateOf } from "./readabilityScore.ts";
import { BLOCK_TRAITS, PAGE_TRAITS, readDeclared } from "./structuredMetadata.ts";
import { type Containers, containersOf } from "./subtreeStats.ts";
import { type Wording, wordingOf } from "./textFeatures.ts";

/** A row of numbers for each block: what a reader who knows no language can see of it. */
export type Traits = { rows: Float32Array[]; wordings: Wording[]; containers: Containers; anchors: number[][] };

const KINDS = ["paragraph", "heading", "list", "quote", "table", "code", "caption"];
/** Levels of containers above a block that are looked at, and blocks to each side. */
const LEVELS = 5;
const NEIGHBOURS = [-3, -2, -1, 1, 2, 3];
/** Blocks to each side whose mean is taken. */
const WINDOWS = [4, 12];

/** The names of the numbers in a row, for whoever reads the model. */
export const TRAITS: string[] = [
  ...["mass", "links", "stops", "commas", "closed", "cut", "colon", "capitals", "digits", "separators", "quoted", "length", "kind", "level", "repeats", "likeTitle", "depth"],
  ...NEIGHBOURS.flatMap((at) => ["mass", "links", "closed", "kind", "near"].map((name) => `${name}${at}`)),
  ...WINDOWS.flatMap((size) => ["mass", "links", "prose"].map((name) => `${name}~${size}`)),
  ...FAMILY_NAMES, ...LANDMARKS,
  ...Array.from({ length: LEVELS }, (_, i) => ["mass", "share", "links", "blocks", "density", "prose", "alike", "score", "first", "last"].map((name) => `${name}^${i}`)).flat(),
  ...["index", "before", "fromTitle", "fromBest", "inBest", "bestShare", "bestLinks"],
  ...["pageProse", "listShare", "tableShare", "codeShare", "stopsPerWord"],
  ...BLOCK_TRAITS, "fromDescribed", ...PAGE_TRAITS, "commentShare", "threadShare", "articles",
]; // biome-ignore format: a table reads better in rows

/** A block with so much of the description is where the page's own text may begin. */
const DESCRIBED = 0.3;
/** Elements up to a name at most, for it to say what a block is. */
const NEAR_NAME = 5;
const MOST_ARTICLES = 20;

export function traitsOf(pass: HtmlPass): Traits {
  const { blocks, places, elements } = pass;
  const n = blocks.length;
  const wordings = blocks.map(({ text }) => wordingOf(text));
  const naming = new Naming(elements);
  const containers = containersOf(pass, wordings);
  const { mass, linked } = containers;
  const total = wordings.reduce((sum, { mass }) => sum + mass, 0) || 1;
  const proseOf = (i: number): number => (wordings[i]!.closed && wordings[i]!.mass > 8 ? wordings[i]!.mass * (1 - blocks[i]!.links) : 0); // biome-ignore format: one line
  const sums = [0, 0, 0].map(() => new Float64Array(n + 1));
  for (let i = 0; i < n; i++) {
    sums[0]![i + 1] = sums[0]![i]! + wordings[i]!.mass;
    sums[1]![i + 1] = sums[1]![i]! + wordings[i]!.mass * blocks[i]!.links;
    sums[2]![i + 1] = sums[2]![i]! + proseOf(i);
  }
  const texts = new Map<string, number>();
  for (const { text } of blocks) texts.set(text, (texts.get(text) ?? 0) + 1);
  const titles = wordSet(`${pass.meta.get("og:title") ?? ""} ${pass.meta.get("title") ?? ""}`);
  const likeTitle = blocks.map(({ text }, i) => (wordings[i]!.mass < 40 ? share(wordSet(text), titles) : 0));
  const titleAt = titleIndex(pass, likeTitle);
  const candidate = candidateOf(pass, wordings);
  const { score, top, within } = candidate;
  const bestScore = top < 0 ? 1 : Math.max(1, score[top]!);
  const bestShare = top < 0 ? 0 : mass[top]! / total;
  const bestLinks = top < 0 ? 0 : linked[top]! / (mass[top]! || 1);
  const firstBest = places.findIndex((place) => place >= 0 && within[place]);
  const lastBest = places.findLastIndex((place) => place >= 0 && within[place]);
  const firstIn = new Map<number, number>();
  const lastIn = new Map<number, number>();
  const anchors = places.map((place) => anchorsOf(place, containers.up));
  for (const [i, levels] of anchors.entries()) {
    for (const level of levels) {
      if (!firstIn.has(level)) firstIn.set(level, i);
      lastIn.set(level, i);
    }
  }
  const kindOf = blocks.map(({ kind }) => KINDS.indexOf(kind));
  const massOf = (kind: string): number => blocks.reduce((sum, block, i) => sum + (block.kind === kind ? wordings[i]!.mass : 0), 0) / total; // biome-ignore format: one line
  const page = [
    sums[2]![n]! / total, massOf("list"), massOf("table"), massOf("code"),
    wordings.reduce((sum, { stops }) => sum + stops, 0) / total,
  ]; // biome-ignore format: a row of numbers
  const declared = readDeclared(pass);
  const declares = blocks.map(({ text }) => declared.of(text));
  const describedAt = mostDescribed(declares.map((numbers) => numbers[BLOCK_TRAITS.indexOf("described")]!));
  const shareUnder = (family: (typeof FAMILY_NAMES)[number]): number => {
    const column = FAMILY_NAMES.indexOf(family);
    return places.reduce((sum, place, i) => sum + (place >= 0 && naming.of(place)[column]! <= NEAR_NAME ? wordings[i]!.mass : 0), 0) / total; // biome-ignore format: one line
  };
  const articles = elements.reduce((sum, { name }) => sum + Number(name === "article"), 0);
  const kind = [...declared.page, shareUnder("comment"), shareUnder("thread"), Math.min(MOST_ARTICLES, articles)];

  const rows = blocks.map((block, i) => {
    const row: number[] = [];
    const own = wordings[i]!;
    const place = places[i]!;
    row.push(Math.log1p(own.mass), block.links, own.stops, own.commas, +own.closed, +own.cut, +own.colon, own.capitals);
    row.push(own.digits, own.separators, +own.quoted, own.length, kindOf[i]!, headingLevel(pass, place));
    row.push(Math.min(5, texts.get(block.text)!), likeTitle[i]!, anchors[i]!.length);
    for (const step of NEIGHBOURS) {
      const at = i + step;
      const other = wordings[at];
      if (!other) row.push(-1, -1, -1, -1, -1);
      else
        row.push(Math.log1p(other.mass), blocks[at]!.links, +other.closed, kindOf[at]!, shared(anchors[i]!, anchors[at]!)); // biome-ignore format: one line
    }
    for (const size of WINDOWS) {
      const [from, to] = [Math.max(0, i - size), Math.min(n, i + size + 1)];
      const words = sums[0]![to]! - sums[0]![from]!;
      row.push(words / (to - from), (sums[1]![to]! - sums[1]![from]!) / (words || 1));
      row.push((sums[2]![to]! - sums[2]![from]!) / (words || 1));
    }
    if (place < 0) for (let k = FAMILY_NAMES.length + LANDMARKS.length; k > 0; k--) row.push(FAR);
    else row.push(...naming.of(place));
    for (let level = 0; level < LEVELS; level++) {
      const at = anchors[i]![level];
      if (at === undefined) row.push(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
      else {
        const words = mass[at]! || 1;
        row.push(Math.log1p(words), words / total, linked[at]! / words, Math.log1p(containers.blocks[at]!));
        row.push(words / containers.size[at]!, containers.prose[at]! / words, Math.min(50, containers.alike[at]!));
        row.push(score[at]! / bestScore, i - firstIn.get(at)!, lastIn.get(at)! - i);
      }
    }
    row.push(i / n, sums[0]![i]! / total, titleAt < 0 ? -999 : i - titleAt);
    row.push(i < firstBest ? i - firstBest : i > lastBest ? i - lastBest : 0, place >= 0 && within[place] ? 1 : 0);
    row.push(bestShare, bestLinks);
    row.push(...page);
    row.push(...declares[i]!, describedAt < 0 ? -999 : i - describedAt, ...kind);
    return Float32Array.from(row);
  });
  return { rows, wordings, containers, anchors };
}

const wordSet = (text: string): Set<string> =>
  new Set(
    tidy(text)
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{N}]+/gu),
  );

const share = (of: Set<string>, among: Set<string>): number => {
  let hits = 0;
  for (const word of of) if (among.has(word)) hits++;
  return of.size ? hits / of.size : 0;
};

/** The first of the blocks that have most of the description, -1 when none has enough. */
function mostDescribed(shares: number[]): number {
  const most = shares.reduce((a, b) => Math.max(a, b), 0);
  return most > DESCRIBED ? shares.indexOf(most) : -1;
}

/** The block that is the page's title: the first heading of the first level that says it, or whatever says most of it. */
function titleIndex({ blocks }: HtmlPass, like: number[]): number {
  const heading = blocks.findIndex(({ kind, links }, i) => kind === "heading" && links < 0.5 && like[i]! > 0.6);
  return heading >= 0 ? heading : like.findIndex((value) => value > 0.8);
}

function headingLevel({ elements }: HtmlPass, place: number): number {
  for (let at = place, steps = 0; at >= 0 && steps < 4; at = elements[at]!.parent, steps++) {
    const level = /^h([1-6])$/.exec(elements[at]!.name)?.[1];
    if (level) return +level;
  }
  return 0;
}

/** The element of a block and what holds more than it, upwards. */
function anchorsOf(place: number, up: Int32Array): number[] {
  const found: number[] = [];
  for (let at = place; at >= 0 && found.length < LEVELS + 3; at = up[at]!) found.push(at);
  return found;
}

/** How many levels up the nearest container is that holds two blocks. */
function shared(a: number[], b: number[]): number {
  const at = a.findIndex((element) => b.includes(element));
  return at < 0 ? FAR : at;
}
