import pino, { type Logger } from "pino";

export type { Logger } from "pino";

/** Tokens as they stand in Discord's addresses, and credentials in any address. */
const SECRETS: [RegExp, string][] = [
  [/(\/(?:webhooks|interactions)\/\d+\/)[^/?\s"']+/g, "$1…"],
  [/(\w+:\/\/)[^/\s@"']+@/g, "$1…@"],
  [/([?&][^=\s&"']+=)[^&\s"']+/g, "$1…"],
  [/\b(Bot|Bearer)\s+\S+/g, "$1 …"],
];

/** A sentence without what must not stand in a log. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, [pattern, stand]) => clean.replaceAll(pattern, stand), text);

/** What a log tells of an error: never the bodies, headers and addresses that clients hang on theirs. */
export type Told = { name: string; message: string; code?: string | number; stack?: string; cause?: Told };

export function tell(thrown: unknown, depth = 0): Told {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: withoutSecrets(String(thrown)) };
  const { name, message, stack, cause } = thrown;
  const code: unknown = "code" in thrown ? thrown.code : undefined;
  return {
    name,
    message: withoutSecrets(message),
    ...((typeof code === "string" || typeof code === "number") && { code }),
    ...(stack && { stack: withoutSecrets(stack.slice(stack.indexOf("\n") + 1)) }),
    ...(cause !== undefined && depth < 4 && { cause: tell(cause, depth + 1) }),
  };
}

/** The log: JSON lines on stderr, without the text of documents and without secrets. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, serializers: { err: (thrown: unknown) => tell(thrown) } }, pino.destination(2));
}
