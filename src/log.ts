import pino, { type DestinationStream, type Logger } from "pino";
import type { FaultListeners } from "./app.ts";

export type { Logger } from "pino";

/** Patterns to redact in log messages, with their replacements. */
const REDACTIONS: [pattern: RegExp, replacement: string][] = [
  // Interaction and webhook tokens in Discord URLs.
  [/(\/(?:webhooks|interactions)\/\d+\/)[^/?\s"']+/g, "$1…"],
  // Credentials and parameter values in any URL.
  [/(\w+:\/\/)[^/\s"']+@/g, "$1…@"],
  [/([?&#][^=\s&"']+=)[^&\s"']+/g, "$1…"],
  // Authorization headers.
  [/\b(Bot)\s+\S+/g, "$1 …"],
  [/\b(Bearer|Basic)\s+\S+/gi, "$1 …"],
  // OpenAI-style API keys and Discord bot tokens.
  [/\bsk-[\w-]{8,}/g, "sk-…"],
  [/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, "…"],
  // Input quoted in the error messages of JSON.parse. It may be document text.
  [/, (?:\.{3})?".*"(?:\.{3})? is not valid JSON/gs, ", … is not valid JSON"],
];

const redact = (text: string): string =>
  REDACTIONS.reduce((redacted, [pattern, replacement]) => redacted.replaceAll(pattern, replacement), text);

/**
 * The logged properties of an error. Others are omitted, because HTTP clients attach request bodies, headers and URLs.
 */
type SerialisedError = {
  name: string;
  message: string;
  code?: string | number;
  stack?: string;
  cause?: SerialisedError;
};

/** Converts anything thrown to a plain object without secrets, with at most four nested causes. */
export function serialiseError(thrown: unknown, depth = 0): SerialisedError {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: redact(String(thrown)) };
  const { name, message, stack, cause } = thrown;
  const code: unknown = "code" in thrown ? thrown.code : undefined;
  const frames = stack?.match(/^ +at .*$/gm)?.join("\n");
  return {
    name,
    message: redact(message),
    ...((typeof code === "string" || typeof code === "number") && { code }),
    ...(frames && { stack: redact(frames) }),
    ...(cause !== undefined && depth < 4 && { cause: serialiseError(cause, depth + 1) }),
  };
}

/** Redacts one argument of a log call: a string, an error, or an object whose values may be strings or errors. */
function redactArgument(argument: unknown): unknown {
  if (argument instanceof Error) return { err: serialiseError(argument) };
  if (typeof argument === "string") return redact(argument);
  if (argument === null || typeof argument !== "object") return argument;
  const fields = Object.entries(argument).map(([key, value]): [string, unknown] => [
    key,
    value instanceof Error ? serialiseError(value) : typeof value === "string" ? redact(value) : value,
  ]);
  return Object.fromEntries(fields);
}

/** Creates a logger that writes JSON lines, by default to stderr. Secrets and quoted document text are redacted. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  const hooks: pino.LoggerOptions["hooks"] = {
    logMethod(args, method) {
      method.apply(this, args.map(redactArgument) as typeof args);
    },
  };
  return pino({ level, base: null, hooks }, destination);
}

/** Returns listeners that log failures of the cache and of the model. */
export const createFaultLogger = (log: Logger): FaultListeners => ({
  cacheFailed: (err) => log.warn({ err }, "the cache failed"),
  // The error's cause is omitted, because it may contain the prompt.
  modelFailed: ({ code, detail }) => log.warn({ code, detail }, "the AI model failed; used quotes only instead"),
});
