import { asPithError, type Store, type TaskContext } from "../model/index.ts";
import { SingleFlight } from "./singleFlight.ts";

export { answerKey, comparisonKey, digestKey, documentKey, hashedKey } from "./keys.ts";
export { parseAnswer, parseComparison, parseDigest, parseDocument } from "./parse.ts";
export { openStore } from "./stores.ts";

/** A computed value. `keep` is whether to cache the value: false, for example, for the result of a fallback. */
export type Outcome<T> = { value: T; keep: boolean };
export type Found<T> = { value: T; cached: boolean };
export type Counts = { hits: number; misses: number; failures: number };

/** Validates a stored value. Returns undefined if it is invalid, which counts as a miss. */
export type Parse<T> = (value: unknown) => T | undefined;

const DAY_MS = 86_400_000;
/** Lifetime of a cached value. Keys depend on the content, so values never become stale. */
const KEEP_MS = 30 * DAY_MS;

/**
 * Caches results that can be computed again. A failure of the store never makes the computation fail: it is treated as
 * a miss and reported to `onFailure`.
 */
export class Cache {
  readonly counts: Counts = { hits: 0, misses: 0, failures: 0 };
  readonly #store: Store;
  readonly #onFailure: (error: unknown) => void;
  readonly #singleFlight = new SingleFlight();

  constructor(store: Store, onFailure: (error: unknown) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /**
   * Returns the cached value. If there is none, computes and caches it, once for all concurrent callers.
   * @param bypassCache compute the value even if it is cached, and replace the cached one
   * @throws PithError `stopped` if the task is cancelled; otherwise, what `compute` throws
   */
  async remember<T>(
    key: string,
    parse: Parse<T>,
    context: TaskContext,
    compute: (context: TaskContext) => Promise<Outcome<T>>,
    bypassCache = false,
  ): Promise<Found<T>> {
    let hasComputed = false;
    const found = await this.#singleFlight.do(bypassCache ? `fresh ${key}` : key, context, async (shared) => {
      hasComputed = true;
      const known = bypassCache ? undefined : await this.#get(key, parse);
      if (known !== undefined) return { value: known, cached: true };
      const { value, keep } = await compute(shared);
      if (keep) await this.#set(key, value, KEEP_MS);
      return { value, cached: false };
    });
    // A caller that joined a running computation caused no cost, so it gets the value as if it had been cached.
    return hasComputed ? found : { ...found, cached: true };
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  async #get<T>(key: string, parse: Parse<T>): Promise<T | undefined> {
    try {
      const stored = await this.#store.get(key);
      const value = stored === undefined ? undefined : parse(stored);
      this.counts[value === undefined ? "misses" : "hits"]++;
      return value;
    } catch (error) {
      this.counts.misses++;
      this.#failed(error);
      return undefined;
    }
  }

  async #set(key: string, value: unknown, ttlMs: number): Promise<void> {
    try {
      await this.#store.set(key, value, ttlMs);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.counts.failures++;
    this.#onFailure(asPithError(error));
  }
}
