/** Remembers the latest ids, to drop an event that the gateway dispatches a second time. */
export class RecentIds {
  readonly #limit: number;
  readonly #ids = new Set<string>();

  /** @param limit maximum number of ids to remember */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Remembers an id. Returns false if it was remembered already. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    const [oldest] = this.#ids;
    if (this.#ids.size > this.#limit) this.#ids.delete(oldest!);
    return true;
  }
}
