import { Parser } from "htmlparser2";
import { PithError } from "../../model/index.ts";

/**
 * Decodes an XML part as UTF-16 or UTF-8, depending on its byte order mark. A missing part yields an empty string.
 * @param allowDoctype whether the part can have a document type declaration; e-books have one, Office documents do not
 * @throws PithError `damaged` if the part declares entities, which could expand without limit or include other files,
 * or if it has a document type declaration that is not allowed
 */
export function decodeXml(part: Uint8Array | undefined, allowDoctype = false): string {
  const [a, b] = part ?? [];
  const charset = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
  const xml = new TextDecoder(charset).decode(part);
  if (/<!ENTITY/i.test(xml) || (!allowDoctype && /<!DOCTYPE/i.test(xml)))
    throw new PithError("damaged", "it contains entity declarations");
  return xml;
}

/** The attributes of an element by name. */
export type Attributes = Record<string, string>;

/** Callbacks for the tokens of an XML source. */
export type XmlHandlers = {
  onOpenTag?(name: string, attributes: Attributes): void;
  onText?(text: string): void;
  onCloseTag?(name: string): void;
};

/** Parses XML and calls the handlers for its tokens. Decodes character references and the five predefined entities. */
export function walkXml(xml: string, { onOpenTag, onText, onCloseTag }: XmlHandlers): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => onOpenTag?.(name, attributes),
      ontext: (text) => onText?.(text),
      onclosetag: (name) => onCloseTag?.(name),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
}

/**
 * How an XML element is converted to HTML: to an element around its converted content, to a replacement text, to its
 * converted content only, to a note, or to nothing.
 */
export type ElementMapping =
  | { tag: string; attributes?: Attributes }
  | { replacement: string }
  | "content"
  | "note"
  | "skip";
/** Decides how an element is converted to HTML. */
export type ElementMapper = (name: string, attributes: Attributes) => ElementMapping;

const VOID_ELEMENTS = new Set("br hr img wbr meta link col input source track area base".split(" "));

/**
 * Converts XML to HTML, and returns the notes separately. Character references are decoded only when the HTML is
 * parsed, because e-books can contain HTML entities.
 */
export function xmlToHtml(xml: string, mapElement: ElementMapper): { html: string; notes: string } {
  const writer = new HtmlWriter();
  let isCdata = false;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => writer.open(mapElement(name, attributes)),
      ontext: (text) => writer.write(isCdata ? escapeHtml(text) : text),
      oncdatastart() {
        isCdata = true;
      },
      oncdataend() {
        isCdata = false;
      },
      onclosetag: () => writer.close(),
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xml);
  return writer.output();
}

/** Collects the converted elements as HTML, with notes in a separate list. */
class HtmlWriter {
  readonly #html: string[] = [];
  readonly #notes: string[] = [];
  readonly #openElements: { endTag: string; isNote: boolean; isSkipped: boolean }[] = [];
  #noteDepth = 0;
  #skippedDepth = 0;

  open(mapping: ElementMapping): void {
    const element = { endTag: "", isNote: mapping === "note", isSkipped: mapping === "skip" };
    if (element.isNote) {
      this.#noteDepth++;
      this.write("<div>");
      element.endTag = "</div>";
    } else if (typeof mapping === "object" && "replacement" in mapping) {
      this.write(mapping.replacement);
      element.isSkipped = true;
    } else if (typeof mapping === "object") {
      this.write(`<${mapping.tag}${serializeAttributes(mapping.attributes)}>`);
      if (!VOID_ELEMENTS.has(mapping.tag)) element.endTag = `</${mapping.tag}>`;
    }
    if (element.isSkipped) this.#skippedDepth++;
    this.#openElements.push(element);
  }

  close(): void {
    const element = this.#openElements.pop();
    if (!element) return;
    if (element.isSkipped) this.#skippedDepth--;
    this.write(element.endTag);
    if (element.isNote) this.#noteDepth--;
  }

  write(html: string): void {
    if (this.#skippedDepth > 0) return;
    (this.#noteDepth > 0 ? this.#notes : this.#html).push(html);
  }

  output(): { html: string; notes: string } {
    return { html: this.#html.join(""), notes: this.#notes.join("") };
  }
}

const escapeHtml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function serializeAttributes(attributes: Attributes = {}): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value.replace(/"/g, "&quot;")}"`)
    .join("");
}
