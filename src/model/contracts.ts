import type { DraftAnswer, DraftDigest, EngineChoice, EngineMark, Options } from "./digest.ts";
import type { Document, Extracted, Tell } from "./document.ts";
import type { Run } from "./run.ts";
import type { Intake } from "./source.ts";

/** A format: the media types it reads, and how bytes become blocks. One file each in `src/extract/`. */
export interface Extractor {
  readonly mediaTypes: readonly string[];
  /** @throws PithError `damaged`, `encrypted`, `empty`, `no_text_layer`, `too_large_unpacked` */
  extract(intake: Intake, tell?: Tell): Promise<Extracted>;
}

/** `language` is BCP-47, or `auto`: that of the question. */
export type Question = { text: string; language: string; engine: EngineChoice };

/**
 * Whoever writes digests and answers. What an engine returns is a draft: every quote in it is checked against the
 * text by `src/verify/` before anybody sees it.
 */
export interface Engine {
  /** Who writes, as it stands in the digest and in the cache key. */
  mark(task: "digest" | "answer"): EngineMark;
  /** @throws PithError `model_unavailable`, `model_refused`, `model_truncated`, `stopped` */
  digest(document: Document, options: Options, run: Run): Promise<DraftDigest>;
  /** @throws PithError as `digest` */
  answer(documents: Document[], question: Question, run: Run): Promise<DraftAnswer>;
}

/**
 * A key-value store whose loss costs only money. `get` gives undefined for what is missing or expired; an operation
 * that fails throws, and the cache above counts it as a miss.
 */
export interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
