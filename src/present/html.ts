import type { Digest, Document, Quote } from "../model/index.ts";
import type { Translate } from "./catalogue/index.ts";
import { allQuotes, furtherClaims, gistStatement, isComputed, pointStatements, type Statement } from "./statements.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char]!);

const STYLE =
  "body{font:1.05rem/1.6 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}" +
  "mark{background:#ffe9a8}sup{font:.7rem sans-serif}" +
  "header{border-bottom:1px solid #ddd;margin-bottom:1.5rem}.p{white-space:pre-wrap}" +
  "@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#181818}mark{background:#5a4a12;color:inherit}}";

/**
 * Renders an HTML page with the gist, points and further claims, and the whole text with every quote highlighted.
 * The page has no scripts and makes no requests. `name` is shown if the document has no title.
 */
export function digestHtml(
  digest: Digest,
  document: Document,
  translate: Translate,
  name: string | null = null,
): string {
  const quotes = allQuotes(digest).sort((a, b) => a.start - b.start || b.end - a.end);
  const statement = ({ text, quotes: own }: Statement): string => {
    const numbers = own.map((one) => 1 + quotes.findIndex((q) => q.start === one.start && q.end === one.end));
    return `${escapeHtml(text)}${numbers.map((n) => ` <a href="#q${n}">[${n}]</a>`).join("")}`;
  };
  const paragraphs = document.blocks.map(
    ({ start, end }) => `<p class="p">${highlightQuotes(document.text, start, end, quotes)}</p>`,
  );
  const title = escapeHtml(digest.document.title ?? name ?? translate("untitled"));
  const gist = statement(gistStatement(digest));
  const items = [...pointStatements(digest), ...furtherClaims(digest)].map((one) => `<li>${statement(one)}</li>`);
  const note = isComputed(digest) ? `<p><small>${escapeHtml(translate("computed"))}</small></p>` : "";
  return `<!doctype html>
<html lang="${escapeHtml(document.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${STYLE}</style></head>
<body><header><h1>${title}</h1><p>${gist}</p><ul>${items.join("")}</ul>${note}</header>
<main>
${paragraphs.join("\n")}
</main></body></html>
`;
}

/**
 * Renders one paragraph with its quotes highlighted and numbered. Quotes can overlap, so the paragraph is split at
 * every start and end of a quote, and each piece is highlighted at most once.
 */
function highlightQuotes(text: string, start: number, end: number, quotes: Quote[]): string {
  const inside = quotes.filter((quote) => quote.start < end && quote.end > start);
  const offsets = [start, end, ...inside.flatMap((q) => [Math.max(start, q.start), Math.min(end, q.end)])];
  const boundaries = [...new Set(offsets)].sort((a, b) => a - b);
  let html = "";
  for (const [i, from] of boundaries.slice(0, -1).entries()) {
    const to = boundaries[i + 1]!;
    const piece = escapeHtml(text.slice(from, to));
    const isQuoted = inside.some((quote) => quote.start <= from && quote.end >= to);
    const anchors = inside
      .filter((quote) => quote.start === from)
      .map((quote) => `<a id="q${quotes.indexOf(quote) + 1}"></a>`);
    html += anchors.join("") + (isQuoted ? `<mark>${piece}</mark>` : piece);
    for (const quote of inside.filter((q) => q.end === to)) html += `<sup>[${quotes.indexOf(quote) + 1}]</sup>`;
  }
  return html;
}
