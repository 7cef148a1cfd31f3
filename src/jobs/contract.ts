import type { Delivery, Progress, Result, Run, Work } from "../model/index.ts";

/** Work that outlives the process: written down, done once, brought to everybody who asked. */
export interface Jobs {
  /**
   * Writes work and delivery down and sees to it that both are done. The same work asked for again while it is under
   * way is joined. False when this very request was handed over before. Work that is new is begun after `delayMs`.
   */
  submit(work: Work, to: Delivery, delayMs?: number): Promise<boolean>;
  /** Ends one delivery. The work itself is stopped when nobody waits for it any more. False when it was over already. */
  stop(delivery: string): Promise<boolean>;
  /** Begins, and goes on with what an earlier process left unfinished. */
  start(): Promise<void>;
  /** Takes nothing new, lets what is under way end for a while, and leaves the rest written down. */
  close(): Promise<void>;
  /** How much is waiting, as far as this process knows, and under way in it. */
  readonly load: { waiting: number; running: number };
}

/** How long is waited: before what failed is tried again, later each time, and for what is under way at the end. */
export type Patience = { retryMs: number; drainMs: number };
/** 25 s are promised in all from the signal to the end of the program. */
export const PATIENCE: Patience = { retryMs: 5_000, drainMs: 15_000 };

/** What jobs are made of, handed in: they know neither Pith nor Discord. */
export type Hands = {
  /** @throws PithError what went wrong, and `stopped` */
  perform(work: Work, run: Run): Promise<Result>;
  /** Tells an asker how far the work is. It may be dropped, and never throws. */
  report(to: Delivery, progress: Progress): void;
  /** The asker left: nothing of it is shown any more. Never throws. */
  leave(to: Delivery): Promise<void>;
  /** Brings the result. Bringing it again is harmless. @throws when it may be tried again later */
  finish(to: Delivery, result: Result): Promise<void>;
  onFault(error: unknown): void;
};
