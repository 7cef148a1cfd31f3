import type { Document, Span } from "../../../src/model/index.ts";
import { type Html, html } from "./html.ts";

/**
 * A dialog with the cleaned text of a document and one highlighted quote.
 * @param quote span in UTF-16 code units
 */
export function renderSourceDialog(document: Document, quote: Span): Html {
  const { text, blocks, title } = document;
  const paragraphs = blocks.map(({ start, end }, i) => {
    const [markStart, markEnd] = [Math.max(start, quote.start), Math.min(end, quote.end)];
    const content =
      markStart < markEnd
        ? html`${text.slice(start, markStart)}<mark>${text.slice(markStart, markEnd)}</mark>${text.slice(markEnd, end)}`
        : text.slice(start, end);
    return html`<p><span class="small" aria-hidden="true">${i + 1}</span> ${content}</p>`;
  });
  return html`<dialog class="source" aria-labelledby="dialog-title">
    <h2 id="dialog-title">${title ?? "The source"}</h2>
    <p class="small">The cleaned text, with the quote where it stands in it: characters ${quote.start} to ${quote.end}</p>
    <div class="words" tabindex="0" role="region" aria-label="Source text">${paragraphs}</div>
    <p class="row end"><button type="button" class="button primary" data-close>Close</button></p>
  </dialog>`;
}
