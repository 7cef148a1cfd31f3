import { Parser } from "htmlparser2";
import { PithError } from "../../model/index.ts";

/** The parts of zipped documents are XML. It is read as a stream of tags: no document type, no entities of its own. */

/**
 * An XML part as text.
 * @throws PithError `damaged` for a part that declares entities, which can grow without end or read other files; and,
 * unless `mayHaveDoctype`, for one with a document type at all: no office program writes one, but e-books have them
 */
export function xmlText(part: Uint8Array | undefined, mayHaveDoctype = false): string {
  const [a, b] = part ?? [];
  const charset = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
  const xml = new TextDecoder(charset).decode(part);
  if (/<!ENTITY/i.test(xml) || (!mayHaveDoctype && /<!DOCTYPE/i.test(xml)))
    throw new PithError("damaged", "it declares entities");
  return xml;
}

export type Attributes = Record<string, string>;
export type XmlHandlers = {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** Tells the tags and texts of an XML text in order. Only the five entities of XML and numbers are decoded. */
export function walkXml(xml: string, { open, text, close }: XmlHandlers): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open?.(name, attributes),
      ontext: (piece) => text?.(piece),
      onclosetag: (name) => close?.(name),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
}

/**
 * What becomes of an element in HTML: a tag round its content, its content alone, a text in its place, a note that moves
 * behind the text, or nothing.
 */
export type Turn = { tag: string; attributes?: Attributes } | { instead: string } | "content" | "note" | "nothing";

const VOID = new Set(["br", "hr", "img", "wbr", "meta", "link", "col", "input", "source", "track", "area", "base"]);
const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/**
 * An XML text as the HTML that `turn` makes of its elements, and its notes apart. References to characters stay as they
 * are written, so that those of HTML, which e-books use, are decoded where the HTML is read.
 */
export function turnXml(
  xml: string,
  turn: (name: string, attributes: Attributes) => Turn,
): { html: string; notes: string } {
  const out = { html: [] as string[], notes: [] as string[] };
  const ends: { name: string; html: string; note: boolean; gone: boolean }[] = [];
  let notes = 0;
  let gone = 0;
  let literal = false;
  const put = (text: string): void => {
    if (gone === 0) out[notes > 0 ? "notes" : "html"].push(text);
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const turned = turn(name, attributes);
        const end = { name, html: "", note: turned === "note", gone: turned === "nothing" };
        if (typeof turned === "object" && "instead" in turned) {
          put(turned.instead);
          end.gone = true;
        } else if (typeof turned === "object") {
          put(`<${turned.tag}${attributesOf(turned.attributes)}>`);
          if (!VOID.has(turned.tag)) end.html = `</${turned.tag}>`;
        }
        if (end.note) notes++;
        if (end.note) put("<div>");
        if (end.note) end.html = "</div>";
        if (end.gone) gone++;
        ends.push(end);
      },
      ontext: (text) => put(literal ? escaped(text) : text),
      oncdatastart() {
        literal = true;
      },
      oncdataend() {
        literal = false;
      },
      onclosetag() {
        const end = ends.pop();
        if (!end) return;
        if (end.gone) gone--;
        put(end.html);
        if (end.note) notes--;
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xml);
  return { html: out.html.join(""), notes: out.notes.join("") };
}

function attributesOf(attributes: Attributes = {}): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value.replace(/"/g, "&quot;")}"`)
    .join("");
}
