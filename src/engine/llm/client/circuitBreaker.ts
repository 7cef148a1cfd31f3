import { PithError } from "../../../model/index.ts";

/** So many calls in a row that fail mean that the endpoint is down. */
const FAILURES = 5;
const FIRST_REST_MS = 15_000;
/** Also the longest that a server's own Retry-After keeps us away: its clock may be wrong. */
const LONGEST_REST_MS = 60_000;

/**
 * A circuit breaker (Nygard, Release It!, 2007): an endpoint that is down is not asked by everybody in turn, each
 * waiting in vain. After a rest one call is let through as a probe, and its success lets in all others.
 */
export class Circuit {
  readonly #now: () => number;
  #failures = 0;
  #closedUntil = 0;
  #rest = FIRST_REST_MS;
  #probing = false;

  /** @param now milliseconds of any clock that only goes forward */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws PithError `model_unavailable` while the endpoint rests */
  enter(): void {
    if (this.#closedUntil === 0) return;
    const left = this.#closedUntil - this.#now();
    if (left > 0 || this.#probing) {
      const wait = left > 0 ? `it is asked again in ${Math.ceil(left / 1000)} s` : "it is being tried";
      throw new PithError("model_unavailable", `it failed a moment ago, ${wait}`);
    }
    this.#probing = true;
  }

  /** The endpoint answered: all calls may come. */
  succeeded(): void {
    this.#failures = 0;
    this.#closedUntil = 0;
    this.#rest = FIRST_REST_MS;
    this.#probing = false;
  }

  /** A call ended in a way that tells nothing of the endpoint, such as by Stop. */
  left(): void {
    this.#probing = false;
  }

  /** @param restMs how long the server itself asked not to be asked again; null when it did not */
  failed(restMs: number | null): void {
    this.#failures++;
    if (restMs !== null) this.#closeFor(Math.min(restMs, LONGEST_REST_MS));
    else if (this.#probing || this.#failures >= FAILURES) {
      this.#closeFor(this.#rest);
      this.#rest = Math.min(2 * this.#rest, LONGEST_REST_MS);
    }
    this.#probing = false;
  }

  #closeFor(ms: number): void {
    this.#closedUntil = this.#now() + ms;
  }
}
