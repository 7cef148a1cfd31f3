import type { BlockKind, RawBlock } from "../../model/index.ts";
import { tidy } from "../text/plainText.ts";
import { type LinkedNode, linkedNodes } from "./linkedData.ts";
import type { Hiding } from "./styleSheets.ts";
import { walkHtml } from "./tokenizer.ts";
import { isHidden } from "./visibility.ts";

/** An element that was open somewhere in a page. Elements stand in document order, so a parent comes before its children. */
export type Element = {
  name: string;
  /** Class, id and the like: what its author called it. */
  label: string;
  role: string;
  /** Indices into the elements; -1 for none. */
  parent: number;
  index: number;
};

/**
 * What one linear pass over HTML tells. `meta` has every meta element, `title` and `time` by lower-case name, first one wins.
 * `places` names for each block the index of the element that its text stands in.
 */
export type HtmlPass = {
  blocks: RawBlock[];
  places: number[];
  elements: Element[];
  meta: Map<string, string>;
  /** The nodes of all JSON-LD scripts. */
  linkedData: LinkedNode[];
  language: string | null;
};

const NEVER = new Set(
  "script style template svg math iframe object embed canvas audio video select datalist button input textarea dialog map".split(
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
/** What stands in a cell only when the table lays out the page. */
const LAYOUT = new Set(["table", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "form"]);
/** A table cell with more than this is a column of a page, not a value. */
const LONGEST_CELL = 200;
/** A line of so many characters that ends in a line break is a paragraph of an old page. */
const LONG_LINE = 80;
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

/** `unscripted` reads what a browser without scripts would show, the noscript elements as well; `hiding` is what style sheets hide. */
export type Seeing = { unscripted?: boolean; hiding?: Hiding | null };

/**
 * Turns HTML into blocks in one pass, linear in its length whatever its nesting: what is hidden by attribute or style,
 * scripted, or a control is left out; table rows become lines with ` | ` between cells; code keeps its lines.
 */
export function readHtml(html: string, { unscripted = false, hiding = null }: Seeing = {}): HtmlPass {
  const pass: HtmlPass = { blocks: [], places: [], elements: [], meta: new Map(), linkedData: [], language: null };
  const scripts: string[] = [];
  // Counters and stacks, so that no event looks through all open elements: pages nest 30,000 deep.
  const open: { name: string; skip: boolean; index: number }[] = [];
  const kinds: BlockKind[] = ["paragraph"];
  const tables: { layout: boolean; inRow: boolean; cells: number }[] = [];
  /** Open rows of tables that are not layout. */
  let rows = 0;
  let heads = 0;
  let text = "";
  let cellStart = 0;
  let lineStart = 0;
  let linked = 0;
  let links = 0;
  let skipping = 0;
  let breaks = 0;
  let capture: { into: "title" | "json"; text: string } | null = null;

  const kindNow = (): BlockKind => (kinds.at(-1) === "table" && rows === 0 ? "paragraph" : kinds.at(-1)!);
  const flush = (): void => {
    const kind = kindNow();
    const lines =
      kind === "code" ? text.replace(/^\n+|\s+$/g, "") : text.split("\n").map(tidy).filter(Boolean).join("\n");
    if (/[\p{L}\p{N}]/u.test(lines)) {
      pass.blocks.push({ kind, text: lines, page: null, links: Math.min(1, linked / Math.max(1, tidy(text).length)) });
      pass.places.push(open.at(-1)?.index ?? -1);
    }
    text = "";
    cellStart = 0;
    lineStart = 0;
    linked = 0;
    breaks = 0;
  };
  /** From here on the cells of the innermost table are blocks of their own. */
  const layOut = (): void => {
    const table = tables.at(-1);
    if (!table || table.layout) return;
    table.layout = true;
    if (!table.inRow) return;
    rows--;
    flush();
  };
  /** Inside a table row cells and their paragraphs are parts of its line, unless the table only lays out the page. */
  const endBlock = (name: string): void => {
    if (!BLOCKS.has(name) || skipping > 0) return;
    if (rows > 0 && name !== "tr" && (LAYOUT.has(name) || text.length - cellStart > LONGEST_CELL)) layOut();
    if (rows === 0 || name === "tr") flush();
  };
  const lineBreak = (): void => {
    breaks++;
    const ends = breaks > 1 || text.length - lineStart > LONG_LINE;
    if (ends && rows === 0 && kindNow() !== "code") flush();
    else {
      text += "\n";
      lineStart = text.length;
    }
  };
  const remember = (name: string | undefined, value: string | undefined): void => {
    if (name && value?.trim() && !pass.meta.has(name.toLowerCase())) pass.meta.set(name.toLowerCase(), tidy(value));
  };
  const openRow = (): void => {
    const table = tables.at(-1);
    if (!table) return;
    if (!table.layout && !table.inRow) rows++;
    table.inRow = true;
    table.cells = 0;
  };
  const openCell = (): void => {
    const table = tables.at(-1);
    if (!table?.inRow || table.layout) return;
    if (table.cells++ > 0) text += " | ";
    cellStart = text.length;
  };
  const closeRow = (): void => {
    const table = tables.at(-1);
    if (!table?.inRow) return;
    if (!table.layout) rows--;
    table.inRow = false;
  };

  walkHtml(html, {
    opened(name, attributes) {
      if (name === "html") pass.language = attributes.lang ?? attributes["xml:lang"] ?? null;
      if (name === "meta") remember(attributes.property ?? attributes.name ?? attributes.itemprop, attributes.content);
      if (name === "time") remember(attributes.itemprop ?? "time", attributes.datetime);
      if (name === "title" && skipping === 0) capture = { into: "title", text: "" };
      if (name === "script" && attributes.type === "application/ld+json") capture = { into: "json", text: "" };
      if (VOID.has(name)) {
        if (skipping > 0) return;
        if (name === "br") lineBreak();
        if (name === "hr" && rows === 0) flush();
        return;
      }
      endBlock(name);
      if (name === "table") tables.push({ layout: false, inRow: false, cells: 0 });
      if (name === "tr") openRow();
      if (name === "td" || name === "th") openCell();
      if (name === "head") heads++;
      if (KINDS[name]) kinds.push(KINDS[name]);
      const skip = name === "noscript" ? !unscripted : NEVER.has(name) || isHidden(name, attributes, hiding);
      const index = pass.elements.length;
      pass.elements.push({
        name,
        label: `${attributes.class ?? ""} ${attributes.id ?? ""} ${attributes.itemprop ?? ""}`,
        role: attributes.role ?? "",
        parent: open.at(-1)?.index ?? -1,
        index,
      });
      open.push({ name, skip, index });
      if (skip) skipping++;
      if (name === "a") links++;
    },
    text(chunk) {
      if (capture) capture.text += chunk;
      if (skipping > 0 || capture || heads > 0) return;
      const shown = kindNow() === "code" ? chunk : chunk.replace(/\s+/g, " ");
      if (shown.trim()) breaks = 0;
      text += shown;
      if (links > 0) linked += shown.trim().length;
    },
    closed(name) {
      if (VOID.has(name)) return;
      const element = open.at(-1);
      if (element?.name !== name) return;
      if (capture && (name === "title" || name === "script")) {
        if (capture.into === "title") remember("title", capture.text);
        else scripts.push(capture.text);
        capture = null;
      }
      endBlock(name);
      if (name === "tr") closeRow();
      if (name === "table") {
        closeRow();
        tables.pop();
      }
      if (name === "head") heads--;
      if (KINDS[name]) kinds.pop();
      open.pop();
      if (element.skip) skipping--;
      if (name === "a") links--;
    },
    unseen: () => skipping > 0,
  });
  flush();
  pass.linkedData = linkedNodes(scripts);
  return pass;
}
