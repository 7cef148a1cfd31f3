import { type HtmlPass, readHtml } from "./blocks.ts";
import { putRight } from "./misread.ts";

/** A page of which scripts make the text has less than this without them, and at least this much for readers without scripts. */
const LEAST_SHOWN = 250;
const LEAST_UNSCRIPTED = 400;

/** A page as it is meant to be read, and how many characters of text it shows. */
export function readPage(source: string): { pass: HtmlPass; shown: number } {
  const html = putRight(source);
  const pass = readHtml(html);
  const shown = lengthOf(pass);
  if (shown >= LEAST_SHOWN) return { pass, shown };
  const plain = readHtml(html, { unscripted: true });
  const plainShown = lengthOf(plain);
  return plainShown - shown >= LEAST_UNSCRIPTED ? { pass: plain, shown: plainShown } : { pass, shown };
}

const lengthOf = ({ blocks }: HtmlPass): number => blocks.reduce((sum, { text }) => sum + text.length, 0);
