import type { Digest } from "./digest.ts";
import { PithError } from "./errors.ts";

type Stage = "queue" | "read" | "clean" | "digest" | "verify" | "answer" | "compare";

/**
 * Progress of a task. In stage `queue`, `done` is the number of tasks ahead. `draft` carries the extractive digest, which can
 * be shown at once. `plan` is the estimate of the coming model calls; `costUsd` is null if no price is configured.
 */
export type Progress =
  | { stage: Stage; done: number; total: number }
  | { stage: "draft"; digest: Digest }
  | { stage: "plan"; calls: number; tokens: number; costUsd: number | null };

/** Passed to every step besides its data: the signal that cancels it, and the callback that reports progress. */
export type TaskContext = { signal: AbortSignal; report(progress: Progress): void };

/** A context that ignores progress and, unless a signal is given, is never cancelled. */
export function detachedContext(signal: AbortSignal = new AbortController().signal): TaskContext {
  return { signal, report() {} };
}

/** @throws PithError `stopped`, or the PithError that the signal was aborted with */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw signal.reason instanceof PithError ? signal.reason : new PithError("stopped", null, { cause: signal.reason });
}

/** Elements processed between two checks of the clock. */
const STEP = 20;

/** Visits each element, yielding to the event loop in between. @throws PithError `stopped` */
export async function forEachYielding<T>(
  list: readonly T[],
  context: TaskContext,
  visit: (one: T, index: number) => void,
): Promise<void> {
  for (const [i, one] of list.entries()) {
    if (i % STEP === 0) await yieldToEventLoop(context);
    visit(one, i);
  }
}

/** The longest time to block the event loop: gateway heartbeats and first responses wait for it. */
const TURN_MS = 10;
let turnStart = performance.now();

/** For use inside long loops: yields if the event loop was blocked for more than 10 ms. @throws PithError `stopped` */
export async function yieldToEventLoop(context: TaskContext): Promise<void> {
  throwIfStopped(context.signal);
  if (performance.now() - turnStart < TURN_MS) return;
  await new Promise<void>((resolve) => setImmediate(resolve));
  turnStart = performance.now();
  throwIfStopped(context.signal);
}
