import type { Compilable, CompiledQuery, Kysely } from "kysely";
import { PithError } from "../../model/index.ts";
import type { Tables } from "./tables.ts";

/**
 * Work on the database that is done as a whole or not at all: it yields queries and is given their rows. A generator
 * and no async function, because SQLite runs it without leaving the turn: were a transaction open while other code of
 * this process runs, the cache in the same file would meet its lock and block the very turn that must release it.
 */
export type Unit<T> = Generator<CompiledQuery, T, unknown[]>;

/** One query of a unit, and its rows. */
export function* rows<R>(query: Compilable<R>): Unit<R[]> {
  return (yield query.compile()) as R[];
}

/** What SQLite and Postgres each are behind. */
export interface Backend {
  /** Builds queries. */
  query: Kysely<Tables>;
  one(query: CompiledQuery): Promise<unknown[]>;
  /** In a transaction; begins the unit anew when it had to give way to another process. */
  atomic<T>(unit: () => Unit<T>): Promise<T>;
  close(): Promise<void>;
}

/** The one place where failures become PithErrors, and where closing waits for what is under way. */
export class Database {
  readonly query: Kysely<Tables>;
  readonly #backend: Backend;
  readonly #underWay = new Set<Promise<unknown>>();
  #closing: Promise<void> | null = null;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.query = backend.query;
  }

  /** One statement, which is atomic by itself. @throws PithError `internal` */
  one<R>(query: Compilable<R>): Promise<R[]> {
    return this.#run(() => this.#backend.one(query.compile())) as Promise<R[]>;
  }

  /** @throws PithError `internal` */
  atomic<T>(unit: () => Unit<T>): Promise<T> {
    return this.#run(() => this.#backend.atomic(unit));
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.allSettled(this.#underWay);
      await this.#backend.close();
    })();
    return this.#closing;
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closing) throw new PithError("internal", null, { cause: new Error("the records are closed") });
    const running = work();
    this.#underWay.add(running);
    try {
      return await running;
    } catch (error) {
      throw error instanceof PithError ? error : new PithError("internal", null, { cause: error });
    } finally {
      this.#underWay.delete(running);
    }
  }
}
