import { PithError } from "../../../model/index.ts";

/** Number of consecutive failures that open the circuit. */
const FAILURE_THRESHOLD = 5;
const INITIAL_COOLDOWN_MS = 15_000;
/** Upper limit on the cooldown. It also caps the server's Retry-After, which may be unreasonably long. */
const MAX_COOLDOWN_MS = 60_000;

/**
 * A circuit breaker (Nygard, Release It!, 2007). After several consecutive failures it opens, and calls fail at once
 * instead of waiting for an endpoint that is down. After a cooldown it is half-open: one call is let through as a
 * probe, and its success closes the circuit. Each failed probe doubles the cooldown, up to one minute.
 */
export class CircuitBreaker {
  readonly #now: () => number;
  #failures = 0;
  /** The end of the cooldown in milliseconds, as measured by `now`; 0 while the circuit is closed. */
  #openUntil = 0;
  #cooldownMs = INITIAL_COOLDOWN_MS;
  #isProbing = false;

  /** @param now a monotonic clock in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Must be called before each model call. If it returns, exactly one of the other methods must be called later.
   * @throws PithError `model_unavailable` while the circuit is open, or while another call is the probe
   */
  acquire(): void {
    if (this.#openUntil === 0) return;
    const remainingMs = this.#openUntil - this.#now();
    if (remainingMs > 0 || this.#isProbing) {
      const wait = remainingMs > 0 ? `next try in ${Math.ceil(remainingMs / 1000)} s` : "trying again now";
      throw new PithError("model_unavailable", `it failed a moment ago; ${wait}`);
    }
    this.#isProbing = true;
  }

  /** Closes the circuit, because the endpoint responded. */
  recordSuccess(): void {
    this.#failures = 0;
    this.#openUntil = 0;
    this.#cooldownMs = INITIAL_COOLDOWN_MS;
    this.#isProbing = false;
  }

  /** Records that a call ended without showing whether the endpoint works, for example because the user stopped it. */
  release(): void {
    this.#isProbing = false;
  }

  /**
   * Records a failed call. The circuit opens at once if the server sent a Retry-After or the call was the probe, and
   * otherwise after several consecutive failures.
   * @param retryAfterMs the server's Retry-After in milliseconds, or null if there was none; infinite if the account
   *   has no credit left
   */
  recordFailure(retryAfterMs: number | null): void {
    this.#failures++;
    if (retryAfterMs !== null) this.#open(Math.min(retryAfterMs, MAX_COOLDOWN_MS));
    else if (this.#isProbing || this.#failures >= FAILURE_THRESHOLD) {
      this.#open(this.#cooldownMs);
      this.#cooldownMs = Math.min(2 * this.#cooldownMs, MAX_COOLDOWN_MS);
    }
    this.#isProbing = false;
  }

  #open(ms: number): void {
    this.#openUntil = this.#now() + ms;
  }
}
