import { availableParallelism } from "node:os";
import { clean } from "../clean/index.ts";
import { extract } from "../extract/index.ts";
import { type Document, type Intake, type TaskContext, throwIfStopped, yieldToEventLoop } from "../model/index.ts";
import { DEFAULT_LIMITS, Sandbox, type SandboxLimits } from "./sandbox.ts";

/**
 * Maximum length, in UTF-16 units, of plain text read in this process. Reading it here takes a few ms, less than the
 * IPC would.
 */
const MAX_INLINE_LENGTH = 50_000;

/**
 * Extracts and cleans documents in a pool of sandboxed child processes. A process is killed when its document exceeds
 * the time or memory limit, or when the task is cancelled. Short plain text is read in this process. When all processes
 * are busy, documents wait in FIFO order.
 */
export class Reader {
  readonly #limits: SandboxLimits;
  readonly #maxProcesses: number;
  readonly #idle: Sandbox[] = [];
  /** Resolve callbacks of the documents waiting for a process, oldest first. */
  readonly #waiting: (() => void)[] = [];
  #busyCount = 0;
  #isWarm = false;

  constructor(limits: SandboxLimits = DEFAULT_LIMITS, maxProcesses: number = Math.min(4, availableParallelism())) {
    this.#limits = limits;
    this.#maxProcesses = maxProcesses;
  }

  /**
   * Extracts and cleans a document.
   * @throws PithError `timeout` if the document exceeds the time limit; `too_large_unpacked` if it exceeds the memory
   * limit; `stopped` if the task is cancelled; `damaged` if the process crashes; `internal` if the process cannot
   * start; or any error of `extract`
   */
  async read(intake: Intake, context: TaskContext): Promise<Document> {
    context.report({ stage: "read", done: 0, total: 1 });
    const document = await (isShortText(intake) ? readInline(intake) : this.#readInSandbox(intake, context));
    context.report({ stage: "clean", done: 1, total: 1 });
    return document;
  }

  /**
   * Starts all processes and preloads their parsers. From then on, processes that are no longer reusable are replaced
   * before they are needed. Intended for long-running programs.
   */
  warm(): void {
    this.#isWarm = true;
    this.#refill();
  }

  close(): void {
    this.#isWarm = false;
    for (const sandbox of this.#idle.splice(0)) sandbox.kill();
  }

  async #readInSandbox(intake: Intake, context: TaskContext): Promise<Document> {
    throwIfStopped(context.signal);
    await this.#acquireSlot(context.signal);
    const sandbox = this.#takeSandbox();
    try {
      // Hashing and decoding have blocked the event loop, and serialising the IPC message will too: yield in between.
      await yieldToEventLoop(context);
      return await sandbox.read(intake, context);
    } finally {
      if (sandbox.isReusable) this.#idle.push(sandbox);
      else sandbox.kill();
      this.#releaseSlot();
      this.#refill();
    }
  }

  /**
   * Waits until fewer than `maxProcesses` documents are being read, and takes a slot.
   * @throws PithError `stopped` if the signal is aborted first; no slot is taken then
   */
  async #acquireSlot(signal: AbortSignal): Promise<void> {
    if (this.#busyCount < this.#maxProcesses) {
      this.#busyCount++;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const onAbort = (): void => {
      const index = this.#waiting.indexOf(resolve);
      if (index < 0) return; // The slot was assigned in the meantime.
      this.#waiting.splice(index, 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener("abort", onAbort, { once: true });
    await promise.catch(() => throwIfStopped(signal));
    signal.removeEventListener("abort", onAbort);
  }

  /** Hands the slot directly to the longest-waiting document, if any, so that a new document cannot overtake it. */
  #releaseSlot(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busyCount--;
  }

  /** Returns a reusable idle process, or a new process if there is none. */
  #takeSandbox(): Sandbox {
    for (let sandbox = this.#idle.pop(); sandbox; sandbox = this.#idle.pop()) {
      if (sandbox.isReusable) return sandbox;
      sandbox.kill();
    }
    return new Sandbox(this.#limits);
  }

  #refill(): void {
    while (this.#isWarm && this.#idle.length + this.#busyCount < this.#maxProcesses) {
      const sandbox = new Sandbox(this.#limits);
      sandbox.preloadParsers();
      this.#idle.push(sandbox);
    }
  }
}

const isShortText = (intake: Intake): boolean =>
  intake.mediaType === "text/plain" && intake.text !== null && intake.text.length <= MAX_INLINE_LENGTH;

const readInline = async (intake: Intake): Promise<Document> => clean(await extract(intake));
