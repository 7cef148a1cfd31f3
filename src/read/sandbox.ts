import { type ChildProcess, fork } from "node:child_process";
import { setPriority } from "node:os";
import { dirname, join } from "node:path";
import pidusage from "pidusage";
import { type Document, type Intake, PithError, type TaskContext, throwIfStopped } from "../model/index.ts";
import type { ChildMessage, ParentMessage } from "./child.ts";

/** Limits for one document: the processor time and the resident memory of the process. */
export type SandboxLimits = { deadlineMs: number; memoryBytes: number };
export const DEFAULT_LIMITS: SandboxLimits = { deadlineMs: 10_000, memoryBytes: 500_000_000 };

const ROOT = join(import.meta.dirname, "../..");
const CHILD_ENTRY = join(import.meta.dirname, "child.ts");
/**
 * A reading that gets less of the processor than it could use, because the machine is busy, may take this many times
 * its deadline.
 */
const MAX_SLOWDOWN = 3;
/**
 * Niceness of the process: parsing must not delay the first responses to users. At Node's `PRIORITY_BELOW_NORMAL` (10),
 * Linux gives it a tenth of what it gives the bot, and small files missed their deadline on busy machines; at 5, a third.
 */
const NICENESS = 5;
/**
 * Interval between samples of memory and time, in ms. Even the worst known file, which allocates 500 MB in four seconds,
 * exceeds the limit by only a few MB between two samples.
 */
const USAGE_POLL_MS = 25;
/** A process is replaced after this many documents, because parsers do not free all of their memory. */
const MAX_DOCUMENTS = 500;
/**
 * A process that uses at least this much memory, in bytes, is replaced once it has read a document. A new process uses
 * 230 MB.
 */
const MAX_REUSABLE_BYTES = 380_000_000;

/**
 * A sandboxed child process that reads documents. Node's permission model denies it file writes, sockets and child
 * processes. The parent polls the memory of the process, because V8's heap limit does not cover buffers, and its
 * processor time, because a busy machine must not fail a good file. It can kill the process at any time.
 */
export class Sandbox {
  readonly #child: ChildProcess;
  readonly #limits: SandboxLimits;
  readonly #ready: Promise<void>;
  #documentCount = 0;
  #memoryBytes = 0;
  #isDead = false;

  constructor(limits: SandboxLimits) {
    this.#limits = limits;
    this.#child = fork(CHILD_ENTRY, [], {
      serialization: "advanced",
      // The process can read only the program, its installed packages and Node.
      execArgv: [
        "--permission",
        `--allow-fs-read=${ROOT}`,
        `--allow-fs-read=${dirname(process.execPath)}`,
        "--no-warnings",
      ],
      env: {},
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    lowerPriority(this.#child.pid);
    const ready = Promise.withResolvers<void>();
    this.#ready = ready.promise;
    this.#ready.catch(() => undefined); // Avoids an unhandled rejection; `read` reports the error.
    this.#child.once("message", () => ready.resolve());
    this.#child.once("error", (cause) =>
      ready.reject(new PithError("internal", "the reading process did not start", { cause })),
    );
    this.#child.once("exit", (code) => {
      this.#isDead = true;
      ready.reject(
        new PithError("internal", "the reading process did not start", { cause: new Error(`it ended with ${code}`) }),
      );
    });
    this.#unref();
  }

  /** Whether the process can read another document. */
  get isReusable(): boolean {
    return !this.#isDead && this.#documentCount < MAX_DOCUMENTS && this.#memoryBytes < MAX_REUSABLE_BYTES;
  }

  /**
   * Reads one document. Afterwards, `isReusable` tells whether the process can read another.
   * @throws PithError `timeout` if the document exceeds the time limit; `too_large_unpacked` if it exceeds the memory
   * limit; `stopped` if the task is cancelled; `damaged` if the process crashes; `internal` if the process cannot
   * start; or any error of `extract`
   */
  async read(intake: Intake, context: TaskContext): Promise<Document> {
    this.#child.ref();
    this.#child.channel?.ref();
    const result = Promise.withResolvers<Document>();
    const killWith = (error: PithError): void => {
      this.kill();
      result.reject(error);
    };
    const onMessage = (message: ChildMessage): void => {
      if ("total" in message) context.report({ stage: "read", ...message });
      else if ("document" in message) result.resolve(message.document);
      else if ("failed" in message) result.reject(toPithError(message.failed));
    };
    const onExit = (code: number | null, signal: string | null): void => result.reject(exitError(code, signal));
    const onAbort = (): void => {
      try {
        throwIfStopped(context.signal);
      } catch (stopped) {
        killWith(stopped as PithError);
      }
    };
    context.signal.addEventListener("abort", onAbort, { once: true });
    let timers: NodeJS.Timeout[] = [];
    try {
      await Promise.race([this.#ready, result.promise]);
      throwIfStopped(context.signal);
      this.#child.on("message", onMessage);
      this.#child.once("exit", onExit);
      const { deadlineMs } = this.#limits;
      const killLate = (): void => killWith(new PithError("timeout", `more than ${deadlineMs / 1000} seconds`));
      const startMs = await this.#processorMs();
      timers = [
        setTimeout(killLate, MAX_SLOWDOWN * deadlineMs),
        setInterval(async () => {
          const usedMs = await this.#processorMs();
          if (this.#memoryBytes > this.#limits.memoryBytes) killWith(new PithError("too_large_unpacked"));
          else if (usedMs - startMs > deadlineMs) killLate();
        }, USAGE_POLL_MS),
      ];
      this.#documentCount++;
      this.#send({ read: intake });
      return await result.promise;
    } finally {
      for (const timer of timers) clearTimeout(timer);
      context.signal.removeEventListener("abort", onAbort);
      this.#child.off("message", onMessage);
      this.#child.off("exit", onExit);
      this.#unref();
    }
  }

  /** Loads all parsers while the process is idle, so that its first document is read faster. */
  preloadParsers(): void {
    this.#send({ preload: true });
  }

  kill(): void {
    this.#isDead = true;
    this.#child.kill("SIGKILL");
  }

  #send(message: ParentMessage): void {
    this.#child.send(message, () => undefined); // A failed send is ignored: the exit event reports a dead process.
  }

  /** Lets the parent exit while the child process is idle. */
  #unref(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** Samples the process. Returns the processor time that it has used since it started, in ms. */
  async #processorMs(): Promise<number> {
    try {
      const { memory, ctime } = await pidusage(this.#child.pid ?? 0);
      this.#memoryBytes = memory;
      return ctime;
    } catch {
      return 0; // The process has exited; the exit event reports it.
    }
  }
}

/** Lowers the priority of a process to `NICENESS`. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid) setPriority(pid, NICENESS);
  } catch {
    // The process has exited, or the platform has no priorities.
  }
}

/**
 * Returns the error for a process that exited while reading. V8 aborts the process when its heap is full, so an abort
 * means that the document needs too much memory. Any other exit is a crash.
 */
function exitError(code: number | null, signal: string | null): PithError {
  const isOutOfMemory = code === 134 || signal === "SIGABRT";
  return new PithError(isOutOfMemory ? "too_large_unpacked" : "damaged", null, {
    cause: new Error(`reading ended with ${code ?? signal}`),
  });
}

type FailedMessage = Extract<ChildMessage, { failed: unknown }>;

const toPithError = ({ code, detail, cause }: FailedMessage["failed"]): PithError =>
  new PithError(code, detail, { cause: new Error(cause) });
