import { Parser } from "htmlparser2";

/** What is told of HTML in its order. Each element that is opened is closed, void ones at once. */
export type TagHandlers = {
  opened(name: string, attributes: Record<string, string>): void;
  text(chunk: string): void;
  closed(name: string): void;
  /** Whether what is read now is never shown. */
  unseen(): boolean;
};

/** As deep as Chromium nests elements (kMaximumHTMLParserDOMTreeDepth): what would stand deeper stands side by side. */
const DEEPEST = 512;

/** Tells the tags and texts of HTML, in a time linear in its length whatever its nesting. */
export function walkHtml(html: string, handlers: TagHandlers): void {
  new Walker(html, handlers).end(html);
}

/**
 * The parser looks through all open elements for each closing tag, so two rules come before it: a closing tag of which no
 * element is open is dropped, and no more than DEEPEST elements are open. One that would be too deep closes the one before
 * it, unless that hides what is in it: then the tag is dropped, and the closing tag that belongs to it.
 */
class Walker extends Parser {
  readonly #html: string;
  readonly #unseen: () => boolean;
  /** Where the tag names of the open elements stand in the source, and how many of each name are open or dropped. */
  readonly #open: [start: number, end: number][] = [];
  readonly #count = new Map<string, number>();
  readonly #dropped = new Map<string, number>();
  #tag: [start: number, end: number] = [0, 0];

  constructor(html: string, { opened, text, closed, unseen }: TagHandlers) {
    super(
      {
        onopentag: (name, attributes) => {
          if (!this.isVoidElement(name)) {
            this.#open.push(this.#tag);
            change(this.#count, name.toLowerCase(), 1);
          }
          opened(name, attributes);
        },
        ontext: text,
        onclosetag: (name) => {
          if (!this.isVoidElement(name)) {
            this.#open.pop();
            change(this.#count, name.toLowerCase(), -1);
          }
          closed(name);
          if (!unseen()) this.#dropped.clear();
        },
      },
      { decodeEntities: true, lowerCaseTags: true },
    );
    this.#html = html;
    this.#unseen = unseen;
  }

  override onopentagname(start: number, end: number): void {
    const tooDeep = this.#open.length >= DEEPEST;
    if (tooDeep && this.#unseen()) {
      // A tag that the parser never hears the name of is nothing to it, with all its attributes.
      change(this.#dropped, this.#nameAt(start, end), 1);
      return;
    }
    if (tooDeep) super.onclosetag(...this.#open.at(-1)!);
    this.#tag = [start, end];
    super.onopentagname(start, end);
  }

  override onclosetag(start: number, end: number): void {
    const name = this.#nameAt(start, end);
    if (this.#dropped.get(name)) change(this.#dropped, name, -1);
    // A lone end of a paragraph or a line break is an empty one.
    else if (this.#count.get(name) || name === "p" || name === "br") super.onclosetag(start, end);
  }

  #nameAt(start: number, end: number): string {
    return this.#html.slice(start, end).toLowerCase();
  }
}

const change = (counts: Map<string, number>, name: string, by: number): void => {
  counts.set(name, (counts.get(name) ?? 0) + by);
};
