import { CommanderError } from "commander";
import type { FaultListeners } from "../app.ts";
import { asPithError, type ErrorCode, PithError, type TaskContext } from "../model/index.ts";
import type { Output } from "../output.ts";
import { DEFAULT_LOCALE, explainError, formatCostEstimate, translatorFor } from "../present/index.ts";

/** Translates to the default locale, because terminal output is not localised. */
export const translate = translatorFor(DEFAULT_LOCALE);
const CLEAR_LINE = "\r\u001b[K";

/** Creates a context that shows progress on one line of stderr if stderr is a terminal. `done` clears the line. */
export function createProgressContext(signal: AbortSignal, output: Output): TaskContext & { done(): void } {
  return {
    signal,
    report(progress) {
      if (!output.isTTY || progress.stage === "draft") return;
      const text =
        progress.stage === "plan"
          ? `${translate("stage.digest")}, ${formatCostEstimate(progress, translate)}`
          : translate(`stage.${progress.stage}`);
      output.err(`${CLEAR_LINE}${text} …`);
    },
    done() {
      if (output.isTTY) output.err(CLEAR_LINE);
    },
  };
}

/** Converts an error to its JSON form. Programs can rely on `code`; `message` is for people. */
export function toFailure(thrown: unknown): { error: { code: string; message: string } } {
  const error = asPithError(thrown);
  return { error: { code: error.code, message: explainError(error, translate) } };
}

export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Creates listeners that warn on stderr about the first failure of the cache and the first failure of the model. */
export function warnOnce({ err }: Output): FaultListeners {
  const warned = new Set<string>();
  const warn = (component: string, text: string): void => {
    if (!warned.has(component)) err(text);
    warned.add(component);
  };
  return {
    cacheFailed: () => warn("cache", "The cache doesn't work, so I'm going on without it; `pith doctor` says why.\n"),
    modelFailed: (fault) => warn("model", `${explainError(fault, translate)}\n`),
  };
}

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
/** Errors that stem from what was typed or configured, not from the sources. */
const USAGE_CODES: readonly ErrorCode[] = ["bad_config", "bad_request", "unknown_language"];

/**
 * Reports the error that ended a command and returns the exit code. The error is printed to stderr, or as JSON to
 * stdout if `isJson` is set. Commander has already printed its own errors to stderr.
 */
export function reportFailure(thrown: unknown, { out, err }: Output, isJson: boolean): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return 0; // --help or --version
    const usageError = new PithError("bad_request", thrown.message.replace(/^error: /, ""));
    if (isJson) out(jsonLine(toFailure(usageError)));
    return EXIT_USAGE;
  }
  const error = asPithError(thrown);
  if (isJson) out(jsonLine(toFailure(error)));
  else err(`${explainError(error, translate)}\n`);
  if (error.code === "internal") err(`${String((error.cause as Error)?.stack ?? error.cause)}\n`);
  return USAGE_CODES.includes(error.code) ? EXIT_USAGE : EXIT_FAILURE;
}
