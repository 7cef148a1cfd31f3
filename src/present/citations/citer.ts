import type { Digest, Document, Quote } from "../../model/index.ts";
import type { Translate } from "../catalogue/index.ts";
import type { Cite } from "../mark.ts";
import { linkableAddress, withPage, withTextDirective } from "./address.ts";
import { PageText } from "./pageText.ts";
import { textFragment } from "./textFragment.ts";

/** Where the quotes of a document come from. */
export type CitedSource = {
  /** The stored document, or only its metadata if it is not stored (any more). */
  document: Document | Digest["document"];
  /** The web address that was posted, or null for an upload or pasted text. */
  address: string | null;
  /** The link to the Discord message that holds the file, or null if there is none that the readers may see. */
  upload: string | null;
};

/** Maximum length of the address of a citation, in UTF-16 units: a card of 4,000 characters shows about seven of them. */
const MAX_ADDRESS_LENGTH = 500;
const MESSAGE_LINK = /^https:\/\/discord\.com\/channels\/(?:@me|\d+)\/\d+\/\d+$/;

/**
 * Creates a function that cites quotes of the sources: by page or paragraph, with an address that opens the source there.
 * A web page opens at the very words, a PDF file at the page, an upload at its message. The address is null if there is
 * nothing to link or it is too long. Addresses are safe in a masked link, `[label](<address>)`.
 */
export function createCiter(sources: CitedSource[], translate: Translate): Cite {
  const addressOf = new Map(sources.map((source) => [source.document.id, createAddresser(source)]));
  return (quote) => {
    const label =
      quote.page === null
        ? translate("markParagraph", { n: quote.paragraph })
        : translate("markPage", { n: quote.page });
    return { label, address: addressOf.get(quote.document)?.(quote) ?? null };
  };
}

/** Returns a function that gives the address at which a quote can be read, or null. */
function createAddresser({ document, address, upload }: CitedSource): (quote: Quote) => string | null {
  const base = address === null ? null : linkableAddress(address);
  if (base === null) return () => (upload !== null && MESSAGE_LINK.test(upload) ? upload : null);
  const addressOf = locatorFor(document, base);
  return (quote) => {
    const located = addressOf(quote);
    return located !== null && located.length <= MAX_ADDRESS_LENGTH ? located : null;
  };
}

/** Returns a function that adds the place of a quote to an address, as far as the format of the document allows. */
function locatorFor(document: CitedSource["document"], base: string): (quote: Quote) => string | null {
  const { mediaType } = document;
  if (mediaType === "application/pdf") return ({ page }) => (page === null ? base : withPage(base, page));
  const isPlainText = mediaType === "text/plain" || mediaType === "text/markdown";
  const isText = isPlainText || mediaType === "text/html";
  if (!isText || !("text" in document)) return () => base;
  let page: PageText | null = null; // built for the first quote
  return (quote) => {
    if (document.text.slice(quote.start, quote.end) !== quote.text) return base;
    page ??= new PageText(document);
    const room = MAX_ADDRESS_LENGTH - withTextDirective(base, "").length;
    const directive = textFragment(page, quote, isPlainText, room);
    return directive === null ? null : withTextDirective(base, directive);
  };
}
