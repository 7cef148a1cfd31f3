import type { Gateway } from "./gateway.ts";

/**
 * Selects the requests that a fault applies to. `path` is tested against the request path without `/api/v10`; a string
 * matches if the request path contains it. An omitted field matches every request.
 */
export type RequestMatcher = { method?: string; path?: string | RegExp };

/** A simulated failure: an error response, a dropped connection, no response, or a delayed response. */
export type Fault =
  | { kind: "respond"; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: "drop" }
  | { kind: "hang" }
  | { kind: "delay"; ms: number };

type ArmedFault = { matcher: RequestMatcher; fault: Fault; skip: number; remaining: number; afterHandling: boolean };

/**
 * When a fault applies. It skips the first `skip` matching requests (by default 0) and applies to the next `times` (by
 * default 1). With `afterHandling`, the request takes effect, and the fault affects only its response.
 */
export type FaultTiming = { times?: number; skip?: number; afterHandling?: boolean };

/** Simulates failures of Discord on request. */
export class FaultInjector {
  readonly #gateway: Gateway;
  #armed: ArmedFault[] = [];

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** Answers matching requests with a status and body. */
  respond(matcher: RequestMatcher, status: number, body?: unknown, timing: FaultTiming = {}): void {
    this.#arm(matcher, { kind: "respond", status, body }, timing);
  }

  /** Destroys the connection of matching requests. */
  drop(matcher: RequestMatcher, timing: FaultTiming = {}): void {
    this.#arm(matcher, { kind: "drop" }, timing);
  }

  /** Leaves matching requests unanswered until the fake Discord closes. */
  hang(matcher: RequestMatcher, timing: FaultTiming = {}): void {
    this.#arm(matcher, { kind: "hang" }, timing);
  }

  /** Delays the response to matching requests. */
  delay(matcher: RequestMatcher, ms: number, timing: FaultTiming = {}): void {
    this.#arm(matcher, { kind: "delay", ms }, timing);
  }

  /**
   * Answers matching requests with 429 (https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit).
   * @param retryAfter seconds
   */
  rateLimit(
    matcher: RequestMatcher,
    retryAfter: number,
    scope: "user" | "shared" | "global" = "user",
    timing: FaultTiming = {},
  ): void {
    const body = { message: "You are being rate limited.", retry_after: retryAfter, global: scope === "global" };
    const headers = {
      "retry-after": String(retryAfter),
      "x-ratelimit-scope": scope,
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset-after": String(retryAfter),
      ...(scope === "global" && { "x-ratelimit-global": "true" }),
    };
    this.#arm(matcher, { kind: "respond", status: 429, body, headers }, timing);
  }

  /** Removes all request faults that are still pending and returns their number. */
  clear(): number {
    return this.#armed.splice(0).length;
  }

  /** Closes every gateway connection with the given close code. */
  closeGateway(code: number): void {
    this.#gateway.forEachSession((session) => session.close(code));
  }

  /** Destroys every gateway connection without a close frame. */
  dropGateway(): void {
    this.#gateway.forEachSession((session) => session.drop());
  }

  /** Sends Invalid Session (opcode 9) to every session, and ends the sessions unless `isResumable`. */
  invalidateSessions(isResumable: boolean): void {
    this.#gateway.forEachSession((session) => session.invalidate(isResumable));
  }

  /** Sends Reconnect (opcode 7) to every session. */
  requestReconnect(): void {
    this.#gateway.forEachSession((session) => session.requestReconnect());
  }

  /** Holds back all gateway events. The returned function releases them in order. */
  holdEvents(): () => void {
    this.#gateway.isHoldingEvents = true;
    return () => this.#gateway.releaseEvents();
  }

  /** Delivers the next event of a type twice. */
  duplicateNext(event: string): void {
    this.#gateway.duplicatedEvents.push(event);
  }

  /** Refuses new gateway connections until the returned function is called. */
  refuseConnections(): () => void {
    this.#gateway.isRefusingConnections = true;
    return () => {
      this.#gateway.isRefusingConnections = false;
    };
  }

  /**
   * Returns the fault that applies to a request; null if there is none. The request counts towards `skip` and `times`.
   * @param afterHandling whether the request has already been handled
   */
  consume(method: string, path: string, afterHandling: boolean): Fault | null {
    const matching = this.#armed.filter(
      ({ matcher, ...armed }) =>
        armed.afterHandling === afterHandling &&
        (matcher.method ?? method) === method &&
        (matcher.path instanceof RegExp ? matcher.path.test(path) : path.includes(matcher.path ?? "")),
    );
    const match = matching.find(({ skip }) => skip === 0);
    for (const fault of matching) if (fault.skip > 0) fault.skip--;
    if (!match) return null;
    match.remaining--;
    this.#armed = this.#armed.filter(({ remaining }) => remaining > 0);
    return match.fault;
  }

  #arm(matcher: RequestMatcher, fault: Fault, { times = 1, skip = 0, afterHandling = false }: FaultTiming): void {
    this.#armed.push({ matcher, fault, skip, remaining: times, afterHandling });
  }
}
