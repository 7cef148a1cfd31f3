import type { Digest } from "./digest.ts";
import { PithError } from "./errors.ts";

type Stage = "queue" | "read" | "clean" | "digest" | "verify" | "answer" | "compare";

/**
 * What a piece of work tells while it goes on. The extractive draft of a digest is progress too, since it can be shown
 * at once, its place in line (`done` are before it), and so is what a model is about to cost, by estimate (null without a price).
 */
export type Progress =
  | { stage: Stage; done: number; total: number }
  | { stage: "draft"; digest: Digest }
  | { stage: "plan"; calls: number; tokens: number; costUsd: number | null };

/** What every step gets besides its data: the way to stop it, and the way it reports. */
export type Run = { signal: AbortSignal; report(progress: Progress): void };

/** A run nobody watches and, unless a signal is given, nobody stops. */
export function quietRun(signal: AbortSignal = new AbortController().signal): Run {
  return { signal, report() {} };
}

/** @throws PithError `stopped`, or the PithError the signal was aborted with */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw signal.reason instanceof PithError ? signal.reason : new PithError("stopped", null, { cause: signal.reason });
}

/** So many elements are looked at between two looks at the clock. */
const STEP = 20;

/** Visits each element, and lets others have their turn in between. @throws PithError `stopped` */
export async function eachInTurns<T>(
  list: readonly T[],
  run: Run,
  visit: (one: T, index: number) => void,
): Promise<void> {
  for (const [i, one] of list.entries()) {
    if (i % STEP === 0) await breathe(run);
    visit(one, i);
  }
}

const TURN_MS = 10;
let turnStart = performance.now();

/**
 * Called inside long loops: lets the event loop turn when this one has been held for more than 10 ms (a gateway
 * heartbeat or a first response must not wait), and ends the work when the run was stopped.
 * @throws PithError `stopped`
 */
export async function breathe(run: Run): Promise<void> {
  throwIfStopped(run.signal);
  if (performance.now() - turnStart < TURN_MS) return;
  await new Promise<void>((resolve) => setImmediate(resolve));
  turnStart = performance.now();
  throwIfStopped(run.signal);
}
