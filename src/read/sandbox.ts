import { type ChildProcess, fork } from "node:child_process";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import pidusage from "pidusage";
import { type Document, type Intake, PithError, type Run, throwIfStopped } from "../model/index.ts";
import type { FromChild, ToChild } from "./child.ts";

/** What one document may cost (safety.md, Files). */
export type Limits = { deadlineMs: number; memoryBytes: number };
export const LIMITS: Limits = { deadlineMs: 10_000, memoryBytes: 500_000_000 };

const ROOT = join(import.meta.dirname, "../..");
const CHILD = join(import.meta.dirname, "child.ts");
/** Memory is looked at so often; the worst file known gains 500 MB in four seconds. */
const WATCH_MS = 25;
/** A process is replaced after so many documents or when it keeps so much (230 MB when new): parsers do not give it all back. */
const DOCUMENTS = 500;
const KEPT_BYTES = 380_000_000;

/**
 * One reading process and the reins on it. Node's permission model denies it writes, sockets and processes of its own;
 * its memory is watched from here, because a heap limit does not bound buffers; and it can be killed at any moment.
 */
export class Worker {
  readonly #child: ChildProcess;
  readonly #limits: Limits;
  readonly #ready: Promise<void>;
  #documents = 0;
  #memory = 0;
  #dead = false;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#child = fork(CHILD, [], {
      serialization: "advanced",
      // Only what the program consists of can be read: the installed packages may stand outside the source's folder.
      execArgv: [
        "--permission",
        `--allow-fs-read=${ROOT}`,
        `--allow-fs-read=${dirname(process.execPath)}`,
        "--no-warnings",
      ],
      env: {},
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    giveWay(this.#child.pid);
    const ready = Promise.withResolvers<void>();
    this.#ready = ready.promise;
    this.#ready.catch(() => undefined); // told to whoever reads first
    this.#child.once("message", () => ready.resolve());
    this.#child.once("error", (cause) => ready.reject(new PithError("internal", "no reading process", { cause })));
    this.#child.once("exit", (code) => {
      this.#dead = true;
      ready.reject(new PithError("internal", "no reading process", { cause: new Error(`it ended with ${code}`) }));
    });
    this.#rest();
  }

  /** Whether it can take another document. */
  get fit(): boolean {
    return !this.#dead && this.#documents < DOCUMENTS && this.#memory < KEPT_BYTES;
  }

  /**
   * Reads one document. Afterwards the process is either idle again or, when it had to be killed, no longer `fit`.
   * @throws PithError what the extractor throws, `timeout`, `too_large_unpacked`, `stopped`
   */
  async read(intake: Intake, run: Run): Promise<Document> {
    this.#child.ref();
    this.#child.channel?.ref();
    const result = Promise.withResolvers<Document>();
    const end = (error: PithError): void => {
      this.kill();
      result.reject(error);
    };
    const onMessage = (message: FromChild): void => {
      if ("total" in message) run.report({ stage: "read", ...message });
      else if ("document" in message) result.resolve(message.document);
      else if ("failed" in message) result.reject(failure(message.failed));
    };
    const onExit = (code: number | null, signal: string | null): void => {
      // V8 aborts when its heap is full; everything else that ends the process is a fault of the parser.
      const full = code === 134 || signal === "SIGABRT";
      result.reject(
        new PithError(full ? "too_large_unpacked" : "damaged", null, {
          cause: new Error(`reading ended with ${code ?? signal}`),
        }),
      );
    };
    const onAbort = (): void => {
      try {
        throwIfStopped(run.signal);
      } catch (stopped) {
        end(stopped as PithError);
      }
    };
    run.signal.addEventListener("abort", onAbort, { once: true });
    let timers: NodeJS.Timeout[] = [];
    try {
      await Promise.race([this.#ready, result.promise]);
      throwIfStopped(run.signal);
      this.#child.on("message", onMessage);
      this.#child.once("exit", onExit);
      timers = [
        setTimeout(
          () => end(new PithError("timeout", `over ${this.#limits.deadlineMs / 1000} seconds`)),
          this.#limits.deadlineMs,
        ),
        setInterval(() => this.#watch(end), WATCH_MS),
      ];
      this.#documents++;
      this.#send({ read: intake });
      return await result.promise;
    } finally {
      for (const timer of timers) clearTimeout(timer);
      run.signal.removeEventListener("abort", onAbort);
      this.#child.off("message", onMessage);
      this.#child.off("exit", onExit);
      this.#rest();
    }
  }

  /** Lets it load all parsers while it has nothing to do. */
  warm(): void {
    this.#send({ warm: true });
  }

  #send(message: ToChild): void {
    this.#child.send(message, () => undefined); // that it has ended is told by its exit event
  }

  kill(): void {
    this.#dead = true;
    this.#child.kill("SIGKILL");
  }

  /** An idle process does not keep the program alive. */
  #rest(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }

  #watch(end: (error: PithError) => void): void {
    pidusage(this.#child.pid ?? 0).then(
      ({ memory }) => {
        this.#memory = memory;
        if (memory > this.#limits.memoryBytes) end(new PithError("too_large_unpacked"));
      },
      () => undefined, // it has ended in the meantime, which its exit event tells
    );
  }
}

/** Parsing takes what is left of the processors: first responses to people come before it. */
function giveWay(pid: number | undefined): void {
  try {
    if (pid) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, which is told elsewhere, or the system knows no priorities.
  }
}

function failure({
  code,
  detail,
  cause,
}: {
  code: PithError["code"];
  detail: string | null;
  cause: string;
}): PithError {
  return new PithError(code, detail, { cause: new Error(cause) });
}
