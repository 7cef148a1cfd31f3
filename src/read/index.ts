import { availableParallelism } from "node:os";
import { clean } from "../clean/index.ts";
import { extract } from "../extract/index.ts";
import { breathe, type Document, type Intake, type Run, throwIfStopped } from "../model/index.ts";
import { LIMITS, type Limits, Worker } from "./sandbox.ts";

/** Texts up to this length are cleaned in place, in a few milliseconds; sending them away would take longer. */
const INLINE_UNITS = 50_000;

/**
 * Reads documents: extracts and cleans them in processes of their own, a few at a time, each of which is killed when a
 * document takes over ten seconds or 500 MB, or when its run is stopped. Plain text of moderate length stays here.
 * Documents that wait are taken in the order they came.
 */
export class Reader {
  readonly #limits: Limits;
  readonly #most: number;
  readonly #idle: Worker[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #warm = false;

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

  /** Starts all processes, with every parser loaded, and from now on replaces each that ends. For a program that stays. */
  warm(): void {
    this.#warm = true;
    this.#refill();
  }

  close(): void {
    this.#warm = false;
    for (const worker of this.#idle.splice(0)) worker.kill();
  }

  async #readApart(intake: Intake, run: Run): Promise<Document> {
    throwIfStopped(run.signal);
    await this.#turn(run.signal);
    const worker = this.#take();
    try {
      await breathe(run); // sending is work too, and may follow upon hashing and decoding
      return await worker.read(intake, run);
    } finally {
      if (worker.fit) this.#idle.push(worker);
      else worker.kill();
      // Whoever waits longest gets the place at once, so that nobody who comes now can be quicker.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy--;
      this.#refill();
    }
  }

  /**
   * Waits for a place among those that are read at once.
   * @throws PithError `stopped` when the run is stopped first; the place stays with the others
   */
  async #turn(signal: AbortSignal): Promise<void> {
    if (this.#busy < this.#most) {
      this.#busy++;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      const place = this.#waiting.indexOf(resolve);
      if (place < 0) return; // the place has come in the meantime
      this.#waiting.splice(place, 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener("abort", leave, { once: true });
    await promise.catch(() => throwIfStopped(signal));
    signal.removeEventListener("abort", leave);
  }

  /** An idle process, or a new one; one that ended while it was idle is no loss. */
  #take(): Worker {
    for (let worker = this.#idle.pop(); worker; worker = this.#idle.pop()) {
      if (worker.fit) return worker;
      worker.kill();
    }
    return new Worker(this.#limits);
  }

  #refill(): void {
    while (this.#warm && this.#idle.length + this.#busy < this.#most) {
      const worker = new Worker(this.#limits);
      worker.warm();
      this.#idle.push(worker);
    }
  }
}

const isShortText = (intake: Intake): boolean =>
  intake.mediaType === "text/plain" && intake.text !== null && intake.text.length <= INLINE_UNITS;

const readHere = async (intake: Intake): Promise<Document> => clean(await extract(intake));
