import { PithError, type Progress, type TaskContext, throwIfStopped } from "../model/index.ts";

type Flight = {
  result: Promise<unknown>;
  ended: boolean;
  abort: AbortController;
  callers: Set<TaskContext>;
  lastProgress: Progress | null;
};

/**
 * Runs the same task once for all concurrent callers. Each caller has its own context. Progress is reported to all
 * callers, and cancelling one caller does not affect the others. The task itself is cancelled when no caller is left.
 */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();

  /**
   * Runs `work`, or joins the run with the same key if there is one. All callers get the result or the error of that
   * run.
   * @throws PithError `stopped` if the caller is cancelled; otherwise, what `work` throws
   */
  async do<T>(key: string, context: TaskContext, work: (context: TaskContext) => Promise<T>): Promise<T> {
    throwIfStopped(context.signal);
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.callers.add(context);
    if (flight.lastProgress) context.report(flight.lastProgress);
    const cancellation = Promise.withResolvers<never>();
    const onAbort = (): void => {
      try {
        throwIfStopped(context.signal);
      } catch (stopped) {
        cancellation.reject(stopped);
      }
    };
    context.signal.addEventListener("abort", onAbort, { once: true });
    try {
      return (await Promise.race([flight.result, cancellation.promise])) as T;
    } finally {
      context.signal.removeEventListener("abort", onAbort);
      flight.callers.delete(context);
      if (flight.callers.size === 0 && !flight.ended) this.#abandon(key, flight);
    }
  }

  #start<T>(key: string, work: (context: TaskContext) => Promise<T>): Flight {
    const abort = new AbortController();
    const callers = new Set<TaskContext>();
    const report = (progress: Progress): void => {
      flight.lastProgress = progress;
      for (const context of callers) context.report(progress);
    };
    const flight: Flight = { result: Promise.resolve(), ended: false, abort, callers, lastProgress: null };
    // Starts `work` a tick later, so that the flight is registered before `work` can report progress or finish.
    flight.result = Promise.resolve()
      .then(() => work({ signal: abort.signal, report }))
      .finally(() => {
        flight.ended = true;
        this.#forget(key, flight);
      });
    flight.result.catch(() => undefined); // callers handle the error, but there may be none left
    this.#flights.set(key, flight);
    return flight;
  }

  /** Cancels a flight that has no callers left. Frees its key first, so that no new caller joins a cancelled run. */
  #abandon(key: string, flight: Flight): void {
    this.#forget(key, flight);
    flight.abort.abort(new PithError("stopped"));
  }

  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
