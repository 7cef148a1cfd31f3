export { type HtmlElement, type ParsedHtml, parseHtml } from "./blocks.ts";
export { findJsonLdArticle, type JsonLdArticle } from "./jsonLd.ts";
export { hiddenElementMatcher } from "./styleSheets.ts";
