import { type BlockKind, type Extractor, type Meta, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { rowBlock } from "../table.ts";
import { tidy } from "../text/plainText.ts";
import { charsetOfFont, charsetOfPage } from "./charsets.ts";
import { type RtfToken, rtfTokens } from "./tokens.ts";

/** Groups nest a few deep; a file of nothing but braces is an attack. */
const DEEPEST = 2_000;

/** Rich Text Format (Specification 1.9.1): paragraphs, headings by outline level, lists, rows of tables, notes. */
export const rtf: Extractor = {
  mediaTypes: ["application/rtf"],
  async extract({ mediaType, bytes }) {
    const file = Buffer.from(bytes ?? []).toString("latin1");
    const { blocks, meta } = new RtfReader().read(rtfTokens(file));
    return { mediaType, blocks, meta, coverage: null, flat: false, removed: [] };
  },
};

/** Where text of a group goes: into the document, a note, a property, a row of the font table, or nowhere. */
type Target = "text" | "note" | "title" | "author" | "fonts" | "styles" | "nowhere";
type Group = {
  target: Target;
  charset: string;
  /** How many characters stand in for a `\u` where it is not known. */
  fallback: number;
  hidden: boolean;
  heading: boolean;
  list: boolean;
  row: boolean;
};

/** Destinations whose text is not the document's. An unknown one is marked with `\*`. */
const NOWHERE = new Set(
  "colortbl info pict object header headerl headerr headerf footer footerl footerr footerf fldinst listtable listoverridetable revtbl rsidtbl filetbl themedata datastore generator xmlnstbl annotation atnid atnauthor atndate ftnsep ftnsepc aftnsep nonshppict bkmkstart bkmkend tc xe pntext listtext".split(
    " ",
  ),
);
const TARGETS: Record<string, Target> = {
  footnote: "note",
  title: "title",
  author: "author",
  fonttbl: "fonts",
  stylesheet: "styles",
};
const SIGNS: Record<string, string> = {
  tab: " ", line: "\n", "~": "\u00a0", _: "\u2011", "\\": "\\", "{": "{", "}": "}", emdash: "—", endash: "–", emspace: " ", enspace: " ",
  qmspace: " ", bullet: "•", lquote: "‘", rquote: "’", ldblquote: "“", rdblquote: "”",
}; // biome-ignore format: one list

class RtfReader {
  readonly #blocks: RawBlock[] = [];
  readonly #notes: RawBlock[] = [];
  readonly #meta = { title: "", author: "" };
  readonly #fonts = new Map<number, string>();
  readonly #headings = new Set<number>();
  #pageCharset = "windows-1252";
  #group: Group = {
    target: "text",
    charset: "windows-1252",
    fallback: 1,
    hidden: false,
    heading: false,
    list: false,
    row: false,
  };
  readonly #outer: Group[] = [];
  /** The font or style that the tables are defining. */
  #defining = 0;
  #text = "";
  #note = "";
  #cells: string[] = [];
  #bytes: number[] = [];
  #skip = 0;
  /** A group begins: its first control word may make it a destination. */
  #fresh = false;
  #ignorable = false;

  read(tokens: Iterable<RtfToken>): { blocks: RawBlock[]; meta: Meta } {
    for (const token of tokens) this.#take(token);
    this.#endParagraph();
    const { title, author } = this.#meta;
    const heading = this.#blocks[0]?.kind === "heading" ? this.#blocks[0].text : null;
    return {
      blocks: [...this.#blocks, ...this.#notes],
      meta: { ...NO_META, title: tidy(title) || heading, byline: tidy(author) || null },
    };
  }

  #take(token: RtfToken): void {
    if (token.is === "byte") {
      if (this.#skip > 0) this.#skip--;
      else this.#bytes.push(token.byte);
      return;
    }
    this.#endBytes();
    if (token.is === "open") {
      if (this.#outer.length > DEEPEST) throw new PithError("damaged", "its groups nest too deep");
      this.#outer.push({ ...this.#group });
      this.#fresh = true;
      this.#ignorable = false;
      this.#skip = 0;
    } else if (token.is === "close") {
      const outer = this.#outer.pop();
      if (this.#group.target === "note" && outer?.target !== "note") this.#endNote();
      if (outer) this.#group = outer;
      this.#fresh = false;
      this.#skip = 0;
    } else if (token.is === "text") {
      const shown = token.text.slice(this.#skip);
      this.#skip = Math.max(0, this.#skip - token.text.length);
      this.#fresh = false;
      // Bytes above 127 that nobody escaped are in the charset too.
      if (/[\x80-\xff]/.test(shown)) {
        this.#put(new TextDecoder(this.#group.charset).decode(Buffer.from(shown, "latin1")));
      } else this.#put(shown);
    } else this.#word(token.word, token.value);
  }

  #word(word: string, value: number | null): void {
    const group = this.#group;
    if (word === "*") {
      this.#ignorable = true;
      return;
    }
    if (this.#fresh) {
      this.#fresh = false;
      const target = TARGETS[word];
      if (target && (target !== "note" || group.target === "text")) group.target = target;
      else if (NOWHERE.has(word)) group.target = "nowhere";
      else if (this.#ignorable && word !== "shppict" && word !== "shpinst") group.target = "nowhere";
      if (word === "listtext" || word === "pntext") (this.#outer.at(-1) ?? group).list = true;
    }
    const sign = SIGNS[word];
    if (sign !== undefined) this.#put(sign);
    else if (word === "u" && value !== null) this.#unicode(value);
    else if (word === "par" || word === "sect" || word === "page") this.#endParagraph();
    else if (word === "cell" || word === "nestcell") this.#endCell();
    else if (word === "row" || word === "nestrow") this.#endRow();
    else this.#setting(word, value);
  }

  #setting(word: string, value: number | null): void {
    const group = this.#group;
    const on = value !== 0;
    if (word === "ansicpg") group.charset = this.#pageCharset = charsetOfPage(value);
    else if (word === "mac") group.charset = this.#pageCharset = "macintosh";
    else if (word === "uc") group.fallback = Math.min(10, value ?? 1);
    else if (word === "v" || word === "deleted") group.hidden = on;
    else if (word === "plain") group.hidden = false;
    else if (word === "intbl") group.row = true;
    else if (word === "outlinelevel") {
      if (group.target === "styles") this.#headings.add(this.#defining);
      else group.heading = (value ?? 9) < 9;
    } else if (word === "ls") group.list = (value ?? 0) > 0;
    else if (word === "pard") Object.assign(group, { heading: false, list: false, row: false });
    else if (word === "s") {
      this.#defining = value ?? 0;
      if (group.target === "text") group.heading = this.#headings.has(value ?? 0);
    } else if (word === "f") {
      this.#defining = value ?? 0;
      if (group.target !== "fonts") group.charset = this.#fonts.get(value ?? 0) ?? this.#pageCharset;
    } else if (word === "fcharset") this.#fonts.set(this.#defining, charsetOfFont(value) ?? this.#pageCharset);
  }

  #unicode(value: number): void {
    const unit = value < 0 ? value + 0x10000 : value;
    if (unit > 0 && unit <= 0xffff) this.#put(String.fromCharCode(unit));
    this.#skip = this.#group.fallback;
  }

  #endBytes(): void {
    if (!this.#bytes.length) return;
    this.#put(new TextDecoder(this.#group.charset).decode(Uint8Array.from(this.#bytes)));
    this.#bytes = [];
  }

  #put(text: string): void {
    const { target, hidden } = this.#group;
    if (hidden) return;
    if (target === "text") this.#text += text;
    else if (target === "note") this.#note += text;
    else if (target === "title" || target === "author") this.#meta[target] += text;
    else if (target === "styles" && /^(?:heading|überschrift|titre) [1-9]/i.test(text))
      this.#headings.add(this.#defining);
  }

  #endParagraph(): void {
    const { target, row, heading, list } = this.#group;
    if (target === "note") this.#note += "\n";
    if (target !== "text") return;
    // Paragraphs inside a cell are parts of its line.
    if (row) this.#text += " ";
    else this.#add(this.#blocks, heading ? "heading" : list ? "list" : "paragraph", this.#text);
    if (!row) this.#text = "";
  }

  #endCell(): void {
    this.#cells.push(this.#text);
    this.#text = "";
  }

  #endRow(): void {
    const block = rowBlock(this.#cells);
    if (block) this.#blocks.push(block);
    this.#cells = [];
  }

  #endNote(): void {
    this.#add(this.#notes, "note", this.#note);
    this.#note = "";
  }

  #add(blocks: RawBlock[], kind: BlockKind, text: string): void {
    const shown = text.split("\n").map(tidy).filter(Boolean).join("\n");
    if (/[\p{L}\p{N}]/u.test(shown)) blocks.push({ kind, text: shown, page: null, links: 0 });
  }
}
