import type { Digest } from "./digest.ts";
import { PithError } from "./errors.ts";

type Stage = "queue" | "read" | "clean" | "digest" | "verify" | "answer" | "compare";

/**
 * Progress of a task. In stage `queue`, `done` is the number of tasks ahead. `draft` carries the extractive digest,
 * which can be shown at once. `plan` is an estimate of the model calls to come; `costUsd` is null if no price is
 * configured.
 */
export type Progress =
  | { stage: Stage; done: number; total: number }
  | { stage: "draft"; digest: Digest }
  | { stage: "plan"; calls: number; tokens: number; costUsd: number | null };

/** What every step receives along with its data: a signal that cancels the task, and a callback for its progress. */
export type TaskContext = { signal: AbortSignal; report(progress: Progress): void };

/** Creates a context that ignores progress. Without a `signal`, it is never cancelled. */
export function detachedContext(signal: AbortSignal = new AbortController().signal): TaskContext {
  return { signal, report() {} };
}

/** @throws PithError if the signal is aborted: the PithError that it was aborted with, otherwise `stopped` */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw signal.reason instanceof PithError ? signal.reason : new PithError("stopped", null, { cause: signal.reason });
}

/** Number of elements visited between two checks of the clock. */
const ELEMENTS_PER_CHECK = 20;

/**
 * Visits each element, and yields to the event loop from time to time.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function forEachYielding<T>(
  list: readonly T[],
  context: TaskContext,
  visit: (element: T, index: number) => void,
): Promise<void> {
  for (const [i, element] of list.entries()) {
    if (i % ELEMENTS_PER_CHECK === 0) await yieldToEventLoop(context);
    visit(element, i);
  }
}

/** Maximum time to block the event loop. Gateway heartbeats and responses to interactions have to wait meanwhile. */
const MAX_BLOCKING_MS = 10;
let lastYieldAt = performance.now();

/**
 * Yields to the event loop if the last yield was at least 10 ms ago. Call it inside long loops.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function yieldToEventLoop(context: TaskContext): Promise<void> {
  throwIfStopped(context.signal);
  if (performance.now() - lastYieldAt < MAX_BLOCKING_MS) return;
  await new Promise<void>((resolve) => setImmediate(resolve));
  lastYieldAt = performance.now();
  throwIfStopped(context.signal);
}
