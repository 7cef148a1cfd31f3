import type { Compilable, CompiledQuery, Kysely } from "kysely";
import { PithError } from "../../model/index.ts";
import type { Tables } from "./tables.ts";

/**
 * The body of an atomic transaction, which yields queries and receives their rows. It is a generator rather than an
 * async function, because on SQLite it must run within one turn of the event loop. The cache may use the same file and
 * waits for locks synchronously. If a transaction stayed open across turns, that wait would keep it from finishing and
 * releasing its lock.
 */
export type Transaction<T> = Generator<CompiledQuery, T, unknown[]>;

/** Executes one query inside a transaction and returns its rows. */
export function* execute<R>(query: Compilable<R>): Transaction<R[]> {
  return (yield query.compile()) as R[];
}

/** A database driver, either for SQLite or for Postgres. */
export interface Backend {
  /** Query builder. It only compiles queries; `execute` and `transaction` execute them. */
  db: Kysely<Tables>;
  execute(query: CompiledQuery): Promise<unknown[]>;
  /** Runs a transaction. `body` is called again if the transaction is retried after a conflict. */
  transaction<T>(body: () => Transaction<T>): Promise<T>;
  close(): Promise<void>;
}

/** A backend that converts errors to PithErrors and waits for operations in flight before it closes. */
export class Database {
  readonly db: Kysely<Tables>;
  readonly #backend: Backend;
  readonly #inFlight = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.db = backend.db;
  }

  /**
   * Executes a single statement, which is atomic by itself.
   * @throws PithError `internal` if the statement fails or the database is closed
   */
  execute<R>(query: Compilable<R>): Promise<R[]> {
    return this.#track(() => this.#backend.execute(query.compile())) as Promise<R[]>;
  }

  /**
   * Runs a transaction; see `Backend.transaction`.
   * @throws PithError `internal` if a statement fails or the database is closed, or the PithError that `body` throws
   */
  transaction<T>(body: () => Transaction<T>): Promise<T> {
    return this.#track(() => this.#backend.transaction(body));
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled(this.#inFlight);
      await this.#backend.close();
    })();
    return this.#closing;
  }

  async #track<T>(operation: () => Promise<T>): Promise<T> {
    if (this.#closing) throw new PithError("internal", null, { cause: new Error("the records are closed") });
    const running = operation();
    this.#inFlight.add(running);
    try {
      return await running;
    } catch (error) {
      throw error instanceof PithError ? error : new PithError("internal", null, { cause: error });
    } finally {
      this.#inFlight.delete(running);
    }
  }
}

/** Returns the `code` of an error (SQLite result code, SQLSTATE or errno name), or an empty string if it has none. */
export const errorCode = (error: unknown): string => String((error as { code?: unknown }).code ?? "");
