import { type BlockKind, type Extractor, type Meta, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { ownAuthor, ownTitle } from "../properties.ts";
import { tableRowBlock } from "../table.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { codePageCharset, fontCharset } from "./charsets.ts";
import { type RtfToken, tokenizeRtf } from "./tokenizer.ts";

/** Maximum nesting depth of groups, far above that of real documents. */
const MAX_DEPTH = 2_000;

/** Rich Text Format (Specification 1.9.1): paragraphs, headings by outline level or style, lists, table rows and notes. */
export const rtf: Extractor = {
  mediaTypes: ["application/rtf"],
  async extract({ mediaType, bytes }) {
    const source = Buffer.from(bytes ?? []).toString("latin1");
    const { blocks, meta } = new RtfParser().parse(tokenizeRtf(source));
    return { mediaType, blocks, meta, coverage: null, flat: false, removed: [] };
  },
};

/** The destination of the text in a group: the document, a note, a document property, the font or style table, or none. */
type Destination = "text" | "note" | "title" | "author" | "fontTable" | "styleSheet" | "skipped";

/** The state of a group. Nested groups inherit it, and their changes are undone when they end. */
type Group = {
  destination: Destination;
  charset: string;
  /** Number of fallback characters after each `\u`, for readers without Unicode support. It is set by `\uc`. */
  fallbackLength: number;
  isHidden: boolean;
  isHeading: boolean;
  isList: boolean;
  isInTable: boolean;
};

/** Destinations by control word. */
const DESTINATIONS: Record<string, Destination> = {
  footnote: "note",
  title: "title",
  author: "author",
  fonttbl: "fontTable",
  stylesheet: "styleSheet",
};
/** Control words of destinations whose text is not part of the document. */
const SKIPPED_DESTINATIONS = new Set([
  ..."header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc aftnsep".split(" "),
  ..."annotation atnid atnauthor atndate bkmkstart bkmkend tc xe fldinst pntext listtext".split(" "),
  ..."colortbl listtable listoverridetable revtbl rsidtbl filetbl xmlnstbl".split(" "),
  ..."info generator themedata datastore pict nonshppict object".split(" "),
]);
/** Characters by the control word or symbol that represents them. */
const CHARACTERS: Record<string, string> = {
  tab: " ",
  line: "\n",
  "~": "\u00a0",
  _: "\u2011",
  "\\": "\\",
  "{": "{",
  "}": "}",
  emdash: "—",
  endash: "–",
  emspace: " ",
  enspace: " ",
  qmspace: " ",
  bullet: "•",
  lquote: "‘",
  rquote: "’",
  ldblquote: "“",
  rdblquote: "”",
};
/** The outline level of body text. Headings have lower levels, starting at 0. */
const BODY_OUTLINE_LEVEL = 9;
/** Upper bound of `fallbackLength`. Larger values of `\uc` are clamped. */
const MAX_FALLBACK_LENGTH = 10;
/** The names of heading styles in English, German and French. */
const HEADING_STYLE_NAME = /^(?:heading|überschrift|titre) [1-9]/i;

/** Builds the blocks and the metadata of a document from its tokens. */
class RtfParser {
  readonly #blocks: RawBlock[] = [];
  readonly #notes: RawBlock[] = [];
  readonly #properties = { title: "", author: "" };
  /** WHATWG encoding labels by font number. */
  readonly #fontCharsets = new Map<number, string>();
  /** Style numbers of headings. */
  readonly #headingStyles = new Set<number>();
  #documentCharset = "windows-1252";
  #group: Group = {
    destination: "text",
    charset: "windows-1252",
    fallbackLength: 1,
    isHidden: false,
    isHeading: false,
    isList: false,
    isInTable: false,
  };
  readonly #outerGroups: Group[] = [];
  /** Number of the current entry of the font table or the style sheet. */
  #entryNumber = 0;
  /** Text of the current paragraph or table cell. */
  #text = "";
  /** Text of the current note. */
  #note = "";
  #cells: string[] = [];
  /** Bytes still to be decoded. They are collected, because a single character can take several hexadecimal escapes. */
  #bytes: number[] = [];
  /** Number of fallback characters still to be skipped. */
  #charactersToSkip = 0;
  /** Whether the next control word is the first of a group and can set its destination. */
  #isGroupStart = false;
  /** Whether `\*` precedes the destination. An unknown destination is then skipped. */
  #isIgnorable = false;

  parse(tokens: Iterable<RtfToken>): { blocks: RawBlock[]; meta: Meta } {
    for (const token of tokens) this.#readToken(token);
    this.#endParagraph();
    const title = ownTitle(normalizeWhitespace(this.#properties.title));
    const author = ownAuthor(normalizeWhitespace(this.#properties.author));
    const heading = this.#blocks[0]?.kind === "heading" ? this.#blocks[0].text : null;
    return {
      blocks: [...this.#blocks, ...this.#notes],
      meta: { ...NO_META, title: title || heading, byline: author || null },
    };
  }

  #readToken(token: RtfToken): void {
    if (token.type === "byte") {
      if (this.#charactersToSkip > 0) this.#charactersToSkip--;
      else this.#bytes.push(token.byte);
      return;
    }
    this.#decodeBytes();
    if (token.type === "open") this.#openGroup();
    else if (token.type === "close") this.#closeGroup();
    else if (token.type === "text") this.#readText(token.text);
    else this.#readWord(token.word, token.value);
  }

  #openGroup(): void {
    if (this.#outerGroups.length > MAX_DEPTH) throw new PithError("damaged", "its groups are nested too deeply");
    this.#outerGroups.push({ ...this.#group });
    this.#isGroupStart = true;
    this.#isIgnorable = false;
    this.#charactersToSkip = 0;
  }

  #closeGroup(): void {
    const outer = this.#outerGroups.pop();
    if (this.#group.destination === "note" && outer?.destination !== "note") this.#endNote();
    if (outer) this.#group = outer;
    this.#isGroupStart = false;
    this.#charactersToSkip = 0;
  }

  #readText(source: string): void {
    const text = source.slice(this.#charactersToSkip);
    this.#charactersToSkip = Math.max(0, this.#charactersToSkip - source.length);
    this.#isGroupStart = false;
    // Unescaped bytes above 127 are in the charset of the group, like escaped ones.
    this.#append(/[\x80-\xff]/.test(text) ? this.#decode(Buffer.from(text, "latin1")) : text);
  }

  #readWord(word: string, value: number | null): void {
    if (word === "*") {
      this.#isIgnorable = true;
      return;
    }
    if (this.#isGroupStart) this.#readDestination(word);
    const character = CHARACTERS[word];
    if (character !== undefined) this.#append(character);
    else if (word === "u" && value !== null) this.#appendUnicode(value);
    else if (word === "par" || word === "sect" || word === "page") this.#endParagraph();
    else if (word === "cell" || word === "nestcell") this.#endCell();
    else if (word === "row" || word === "nestrow") this.#endRow();
    else this.#readFormat(word, value);
  }

  #readDestination(word: string): void {
    const group = this.#group;
    this.#isGroupStart = false;
    const destination = DESTINATIONS[word];
    if (destination && (destination !== "note" || group.destination === "text")) group.destination = destination;
    else if (SKIPPED_DESTINATIONS.has(word)) group.destination = "skipped";
    else if (this.#isIgnorable && word !== "shppict" && word !== "shpinst") group.destination = "skipped";
    // A list item begins with a group that contains its bullet or number.
    if (word === "listtext" || word === "pntext") (this.#outerGroups.at(-1) ?? group).isList = true;
  }

  #readFormat(word: string, value: number | null): void {
    const group = this.#group;
    if (word === "ansicpg") group.charset = this.#documentCharset = codePageCharset(value);
    else if (word === "mac") group.charset = this.#documentCharset = "macintosh";
    else if (word === "uc") group.fallbackLength = Math.min(MAX_FALLBACK_LENGTH, value ?? 1);
    else if (word === "v" || word === "deleted") group.isHidden = value !== 0;
    else if (word === "plain") group.isHidden = false;
    else if (word === "intbl") group.isInTable = true;
    else if (word === "outlinelevel") this.#readOutlineLevel(value ?? BODY_OUTLINE_LEVEL);
    else if (word === "ls") group.isList = (value ?? 0) > 0;
    else if (word === "pard") Object.assign(group, { isHeading: false, isList: false, isInTable: false });
    else if (word === "s") this.#readStyle(value ?? 0);
    else if (word === "f") this.#readFont(value ?? 0);
    else if (word === "fcharset")
      this.#fontCharsets.set(this.#entryNumber, fontCharset(value) ?? this.#documentCharset);
  }

  #readOutlineLevel(level: number): void {
    if (this.#group.destination === "styleSheet") this.#headingStyles.add(this.#entryNumber);
    else this.#group.isHeading = level < BODY_OUTLINE_LEVEL;
  }

  #readStyle(number: number): void {
    this.#entryNumber = number;
    if (this.#group.destination === "text") this.#group.isHeading = this.#headingStyles.has(number);
  }

  #readFont(number: number): void {
    this.#entryNumber = number;
    if (this.#group.destination === "fontTable") return;
    this.#group.charset = this.#fontCharsets.get(number) ?? this.#documentCharset;
  }

  /** Appends a UTF-16 code unit. RTF represents it as a signed 16-bit number. */
  #appendUnicode(value: number): void {
    const codeUnit = value < 0 ? value + 0x10000 : value;
    if (codeUnit > 0 && codeUnit <= 0xffff) this.#append(String.fromCharCode(codeUnit));
    this.#charactersToSkip = this.#group.fallbackLength;
  }

  #decode(bytes: Uint8Array): string {
    return new TextDecoder(this.#group.charset).decode(bytes);
  }

  #decodeBytes(): void {
    if (!this.#bytes.length) return;
    this.#append(this.#decode(Uint8Array.from(this.#bytes)));
    this.#bytes = [];
  }

  #append(text: string): void {
    const { destination, isHidden } = this.#group;
    if (isHidden) return;
    if (destination === "text") this.#text += text;
    else if (destination === "note") this.#note += text;
    else if (destination === "title" || destination === "author") this.#properties[destination] += text;
    else if (destination === "styleSheet" && HEADING_STYLE_NAME.test(text)) this.#headingStyles.add(this.#entryNumber);
  }

  #endParagraph(): void {
    const { destination, isInTable, isHeading, isList } = this.#group;
    if (destination === "note") this.#note += "\n";
    if (destination !== "text") return;
    if (isInTable) {
      this.#text += " "; // the paragraphs of a cell are joined
      return;
    }
    this.#addBlock(this.#blocks, isHeading ? "heading" : isList ? "list" : "paragraph", this.#text);
    this.#text = "";
  }

  #endCell(): void {
    this.#cells.push(this.#text);
    this.#text = "";
  }

  #endRow(): void {
    const block = tableRowBlock(this.#cells);
    if (block) this.#blocks.push(block);
    this.#cells = [];
  }

  #endNote(): void {
    this.#addBlock(this.#notes, "note", this.#note);
    this.#note = "";
  }

  /** Adds a block if its text contains a letter or a digit. */
  #addBlock(blocks: RawBlock[], kind: BlockKind, source: string): void {
    const text = source.split("\n").map(normalizeWhitespace).filter(Boolean).join("\n");
    if (/[\p{L}\p{N}]/u.test(text)) blocks.push({ kind, text, page: null, links: 0 });
  }
}
