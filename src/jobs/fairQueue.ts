import type { Queue, QueueAddOptions } from "p-queue";

/** Who is served: jobs of one payer come in their order, payers by turns. */
export type Fair = QueueAddOptions & { payer: string };

type Run = () => Promise<unknown>;

/** A line for `p-queue` in which nobody waits for all that another has asked for before: each payer's turn comes round. */
export class FairQueue implements Queue<Run, Fair> {
  /** The payers in the order of their turns, each with his own line. */
  readonly #lines = new Map<string, Run[]>();

  get size(): number {
    return this.#all().length;
  }

  enqueue(run: Run, { payer = "" }: Partial<Fair> = {}): void {
    const line = this.#lines.get(payer);
    if (line) line.push(run);
    else this.#lines.set(payer, [run]);
  }

  dequeue(): Run | undefined {
    const [first] = this.#lines;
    if (!first) return undefined;
    const [payer, line] = first;
    const run = line.shift();
    this.#lines.delete(payer);
    if (line.length) this.#lines.set(payer, line);
    return run;
  }

  filter(): Run[] {
    return this.#all();
  }

  /** Nothing here has a priority, or is taken out by name. */
  setPriority(): void {}
  remove(): void {}

  #all(): Run[] {
    return [...this.#lines.values()].flat();
  }
}
