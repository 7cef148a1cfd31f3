import { PithError, type Progress, type TaskContext, throwIfStopped } from "../model/index.ts";

type Flight = {
  result: Promise<unknown>;
  ended: boolean;
  abort: AbortController;
  runs: Set<TaskContext>;
  last: Progress | null;
};

/**
 * Runs the same task once for all concurrent callers. Each caller keeps its own context: progress reaches all of them, a
 * cancelled caller leaves, and when the last one leaves the task is cancelled.
 */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();

  /**
   * Runs `work`, or joins the run with the same key. All callers get its result or its error.
   * @throws PithError `stopped` if the caller's own signal is aborted, and whatever `work` throws
   */
  async do<T>(key: string, context: TaskContext, work: (context: TaskContext) => Promise<T>): Promise<T> {
    throwIfStopped(context.signal);
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.runs.add(context);
    if (flight.last) context.report(flight.last);
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      try {
        throwIfStopped(context.signal);
      } catch (stopped) {
        left.reject(stopped);
      }
    };
    context.signal.addEventListener("abort", leave, { once: true });
    try {
      return (await Promise.race([flight.result, left.promise])) as T;
    } finally {
      context.signal.removeEventListener("abort", leave);
      flight.runs.delete(context);
      if (flight.runs.size === 0 && !flight.ended) this.#abandon(key, flight);
    }
  }

  #start<T>(key: string, work: (context: TaskContext) => Promise<T>): Flight {
    const abort = new AbortController();
    const runs = new Set<TaskContext>();
    const report = (progress: Progress): void => {
      flight.last = progress;
      for (const context of runs) context.report(progress);
    };
    const flight: Flight = { result: Promise.resolve(), ended: false, abort, runs, last: null };
    // Started a tick later, so that the flight is registered before `work` can report or finish.
    flight.result = Promise.resolve()
      .then(() => work({ signal: abort.signal, report }))
      .finally(() => {
        flight.ended = true;
        this.#forget(key, flight);
      });
    flight.result.catch(() => undefined); // handled by the callers, of whom none may be left
    this.#flights.set(key, flight);
    return flight;
  }

  /** Cancels a flight without callers. The key is freed first, so that a new caller cannot join a cancelled run. */
  #abandon(key: string, flight: Flight): void {
    this.#forget(key, flight);
    flight.abort.abort(new PithError("stopped"));
  }

  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
