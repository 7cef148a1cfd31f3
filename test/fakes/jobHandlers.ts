import { randomUUID } from "node:crypto";
import type { Hands } from "../../src/jobs/index.ts";
import type { Delivery, Progress, Result, Run, Work } from "../../src/model/index.ts";
import { ANSWER, WORK } from "./rows.ts";

export const RESULT: Result = { kind: "answer", answer: ANSWER, question: "Why?", postings: [], read: null };

/** Work unlike any other, unless its text is given. */
export const workOf = (text: string = randomUUID()): Work => ({ ...WORK, source: { from: "text", text } }) as Work;

/** Hands that remember what they did, and do what a test tells them. */
export class FakeHands implements Hands {
  performed = 0;
  run: Run | null = null;
  readonly finished: { to: string; result: Result }[] = [];
  readonly reported: { to: string; progress: Progress }[] = [];
  readonly left: string[] = [];
  readonly faults: unknown[] = [];
  /** How often a finish fails before it succeeds. */
  failures = 0;
  doing: (run: Run) => Promise<Result> = async () => RESULT;

  async perform(_: Work, run: Run): Promise<Result> {
    this.performed++;
    this.run = run;
    return this.doing(run);
  }
  report({ id: to }: Delivery, progress: Progress): void {
    this.reported.push({ to, progress });
  }
  async leave({ id }: Delivery): Promise<void> {
    this.left.push(id);
  }
  async finish({ id: to }: Delivery, result: Result): Promise<void> {
    if (this.failures-- > 0) throw new Error("Discord is down");
    this.finished.push({ to, result });
  }
  onFault(error: unknown): void {
    this.faults.push(error);
  }
  resultsOf({ id }: Delivery): Result[] {
    return this.finished.filter(({ to }) => to === id).map(({ result }) => result);
  }
}

/** Work that goes on until it is let go or stopped. */
export function held(): { doing: FakeHands["doing"]; letGo(): void } {
  const gate = Promise.withResolvers<Result>();
  return {
    letGo: () => gate.resolve(RESULT),
    doing: ({ signal }) => {
      const stopped = Promise.withResolvers<Result>();
      const stop = (): void => stopped.reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop);
      return Promise.race([gate.promise, stopped.promise]);
    },
  };
}
