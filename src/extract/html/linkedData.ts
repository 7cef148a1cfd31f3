/** What a page's JSON-LD says of its article (schema.org Article and its kinds). */
export type LinkedArticle = {
  headline: string | null;
  author: string | null;
  published: string | null;
  publisher: string | null;
  language: string | null;
};

/** An object of JSON-LD. */
export type LinkedNode = Record<string, unknown>;

const ARTICLE = /(?:Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting|QAPage|HowTo|Recipe|Course|WebPage)$/; // biome-ignore format: one pattern
/** Scripts and nodes beyond these are not looked at: no honest page has so many. */
const MOST_SCRIPTS = 20;
const MOST_NODES = 500;
const LONGEST = 500_000;

/**
 * The article that a page's JSON-LD scripts speak of. Pages carry several, some broken, some about other pages (teasers,
 * breadcrumbs): the node counts whose headline says most of the page's own title, and a kind of Article before a WebPage.
 */
export function linkedArticle(nodes: readonly LinkedNode[], titles: readonly string[]): LinkedArticle | null {
  const said = wordsOf(titles.join(" "));
  let best: LinkedNode | null = null;
  let bestRank = 0;
  for (const node of nodes) {
    const kinds = [node["@type"]].flat().filter((kind) => typeof kind === "string");
    if (!kinds.some((kind) => ARTICLE.test(kind))) continue;
    const own = [...wordsOf(textOf(node.headline) ?? textOf(node.name) ?? "")];
    const agreement = own.length ? own.filter((word) => said.has(word)).length / own.length : 0;
    if (own.length && said.size && agreement < 0.5) continue;
    const rank = 1 + agreement + (kinds.some((kind) => kind.endsWith("WebPage")) ? 0 : 1);
    if (rank <= bestRank) continue;
    best = node;
    bestRank = rank;
  }
  return (
    best && {
      headline: textOf(best.headline),
      author: nameOf(best.author) ?? nameOf(best.creator),
      published: textOf(best.datePublished) ?? textOf(best.dateCreated),
      publisher: nameOf(best.publisher),
      language: textOf(best.inLanguage),
    }
  );
}

/** The nodes of all JSON-LD scripts of a page; what is broken is left out. */
export const linkedNodes = (scripts: readonly string[]): LinkedNode[] =>
  scripts.slice(0, MOST_SCRIPTS).flatMap(nodesOf).slice(0, MOST_NODES);

/** All nodes of a script: the object, each of an array, each of a @graph. */
function nodesOf(script: string): LinkedNode[] {
  if (script.length > LONGEST) return [];
  try {
    const parsed: unknown = JSON.parse(script.replace(/^\s*(?:<!--|\/\/<!\[CDATA\[)|(?:-->|\/\/\]\]>)\s*$/g, ""));
    const tops = [parsed].flat().filter(isNode);
    return tops.flatMap((node) => [node, ...[node["@graph"]].flat().filter(isNode), ...[node.mainEntity].flat().filter(isNode)]); // biome-ignore format: one line
  } catch {
    return []; // broken JSON-LD is common, and says nothing
  }
}

const isNode = (value: unknown): value is LinkedNode =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === "string" && value.trim() ? value.trim() : null);
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]+/gu));

/** The name of a person or organisation, or the names of several. */
function nameOf(value: unknown): string | null {
  const names = [value].flat().map((one) => textOf(one) ?? (isNode(one) ? textOf(one.name) : null));
  return names.filter(Boolean).slice(0, 5).join(", ") || null;
}
