import { PithError, type Progress, type Run, throwIfStopped } from "../model/index.ts";

type Flight = {
  result: Promise<unknown>;
  ended: boolean;
  abort: AbortController;
  runs: Set<Run>;
  last: Progress | null;
};

/**
 * The one mechanism by which the same work, asked for several times at once, is done once. Each asker keeps a Run of
 * its own: progress reaches all of them, one that is stopped leaves, and the last to leave stops the work.
 */
export class Sharing {
  readonly #flights = new Map<string, Flight>();

  /**
   * Does `work`, or joins it when the same key is under way. The result or the failure reaches everybody.
   * @throws PithError `stopped` for an asker whose signal is aborted, and whatever `work` throws
   */
  async share<T>(key: string, run: Run, work: (run: Run) => Promise<T>): Promise<T> {
    throwIfStopped(run.signal);
    const flight = this.#flights.get(key) ?? this.#start(key, work);
    flight.runs.add(run);
    if (flight.last) run.report(flight.last);
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      try {
        throwIfStopped(run.signal);
      } catch (stopped) {
        left.reject(stopped);
      }
    };
    run.signal.addEventListener("abort", leave, { once: true });
    try {
      return (await Promise.race([flight.result, left.promise])) as T;
    } finally {
      run.signal.removeEventListener("abort", leave);
      flight.runs.delete(run);
      if (flight.runs.size === 0 && !flight.ended) this.#abandon(key, flight);
    }
  }

  #start<T>(key: string, work: (run: Run) => Promise<T>): Flight {
    const abort = new AbortController();
    const runs = new Set<Run>();
    const report = (progress: Progress): void => {
      flight.last = progress;
      for (const run of runs) run.report(progress);
    };
    const flight: Flight = { result: Promise.resolve(), ended: false, abort, runs, last: null };
    // Started a tick later, so that the flight is known before its work can report or end.
    flight.result = Promise.resolve()
      .then(() => work({ signal: abort.signal, report }))
      .finally(() => {
        flight.ended = true;
        this.#forget(key, flight);
      });
    flight.result.catch(() => undefined); // told to everybody who waits, of whom there may be none left
    this.#flights.set(key, flight);
    return flight;
  }

  /** Nobody waits any more. The key is free at once: who asks now must not join work that is being stopped. */
  #abandon(key: string, flight: Flight): void {
    this.#forget(key, flight);
    flight.abort.abort(new PithError("stopped"));
  }

  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
