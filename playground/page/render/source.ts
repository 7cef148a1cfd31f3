import type { Document, Span } from "../../../src/model/index.ts";
import { type Html, html } from "./html.ts";

/**
 * A dialog with the cleaned text of a document and its highlighted quotes.
 * @param spans spans of the quotes in UTF-16 code units, in the order of the text, without overlaps
 */
export function renderSourceDialog(document: Document, spans: Span[]): Html {
  const { text, blocks, title } = document;
  const paragraphs = blocks.map(
    (block, i) =>
      html`<p><span class="small" aria-hidden="true">${i + 1}</span> ${renderBlock(text, block, spans)}</p>`,
  );
  const places = spans.map(({ start, end }) => `${start} to ${end}`).join(", ");
  return html`<dialog class="source" aria-labelledby="dialog-title">
    <h2 id="dialog-title">${title ?? "The source"}</h2>
    <p class="small">The cleaned text, with the quote where it stands in it: characters ${places}</p>
    <div class="words" tabindex="0" role="region" aria-label="Source text">${paragraphs}</div>
    <p class="row end"><button type="button" class="button primary" data-close>Close</button></p>
  </dialog>`;
}

function renderBlock(text: string, { start, end }: Span, spans: Span[]): Html {
  const parts: (Html | string)[] = [];
  let at = start;
  for (const span of spans) {
    const [markStart, markEnd] = [Math.max(start, span.start), Math.min(end, span.end)];
    if (markStart >= markEnd) continue;
    parts.push(text.slice(at, markStart), html`<mark>${text.slice(markStart, markEnd)}</mark>`);
    at = markEnd;
  }
  return html`${[...parts, text.slice(at, end)]}`;
}
