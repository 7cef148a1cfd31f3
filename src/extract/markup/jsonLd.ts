/** Properties of an article in JSON-LD (schema.org `Article` and related types). */
export type JsonLdArticle = {
  headline: string | null;
  author: string | null;
  published: string | null;
  publisher: string | null;
  language: string | null;
};

/** A JSON-LD node object. Its property values are not validated. */
export type JsonLdNode = Record<string, unknown>;

const ARTICLE_TYPE =
  /(?:Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|QAPage|HowTo|Recipe|Course|WebPage)$/;
/** Maximum number of scripts read per page. Real pages contain fewer. */
const MAX_SCRIPTS = 20;
/** Maximum number of nodes read per page. Real pages contain fewer. */
const MAX_NODES = 500;
/** Maximum length of a script, in UTF-16 units. Longer scripts are ignored. */
const MAX_SCRIPT_LENGTH = 500_000;
/**
 * Minimum share of a headline's words that must occur in the titles of the page for the article to be about the page.
 */
const MIN_TITLE_SIMILARITY = 0.5;
/** Maximum number of names in a byline. */
const MAX_NAMES = 5;

/**
 * Finds the article that a page is about, or null. Nodes can also describe other pages, for example in teasers. The
 * chosen node is therefore the one with the largest share of headline words that occur in the titles of the page. A
 * `WebPage` ranks below an article.
 * @param titles the titles of the page from its meta elements and headings
 */
export function findJsonLdArticle(nodes: readonly JsonLdNode[], titles: readonly string[]): JsonLdArticle | null {
  const titleWords = wordSet(titles.join(" "));
  let best: JsonLdNode | null = null;
  let bestRank = 0;
  for (const node of nodes) {
    const rank = rankArticle(node, titleWords);
    if (rank <= bestRank) continue;
    best = node;
    bestRank = rank;
  }
  return (
    best && {
      headline: stringOf(best.headline),
      author: namesOf(best.author) ?? namesOf(best.creator),
      published: stringOf(best.datePublished) ?? stringOf(best.dateCreated),
      publisher: namesOf(best.publisher),
      language: stringOf(best.inLanguage),
    }
  );
}

/** Ranks a node from 1 to 3, higher for a better match. Returns 0 if it is not an article or has a different title. */
function rankArticle(node: JsonLdNode, titleWords: Set<string>): number {
  const types = [node["@type"]].flat().filter((type) => typeof type === "string");
  if (!types.some((type) => ARTICLE_TYPE.test(type))) return 0;
  const words = wordSet(stringOf(node.headline) ?? stringOf(node.name) ?? "");
  const similarity = words.size ? words.intersection(titleWords).size / words.size : 0;
  if (words.size && titleWords.size && similarity < MIN_TITLE_SIMILARITY) return 0;
  return 1 + similarity + (types.some((type) => type.endsWith("WebPage")) ? 0 : 1);
}

/**
 * Parses the JSON-LD scripts of a page into node objects. Invalid and overlong scripts are ignored. Reads at most
 * `MAX_SCRIPTS` scripts and returns at most `MAX_NODES` nodes.
 */
export const parseJsonLd = (scripts: readonly string[]): JsonLdNode[] =>
  scripts.slice(0, MAX_SCRIPTS).flatMap(parseScript).slice(0, MAX_NODES);

/** The top-level nodes of a script, and the nodes in their `@graph` and `mainEntity`. */
function parseScript(script: string): JsonLdNode[] {
  if (script.length > MAX_SCRIPT_LENGTH) return [];
  try {
    const withoutWrapper = script.replace(/^\s*(?:<!--|\/\/<!\[CDATA\[)|(?:-->|\/\/\]\]>)\s*$/g, "");
    const parsed: unknown = JSON.parse(withoutWrapper);
    return nodesIn(parsed).flatMap((node) => [node, ...nodesIn(node["@graph"]), ...nodesIn(node.mainEntity)]);
  } catch {
    return []; // invalid JSON is common and not an error
  }
}

const nodesIn = (value: unknown): JsonLdNode[] => [value].flat().filter(isNode);

const isNode = (value: unknown): value is JsonLdNode =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const stringOf = (value: unknown): string | null => (typeof value === "string" && value.trim() ? value.trim() : null);

const wordSet = (text: string): Set<string> => new Set(text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu));

/** The names of up to `MAX_NAMES` people or organisations, separated by commas. Null if there are none. */
function namesOf(value: unknown): string | null {
  const names = [value].flat().map((item) => stringOf(item) ?? (isNode(item) ? stringOf(item.name) : null));
  return names.filter(Boolean).slice(0, MAX_NAMES).join(", ") || null;
}
