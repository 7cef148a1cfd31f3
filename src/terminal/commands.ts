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
  type Run,
  type Source,
} from "../model/index.ts";
import { answerMarkdown, comparisonMarkdown, digestHtml, digestMarkdown } from "../present/index.ts";
import { isLanguageTag } from "../text/index.ts";
import { failure, jsonLine, type Output, say, watchedRun } from "./output.ts";
import { lineIn, readable } from "./readable.ts";

/** What a command works with. `stopped` is aborted by Ctrl-C. */
export type Context = { app: App; output: Output; stopped: AbortSignal; stdin: Readable };

export type SummariseFlags = {
  json?: boolean;
  length: Length;
  language: string;
  focus?: string;
  fresh?: boolean;
  engine: EngineChoice;
  html?: string;
};

/** `pith summarise`. Gives whether every source was digested. @throws PithError `bad_request` */
export async function summarise(sources: string[], flags: SummariseFlags, context: Context): Promise<boolean> {
  if (flags.html && sources.length > 1) throw new PithError("bad_request", "--html takes one source");
  const { length, language, engine } = flags;
  checkLanguage(language);
  const options: Options = { ...DEFAULT_OPTIONS, agreed: true, length, language, engine, focus: flags.focus ?? null };
  return forEach(sources, Boolean(flags.json), context, async (source, run) => {
    const { pith } = context.app;
    const document = await pith.extract(source, run, flags.fresh);
    const digest = await pith.digest(document, options, run, flags.fresh);
    if (flags.html) await writePage(flags.html, digestHtml(digest, document, say, nameOf(source)));
    if (flags.json) return jsonLine(digest);
    return readable(digestMarkdown(digest, say, nameOf(source), lineIn(document)));
  });
}

/** `pith extract`. */
export async function extract(
  sources: string[],
  flags: { json?: boolean; removed?: boolean },
  context: Context,
): Promise<boolean> {
  return forEach(sources, Boolean(flags.json), context, async (source, run) => {
    const document = await context.app.pith.extract(source, run);
    if (flags.json) return jsonLine(extractOf(document, Boolean(flags.removed)));
    const removed = document.removed.map(({ rule, text }) => `[${rule}] ${text}`).join("\n");
    return `${document.text}\n${flags.removed ? `\n--- removed ---\n${removed}\n` : ""}`;
  });
}

/** `pith ask`. @throws PithError `bad_request` */
export async function ask(
  source: string,
  question: string,
  flags: { json?: boolean; language: string; engine: EngineChoice },
  context: Context,
): Promise<boolean> {
  checkLanguage(flags.language);
  if (!question.trim()) throw new PithError("bad_request", "the question is empty");
  return forEach([source], Boolean(flags.json), context, async (posted, run) => {
    const { pith } = context.app;
    const document = await pith.extract(posted, run);
    const answer = await pith.ask([document], { text: question, language: flags.language, engine: flags.engine }, run);
    return flags.json ? jsonLine(answer) : readable(answerMarkdown(answer, say, lineIn(document)));
  });
}

/** `pith compare`. @throws PithError `bad_request` */
export async function compare(
  sources: [string, string],
  flags: { json?: boolean; language: string; engine: EngineChoice },
  context: Context,
): Promise<boolean> {
  checkLanguage(flags.language);
  if (sources.every((given) => given === "-")) throw new PithError("bad_request", "stdin is one source");
  const { pith } = context.app;
  return attempt(sources.join(", "), Boolean(flags.json), context, async (run) => {
    const [first, second] = [await sourceOf(sources[0], context), await sourceOf(sources[1], context)];
    const read = (source: Source, given: string): Promise<Document> =>
      pith.extract(source, run).catch((thrown: unknown) => {
        const cause = asPithError(thrown);
        // Of two, it is the one at fault that has to be known.
        throw new PithError(cause.code, [given, cause.detail].filter(Boolean).join(": "), { cause });
      });
    const documents: [Document, Document] = [await read(first, sources[0]), await read(second, sources[1])];
    const comparison = await pith.compare(documents, { language: flags.language, engine: flags.engine }, run);
    return flags.json ? jsonLine(comparison) : comparisonMarkdown(comparison, say, [nameOf(first), nameOf(second)]);
  });
}

/** The contract's Extract: a Document without what only the program needs. */
export function extractOf(document: Document, withRemoved: boolean): Omit<Document, "id" | "blocks" | "removed"> {
  const { id: _, blocks: __, removed, ...extracted } = document;
  return withRemoved ? { ...extracted, ...{ removed } } : extracted;
}

/** Sources one after the other; one that fails says so and does not keep the rest from being done. */
async function forEach(
  sources: string[],
  json: boolean,
  context: Context,
  work: (source: Source, run: Run) => Promise<string>,
): Promise<boolean> {
  let whole = true;
  for (const given of sources) {
    const isDone = await attempt(given, json, context, async (run) => work(await sourceOf(given, context), run));
    whole &&= isDone;
  }
  return whole;
}

/** One piece of work, whose result or failure is told; gives whether it was done. */
async function attempt(
  name: string,
  json: boolean,
  { output, stopped }: Context,
  work: (run: Run) => Promise<string>,
): Promise<boolean> {
  const run = watchedRun(stopped, output);
  try {
    const text = await work(run);
    run.done();
    output.out(text);
    return true;
  } catch (thrown) {
    run.done();
    const failed = failure(thrown);
    if (json) output.out(jsonLine(failed));
    else output.err(`${name}: ${failed.error.message}\n`);
    return false;
  }
}

async function sourceOf(given: string, { app, stdin, stopped }: Context): Promise<Source> {
  if (given === "-") return { from: "bytes", bytes: await readStream(stdin, app.maxBytes, stopped) };
  // A drive letter is no scheme; everything else of this form is an address, and the intake says which are refused.
  if (/^[a-z][a-z\d+.-]+:\/\//i.test(given)) return { from: "url", url: given };
  if (/^(?:https?:|www\.)/i.test(given) && !existsSync(given))
    throw new PithError("bad_url", "a part of it is missing");
  return { from: "path", path: given };
}

function checkLanguage(tag: string): void {
  if (tag !== "auto" && !isLanguageTag(tag))
    throw new PithError("bad_request", "the language must be auto or a tag such as en or pt-BR");
}

/** What a source without a title is headed with: its file's name without the ending. */
function nameOf(source: Source): string | null {
  if (source.from === "path") return basename(source.path, extname(source.path));
  return source.from === "url" ? basename(new URL(source.url).pathname) || null : null;
}

async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (cause) {
    throw new PithError("bad_request", `${path} cannot be written`, { cause });
  }
}
