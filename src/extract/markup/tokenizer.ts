import { Parser } from "htmlparser2";

/**
 * Callbacks for the tokens of an HTML source. `onCloseTag` is called for every open tag, even that of a void element.
 */
export type TokenHandlers = {
  onOpenTag(name: string, attributes: Record<string, string>): void;
  onText(chunk: string): void;
  onCloseTag(name: string): void;
  /** Whether the content of the current element is skipped. */
  isSkipping(): boolean;
};

/** Maximum nesting depth, as in Chromium (`kMaximumHTMLParserDOMTreeDepth`). Deeper elements become siblings. */
const MAX_DEPTH = 512;

/** Tokenises HTML, in time linear in its length regardless of nesting. */
export function tokenizeHtml(html: string, handlers: TokenHandlers): void {
  new DepthLimitedParser(html, handlers).end(html);
}

/**
 * A parser with a limit on nesting. htmlparser2 searches all open elements for each closing tag, which takes quadratic
 * time on deeply nested input. This parser ignores closing tags without an open element, and closes the current element
 * before opening one beyond `MAX_DEPTH`. In skipped content, closing an element would end the skipping too early, so
 * tags beyond `MAX_DEPTH` are dropped there instead.
 */
class DepthLimitedParser extends Parser {
  readonly #html: string;
  readonly #handlers: TokenHandlers;
  /** Offsets of the open elements' tag names in the source, in UTF-16 units. */
  readonly #openTags: [start: number, end: number][] = [];
  /** Number of open elements by tag name. */
  readonly #openCounts = new Map<string, number>();
  /** Number of dropped opening tags by tag name. Their closing tags must be dropped too. */
  readonly #droppedCounts = new Map<string, number>();
  /** Offsets of the tag name read last, in UTF-16 units. */
  #tagName: [start: number, end: number] = [0, 0];

  constructor(html: string, handlers: TokenHandlers) {
    super(
      {
        onopentag: (name, attributes) => {
          if (!this.isVoidElement(name)) {
            this.#openTags.push(this.#tagName);
            add(this.#openCounts, name.toLowerCase(), 1);
          }
          handlers.onOpenTag(name, attributes);
        },
        ontext: (chunk) => handlers.onText(chunk),
        onclosetag: (name) => {
          if (!this.isVoidElement(name)) {
            this.#openTags.pop();
            add(this.#openCounts, name.toLowerCase(), -1);
          }
          handlers.onCloseTag(name);
          if (!handlers.isSkipping()) this.#droppedCounts.clear();
        },
      },
      { decodeEntities: true, lowerCaseTags: true },
    );
    this.#html = html;
    this.#handlers = handlers;
  }

  override onopentagname(start: number, end: number): void {
    const isTooDeep = this.#openTags.length >= MAX_DEPTH;
    if (isTooDeep && this.#handlers.isSkipping()) {
      // The base class ignores a tag whose name it does not receive.
      add(this.#droppedCounts, this.#nameAt(start, end), 1);
      return;
    }
    if (isTooDeep) super.onclosetag(...this.#openTags.at(-1)!);
    this.#tagName = [start, end];
    super.onopentagname(start, end);
  }

  override onclosetag(start: number, end: number): void {
    const name = this.#nameAt(start, end);
    if (this.#droppedCounts.get(name)) add(this.#droppedCounts, name, -1);
    // As in browsers, `</p>` and `</br>` without an open element create an empty element.
    else if (this.#openCounts.get(name) || name === "p" || name === "br") super.onclosetag(start, end);
  }

  #nameAt(start: number, end: number): string {
    return this.#html.slice(start, end).toLowerCase();
  }
}

function add(counts: Map<string, number>, name: string, change: number): void {
  counts.set(name, (counts.get(name) ?? 0) + change);
}
