import { createHash } from "node:crypto";
import type { CompareOptions, EngineFingerprint, Intake, Options, Question } from "../model/index.ts";

/**
 * Cache keys. A key depends on the content and on everything else that affects the result. It never depends on the
 * user, the channel, or the name or address of the source, so the same content always has the same key. Keys grant no
 * access; postings do.
 */

/** Increment this when the results of extraction or cleaning change. */
const READ_VERSION = 6;
/** Increment this when the shape of cached values changes, or when the results of engines or of verification change. */
const SCHEMA_VERSION = 7;

/** Returns `kind`, a colon, and the hexadecimal SHA-256 hash of the parts and the content. */
export function hashedKey(kind: string, parts: unknown[], content: string | Uint8Array = ""): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).update("\0").update(content);
  return `${kind}:${hash.digest("hex")}`;
}

/** Returns the key of a cleaned document, which depends on the content and the media type of the intake. */
export function documentKey({ mediaType, text, bytes }: Intake): string {
  return hashedKey("document", [READ_VERSION, mediaType, text === null], text ?? bytes);
}

/** Returns the key of a digest, which depends on the text, the engine, its model and prompts, and the options. */
export function digestKey(documentId: string, options: Options, fingerprint: EngineFingerprint): string {
  const { length, style, language, focus, section, sentences } = options;
  return hashedKey("digest", [
    SCHEMA_VERSION,
    READ_VERSION,
    documentId,
    fingerprint,
    length,
    style,
    language,
    focus,
    section,
    sentences,
  ]);
}

/** Returns the key of an answer. Questions that differ only in white space have the same key. */
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

/** Returns the key of a comparison. Swapping the documents gives a different key. */
export function comparisonKey(
  documentIds: string[],
  { language }: CompareOptions,
  fingerprint: EngineFingerprint,
): string {
  return hashedKey("comparison", [SCHEMA_VERSION, READ_VERSION, documentIds, language, fingerprint]);
}
