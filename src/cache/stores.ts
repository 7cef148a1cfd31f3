import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Keyv from "keyv";
import { PithError, type Store } from "../model/index.ts";

/** Time limit of an operation. Waiting longer would be worse than computing the value again. */
const OPERATION_MS = 2000;
const CLEAR_EXPIRED_MS = 3_600_000;
/** Capacity of `memory:`, in entries. A digest takes about 20 KB. */
const MEMORY_ENTRIES = 2000;

type Backend = { keyv: Keyv; disconnect(): Promise<unknown> };

/** Time after a failure during which all operations fail at once, so that a dead server does not delay every step. */
const PAUSE_MS = 1000;

/**
 * Opens the store at `memory:`, `sqlite:PATH`, `redis://…` or `postgres://…`. The store connects on the first
 * operation. An operation that fails or takes longer than two seconds throws. For one second after that, all
 * operations fail. The next operation reconnects. Keys in different namespaces on the same URL do not collide.
 * @throws PithError `bad_config` for any other URL
 */
export function openStore(url: string, namespace: string): Store {
  const open = backendOf(url);
  return new KeyvStore(() => open(namespace));
}

/** A Keyv store whose failures are thrown by the operation that met them. */
class KeyvStore implements Store {
  readonly #open: () => Promise<Backend>;
  #backend: Promise<Backend> | null = null;
  /** Operations that have not ended, also those that nobody waits for any more. */
  readonly #operations = new Set<Promise<unknown>>();
  #failure: unknown = null;
  #pausedUntil = 0;
  #isClosed = false;

  constructor(open: () => Promise<Backend>) {
    this.#open = open;
  }

  get(key: string): Promise<unknown> {
    return this.#attempt(
      (keyv) => keyv.get(key) as Promise<unknown>,
      (value) => value === undefined,
    );
  }

  async set(key: string, value: unknown, ttlMs: number): Promise<void> {
    const stored = await this.#attempt(
      (keyv) => keyv.set(key, value, ttlMs),
      (ok) => ok === false,
    );
    if (stored === false) throw new Error("the store did not take the value");
  }

  async delete(key: string): Promise<void> {
    await this.#attempt(
      (keyv) => keyv.delete(key),
      (ok) => ok === false,
    );
  }

  /** Waits for the operations in progress, for as long as they may take, and refuses new ones. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await within(OPERATION_MS, Promise.allSettled(this.#operations));
    const backend = this.#backend;
    this.#backend = null;
    if (backend) await within(OPERATION_MS, this.#disconnect(backend));
  }

  async #connect(): Promise<Backend> {
    const { keyv, disconnect } = await this.#open();
    // Without a listener, a dropped connection would end the process. With one, failed operations resolve to
    // `undefined` or `false`, so the error is stored for the operation to throw.
    keyv.on("error", (error: unknown) => {
      this.#failure = error;
    });
    return { keyv, disconnect };
  }

  async #attempt<T>(operation: (keyv: Keyv) => Promise<T>, isFailure: (result: T) => boolean): Promise<T> {
    if (this.#isClosed) throw new Error("the store is closed");
    if (Date.now() < this.#pausedUntil) throw new Error("the store failed a moment ago");
    this.#failure = null;
    this.#backend ??= this.#connect();
    const timer = new AbortController();
    const timeout = sleep(OPERATION_MS, null, { signal: timer.signal, ref: false }).then(() => {
      throw new Error(`the store did not answer within ${OPERATION_MS} ms`);
    });
    timeout.catch(() => undefined); // rejects with an AbortError if the operation ends first
    try {
      const result = await Promise.race([this.#start(this.#backend, operation), timeout]);
      if (isFailure(result) && this.#failure) throw this.#failure;
      return result;
    } catch (error) {
      this.#pausedUntil = Date.now() + PAUSE_MS;
      await this.#abandon();
      throw error;
    } finally {
      timer.abort();
    }
  }

  #start<T>(backend: Promise<Backend>, operation: (keyv: Keyv) => Promise<T>): Promise<T> {
    const started = backend.then(({ keyv }) => operation(keyv));
    this.#operations.add(started);
    const end = (): boolean => this.#operations.delete(started);
    started.then(end, end);
    return started;
  }

  async #abandon(): Promise<void> {
    const abandoned = this.#backend;
    this.#backend = null;
    if (abandoned) await within(100, this.#disconnect(abandoned));
  }

  /**
   * Disconnects twice, because an operation that is only beginning connects again, which would keep the process from
   * ending. Errors are ignored: the connection is broken anyway.
   */
  async #disconnect(backend: Promise<Backend>): Promise<void> {
    const begun = [...this.#operations];
    const disconnect = (): Promise<unknown> => backend.then((opened) => opened.disconnect()).catch(() => undefined);
    await disconnect();
    await Promise.allSettled(begun);
    await disconnect();
  }
}

/** Waits for a promise for at most `ms` milliseconds. */
const within = (ms: number, promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise, sleep(ms, null, { ref: false })]);

type Open = (namespace: string) => Promise<Backend>;

function backendOf(url: string): Open {
  if (url === "memory:") return openMemory;
  if (url.startsWith("sqlite:")) return (namespace) => openSqlite(url.slice("sqlite:".length), namespace);
  if (/^rediss?:/.test(url)) return (namespace) => openRedis(url, namespace);
  if (/^postgres(?:ql)?:/.test(url)) return (namespace) => openPostgres(url, namespace);
  throw new PithError("bad_config", "CACHE_URL must be memory:, sqlite:PATH, redis://… or postgres://…");
}

async function openMemory(namespace: string): Promise<Backend> {
  return { keyv: new Keyv({ store: new BoundedMap(), namespace }), disconnect: async () => {} };
}

async function openSqlite(path: string, namespace: string): Promise<Backend> {
  mkdirSync(dirname(path), { recursive: true });
  const { default: KeyvSqlite } = await import("@keyv/sqlite");
  const store = new KeyvSqlite({
    uri: `sqlite://${path}`,
    table: "cache",
    wal: true,
    busyTimeout: OPERATION_MS,
    clearExpiredInterval: CLEAR_EXPIRED_MS,
    driver: "node:sqlite",
  });
  store.on("error", () => {}); // Keyv emits the error again
  await store.ready;
  // By default, every set waits 2 ms for the disk. A cache may lose its last entries in a power cut.
  await store.query("PRAGMA synchronous=NORMAL");
  return { keyv: new Keyv({ store, namespace }), disconnect: () => store.disconnect() };
}

async function openRedis(url: string, namespace: string): Promise<Backend> {
  const { default: KeyvRedis } = await import("@keyv/redis");
  const connection = {
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: OPERATION_MS, reconnectStrategy: false as const },
  };
  const store = new KeyvRedis(connection, { throwOnConnectError: true, throwOnErrors: true });
  store.on("error", () => {});
  await store.getClient(); // an operation that finds the connection half open would fail
  return { keyv: new Keyv({ store, namespace }), disconnect: () => store.disconnect(true) };
}

let postgresStoreCount = 0;

async function openPostgres(url: string, namespace: string): Promise<Backend> {
  const { default: KeyvPostgres } = await import("@keyv/postgres");
  const target = new URL(url);
  target.username ||= "postgres"; // in contrast to libpq, the driver has no default user
  const store = new KeyvPostgres({
    uri: target.href,
    table: "pith_cache",
    clearExpiredInterval: CLEAR_EXPIRED_MS,
    connectionTimeoutMillis: OPERATION_MS,
    // A distinct name per store. Stores with equal settings share a pool, so disconnecting one would disconnect all.
    application_name: `pith-cache-${++postgresStoreCount}`,
  });
  store.on("error", () => {});
  return { keyv: new Keyv({ store, namespace }), disconnect: () => store.disconnect() };
}

/** A map of limited size. When it is full, it evicts the entry that was set longest ago. */
class BoundedMap extends Map<string, unknown> {
  override set(key: string, value: unknown): this {
    super.delete(key);
    if (this.size >= MEMORY_ENTRIES) super.delete(this.keys().next().value!);
    return super.set(key, value);
  }
}
