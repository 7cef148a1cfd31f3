import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { pMapIterable } from "p-map";
import type { z } from "zod";
import { DEFAULT_OPTIONS, detachedContext, PithError, type Source, throwIfStopped } from "../model/index.ts";
import type { Pith } from "../pith.ts";
import { search } from "../retrieval/index.ts";
import { detectLanguage } from "../text/index.ts";
import { verifyClaim } from "../verify/index.ts";
import { BatchRowSchemas, type SourceRow } from "./batchRows.ts";
import { type CommandContext, toExtractResult } from "./commands.ts";
import { jsonLine, toFailure } from "./output.ts";

export const OPERATIONS = ["extract", "summarise", "verify", "retrieve", "ask"] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * Maximum line length, in UTF-16 units. A byte of text can take up to six units of JSON (a `\u` escape), and the other
 * members need some room. The length must not exceed V8's limit for strings, about 2^29 units.
 */
const maxLineLength = (maxBytes: number): number => Math.min(6 * maxBytes + 100_000, 500_000_000);

/**
 * `pith batch`: reads JSON lines from stdin and writes JSON lines to stdout. Processes `concurrency` rows at a time and
 * writes the results in input order. A row that fails yields a line with `error`.
 * @throws PithError `stopped` if the signal is aborted
 */
export async function batch(
  operation: Operation,
  concurrency: number,
  { app, output, signal, stdin }: CommandContext,
): Promise<void> {
  const processLine = async (line: string | null): Promise<string> => {
    let id: unknown = null;
    try {
      if (line === null) throw new PithError("too_large", "one line of the input");
      const row = parseJson(line);
      if (typeof row === "object" && row !== null && "id" in row) id = row.id;
      return jsonLine({ id, ...(await processRow(operation, row, app.pith, signal)) });
    } catch (thrown) {
      return jsonLine({ id, ...toFailure(thrown) });
    }
  };
  // Connects to the cache now, so that the first row's `ms` does not include the time to connect. Errors recur in the
  // rows.
  await app.store.get("batch").catch(() => undefined);
  const lines = readLines(stdin, maxLineLength(app.maxBytes), signal);
  const results = pMapIterable(lines, processLine, { concurrency, backpressure: concurrency * 4 });
  for await (const result of results) output.out(result);
  throwIfStopped(signal);
}

/**
 * Yields the non-empty lines of stdin, and null for a line longer than `maxLength` UTF-16 units. Ends when `signal` is
 * aborted. Splits at `\n` only; Node's readline would also split at U+2028, which JSON strings may contain.
 */
async function* readLines(stdin: Readable, maxLength: number, signal: AbortSignal): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  const onAbort = (): void => void stdin.destroy();
  signal.addEventListener("abort", onAbort, { once: true });
  let pending = "";
  let isTooLong = false;
  try {
    if (signal.aborted) return;
    for await (const chunk of stdin) {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      const [first = "", ...more] = text.split("\n");
      if (isTooLong || pending.length + first.length > maxLength) [pending, isTooLong] = ["", true];
      else pending += first;
      for (const next of more) {
        if (isTooLong) yield null;
        else if (pending.trim()) yield pending;
        [pending, isTooLong] = [next, false];
      }
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    return; // Discards the incomplete last line.
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  if (isTooLong) yield null;
  else if (pending.trim()) yield pending;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new PithError("bad_request", "the line isn't valid JSON", { cause });
  }
}

function parseRow<T>(schema: z.ZodType<T>, row: unknown): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".") || "row"}: ${issue.message}`);
  throw new PithError("bad_request", problems.join("; "));
}

async function processRow(operation: Operation, row: unknown, pith: Pith, signal: AbortSignal): Promise<object> {
  const context = detachedContext(signal);
  const start = performance.now();
  const elapsedMs = (): number => Math.round((performance.now() - start) * 1000) / 1000;
  switch (operation) {
    case "extract": {
      const document = await pith.extract(sourceFrom(parseRow(BatchRowSchemas.extract, row)), context);
      return { ...toExtractResult(document, false), ms: elapsedMs() };
    }
    case "summarise": {
      const { length, sentences, language, focus, engine, ...sourceRow } = parseRow(BatchRowSchemas.summarise, row);
      const options = {
        ...DEFAULT_OPTIONS,
        agreed: true,
        length: length ?? DEFAULT_OPTIONS.length,
        sentences: sentences ?? null,
        language: language ?? DEFAULT_OPTIONS.language,
        focus: focus ?? null,
        engine: engine ?? DEFAULT_OPTIONS.engine,
      };
      return { ...(await pith.summarise(sourceFrom(sourceRow), options, context)), ms: elapsedMs() };
    }
    case "ask": {
      const { question, language = "auto", ...sourceRow } = parseRow(BatchRowSchemas.ask, row);
      const document = await pith.extract(sourceFrom(sourceRow), context);
      return pith.ask([document], { text: question, language, engine: "auto" }, context);
    }
    case "verify": {
      const { document, claim, quote = null, speaker = null } = parseRow(BatchRowSchemas.verify, row);
      return verifyClaim(plainDocument(document), { text: claim, quote, speaker }, context);
    }
    case "retrieve": {
      const { document, questions, k, language } = parseRow(BatchRowSchemas.retrieve, row);
      const results = await search(document, questions, k, language ?? detectLanguage(document), context);
      return { passages: results.map((hits) => hits.map(({ start, end, score }) => ({ start, end, score }))) };
    }
  }
}

function sourceFrom({ path, text, base64, mediaType, name, url }: SourceRow): Source {
  const metadata = { ...(mediaType && { mediaType }), ...(name && { name }), ...(url && { url }) };
  if (path !== undefined) return { from: "path", path, ...metadata };
  if (text !== undefined) return { from: "text", text, ...metadata };
  return { from: "bytes", bytes: Buffer.from(base64 ?? "", "base64"), ...metadata };
}

/** Wraps text in a document without cleaning it. Blank lines separate paragraphs. */
function plainDocument(text: string): Parameters<typeof verifyClaim>[0] {
  const blocks = [...text.matchAll(/\S(?:[\s\S]*?\S)?(?=\s*\n\s*\n|\s*$)/g)].map(({ 0: { length }, index }) => ({
    kind: "paragraph" as const,
    start: index,
    end: index + length,
    page: null,
  }));
  return {
    id: createHash("sha256").update(text).digest("hex"),
    title: null,
    language: detectLanguage(text),
    text,
    blocks,
  };
}
