import type { Extracted, Tell } from "./document.ts";
import type { Intake } from "./source.ts";

/** A format: the media types it reads, and how bytes become blocks. One file each in `src/extract/`. */
export interface Extractor {
  readonly mediaTypes: readonly string[];
  /** @throws PithError `damaged`, `encrypted`, `empty`, `no_text_layer`, `too_large_unpacked` */
  extract(intake: Intake, tell?: Tell): Promise<Extracted>;
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
