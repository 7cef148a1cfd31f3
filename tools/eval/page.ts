import type { Digest, Document } from "../../src/model/index.ts";
import { DEFAULT_LOCALE, digestHtml, translatorFor } from "../../src/present/index.ts";

/** Renders an HTML page with the table of metrics and, for each digest, its source with the quotes marked. */
export function renderEvaluationPage(
  heading: string,
  table: string,
  digests: { id: string; digest: Digest; document: Document }[],
): string {
  const sections = digests.map(({ id, digest, document }) => {
    const page = digestHtml(digest, document, translatorFor(DEFAULT_LOCALE), id);
    const unverified = digest.claims.filter(({ status }) => status === "unverified");
    const unverifiedItems = unverified.map(
      ({ text, reasons }) => `<li>${escapeHtml(text)} <small>${reasons.join(", ")}</small></li>`,
    );
    return `<details><summary>${escapeHtml(digest.document.title ?? id)} · ${digest.claims.length - unverified.length} of ${digest.claims.length} verified</summary>
<iframe sandbox srcdoc="${escapeHtml(page)}"></iframe>${unverifiedItems.length ? `<h2>Unverified claims</h2><ul>${unverifiedItems.join("")}</ul>` : ""}</details>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(heading)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
pre{overflow-x:auto}iframe{width:100%;height:70vh;border:1px solid #8886}summary{cursor:pointer;padding:.3rem 0}</style></head>
<body><h1>${escapeHtml(heading)}</h1><pre>${escapeHtml(table)}</pre>
${sections.join("\n")}
</body></html>
`;
}

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
