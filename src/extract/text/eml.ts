import PostalMime, { type Email } from "postal-mime";
import { type Coverage, type Extractor, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { readHtml } from "../html/blocks.ts";
import { plainText, tidy } from "./plainText.ts";

/** Parts within parts beyond this are an attack; mail programs make five. */
const DEEPEST = 32;

/** A mail (RFC 5322 and MIME): subject, sender and date, and its text. Attachments are named and not read. */
export const eml: Extractor = {
  mediaTypes: ["message/rfc822"],
  async extract({ mediaType, bytes }) {
    const mail = await parse(bytes ?? new Uint8Array());
    const blocks = await blocksOf(mail);
    const date = mail.date ? new Date(mail.date) : null;
    const { name = "", address = "" } = mail.from ?? {};
    return {
      mediaType,
      blocks,
      meta: {
        ...NO_META,
        title: tidy(mail.subject ?? "") || null,
        byline: tidy(name) || address || null,
        published: date && !Number.isNaN(date.getTime()) ? date.toISOString() : null,
      },
      coverage: coverageOf(mail),
      flat: false,
      removed: [],
    };
  },
};

async function parse(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: DEEPEST });
  } catch (cause) {
    throw new PithError("damaged", null, { cause });
  }
}

/** The plain text, unless the HTML says clearly more: some programs only write "see the HTML version" in the former. */
async function blocksOf(mail: Email): Promise<RawBlock[]> {
  const fromHtml = mail.html ? readHtml(mail.html).blocks : [];
  const fromText = mail.text ? await linesOf(mail.text) : [];
  return lengthOf(fromText) * 2 >= lengthOf(fromHtml) ? fromText : fromHtml;
}

const lengthOf = (blocks: RawBlock[]): number => blocks.reduce((sum, block) => sum + block.text.length, 0);

/** Lines that answer somebody begin with ">" (RFC 3676, 4.5): they are quotes, apart from the lines round them. */
async function linesOf(text: string): Promise<RawBlock[]> {
  const parts = text.replace(/\r\n?/g, "\n").match(/(?:^>.*\n?)+|(?:^(?!>).*(?:\n|$))+/gm) ?? [];
  const read = parts.map(async (part) => {
    const isQuote = part.startsWith(">");
    const bare = isQuote ? part.replace(/^(?:> ?)+/gm, "") : part;
    const { blocks } = await plainText.extract({
      mediaType: "text/plain",
      name: null,
      url: null,
      text: bare,
      bytes: null,
    });
    return isQuote ? blocks.map((block): RawBlock => ({ ...block, kind: "quote" })) : blocks;
  });
  return (await Promise.all(read)).flat();
}

/** Pictures that are part of the HTML are no attachments. */
function coverageOf({ attachments }: Email): Coverage | null {
  const files = attachments.filter(({ related, disposition }) => !related && disposition !== "inline");
  if (!files.length) return null;
  const names = files.slice(0, 5).map(({ filename, mimeType }) => tidy(filename ?? "").slice(0, 80) || mimeType);
  const more = files.length > names.length ? " and more" : "";
  const note = `${files.length} ${files.length === 1 ? "attachment was" : "attachments were"} not read: ${names.join(", ")}${more}`;
  return { unit: "section", read: 1, total: 1 + files.length, note };
}
