import type { HtmlPass } from "../blocks.ts";

/** What a page tells machines about itself, held against its blocks: which kind of page it is, and which words are its own. */
export type Declared = {
  /** One number for each of PAGE_TRAITS. */
  page: number[];
  /** One number for each of BLOCK_TRAITS. */
  of(text: string): number[];
};

/** Kinds of pages, by the names that OpenGraph (og:type) and schema.org (@type) give them. */
const KINDS = {
  isArticle: /article|blogposting|report$|blog$/i,
  isProduct: /product|offer/i,
  isThread: /discussion|qapage|question/i,
  isCollection: /itemlist|collectionpage|searchresults|profilepage/i,
  isSite: /^website$/i,
} satisfies Record<string, RegExp>;

/** How many words the JSON-LD gives as the article and as other texts, as logarithms, and of which kind it says the page is. */
export const PAGE_TRAITS = ["articleWords", "dataWords", ...Object.keys(KINDS)];
/** Shares of a block's runs of words that stand in that article and in the other texts, and of the description's in the block. */
export const BLOCK_TRAITS = ["inArticle", "inData", "described"];

/** Words in a run; shorter runs stand in any text. */
const RUN = 3;
/** A string of JSON-LD that is a text, not a name. */
const LEAST_UNITS = 60;
/** Beyond these no page is looked at: no honest one goes so far. */
const MOST_DEPTH = 8;
const MOST_UNITS = 1_000_000;
/** A mark-up tag; one that opens in another does not, or "<<<<" would take the square of its length to read. */
const TAG = /<[^<>]*>/g;

export function readDeclared({ meta, linkedData: nodes }: Pick<HtmlPass, "meta" | "linkedData">): Declared {
  const { article, data } = textsOf(nodes);
  const said = [
    meta.get("og:type") ?? "",
    meta.has("article:published_time") ? "article" : "",
    ...nodes.flatMap((node) => [node["@type"]].flat()).filter((type) => typeof type === "string"),
  ];
  const texts = [article, data].map(runsOf);
  const description = runsOf([meta.get("og:description") ?? meta.get("description") ?? ""]);
  const isSilent = [...texts, description].every(({ size }) => size === 0);
  return {
    page: [
      ...texts.map(({ size }) => Math.log1p(size)),
      ...Object.values(KINDS).map((kind) => Number(said.some((type) => kind.test(type)))),
    ],
    of: (text) => {
      if (isSilent) return [0, 0, 0];
      const runs = runsOf([text]);
      return [...texts.map((known) => common(runs, known) / (runs.size || 1)), common(runs, description) / (description.size || 1)]; // biome-ignore format: one line
    },
  };
}

/** The texts that JSON-LD gives as an article's body, and all others: of products, answers, comments. */
function textsOf(nodes: unknown[]): { article: string[]; data: string[] } {
  const texts = { article: [] as string[], data: [] as string[] };
  let units = 0;
  const gather = (value: unknown, name: string, depth: number): void => {
    if (typeof value === "string") {
      if (value.length < LEAST_UNITS || !/\s/.test(value)) return;
      units += value.length;
      if (units > MOST_UNITS) return;
      texts[name === "articleBody" ? "article" : "data"].push(value.replace(TAG, " "));
    } else if (depth < MOST_DEPTH && typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) gather(inner, Array.isArray(value) ? name : key, depth + 1);
    }
  };
  for (const node of nodes) gather(node, "", 0);
  return texts;
}

function runsOf(texts: string[]): Set<string> {
  const runs = new Set<string>();
  for (const text of texts) {
    const words = text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
    for (let i = 0; i + RUN <= words.length; i++) runs.add(`${words[i]} ${words[i + 1]} ${words[i + 2]}`);
  }
  return runs;
}

function common(runs: Set<string>, known: Set<string>): number {
  let count = 0;
  if (known.size) for (const run of runs) if (known.has(run)) count++;
  return count;
}
