/**
 * How many requests may fail, in one call or in several calls that belong together, so that no answer of a server leads
 * to endless requests. Requests that lead to a result take nothing from it.
 */
export class RequestAllowance {
  #left: number;

  constructor(requests: number) {
    this.#left = requests;
  }

  get isUsedUp(): boolean {
    return this.#left === 0;
  }

  /** Takes one request. Returns false if none is left. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left--;
    return true;
  }

  /** Gives back a request that was taken, because it led to a result after all. */
  giveBack(): void {
    this.#left++;
  }
}
