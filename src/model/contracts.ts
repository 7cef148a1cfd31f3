import type { Extracted, ReportProgress } from "./document.ts";
import type { Intake } from "./source.ts";

/** A file format: its media types, and a function that extracts blocks from such a file. See `src/extract/`. */
export interface Extractor {
  readonly mediaTypes: readonly string[];
  /**
   * @throws PithError `damaged` if the content is not valid, `encrypted` if it is protected by a password, `empty` if
   * it has no text (`too_short` if a large web page has hardly any, `no_text_layer` for a scanned PDF),
   * `too_large_unpacked` if it is too large when unpacked
   */
  extract(intake: Intake, reportProgress?: ReportProgress): Promise<Extracted>;
}

/**
 * The key-value store behind the cache. `get` returns undefined for a missing or expired key. An operation that fails
 * throws an error, which the cache treats as a miss.
 */
export interface Store {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs: number): Promise<void>;
  delete(key: string): Promise<void>;
  close(): Promise<void>;
}
