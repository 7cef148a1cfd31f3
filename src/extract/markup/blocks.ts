import type { BlockKind, RawBlock } from "../../model/index.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { type JsonLdNode, parseJsonLd } from "./jsonLd.ts";
import type { ElementMatcher } from "./styleSheets.ts";
import { TableStack } from "./tables.ts";
import { type TokenHandlers, tokenizeHtml } from "./tokenizer.ts";
import { isHidden } from "./visibility.ts";

/** An element of a page, as stored in `ParsedHtml.elements`. */
export type HtmlElement = {
  name: string;
  /** The attributes `class`, `id` and `itemprop`, joined with spaces. */
  classNames: string;
  role: string;
  /** Index of the parent element, -1 at the top. */
  parent: number;
  index: number;
};

/** The text and the metadata of an HTML document. */
export type ParsedHtml = {
  blocks: RawBlock[];
  /** For each block, the index of the element that contains it, -1 outside any element. */
  blockElements: number[];
  /** The elements in document order, so a parent precedes its children. */
  elements: HtmlElement[];
  /**
   * Values of meta elements by lower-case name, and those of the `title` and `time` elements. For each name, the first
   * value is kept.
   */
  meta: Map<string, string>;
  jsonLd: JsonLdNode[];
  /** The `lang` attribute of the `html` element. */
  language: string | null;
};

/** Options of `parseHtml`. By default, scripting is enabled and style sheets are ignored. */
export type HtmlParseOptions = {
  /** The scripting flag of the HTML standard, true by default. If it is false, the content of `noscript` is parsed. */
  scriptingEnabled?: boolean;
  /** Matches the elements hidden by the style sheets of the page. */
  isHiddenByCss?: ElementMatcher | null;
  /** Whether a heading that consists of a picture is what that stands for. On web pages it is mostly the logo of the site. */
  readsPicturesInHeadings?: boolean;
};

const words = (list: string): Set<string> => new Set(list.split(" "));

/** Elements whose content is skipped: scripts, embedded content and form controls. */
const SKIPPED_ELEMENTS = words(
  "script style template svg math iframe object embed canvas audio video select datalist button input textarea dialog map",
);
const VOID_ELEMENTS = words("area base br col embed hr img input link meta source track wbr");
/** Block kinds by element name. Other elements inherit the kind of their parent. */
const KINDS: Record<string, BlockKind> = {
  h1: "heading",
  h2: "heading",
  h3: "heading",
  h4: "heading",
  h5: "heading",
  h6: "heading",
  li: "list",
  dt: "list",
  dd: "list",
  blockquote: "quote",
  pre: "code",
  tr: "table",
  figcaption: "caption",
  caption: "caption",
};
/** Elements whose start and end tags end the current block. */
const BLOCK_ELEMENTS = words(
  "p div section article main header footer nav aside ul ol dl table thead tbody tfoot figure address form fieldset details summary hr body center td th",
).union(new Set(Object.keys(KINDS)));
/** Elements that do not occur in data cells, so a table that contains one is a layout table. */
const LAYOUT_ELEMENTS = words("table h1 h2 h3 h4 h5 h6 article section form");
/** Maximum length of a cell in a data table, in UTF-16 units. A table with a longer cell is a layout table. */
const MAX_CELL_LENGTH = 200;
/** Length, in UTF-16 units, above which a line ending with `br` is a paragraph, as on old pages that do not use `p`. */
const MAX_LINE_LENGTH = 80;

/**
 * Parses HTML into blocks in a single pass, in time linear in its length regardless of nesting. Skips hidden content,
 * scripts and form controls. Each row of a data table becomes a block with ` | ` between the cells. Code keeps its line
 * breaks.
 */
export function parseHtml(html: string, options: HtmlParseOptions = {}): ParsedHtml {
  const walker = new HtmlWalker(options);
  tokenizeHtml(html, walker);
  return walker.finish();
}

/**
 * Builds the blocks of a page from its tokens. Open elements can be deeply nested, so they are counted, not searched.
 */
class HtmlWalker implements TokenHandlers {
  readonly #scriptingEnabled: boolean;
  readonly #isHiddenByCss: ElementMatcher | null;
  readonly #readsPicturesInHeadings: boolean;
  readonly #page: ParsedHtml = {
    blocks: [],
    blockElements: [],
    elements: [],
    meta: new Map(),
    jsonLd: [],
    language: null,
  };
  readonly #openElements: { name: string; isSkipped: boolean; index: number }[] = [];
  readonly #kinds: BlockKind[] = ["paragraph"];
  readonly #tables = new TableStack();
  /** Number of open elements whose content is skipped. */
  #skippedDepth = 0;
  /** Number of open `head` elements. */
  #headDepth = 0;
  /** Number of open `a` elements. */
  #linkDepth = 0;
  /** The text collected so far from the open `title` element or JSON-LD script. */
  #capture: { target: "title" | "jsonLd"; text: string } | null = null;
  readonly #jsonLdScripts: string[] = [];
  /** Text of the current block. */
  #text = "";
  /** Offset of the current table cell in `#text`, in UTF-16 units. */
  #cellStart = 0;
  /** Offset of the current line in `#text`, in UTF-16 units. */
  #lineStart = 0;
  /** Length, in UTF-16 units, of the part of the current block that is inside links. */
  #linkedLength = 0;
  /** Number of `br` elements since the last text. */
  #lineBreaks = 0;
  /** What the first picture of the current heading stands for, empty without one. */
  #pictured = "";

  constructor({ scriptingEnabled = true, isHiddenByCss = null, readsPicturesInHeadings = false }: HtmlParseOptions) {
    this.#scriptingEnabled = scriptingEnabled;
    this.#isHiddenByCss = isHiddenByCss;
    this.#readsPicturesInHeadings = readsPicturesInHeadings;
  }

  onOpenTag(name: string, attributes: Record<string, string>): void {
    this.#readMetadata(name, attributes);
    if (VOID_ELEMENTS.has(name)) {
      this.#addVoidElement(name, attributes);
      return;
    }
    this.#breakBlock(name);
    if (name === "table") this.#tables.openTable();
    if (name === "tr") this.#tables.openRow();
    if (name === "td" || name === "th") this.#openCell();
    if (name === "head") this.#headDepth++;
    if (KINDS[name]) this.#kinds.push(KINDS[name]);
    this.#pushElement(name, attributes);
    if (name === "a") this.#linkDepth++;
  }

  onText(chunk: string): void {
    if (this.#capture) this.#capture.text += chunk;
    if (this.#skippedDepth > 0 || this.#capture || this.#headDepth > 0) return;
    const text = this.#kind() === "code" ? chunk : chunk.replace(/\s+/g, " ");
    if (text.trim()) this.#lineBreaks = 0;
    this.#text += text;
    if (this.#linkDepth > 0) this.#linkedLength += text.trim().length;
  }

  onCloseTag(name: string): void {
    if (VOID_ELEMENTS.has(name)) return;
    const element = this.#openElements.at(-1);
    if (element?.name !== name) return;
    if (name === "title" || name === "script") this.#endCapture();
    this.#breakBlock(name);
    if (name === "tr") this.#tables.closeRow();
    if (name === "table") this.#tables.closeTable();
    if (name === "head") this.#headDepth--;
    if (KINDS[name]) this.#kinds.pop();
    this.#openElements.pop();
    if (element.isSkipped) this.#skippedDepth--;
    if (name === "a") this.#linkDepth--;
  }

  isSkipping(): boolean {
    return this.#skippedDepth > 0;
  }

  /** Ends the last block and returns the result. */
  finish(): ParsedHtml {
    this.#flush();
    return { ...this.#page, jsonLd: parseJsonLd(this.#jsonLdScripts) };
  }

  #readMetadata(name: string, attributes: Record<string, string>): void {
    const { property, name: metaName, itemprop } = attributes;
    if (name === "html") this.#page.language = attributes.lang ?? attributes["xml:lang"] ?? null;
    if (name === "meta") this.#addMeta(property ?? metaName ?? itemprop, attributes.content);
    if (name === "time") this.#addMeta(itemprop ?? "time", attributes.datetime);
    if (name === "title" && !this.isSkipping()) this.#capture = { target: "title", text: "" };
    if (name === "script" && attributes.type === "application/ld+json") this.#capture = { target: "jsonLd", text: "" };
  }

  #addMeta(name: string | undefined, value: string | undefined): void {
    const key = name?.toLowerCase();
    if (key && value?.trim() && !this.#page.meta.has(key)) this.#page.meta.set(key, normalizeWhitespace(value));
  }

  #endCapture(): void {
    if (this.#capture?.target === "title") this.#addMeta("title", this.#capture.text);
    else if (this.#capture) this.#jsonLdScripts.push(this.#capture.text);
    this.#capture = null;
  }

  #pushElement(name: string, attributes: Record<string, string>): void {
    const { elements } = this.#page;
    const index = elements.length;
    elements.push({
      name,
      classNames: `${attributes.class ?? ""} ${attributes.id ?? ""} ${attributes.itemprop ?? ""}`,
      role: attributes.role ?? "",
      parent: this.#openElements.at(-1)?.index ?? -1,
      index,
    });
    const isSkipped =
      name === "noscript"
        ? this.#scriptingEnabled
        : SKIPPED_ELEMENTS.has(name) || isHidden(name, attributes, this.#isHiddenByCss);
    this.#openElements.push({ name, isSkipped, index });
    if (isSkipped) this.#skippedDepth++;
  }

  #addVoidElement(name: string, attributes: Record<string, string>): void {
    if (this.isSkipping()) return;
    if (name === "img" && this.#readsPicturesInHeadings && this.#kind() === "heading")
      this.#pictured ||= pictureName(attributes);
    if (name === "br") this.#addLineBreak();
    if (name === "hr" && !this.#tables.isInDataRow) this.#flush();
  }

  /**
   * Handles a `br` element. Two consecutive line breaks end the block, as does a single one after a long line. In code
   * and in the rows of data tables, neither ends the block.
   */
  #addLineBreak(): void {
    this.#lineBreaks++;
    const endsParagraph = this.#lineBreaks > 1 || this.#text.length - this.#lineStart > MAX_LINE_LENGTH;
    if (endsParagraph && !this.#tables.isInDataRow && this.#kind() !== "code") this.#flush();
    else {
      this.#text += "\n";
      this.#lineStart = this.#text.length;
    }
  }

  #openCell(): void {
    const index = this.#tables.openCell();
    if (index === null) return;
    if (index > 0) this.#text += " | ";
    this.#cellStart = this.#text.length;
  }

  /**
   * Ends the current block at the start or end of a block element. Within a data table, only the start and end of a row
   * do so.
   */
  #breakBlock(name: string): void {
    if (!BLOCK_ELEMENTS.has(name) || this.isSkipping()) return;
    if (this.#tables.isInDataRow && name !== "tr") {
      const isLayout = LAYOUT_ELEMENTS.has(name) || this.#text.length - this.#cellStart > MAX_CELL_LENGTH;
      if (isLayout && this.#tables.markAsLayout()) this.#flush();
    }
    if (!this.#tables.isInDataRow || name === "tr") this.#flush();
  }

  /** The kind of the current block. Text in a layout table is a paragraph. */
  #kind(): BlockKind {
    const kind = this.#kinds.at(-1)!;
    return kind === "table" && !this.#tables.isInDataRow ? "paragraph" : kind;
  }

  /** Ends the current block. A block without letters or digits is discarded. */
  #flush(): void {
    const kind = this.#kind();
    const written =
      kind === "code"
        ? this.#text.replace(/^\n+|\s+$/g, "")
        : this.#text.split("\n").map(normalizeWhitespace).filter(Boolean).join("\n");
    const text = /[\p{L}\p{N}]/u.test(written) ? written : this.#pictured;
    if (/[\p{L}\p{N}]/u.test(text)) {
      const length = normalizeWhitespace(this.#text).length;
      const links = Math.min(1, this.#linkedLength / Math.max(1, length));
      this.#page.blocks.push({ kind, text, page: null, links });
      this.#page.blockElements.push(this.#openElements.at(-1)?.index ?? -1);
    }
    this.#text = "";
    this.#pictured = "";
    this.#cellStart = 0;
    this.#lineStart = 0;
    this.#linkedLength = 0;
    this.#lineBreaks = 0;
  }
}

const BADGE =
  /badge|shields?\.|travis|codecov|coveralls|nodei\.co|opencollective|\/workflows\/|\b(?:build|build status|status|version|licen[cs]e|coverage|ci|downloads?|chat|npm)\b/iu;

/** What a picture in a heading stands for, without the word "logo". A badge stands for nothing. */
function pictureName({ alt = "", src = "" }: Record<string, string>): string {
  const name = normalizeWhitespace(alt).replace(
    /\s*\b(?:logo(?:type)?|banner|icon)\b\s*$|^(?:the )?(?:logo|banner|icon)(?: (?:of|for|von|de))?\s+/iu,
    "",
  );
  return BADGE.test(`${name} ${src}`) || /^(?:logo|banner|icon|image|picture|bild)?$/iu.test(name) ? "" : name;
}
