import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import type { Readable } from "node:stream";
import type { App } from "../app.ts";
import { readStream } from "../intake/index.ts";
import {
  asPithError,
  DEFAULT_OPTIONS,
  type Document,
  type EngineChoice,
  type Length,
  type Options,
  PithError,
  type Source,
  type TaskContext,
} from "../model/index.ts";
import type { Output } from "../output.ts";
import { answerMarkdown, comparisonMarkdown, digestHtml, digestMarkdown } from "../present/index.ts";
import { readLanguage } from "../text/index.ts";
import { colourMarkdown, lineNumberIn } from "./markdown.ts";
import { createProgressContext, jsonLine, toFailure, translate } from "./output.ts";

/** What a command depends on. `signal` is aborted by SIGINT and SIGTERM. */
export type CommandContext = { app: App; output: Output; signal: AbortSignal; stdin: Readable };

export type SummariseFlags = {
  json?: boolean;
  length: Length;
  language: string;
  focus?: string;
  fresh?: boolean;
  engine: EngineChoice;
  html?: string;
};

/**
 * `pith summarise`. Returns whether all sources succeeded.
 * @throws PithError `unknown_language` if the language is unknown, `bad_request` if `--html` is given with several sources
 */
export async function summarise(sources: string[], flags: SummariseFlags, command: CommandContext): Promise<boolean> {
  if (flags.html && sources.length > 1) throw new PithError("bad_request", "--html works with one source only");
  const { length, engine } = flags;
  const language = readLanguage(flags.language);
  const options: Options = { ...DEFAULT_OPTIONS, agreed: true, length, language, engine, focus: flags.focus ?? null };
  return forEachSource(sources, Boolean(flags.json), command, async (source, context) => {
    const { pith } = command.app;
    const document = await pith.extract(source, context, flags.fresh);
    const digest = await pith.digest(document, options, context, flags.fresh);
    if (flags.html) await writePage(flags.html, digestHtml(digest, document, translate, nameOf(source)));
    if (flags.json) return jsonLine(digest);
    return colourMarkdown(digestMarkdown(digest, translate, nameOf(source), lineNumberIn(document)));
  });
}

/** `pith extract`. Returns whether all sources succeeded. */
export async function extract(
  sources: string[],
  flags: { json?: boolean; removed?: boolean },
  command: CommandContext,
): Promise<boolean> {
  return forEachSource(sources, Boolean(flags.json), command, async (source, context) => {
    const document = await command.app.pith.extract(source, context);
    if (flags.json) return jsonLine(toExtractResult(document, Boolean(flags.removed)));
    const removed = document.removed.map(({ rule, text }) => `[${rule}] ${text}`).join("\n");
    return `${document.text}\n${flags.removed ? `\n--- removed ---\n${removed}\n` : ""}`;
  });
}

/**
 * `pith ask`. Returns whether it succeeded.
 * @throws PithError `unknown_language` if the language is unknown, `bad_request` if the question is empty
 */
export async function ask(
  source: string,
  question: string,
  flags: { json?: boolean; language: string; engine: EngineChoice },
  command: CommandContext,
): Promise<boolean> {
  const language = readLanguage(flags.language);
  if (!question.trim()) throw new PithError("bad_request", "the question is empty");
  return forEachSource([source], Boolean(flags.json), command, async (resolved, context) => {
    const { pith } = command.app;
    const document = await pith.extract(resolved, context);
    const answer = await pith.ask([document], { text: question, language, engine: flags.engine }, context);
    return flags.json ? jsonLine(answer) : colourMarkdown(answerMarkdown(answer, translate, lineNumberIn(document)));
  });
}

/**
 * `pith compare`. Returns whether it succeeded.
 * @throws PithError `unknown_language` if the language is unknown, `bad_request` if both sources are stdin
 */
export async function compare(
  sources: [string, string],
  flags: { json?: boolean; language: string; engine: EngineChoice },
  command: CommandContext,
): Promise<boolean> {
  const language = readLanguage(flags.language);
  if (sources.every((argument) => argument === "-"))
    throw new PithError("bad_request", "only one of the two sources can be stdin");
  const { pith } = command.app;
  return runAndReport(sources.join(", "), Boolean(flags.json), command, async (context) => {
    const [first, second] = [await resolveSource(sources[0], command), await resolveSource(sources[1], command)];
    const read = (source: Source, argument: string): Promise<Document> =>
      pith.extract(source, context).catch((thrown: unknown) => {
        const cause = asPithError(thrown);
        // Names the source that failed.
        throw new PithError(cause.code, [argument, cause.detail].filter(Boolean).join(": "), { cause });
      });
    const documents: [Document, Document] = [await read(first, sources[0]), await read(second, sources[1])];
    const comparison = await pith.compare(documents, { language, engine: flags.engine }, context);
    if (flags.json) return jsonLine(comparison);
    return comparisonMarkdown(comparison, translate, [nameOf(first), nameOf(second)]);
  });
}

/** Returns a document without `id` and `blocks` for output as JSON. Omits `removed` unless `withRemoved` is set. */
export function toExtractResult(document: Document, withRemoved: boolean): Omit<Document, "id" | "blocks" | "removed"> {
  const { id: _, blocks: __, removed, ...extracted } = document;
  return withRemoved ? { ...extracted, ...{ removed } } : extracted;
}

/** Processes sources one by one. Reports a source that fails and continues. Returns whether all succeeded. */
async function forEachSource(
  sources: string[],
  json: boolean,
  command: CommandContext,
  handle: (source: Source, context: TaskContext) => Promise<string>,
): Promise<boolean> {
  let allSucceeded = true;
  for (const argument of sources) {
    const succeeded = await runAndReport(argument, json, command, async (context) =>
      handle(await resolveSource(argument, command), context),
    );
    allSucceeded &&= succeeded;
  }
  return allSucceeded;
}

/** Runs a task with progress output and prints its result or its error. Returns whether it succeeded. */
async function runAndReport(
  name: string,
  json: boolean,
  { output, signal }: CommandContext,
  run: (context: TaskContext) => Promise<string>,
): Promise<boolean> {
  const context = createProgressContext(signal, output);
  try {
    const text = await run(context);
    context.done();
    output.out(text);
    return true;
  } catch (thrown) {
    context.done();
    const failure = toFailure(thrown);
    if (json) output.out(jsonLine(failure));
    else output.err(`${name}: ${failure.error.message}\n`);
    return false;
  }
}

/** Converts a command-line argument (`-` for stdin, a URL, or a path) to a source. */
async function resolveSource(argument: string, { app, stdin, signal }: CommandContext): Promise<Source> {
  if (argument === "-") return { from: "bytes", bytes: await readStream(stdin, app.maxBytes, signal) };
  // A single letter before `://` is a Windows drive, not a scheme. The intake rejects unknown schemes.
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(argument)) return { from: "url", url: argument };
  if (/^(?:https?:|www\.)/i.test(argument) && !existsSync(argument))
    throw new PithError("bad_url", "part of it is missing");
  return { from: "path", path: argument };
}

/**
 * Returns the heading for a document without a title: the file name without its extension, or the last segment of the
 * URL's path. Null if there is neither.
 */
function nameOf(source: Source): string | null {
  if (source.from === "path") return basename(source.path, extname(source.path));
  return source.from === "url" ? basename(new URL(source.url).pathname) || null : null;
}

async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (cause) {
    throw new PithError("bad_request", `${path} can't be written`, { cause });
  }
}
