import { CommanderError } from "commander";
import type { Watch } from "../app.ts";
import { asPithError, PithError, type Run } from "../model/index.ts";
import { explain, planInWords, sayIn, USUAL } from "../present/index.ts";

/** Where a command writes: results to stdout, progress and complaints to stderr. */
export type Output = { out(text: string): void; err(text: string): void; terminal: boolean };

export const standardOutput: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
};

/** The terminal speaks one language. */
export const say = sayIn(USUAL);
const CLEAR_LINE = "\r\u001b[K";

/** A run whose progress stands in one line of stderr while it goes on, on a terminal only. */
export function watchedRun(signal: AbortSignal, output: Output): Run & { done(): void } {
  return {
    signal,
    report(progress) {
      if (!output.terminal || progress.stage === "draft") return;
      const words =
        progress.stage === "plan"
          ? `${say("stage.digest")}, ${planInWords(progress, say)}`
          : say(`stage.${progress.stage}`);
      output.err(`${CLEAR_LINE}${words} …`);
    },
    done() {
      if (output.terminal) output.err(CLEAR_LINE);
    },
  };
}

/** What failed, as the contract's `{code, message}`: the message is for people. */
export function failure(thrown: unknown): { error: { code: string; message: string } } {
  const error = asPithError(thrown);
  return { error: { code: error.code, message: explain(error, say) } };
}

export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Tells once each that the cache and the model fail, however often they do. */
export function warnOnce({ err }: Output): Watch {
  const told = new Set<string>();
  const tell = (what: string, words: string): void => {
    if (!told.has(what)) err(words);
    told.add(what);
  };
  return {
    cacheFailed: () => tell("cache", "The cache cannot be used; going on without it (`pith doctor` says why).\n"),
    modelFailed: (fault) => tell("model", `${explain(fault, say)}\n`),
  };
}

const FAILED = 1;
const WRONG_USAGE = 2;

/**
 * Says what ended a command, as JSON on stdout for a program that asked for it, and gives the exit code. What commander
 * threw it has said to people already.
 */
export function complain(thrown: unknown, { out, err }: Output, isJson: boolean): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return 0;
    const wrong = new PithError("bad_request", thrown.message.replace(/^error: /, ""));
    if (isJson) out(jsonLine(failure(wrong)));
    return WRONG_USAGE;
  }
  const error = asPithError(thrown);
  if (isJson) out(jsonLine(failure(error)));
  else err(`${explain(error, say)}\n`);
  if (error.code === "internal") err(`${String((error.cause as Error)?.stack ?? error.cause)}\n`);
  return error.code === "bad_config" || error.code === "bad_request" ? WRONG_USAGE : FAILED;
}
