import { type Extracted, type Extractor, PithError, type RawBlock } from "../../model/index.ts";
import { metaOf } from "./htmlMeta.ts";
import { type BodyModel, bodyOf } from "./mainContent.ts";
import { readPage } from "./page.ts";

/** A page of so many characters of source of which fewer letters are left is one that builds itself with scripts. */
const LARGE_PAGE = 20_000;
const LEAST_TEXT = 250;
/** Under this many characters a page has too little for its traits to tell anything. */
const SMALL_PAGE = 300;
/** A page of so many blocks is a list of something; their traits would take seconds. */
const MOST_BLOCKS = 20_000;
/** Where each line stands so often in the mean, the page is made of repeats. */
const MOST_REPEATED = 8;
/** What is found is the page's own text when it has at least this many characters. */
const LEAST_BODY = 140;

export const html: Extractor = {
  mediaTypes: ["text/html"],
  async extract({ text }) {
    return extractHtml(text ?? "");
  },
};

/**
 * A web page as blocks: its own text, or everything that can be seen when that cannot be told from the rest.
 * @throws PithError `empty`, `too_short`
 */
export function extractHtml(source: string, model?: BodyModel): Extracted {
  const { pass, shown } = readPage(source);
  const { blocks } = pass;
  if (shown === 0) throw new PithError(source.length > LARGE_PAGE ? "too_short" : "empty");
  if (source.length > LARGE_PAGE && shown < LEAST_TEXT) throw new PithError("too_short", `${shown} characters of text`);
  const meta = metaOf(pass);
  const whole = { mediaType: "text/html", blocks, meta, coverage: null, flat: false, removed: [] };
  const lines = distinct(blocks);
  if (shown < SMALL_PAGE || blocks.length > MOST_BLOCKS || blocks.length >= MOST_REPEATED * lines.length) return whole;
  const { kept, rules } = bodyOf(pass, model);
  const body = blocks.filter((_, i) => kept.has(i));
  // Cleaning it as flat text takes repeats out, and leaves nothing of a page that is made of them.
  if (lengthOf(body) < LEAST_BODY) return { ...whole, flat: lengthOf(lines) >= LEAST_BODY };
  const removed = Array.from(rules, ([i, rule]) => ({ rule, text: blocks[i]!.text }));
  return { ...whole, blocks: body, removed };
}

const distinct = (blocks: RawBlock[]): RawBlock[] => [...new Map(blocks.map((block) => [block.text, block])).values()];

const lengthOf = (blocks: RawBlock[]): number => blocks.reduce((sum, block) => sum + block.text.length, 0);
