import type { Queue, QueueAddOptions } from "p-queue";

/** `payer` selects the sub-queue: the guild or user whose budget the job counts towards. */
export type FairQueueOptions = QueueAddOptions & { payer: string };

type RunFunction = () => Promise<unknown>;

/** A `p-queue` queue class with round-robin scheduling between payers. The jobs of one payer keep their order. */
export class FairQueue implements Queue<RunFunction, FairQueueOptions> {
  /** A FIFO queue per payer. The map's insertion order is the round-robin order. */
  readonly #queues = new Map<string, RunFunction[]>();

  get size(): number {
    return this.#all().length;
  }

  enqueue(run: RunFunction, { payer = "" }: Partial<FairQueueOptions> = {}): void {
    const queue = this.#queues.get(payer);
    if (queue) queue.push(run);
    else this.#queues.set(payer, [run]);
  }

  dequeue(): RunFunction | undefined {
    const [first] = this.#queues;
    if (!first) return undefined;
    const [payer, queue] = first;
    const run = queue.shift();
    this.#queues.delete(payer);
    if (queue.length) this.#queues.set(payer, queue);
    return run;
  }

  filter(): RunFunction[] {
    return this.#all();
  }

  /**
   * `setPriority` and `remove` are required by the interface but do nothing: Pith uses neither priorities nor removal.
   */
  setPriority(): void {}
  remove(): void {}

  #all(): RunFunction[] {
    return [...this.#queues.values()].flat();
  }
}
