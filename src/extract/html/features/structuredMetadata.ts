import type { ParsedHtml } from "../../markup/index.ts";

/** Features from the structured metadata of a page. */
export type StructuredMetadata = {
  pageFeatures: PageMetadataFeatures;
  /** Compares the metadata with the text of a block. */
  blockFeatures(text: string): BlockMetadataFeatures;
};

/** Page types, each with a pattern for its names in OpenGraph (`og:type`) and schema.org (`@type`). */
const PAGE_TYPES = {
  isArticle: /article|blogposting|report$|blog$/i,
  isProduct: /product|offer/i,
  isThread: /discussion|qapage|question/i,
  isCollection: /itemlist|collectionpage|searchresults|profilepage/i,
  isSite: /^website$/i,
} satisfies Record<string, RegExp>;

/** 1 for a type that the page declares, otherwise 0. */
type PageTypes = Record<keyof typeof PAGE_TYPES, number>;

type PageMetadataFeatures = PageTypes & {
  /** ln(1 + n), where n is the number of distinct word trigrams of the article bodies in JSON-LD. */
  articleWords: number;
  /** ln(1 + n), where n is the number of distinct word trigrams of all other text in JSON-LD. */
  dataWords: number;
};

type BlockMetadataFeatures = {
  /** Share of the block's distinct word trigrams that occur in the article bodies in JSON-LD, 0..1. */
  inArticle: number;
  /** Share of the block's distinct word trigrams that occur in all other text in JSON-LD, 0..1. */
  inData: number;
  /** Share of the distinct word trigrams of the page's description that occur in the block, 0..1. */
  described: number;
};

/** Number of words per n-gram. Shorter n-grams are not specific enough. */
const NGRAM_WORDS = 3;
/** Minimum length, in UTF-16 units, for a JSON-LD string to count as text rather than as a name. */
const MIN_TEXT_LENGTH = 60;
/** Maximum nesting depth to which JSON-LD is read. */
const MAX_DEPTH = 8;
/** Maximum total length of the text read from JSON-LD, in UTF-16 units. */
const MAX_TOTAL_LENGTH = 1_000_000;
/** A markup tag. The pattern excludes `<` inside tags, so that matching input such as "<<<<" takes linear time. */
const TAG = /<[^<>]*>/g;

/** Reads the structured metadata of a page: OpenGraph, its description, and JSON-LD. */
export function readStructuredMetadata({ meta, jsonLd }: Pick<ParsedHtml, "meta" | "jsonLd">): StructuredMetadata {
  const { article, data } = collectTexts(jsonLd);
  const declaredTypes = [
    meta.get("og:type") ?? "",
    meta.has("article:published_time") ? "article" : "",
    ...jsonLd.flatMap((node) => [node["@type"]].flat()).filter((type) => typeof type === "string"),
  ];
  const articleNgrams = ngramsOf(article);
  const dataNgrams = ngramsOf(data);
  const descriptionNgrams = ngramsOf([meta.get("og:description") ?? meta.get("description") ?? ""]);
  const isEmpty = articleNgrams.size + dataNgrams.size + descriptionNgrams.size === 0;
  return {
    pageFeatures: {
      articleWords: Math.log1p(articleNgrams.size),
      dataWords: Math.log1p(dataNgrams.size),
      ...pageTypes(declaredTypes),
    },
    blockFeatures(text) {
      if (isEmpty) return { inArticle: 0, inData: 0, described: 0 };
      const ngrams = ngramsOf([text]);
      return {
        inArticle: countShared(ngrams, articleNgrams) / (ngrams.size || 1),
        inData: countShared(ngrams, dataNgrams) / (ngrams.size || 1),
        described: countShared(ngrams, descriptionNgrams) / (descriptionNgrams.size || 1),
      };
    },
  };
}

const pageTypes = (declaredTypes: string[]): PageTypes =>
  Object.fromEntries(
    Object.entries(PAGE_TYPES).map(([name, pattern]) => [
      name,
      Number(declaredTypes.some((type) => pattern.test(type))),
    ]),
  ) as PageTypes;

/**
 * Collects the text in JSON-LD: article bodies in `article`, and other text, such as product descriptions and comments,
 * in `data`.
 */
function collectTexts(nodes: unknown[]): { article: string[]; data: string[] } {
  const texts = { article: [] as string[], data: [] as string[] };
  let totalLength = 0;
  const collect = (value: unknown, key: string, depth: number): void => {
    if (typeof value === "string") {
      if (value.length < MIN_TEXT_LENGTH || !/\s/.test(value)) return;
      totalLength += value.length;
      if (totalLength > MAX_TOTAL_LENGTH) return;
      texts[key === "articleBody" ? "article" : "data"].push(value.replace(TAG, " "));
    } else if (depth < MAX_DEPTH && typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) collect(inner, Array.isArray(value) ? key : name, depth + 1);
    }
  };
  for (const node of nodes) collect(node, "", 0);
  return texts;
}

function ngramsOf(texts: string[]): Set<string> {
  const ngrams = new Set<string>();
  for (const text of texts) {
    const words = text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
    for (let i = 0; i + NGRAM_WORDS <= words.length; i++) ngrams.add(words.slice(i, i + NGRAM_WORDS).join(" "));
  }
  return ngrams;
}

function countShared(ngrams: Set<string>, others: Set<string>): number {
  let shared = 0;
  if (others.size) for (const ngram of ngrams) if (others.has(ngram)) shared++;
  return shared;
}
