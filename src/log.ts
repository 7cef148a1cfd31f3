import pino, { type DestinationStream, type Logger } from "pino";
import type { Watch } from "./app.ts";

export type { Logger } from "pino";

/** Tokens as they stand in Discord's addresses, headers and keys, credentials in any address, and what a text held. */
const SECRETS: [RegExp, string][] = [
  [/(\/(?:webhooks|interactions)\/\d+\/)[^/?\s"']+/g, "$1…"],
  [/(\w+:\/\/)[^/\s"']+@/g, "$1…@"],
  [/([?&#][^=\s&"']+=)[^&\s"']+/g, "$1…"],
  [/\b(Bot)\s+\S+/g, "$1 …"],
  [/\b(Bearer|Basic)\s+\S+/gi, "$1 …"],
  // A key of a model server, and a bot's token, wherever they stand.
  [/\bsk-[\w-]{8,}/g, "sk-…"],
  [/\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g, "…"],
  // What JSON.parse repeats may be a document's text.
  [/, (?:\.{3})?".*"(?:\.{3})? is not valid JSON/gs, ", … is not valid JSON"],
];

/** A sentence without what must not stand in a log. */
const withoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, [pattern, stand]) => clean.replaceAll(pattern, stand), text);

/** What a log tells of an error: never the bodies, headers and addresses that clients hang on theirs. */
type Told = { name: string; message: string; code?: string | number; stack?: string; cause?: Told };

export function tell(thrown: unknown, depth = 0): Told {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: withoutSecrets(String(thrown)) };
  const { name, message, stack, cause } = thrown;
  const code: unknown = "code" in thrown ? thrown.code : undefined;
  const frames = stack?.match(/^ +at .*$/gm)?.join("\n");
  return {
    name,
    message: withoutSecrets(message),
    ...((typeof code === "string" || typeof code === "number") && { code }),
    ...(frames && { stack: withoutSecrets(frames) }),
    ...(cause !== undefined && depth < 4 && { cause: tell(cause, depth + 1) }),
  };
}

/** What is handed to the log, with errors told and sentences clean, under whatever name they come. */
function clean(given: unknown): unknown {
  if (given instanceof Error) return { err: tell(given) };
  if (typeof given === "string") return withoutSecrets(given);
  if (given === null || typeof given !== "object") return given;
  const fields = Object.entries(given).map(([key, value]): [string, unknown] => [
    key,
    value instanceof Error ? tell(value) : typeof value === "string" ? withoutSecrets(value) : value,
  ]);
  return Object.fromEntries(fields);
}

/** The log: JSON lines on stderr, without the text of documents and without secrets. */
export function createLogger(level: string, to: DestinationStream = pino.destination(2)): Logger {
  const hooks: pino.LoggerOptions["hooks"] = {
    logMethod(given, method) {
      method.apply(this, given.map(clean) as typeof given);
    },
  };
  return pino({ level, base: null, hooks }, to);
}

/** Faults after which a service goes on, in its log. */
export const logged = (log: Logger): Watch => ({
  cacheFailed: (err) => log.warn({ err }, "the cache failed"),
  // The cause may repeat what the model was asked, which is somebody's text.
  modelFailed: ({ code, detail }) => log.warn({ code, detail }, "the model failed; the extractive engine stood in"),
});
