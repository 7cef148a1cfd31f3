import { createHash } from "node:crypto";
import type { CompareOptions, EngineFingerprint, Intake, Options, Question } from "../model/index.ts";

/**
 * Cache keys. A key depends on the content and on everything that shapes the result, never on the user, the place, the name
 * or the address: the same article gets the same key. A key grants no access; that depends on postings.
 */

/** Increment when extraction or cleaning changes its results. */
const READ_VERSION = 5;
/** Increment when the stored shape of results changes, or when engines or verification change their results. */
const SCHEMA_VERSION = 5;

/** `kind` and a SHA-256 of the parts and the content, in hex. */
export function hashedKey(kind: string, parts: unknown[], content: string | Uint8Array = ""): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).update("\0").update(content);
  return `${kind}:${hash.digest("hex")}`;
}

/** Key of a cleaned document: the bytes and their media type. */
export function documentKey({ mediaType, text, bytes }: Intake): string {
  return hashedKey("document", [READ_VERSION, mediaType, text === null], text ?? bytes);
}

/** Key of a digest: the text's hash, the engine with its model and prompts, and the options. */
export function digestKey(documentId: string, options: Options, fingerprint: EngineFingerprint): string {
  const { length, style, language, focus, sentences } = options;
  return hashedKey("digest", [
    SCHEMA_VERSION,
    READ_VERSION,
    documentId,
    fingerprint,
    length,
    style,
    language,
    focus,
    sentences,
  ]);
}

/** Key of an answer. White space in the question does not matter. */
export function answerKey(documentIds: string[], question: Question, fingerprint: EngineFingerprint): string {
  return hashedKey("answer", [
    SCHEMA_VERSION,
    documentIds,
    question.text.trim().replace(/\s+/g, " "),
    question.language,
    question.talk ?? [],
    fingerprint,
  ]);
}

/** Key of a comparison. The order of the documents matters. */
export function comparisonKey(
  documentIds: string[],
  { language }: CompareOptions,
  fingerprint: EngineFingerprint,
): string {
  return hashedKey("comparison", [SCHEMA_VERSION, READ_VERSION, documentIds, language, fingerprint]);
}
