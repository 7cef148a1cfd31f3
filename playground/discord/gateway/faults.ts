import type { Gateway } from "./gateway.ts";

/** Which requests a fault is for: method, and path without /api/v10, as text that it contains or as a pattern. */
export type Match = { method?: string; path?: string | RegExp };

/** What goes wrong: a wrong answer, a dropped connection, no answer at all, or a slow one. */
export type Fault =
  | { kind: "answer"; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: "drop" }
  | { kind: "hang" }
  | { kind: "delay"; ms: number };

type Armed = { match: Match; fault: Fault; skip: number; left: number; isAfter: boolean };

/**
 * How often a fault happens, how many requests that match are let pass before, and whether the request has had its effect
 * by then, so that only its answer is lost.
 */
export type When = { times?: number; skip?: number; after?: boolean };

/** What may go wrong with Discord, on demand. Nothing goes wrong by itself. */
export class Faults {
  readonly #gateway: Gateway;
  #armed: Armed[] = [];

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** The next requests that match are answered so. `after` lets them take effect first: a lost answer. */
  answer(match: Match, status: number, body?: unknown, when: When = {}): void {
    this.#arm(match, { kind: "answer", status, body }, when);
  }

  /** The next requests that match find their connection destroyed. */
  drop(match: Match, when: When = {}): void {
    this.#arm(match, { kind: "drop" }, when);
  }

  /** The next requests that match get no answer until the loopback Discord closes. */
  hang(match: Match, when: When = {}): void {
    this.#arm(match, { kind: "hang" }, when);
  }

  /** The next requests that match are answered later. */
  delay(match: Match, ms: number, when: When = {}): void {
    this.#arm(match, { kind: "delay", ms }, when);
  }

  /** The next requests that match are told to wait (https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit). */
  rateLimit(match: Match, retryAfter: number, scope: "user" | "shared" | "global" = "user", when: When = {}): void {
    const body = { message: "You are being rate limited.", retry_after: retryAfter, global: scope === "global" };
    const headers = {
      "retry-after": String(retryAfter),
      "x-ratelimit-scope": scope,
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset-after": String(retryAfter),
      ...(scope === "global" && { "x-ratelimit-global": "true" }),
    };
    this.#arm(match, { kind: "answer", status: 429, body, headers }, when);
  }

  /** Takes back all faults of requests that have not happened yet, and gives how many those are. */
  clear(): number {
    return this.#armed.splice(0).length;
  }

  /** Closes every gateway connection with a code. */
  closeGateway(code: number): void {
    this.#gateway.forEachSession((session) => session.close(code));
  }

  /** Destroys every gateway connection, as a network that fails does. */
  dropGateway(): void {
    this.#gateway.forEachSession((session) => session.drop());
  }

  /** Tells every session that it is invalid (op 9). One that is not resumable is forgotten. */
  invalidateSessions(isResumable: boolean): void {
    this.#gateway.forEachSession((session) => session.invalidate(isResumable));
  }

  /** Asks every client to connect anew (op 7). */
  askToReconnect(): void {
    this.#gateway.forEachSession((session) => session.askToReconnect());
  }

  /** Holds all events back; what it gives lets them go, in their order. */
  holdEvents(): () => void {
    this.#gateway.isHolding = true;
    return () => this.#gateway.release();
  }

  /** The next event of that name is delivered twice. */
  repeatNext(event: string): void {
    this.#gateway.repeats.push(event);
  }

  /** New gateway connections are refused until what it gives is called. */
  refuseConnections(): () => void {
    this.#gateway.isRefusing = true;
    return () => {
      this.#gateway.isRefusing = false;
    };
  }

  /** The fault that a request meets at this point, which is thereby used up. */
  take(method: string, path: string, isAfter: boolean): Fault | null {
    const met = this.#armed.filter(
      ({ match, isAfter: after }) =>
        after === isAfter &&
        (match.method ?? method) === method &&
        (match.path instanceof RegExp ? match.path.test(path) : path.includes(match.path ?? "")),
    );
    const found = met.find(({ skip }) => skip === 0);
    for (const fault of met) if (fault.skip > 0) fault.skip--;
    if (!found) return null;
    found.left--;
    this.#armed = this.#armed.filter(({ left }) => left > 0);
    return found.fault;
  }

  #arm(match: Match, fault: Fault, { times = 1, skip = 0, after = false }: When): void {
    this.#armed.push({ match, fault, skip, left: times, isAfter: after });
  }
}
