import type { Digest, Document, Quote } from "../model/index.ts";
import type { Say } from "./catalogue/index.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);

const STYLE =
  "body{font:1.05rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}" +
  "mark{background:#ffe9a8}sup{font:.7rem sans-serif}" +
  "header{border-bottom:1px solid #ddd;margin-bottom:1.5rem}.p{white-space:pre-wrap}" +
  "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#181818}mark{background:#5a4a12;color:inherit}}";

/** A page with the whole cleaned text and every quote of the digest marked in it; no script, no outside request. `name` heads what has no title. */
export function digestHtml(digest: Digest, document: Document, say: Say, name: string | null = null): string {
  const quotes = distinct([
    ...digest.points.flatMap((point) => point.quotes),
    ...digest.claims.flatMap((claim) => (claim.quote ? [claim.quote] : [])),
  ]);
  const paragraphs = document.blocks.map(
    ({ start, end }) => `<p class="p">${marked(document.text, start, end, quotes)}</p>`,
  );
  const title = escapeHtml(digest.document.title ?? name ?? say("untitled"));
  const claims = digest.claims
    .filter((claim) => claim.quote)
    .map((claim) => {
      const at = quotes.findIndex((q) => q.start === claim.quote?.start && q.end === claim.quote.end);
      return `<li>${escapeHtml(claim.text)} <a href="#q${at + 1}">[${at + 1}]</a></li>`;
    });
  return `<!doctype html>
<html lang="${escapeHtml(document.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLE}</style></head>
<body><header><h1>${title}</h1><p>${escapeHtml(digest.gist)}</p><ul>${claims.join("")}</ul></header>
<main>
${paragraphs.join("\n")}
</main></body></html>
`;
}

function distinct(quotes: Quote[]): Quote[] {
  const bySpan = new Map(quotes.map((quote) => [`${quote.start}-${quote.end}`, quote]));
  return [...bySpan.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** One paragraph with its marks. Quotes may overlap, so the paragraph is cut at every edge and each piece marked once. */
function marked(text: string, start: number, end: number, quotes: Quote[]): string {
  const inside = quotes.filter((quote) => quote.start < end && quote.end > start);
  const edges = [start, end, ...inside.flatMap((q) => [Math.max(start, q.start), Math.min(end, q.end)])];
  const cuts = [...new Set(edges)].sort((a, b) => a - b);
  let html = "";
  for (const [i, from] of cuts.slice(0, -1).entries()) {
    const to = cuts[i + 1]!;
    const piece = escapeHtml(text.slice(from, to));
    const covered = inside.some((quote) => quote.start <= from && quote.end >= to);
    const opening = inside
      .filter((quote) => quote.start === from)
      .map((quote) => `<a id="q${quotes.indexOf(quote) + 1}"></a>`);
    html += opening.join("") + (covered ? `<mark>${piece}</mark>` : piece);
    for (const quote of inside.filter((q) => q.end === to)) html += `<sup>[${quotes.indexOf(quote) + 1}]</sup>`;
  }
  return html;
}
