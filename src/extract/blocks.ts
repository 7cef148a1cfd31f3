import { Parser } from "htmlparser2";
import type { BlockKind, RawBlock } from "../model/index.ts";
import { tidy } from "./text.ts";

/** What one linear pass over HTML tells. `meta` has every meta element, `title` and `time` by lower-case name, first one wins. */
export type HtmlPass = {
  blocks: RawBlock[];
  meta: Map<string, string>;
  language: string | null;
  elements: number;
  depth: number;
};

const NEVER = new Set(
  "script style template noscript svg math iframe object embed canvas audio video select datalist button input textarea dialog map".split(
    " ",
  ),
);
const KINDS: Record<string, BlockKind> = {
  h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading",
  li: "list", dt: "list", dd: "list", blockquote: "quote", pre: "code", tr: "table", figcaption: "caption", caption: "caption",
}; // biome-ignore format: a table reads better in rows
const BLOCKS = new Set([
  ...Object.keys(KINDS),
  ..."p div section article main header footer nav aside ul ol dl table thead tbody tfoot figure address form fieldset details summary hr body center td th".split(
    " ",
  ),
]);
const HIDDEN_STYLE =
  /(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity|max-height)\s*:\s*0(?:\.0*)?(?:px|em|rem|pt|%)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{4,})/i;
/** A table cell with more than this is a column of a page, not a value. */
const LONGEST_CELL = 200;
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/**
 * Turns HTML into blocks in one pass, linear in its length whatever its nesting: what is hidden by attribute or inline
 * style, scripted, or a control is left out; table rows become lines with ` | ` between cells; code keeps its lines.
 */
export function readHtml(html: string): HtmlPass {
  const pass: HtmlPass = { blocks: [], meta: new Map(), language: null, elements: 0, depth: 0 };
  // Counters and a stack of kinds, so that no event looks through all open elements: pages nest 30,000 deep.
  const open: { name: string; skip: boolean }[] = [];
  const kinds: BlockKind[] = ["paragraph"];
  let rows = 0;
  let heads = 0;
  let text = "";
  let linked = 0;
  let links = 0;
  let skipping = 0;
  let cells = 0;
  let capture: string | null = null;

  const kindNow = (): BlockKind => kinds.at(-1)!;
  /** Inside a table row cells and their paragraphs are parts of its line, unless the table only lays out the page. */
  const endsBlock = (name: string): boolean =>
    BLOCKS.has(name) && skipping === 0 && (rows === 0 || name === "tr" || text.length > LONGEST_CELL);
  const flush = (kind: BlockKind = kindNow()): void => {
    const lines =
      kind === "code" ? text.replace(/^\n+|\s+$/g, "") : text.split("\n").map(tidy).filter(Boolean).join("\n");
    if (/[\p{L}\p{N}]/u.test(lines)) {
      const kindOfLines =
        kind === "table" && lines.length > LONGEST_CELL && !lines.includes(" | ") ? "paragraph" : kind;
      pass.blocks.push({
        kind: kindOfLines,
        text: lines,
        page: null,
        links: Math.min(1, linked / Math.max(1, tidy(text).length)),
      });
    }
    text = "";
    linked = 0;
  };
  const remember = (name: string | undefined, value: string | undefined): void => {
    if (name && value?.trim() && !pass.meta.has(name.toLowerCase())) pass.meta.set(name.toLowerCase(), tidy(value));
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        pass.elements++;
        if (name === "html") pass.language = attributes.lang ?? attributes["xml:lang"] ?? null;
        if (name === "meta")
          remember(attributes.property ?? attributes.name ?? attributes.itemprop, attributes.content);
        if (name === "time") remember(attributes.itemprop ?? "time", attributes.datetime);
        if (name === "title" && skipping === 0) capture = "";
        const skip = NEVER.has(name) || isHidden(attributes);
        if (VOID.has(name)) {
          if (name === "br") text += "\n";
          if (name === "hr" && skipping === 0) flush();
          return;
        }
        if (endsBlock(name)) flush();
        if (name === "tr" && rows++ === 0) cells = 0;
        if ((name === "td" || name === "th") && rows > 0 && cells++ > 0) text += " | ";
        if (name === "head") heads++;
        if (KINDS[name]) kinds.push(KINDS[name]);
        open.push({ name, skip });
        pass.depth = Math.max(pass.depth, open.length);
        if (skip) skipping++;
        if (name === "a") links++;
      },
      ontext(chunk) {
        if (capture !== null) capture += chunk;
        if (skipping > 0 || capture !== null || heads > 0) return;
        const shown = kindNow() === "code" ? chunk : chunk.replace(/\s+/g, " ");
        text += shown;
        if (links > 0) linked += shown.trim().length;
      },
      onclosetag(name) {
        if (VOID.has(name)) return;
        const element = open.at(-1);
        if (element?.name !== name) return;
        if (name === "title" && capture !== null) {
          remember("title", capture);
          capture = null;
        }
        if (endsBlock(name)) flush();
        if (name === "tr") rows--;
        if (name === "head") heads--;
        if (KINDS[name]) kinds.pop();
        open.pop();
        if (element.skip) skipping--;
        if (name === "a") links--;
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  flush("paragraph");
  return pass;
}

/** Whether an inline style keeps an element from being seen. */
export const hidesByStyle = (style: string): boolean => HIDDEN_STYLE.test(style);

function isHidden(attributes: Record<string, string>): boolean {
  return "hidden" in attributes || hidesByStyle(attributes.style ?? "");
}
