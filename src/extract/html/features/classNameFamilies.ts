import type { Element } from "../blocks.ts";

/**
 * Families of names that authors of pages give to elements, after the lists of Readability and of Boilerpipe's readers:
 * what a container is called says what it is for, in pages of every language.
 */
const FAMILIES = {
  content: /article|body|content|entry|main|page-?text|post|story|text|column-?main|blog|prose|detail/i,
  articleBody: /article-?_?(?:body|content|text)|entry-?content|post-?_?(?:body|content|text)|story-?_?(?:body|content|text)|articlebody|content-?body|rich-?text|prose|markdown/i,
  comment: /comment|disqus|reply|replies|respond|discuss|livefyre/i,
  related: /relat|recommend|recirc|more-?(?:from|stories|on)|read-?(?:more|next|also)|also|popular|trending|most-?(?:read|view)|latest|recent|similar|outbrain|taboola|teaser|promo|featured|up-?next|you-?may|suggest/i,
  share: /shar(?:e|ing)|social|follow|facebook|twitter|whatsapp|addthis|tool(?:s|bar|box)/i,
  menu: /nav|menu|breadcrumb|crumb|tabs?\b|topbar|masthead|skip|toc\b|pagination|pager|paging/i,
  foot: /foot|copyright|legal|colophon|disclaimer|bottom/i,
  head: /header|banner|hero|top\b/i,
  advert: /(?:^|[\s_-])ads?(?:$|[\s_-])|advert|sponsor|dfp|gpt-|promotion|affiliate|commercial/i,
  author: /author|byline|bio\b|profile|contributor|writer|avatar/i,
  about: /meta|date|time|tag|categor|label|info|kicker|dateline|published|credit/i,
  signup: /newsletter|subscri|sign-?up|log-?in|register|modal|popup|cookie|consent|gdpr|paywall|overlay|notice|alert|cta\b|donat/i,
  side: /side|aside|widget|rail|secondary|complementary|right-?col|left-?col|sticky/i,
  caption: /caption|figure|image|photo|gallery|media|video|slide|carousel|thumb/i,
  title: /title|headline|heading|hed\b/i,
  product: /product|price|cart|shop|sku|buy|add-to|review|rating|spec/i,
  thread: /thread|topic|message|forum|postbody|post-?body|answer|question|bbp|comment-?body|usertext/i,
  item: /card|item|list|grid|tile|row\b|result|feed|loop/i,
} satisfies Record<string, RegExp>; // biome-ignore format: a table reads better in rows

type Family = keyof typeof FAMILIES;
export const FAMILY_NAMES = Object.keys(FAMILIES) as Family[];
const PATTERNS = Object.values(FAMILIES);

/** Elements that say themselves what they hold, and the roles that say the same (ARIA 1.2 landmarks). */
export const LANDMARKS = ["article", "main", "aside", "nav", "footer", "header", "figure", "form", "table", "ul", "a", "details", "address"] as const; // biome-ignore format: one list
const ROLES: Record<string, (typeof LANDMARKS)[number]> = { article: "article", main: "main", complementary: "aside", navigation: "nav", contentinfo: "footer", banner: "header", form: "form", search: "form", menu: "nav", menubar: "nav", list: "ul" }; // biome-ignore format: one list
const SAME: Record<string, (typeof LANDMARKS)[number]> = { ol: "ul", dl: "ul" };

/** How far up a name is still told: farther counts as nowhere. */
export const FAR = 9;

/** For each element how many elements up the nearest one of each family and landmark is: 0 itself, FAR for none. */
export class Naming {
  readonly #width = PATTERNS.length + LANDMARKS.length;
  readonly #distances: Uint8Array;

  constructor(elements: readonly Element[]) {
    this.#distances = new Uint8Array(elements.length * this.#width);
    const known = new Map<string, number>();
    for (const { name, label, role, parent, index } of elements) {
      const at = index * this.#width;
      if (parent < 0) this.#distances.fill(FAR, at, at + this.#width);
      else {
        const above = parent * this.#width;
        for (let i = 0; i < this.#width; i++) {
          this.#distances[at + i] = Math.min(FAR, this.#distances[above + i]! + 1);
        }
      }
      if (label.length > 2 && name !== "body" && name !== "html") {
        const key = label.length > 300 ? label.slice(0, 300) : label;
        let bits = known.get(key);
        if (bits === undefined) {
          bits = PATTERNS.reduce((sum, pattern, i) => (pattern.test(key) ? sum | (1 << i) : sum), 0);
          known.set(key, bits);
        }
        for (let i = 0; bits >> i; i++) if ((bits >> i) & 1) this.#distances[at + i] = 0;
      }
      const landmark = LANDMARKS.indexOf(ROLES[role] ?? SAME[name] ?? (name as (typeof LANDMARKS)[number]));
      if (landmark >= 0) this.#distances[at + PATTERNS.length + landmark] = 0;
    }
  }

  /** The distances of one element: families first, then landmarks. */
  of(element: number): Uint8Array {
    return this.#distances.subarray(element * this.#width, (element + 1) * this.#width);
  }
}
