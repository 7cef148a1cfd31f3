import { undoMojibake } from "../../text/index.ts";
import { type HtmlPass, readHtml, type Seeing } from "./blocks.ts";
import { hidingOf } from "./styleSheets.ts";

/** A page of which scripts make the text has less than this without them, and at least this much for readers without scripts. */
const LEAST_SHOWN = 250;
const LEAST_UNSCRIPTED = 400;

/** A page as it is meant to be read, and how many characters of text it shows. */
export function readPage(source: string): { pass: HtmlPass; shown: number } {
  const html = undoMojibake(source);
  const hiding = hidingOf(html);
  const read = (seeing: Seeing): { pass: HtmlPass; shown: number } => {
    const pass = readHtml(html, seeing);
    return { pass, shown: lengthOf(pass) };
  };
  const page = read({ hiding });
  if (page.shown >= LEAST_SHOWN) return page;
  const plain = read({ unscripted: true, hiding });
  return plain.shown - page.shown >= LEAST_UNSCRIPTED ? plain : page;
}

const lengthOf = ({ blocks }: HtmlPass): number => blocks.reduce((sum, { text }) => sum + text.length, 0);
