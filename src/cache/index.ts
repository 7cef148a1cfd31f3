import { asPithError, type Run, type Store } from "../model/index.ts";
import { Sharing } from "./singleFlight.ts";

export { answerKey, comparisonKey, digestKey, documentKey, workKey } from "./keys.ts";
export { parseAnswer, parseComparison, parseDigest, parseDocument } from "./parse.ts";
export { openStore } from "./stores.ts";

/** What a piece of work gives: its value, and whether it is whole enough to be kept. A failure's stand-in is not. */
export type Outcome<T> = { value: T; keep: boolean };
export type Found<T> = { value: T; cached: boolean };
export type Counts = { hits: number; misses: number; failures: number };

/** What a stored value must be; undefined for anything else, which then counts as a miss. */
export type Parse<T> = (value: unknown) => T | undefined;

const DAY_MS = 86_400_000;
/** Content-addressed work never goes stale; it is let go when nobody asked for it in a month. */
const KEEP_MS = 30 * DAY_MS;
/** A note is about what may be otherwise soon. */
const NOTE_MS = 600_000;

/**
 * Remembers work that can be done again. Losing it costs only money: a store that fails is a counted miss, is told to
 * `onFailure`, and never fails the work.
 */
export class Cache {
  readonly counts: Counts = { hits: 0, misses: 0, failures: 0 };
  readonly #store: Store;
  readonly #onFailure: (error: unknown) => void;
  readonly #sharing = new Sharing();

  constructor(store: Store, onFailure: (error: unknown) => void) {
    this.#store = store;
    this.#onFailure = onFailure;
  }

  /**
   * The remembered value, or the result of `work`, done once for all who ask at the same time.
   * @param fresh does the work even when a value is remembered, and remembers the new one
   * @throws PithError whatever `work` throws, and `stopped`
   */
  async remember<T>(
    key: string,
    parse: Parse<T>,
    run: Run,
    work: (run: Run) => Promise<Outcome<T>>,
    fresh = false,
  ): Promise<Found<T>> {
    let worked = false;
    const found = await this.#sharing.share(fresh ? `fresh ${key}` : key, run, async (shared) => {
      worked = true;
      const known = fresh ? undefined : await this.#get(key, parse);
      if (known !== undefined) return { value: known, cached: true };
      const { value, keep } = await work(shared);
      if (keep) await this.#set(key, value, KEEP_MS);
      return { value, cached: false };
    });
    // Who joined work that another had begun paid nothing for it, as with a remembered value.
    return worked ? found : { ...found, cached: true };
  }

  /** Notes for ten minutes that something is so. */
  async note(key: string): Promise<void> {
    await this.#set(key, true, NOTE_MS);
  }

  async isNoted(key: string): Promise<boolean> {
    return (await this.#get(key, (value) => (value === true ? value : undefined))) === true;
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
