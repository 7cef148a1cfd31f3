import type { HtmlElement } from "../../markup/index.ts";

/**
 * Families of class names and ids, each with a pattern. The names given to containers indicate their purpose, and most
 * are English whatever the language of the page. The patterns extend those of Readability and Boilerpipe.
 */
const FAMILIES = {
  content: /article|body|content|entry|main|page-?text|post|story|text|column-?main|blog|prose|detail/i,
  articleBody:
    /article-?_?(?:body|content|text)|entry-?content|post-?_?(?:body|content|text)|story-?_?(?:body|content|text)|articlebody|content-?body|rich-?text|prose|markdown/i,
  comment: /comment|disqus|reply|replies|respond|discuss|livefyre/i,
  related:
    /relat|recommend|recirc|more-?(?:from|stories|on)|read-?(?:more|next|also)|also|popular|trending|most-?(?:read|view)|latest|recent|similar|outbrain|taboola|teaser|promo|featured|up-?next|you-?may|suggest/i,
  share: /shar(?:e|ing)|social|follow|facebook|twitter|whatsapp|addthis|tool(?:s|bar|box)/i,
  menu: /nav|menu|breadcrumb|crumb|tabs?\b|topbar|masthead|skip|toc\b|pagination|pager|paging/i,
  foot: /foot|copyright|legal|colophon|disclaimer|bottom/i,
  head: /header|banner|hero|top\b/i,
  advert: /(?:^|[\s_-])ads?(?:$|[\s_-])|advert|sponsor|dfp|gpt-|promotion|affiliate|commercial/i,
  author: /author|byline|bio\b|profile|contributor|writer|avatar/i,
  about: /meta|date|time|tag|categor|label|info|kicker|dateline|published|credit/i,
  signup:
    /newsletter|subscri|sign-?up|log-?in|register|modal|popup|cookie|consent|gdpr|paywall|overlay|notice|alert|cta\b|donat/i,
  side: /side|aside|widget|rail|secondary|complementary|right-?col|left-?col|sticky/i,
  caption: /caption|figure|image|photo|gallery|media|video|slide|carousel|thumb/i,
  title: /title|headline|heading|hed\b/i,
  product: /product|price|cart|shop|sku|buy|add-to|review|rating|spec/i,
  thread: /thread|topic|message|forum|postbody|post-?body|answer|question|bbp|comment-?body|usertext/i,
  item: /card|item|list|grid|tile|row\b|result|feed|loop/i,
} satisfies Record<string, RegExp>;

export type Family = keyof typeof FAMILIES;

/** The names of the families, in column order. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as Family[];
const PATTERNS = Object.values(FAMILIES);

/** Elements whose names indicate the purpose of their content, in column order. */
export const STRUCTURAL_ELEMENTS = "article main aside nav footer header figure form table ul a details address".split(
  " ",
);

/** Structural elements by the ARIA 1.2 role with the same or a similar meaning. */
const ROLE_ELEMENTS: Record<string, string> = {
  article: "article",
  main: "main",
  complementary: "aside",
  navigation: "nav",
  contentinfo: "footer",
  banner: "header",
  form: "form",
  search: "form",
  menu: "nav",
  menubar: "nav",
  list: "ul",
};
/** List elements treated as `ul`. */
const EQUIVALENT_ELEMENTS: Record<string, string> = { ol: "ul", dl: "ul" };

/** Upper bound of the distances, in levels. Also the distance if no element matches. */
export const MAX_DISTANCE = 9;

/** Length to which class names are truncated before matching, in UTF-16 units. */
const MAX_MATCHED_LENGTH = 300;
const COLUMNS = PATTERNS.length + STRUCTURAL_ELEMENTS.length;

/**
 * For each element, the distances to the nearest element of each family and to the nearest structural element of each
 * name. Only the element itself and its ancestors count. Distances are in levels, at most `MAX_DISTANCE`: 0 for the
 * element itself, 1 for its parent, and so on.
 */
export class FamilyDistances {
  readonly #distances: Uint8Array;

  constructor(elements: readonly HtmlElement[]) {
    this.#distances = new Uint8Array(elements.length * COLUMNS).fill(MAX_DISTANCE);
    const familiesByName = new Map<string, number[]>();
    for (const { name, classNames, role, parent, index } of elements) {
      const distances = this.of(index);
      if (parent >= 0) {
        const parentDistances = this.of(parent);
        for (let i = 0; i < COLUMNS; i++) distances[i] = Math.min(MAX_DISTANCE, parentDistances[i]! + 1);
      }
      // The class names of the root elements describe the page, not a container.
      if (classNames.trim() && name !== "body" && name !== "html") {
        const key = classNames.slice(0, MAX_MATCHED_LENGTH);
        const families = familiesByName.get(key) ?? matchingFamilies(key);
        familiesByName.set(key, families);
        for (const family of families) distances[family] = 0;
      }
      const structural = STRUCTURAL_ELEMENTS.indexOf(ROLE_ELEMENTS[role] ?? EQUIVALENT_ELEMENTS[name] ?? name);
      if (structural >= 0) distances[PATTERNS.length + structural] = 0;
    }
  }

  /**
   * The distances of the element with this index, as a view: first those to `FAMILY_NAMES`, then those to
   * `STRUCTURAL_ELEMENTS`.
   */
  of(element: number): Uint8Array {
    return this.#distances.subarray(element * COLUMNS, (element + 1) * COLUMNS);
  }
}

const matchingFamilies = (classNames: string): number[] =>
  PATTERNS.flatMap((pattern, family) => (pattern.test(classNames) ? [family] : []));
