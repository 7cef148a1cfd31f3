import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { pMapIterable } from "p-map";
import type { z } from "zod";
import { DEFAULT_OPTIONS, PithError, quietRun, type Source, throwIfStopped } from "../model/index.ts";
import type { Pith } from "../pith.ts";
import { detectLanguage, search } from "../text/index.ts";
import { verifyClaim } from "../verify/index.ts";
import { type Context, extractOf } from "./commands.ts";
import { failure, jsonLine } from "./output.ts";
import { type PostedRow, RowSchemas } from "./rows.ts";

export const OPERATIONS = ["extract", "summarise", "verify", "retrieve", "ask"] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * `pith batch`: JSON lines in, JSON lines out. Rows are worked on `concurrency` at a time and written in the order of the
 * input, each as soon as it and those before it are done; a row that fails is an `error` row.
 * @throws PithError `stopped`
 */
export async function batch(
  operation: Operation,
  concurrency: number,
  { app, output, stopped, stdin }: Context,
): Promise<void> {
  const work = async (line: string | null): Promise<string> => {
    const row = { id: null as unknown };
    try {
      if (line === null) throw new PithError("too_large", "the line");
      const parsed: unknown = parseJson(line);
      if (typeof parsed === "object" && parsed !== null && "id" in parsed) row.id = parsed.id;
      return jsonLine({ id: row.id, ...(await answerRow(operation, parsed, app.pith, stopped)) });
    } catch (thrown) {
      return jsonLine({ id: row.id, ...failure(thrown) });
    }
  };
  // The store is connected before the first row asks for it; one that cannot be is told by the row's own use of it.
  await app.store.get("batch").catch(() => undefined);
  // A byte of text has at most six characters in JSON, as \u escapes; a string of over 2^29 units cannot be.
  const rows = lines(stdin, Math.min(6 * app.maxBytes + 100_000, 500_000_000), stopped);
  for await (const line of pMapIterable(rows, work, { concurrency, backpressure: concurrency * 4 })) output.out(line);
  throwIfStopped(stopped);
}

/**
 * Lines end at `\n` only: Node's readline would also cut at U+2028, which JSON strings may hold. A line of over `longest`
 * UTF-16 units is null. The lines end when the run is stopped, also while one is waited for.
 */
async function* lines(stdin: Readable, longest: number, stopped: AbortSignal): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  const onAbort = (): void => void stdin.destroy();
  stopped.addEventListener("abort", onAbort, { once: true });
  let rest = "";
  let tooLong = false;
  try {
    if (stopped.aborted) return;
    for await (const chunk of stdin) {
      const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
      const [first = "", ...more] = text.split("\n");
      if (tooLong || rest.length + first.length > longest) [rest, tooLong] = ["", true];
      else rest += first;
      for (const next of more) {
        if (tooLong) yield null;
        else if (rest.trim()) yield rest;
        [rest, tooLong] = [next, false];
      }
    }
  } catch (thrown) {
    if (!stopped.aborted) throw thrown;
    return; // the half line that came last was never finished
  } finally {
    stopped.removeEventListener("abort", onAbort);
  }
  if (tooLong) yield null;
  else if (rest.trim()) yield rest;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new PithError("bad_request", "the line is not JSON", { cause });
  }
}

function parseRow<T>(schema: z.ZodType<T>, row: unknown): T {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "row"}: ${issue.message}`);
  throw new PithError("bad_request", faults.join("; "));
}

async function answerRow(operation: Operation, row: unknown, pith: Pith, signal: AbortSignal): Promise<object> {
  const run = quietRun(signal);
  const start = performance.now();
  const ms = (): number => Math.round((performance.now() - start) * 1000) / 1000;
  switch (operation) {
    case "extract": {
      const document = await pith.extract(sourceOf(parseRow(RowSchemas.extract, row)), run);
      return { ...extractOf(document, false), ms: ms() };
    }
    case "summarise": {
      const { length, sentences, language, focus, engine, ...posted } = parseRow(RowSchemas.summarise, row);
      const options = {
        ...DEFAULT_OPTIONS,
        agreed: true,
        length: length ?? DEFAULT_OPTIONS.length,
        sentences: sentences ?? null,
        language: language ?? DEFAULT_OPTIONS.language,
        focus: focus ?? null,
        engine: engine ?? DEFAULT_OPTIONS.engine,
      };
      return { ...(await pith.summarise(sourceOf(posted), options, run)), ms: ms() };
    }
    case "ask": {
      const { question, language = "auto", ...posted } = parseRow(RowSchemas.ask, row);
      const document = await pith.extract(sourceOf(posted), run);
      return pith.ask([document], { text: question, language, engine: "auto" }, run);
    }
    case "verify": {
      const { document, claim, quote = null, speaker = null } = parseRow(RowSchemas.verify, row);
      return verifyClaim(bareText(document), { text: claim, quote, speaker }, run);
    }
    case "retrieve": {
      const { document, questions, k, language } = parseRow(RowSchemas.retrieve, row);
      const found = await search(document, questions, k, language ?? detectLanguage(document), run);
      return { passages: found.map((hits) => hits.map(({ start, end, score }) => ({ start, end, score }))) };
    }
  }
}

function sourceOf({ path, text, base64, mediaType, name, url }: PostedRow): Source {
  const known = { ...(mediaType && { mediaType }), ...(name && { name }), ...(url && { url }) };
  if (path !== undefined) return { from: "path", path, ...known };
  if (text !== undefined) return { from: "text", text, ...known };
  return { from: "bytes", bytes: Buffer.from(base64 ?? "", "base64"), ...known };
}

/** A text that is clean already, with its paragraphs. */
function bareText(text: string): Parameters<typeof verifyClaim>[0] {
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
