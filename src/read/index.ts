import { availableParallelism } from "node:os";
import { clean } from "../clean/index.ts";
import { extract } from "../extract/index.ts";
import { type Document, type Intake, type Run, throwIfStopped } from "../model/index.ts";
import { LIMITS, type Limits, Worker } from "./worker.ts";

/** Texts up to this length are cleaned in place, in a few milliseconds; sending them away would take longer. */
const INLINE_UNITS = 50_000;

/**
 * Reads documents: extracts and cleans them in processes of their own, a few at a time, each of which is killed when a
 * document takes over ten seconds or 500 MB, or when its run is stopped. Plain text of moderate length stays here.
 */
export class Reader {
  readonly #limits: Limits;
  readonly #most: number;
  readonly #idle: Worker[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(limits: Limits = LIMITS, most: number = Math.min(4, availableParallelism())) {
    this.#limits = limits;
    this.#most = most;
  }

  /** @throws PithError what extraction throws, `timeout`, `too_large_unpacked`, `stopped` */
  async read(intake: Intake, run: Run): Promise<Document> {
    run.report({ stage: "read", done: 0, total: 1 });
    const document = await (isShortText(intake) ? readHere(intake) : this.#readApart(intake, run));
    run.report({ stage: "clean", done: 1, total: 1 });
    return document;
  }

  close(): void {
    for (const worker of this.#idle.splice(0)) worker.kill();
  }

  async #readApart(intake: Intake, run: Run): Promise<Document> {
    while (this.#busy >= this.#most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy++;
    const worker = this.#idle.pop() ?? new Worker(this.#limits);
    try {
      throwIfStopped(run.signal);
      return await worker.read(intake, run);
    } finally {
      this.#busy--;
      if (worker.fit) this.#idle.push(worker);
      else worker.kill();
      this.#waiting.shift()?.();
    }
  }
}

const isShortText = (intake: Intake): boolean =>
  intake.mediaType === "text/plain" && intake.text !== null && intake.text.length <= INLINE_UNITS;

const readHere = async (intake: Intake): Promise<Document> => clean(await extract(intake));
