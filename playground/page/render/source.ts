import type { Document, Span } from "../../../src/model/index.ts";
import { type Html, html } from "./html.ts";

/** The cleaned text of a document in a window, with one quote marked in it. */
export function sourceWindow(document: Document, quote: Span): Html {
  const { text, blocks, title } = document;
  const paragraphs = blocks.map(({ start, end }, i) => {
    const [from, to] = [Math.max(start, quote.start), Math.min(end, quote.end)];
    const inside =
      from < to
        ? html`${text.slice(start, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to, end)}`
        : text.slice(start, end);
    return html`<p><span class="small" aria-hidden="true">${i + 1}</span> ${inside}</p>`;
  });
  return html`<dialog class="source" aria-labelledby="dialog-title">
    <h2 id="dialog-title">${title ?? "The source"}</h2>
    <p class="small">The cleaned text, with the quote where it stands in it: characters ${quote.start} to ${quote.end}</p>
    <div class="words" tabindex="0" role="region" aria-label="Source text">${paragraphs}</div>
    <p class="row end"><button type="button" class="button primary" data-close>Close</button></p>
  </dialog>`;
}
