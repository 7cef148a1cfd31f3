import type { Extracted, ReportProgress } from "./document.ts";
import type { Intake } from "./source.ts";

/** A file format: its media types, and how to turn its bytes into blocks. One file per format in `src/extract/`. */
export interface Extractor {
  readonly mediaTypes: readonly string[];
  /** @throws PithError `damaged`, `encrypted`, `empty`, `no_text_layer`, `too_large_unpacked` */
  extract(intake: Intake, tell?: ReportProgress): Promise<Extracted>;
}

/**
 * The key-value store behind the cache. `get` returns undefined for a missing or expired key. A failing operation throws,
 * and the cache treats it as a miss.
 */
export interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
