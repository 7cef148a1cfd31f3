import type { Digest, Document } from "../../src/model/index.ts";
import { digestHtml, sayIn, USUAL } from "../../src/present/index.ts";

/** Digests on one page: a list to choose from, and each with its quotes marked in the source's text. No script. */
export function evaluationPage(
  heading: string,
  table: string,
  digests: { id: string; digest: Digest; document: Document }[],
): string {
  const shown = digests.map(({ id, digest, document }) => {
    const page = digestHtml(digest, document, sayIn(USUAL), id);
    const unverified = digest.claims.filter(({ status }) => status === "unverified");
    const rest = unverified.map(
      ({ text, reasons }) => `<li>${escaped(text)} <small>${reasons.join(", ")}</small></li>`,
    );
    return `<details><summary>${escaped(digest.document.title ?? id)} · ${digest.claims.length - unverified.length} of ${digest.claims.length} verified</summary>
<iframe sandbox srcdoc="${escaped(page)}"></iframe>${rest.length ? `<h2>Not found in the text</h2><ul>${rest.join("")}</ul>` : ""}</details>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(heading)}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
pre{overflow-x:auto}iframe{width:100%;height:70vh;border:1px solid #8886}summary{cursor:pointer;padding:.3rem 0}</style></head>
<body><h1>${escaped(heading)}</h1><pre>${escaped(table)}</pre>
${shown.join("\n")}
</body></html>
`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
