import { createHash } from "node:crypto";
import type { Comparing, EngineMark, Intake, Options, PostedSource, Question, Work } from "../model/index.ts";
import { canonicalUrl } from "../text/index.ts";

/**
 * The keys of work, all of them. A key is made of content and of what shapes the result, never of who asked, where,
 * or under which name or address: the same article is the same work. It opens nothing; access hangs on postings.
 */

/** Raised when the reading of bytes (extraction, cleaning) changes its results. */
const READ_VERSION = 5;
/** Raised when the shape of a stored digest or answer changes, or when engines or verification come to other results. */
const SCHEMA_VERSION = 5;

function key(kind: string, parts: unknown[], content: string | Uint8Array = ""): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).update("\0").update(content);
  return `${kind}:${hash.digest("hex")}`;
}

/** The work of reading bytes: the same bytes read as the same type. */
export function documentKey({ mediaType, text, bytes }: Intake): string {
  return key("document", [READ_VERSION, mediaType, text === null], text ?? bytes);
}

/** The work of digesting a cleaned text: its hash, the engine with its model and prompt, and every option. */
export function digestKey(documentId: string, options: Options, mark: EngineMark): string {
  const { length, style, language, focus, sentences } = options;
  return key("digest", [SCHEMA_VERSION, READ_VERSION, documentId, mark, length, style, language, focus, sentences]);
}

/** The work of answering a question from cleaned texts. */
export function answerKey(documentIds: string[], question: Question, mark: EngineMark): string {
  return key("answer", [
    SCHEMA_VERSION,
    documentIds,
    question.text.trim().replace(/\s+/g, " "),
    question.language,
    question.talk ?? [],
    mark,
  ]);
}

/** The work of comparing two cleaned texts, in the order in which they are shown. */
export function comparisonKey(documentIds: string[], { language }: Comparing, mark: EngineMark): string {
  return key("comparison", [SCHEMA_VERSION, READ_VERSION, documentIds, language, mark]);
}

/**
 * A piece of work before anything of it is read, so that the same thing asked for at once is one job. An attachment is
 * known by its path: the rest of its address is a signature that changes.
 */
export function workKey(work: Work): string {
  if (work.kind === "ask")
    return key("ask", [work.postings, work.question, ...(work.source ? [sourceKey(work.source)] : [])]);
  if (work.kind === "digest") return key("anew", [work.posting, work.options, work.fresh]);
  if (work.kind === "compare") {
    const sides = work.sides.map((side) => ("url" in side ? { url: canonicalUrl(side.url) } : side));
    return key("compare", [sides, work.options]);
  }
  return key("summarise", [sourceKey(work.source), work.options, work.fresh]);
}

function sourceKey(source: PostedSource): unknown[] {
  if (source.from === "text") return ["text", source.text, source.mediaType];
  if (source.from === "url") return ["url", canonicalUrl(source.url)];
  return ["attachment", source.url.split("?", 1)[0], source.name, source.mediaType];
}
