import PostalMime, { type Email } from "postal-mime";
import { type Coverage, type Extractor, NO_META, PithError, type RawBlock } from "../../model/index.ts";
import { parseHtml } from "../markup/index.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { plainText } from "./plainText.ts";

/** Maximum nesting depth of MIME parts. Mail programs nest them about five levels deep. */
const MAX_NESTING_DEPTH = 32;
/** Maximum number of attachment names in the coverage note. */
const MAX_ATTACHMENT_NAMES = 5;
/** Length to which attachment names are truncated, in UTF-16 units. */
const MAX_NAME_LENGTH = 80;

/** Email messages (RFC 5322, MIME). Attachments are not read; the coverage note lists them. */
export const eml: Extractor = {
  mediaTypes: ["message/rfc822"],
  async extract({ mediaType, bytes }) {
    const email = await parseEmail(bytes ?? new Uint8Array());
    const date = email.date ? new Date(email.date) : null;
    const { name = "", address = "" } = email.from ?? {};
    return {
      mediaType,
      blocks: await bodyBlocks(email),
      meta: {
        ...NO_META,
        title: normalizeWhitespace(email.subject ?? "") || null,
        byline: normalizeWhitespace(name) || address || null,
        published: date && !Number.isNaN(date.getTime()) ? date.toISOString() : null,
      },
      coverage: coverageOf(email),
      flat: false,
      removed: [],
    };
  },
};

async function parseEmail(bytes: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, { maxNestingDepth: MAX_NESTING_DEPTH });
  } catch (cause) {
    throw new PithError("damaged", null, { cause });
  }
}

/**
 * The blocks of the plain-text body, or of the HTML body if it has more than twice as much text. Some programs put only
 * a reference to the HTML version into the plain-text body.
 */
async function bodyBlocks(email: Email): Promise<RawBlock[]> {
  const htmlBlocks = email.html ? parseHtml(email.html).blocks : [];
  const textBlocks = email.text ? await plainTextBlocks(email.text) : [];
  return lengthOf(textBlocks) * 2 >= lengthOf(htmlBlocks) ? textBlocks : htmlBlocks;
}

const lengthOf = (blocks: RawBlock[]): number => blocks.reduce((sum, block) => sum + block.text.length, 0);

/** The blocks of a plain-text body. Lines that start with ">" are quotes (RFC 3676, 4.5). */
async function plainTextBlocks(text: string): Promise<RawBlock[]> {
  const sections = text.replace(/\r\n?/g, "\n").match(/(?:^>.*\n?)+|(?:^(?!>).*(?:\n|$))+/gm) ?? [];
  const extracted = sections.map(async (section) => {
    const isQuote = section.startsWith(">");
    const content = isQuote ? section.replace(/^(?:> ?)+/gm, "") : section;
    const intake = { mediaType: "text/plain", name: null, url: null, text: content, bytes: null };
    const { blocks } = await plainText.extract(intake);
    return isQuote ? blocks.map((block): RawBlock => ({ ...block, kind: "quote" })) : blocks;
  });
  return (await Promise.all(extracted)).flat();
}

/**
 * The coverage, with a note naming up to `MAX_ATTACHMENT_NAMES` attachments, or null if there are no attachments.
 * Inline parts do not count as attachments.
 */
function coverageOf({ attachments }: Email): Coverage | null {
  const files = attachments.filter(({ related, disposition }) => !related && disposition !== "inline");
  if (!files.length) return null;
  const names = files
    .slice(0, MAX_ATTACHMENT_NAMES)
    .map(({ filename, mimeType }) => normalizeWhitespace(filename ?? "").slice(0, MAX_NAME_LENGTH) || mimeType);
  const more = files.length > names.length ? " and more" : "";
  const note = `${files.length} ${files.length === 1 ? "attachment was" : "attachments were"} not read: ${names.join(", ")}${more}`;
  return { unit: "section", read: 1, total: 1 + files.length, note };
}
