import pMap from "p-map";
import type { z } from "zod";
import {
  asPithError,
  type Document,
  type Length,
  NO_USAGE,
  type Options,
  PithError,
  sumOf,
  type TaskContext,
  type Usage,
} from "../../model/index.ts";
import { estimateTokens } from "../../text/index.ts";
import { type ChatModel, type Ends, RequestAllowance } from "./client/index.ts";
import { deduplicateNotes, extractNotes, type Note, resolveNotes } from "./notes.ts";
import { type Chunk, chunkLines } from "./prompt/chunks.ts";
import { escapeFences, fenceDocument, type NumberedLine } from "./prompt/numberedLines.ts";
import { languageName, type Prompts } from "./prompt/prompts.ts";
import { digestSchema, type ModelDigest, reductionSchema } from "./prompt/responseSchemas.ts";
import { documentTokenBudget, limitOutputTokens } from "./prompt/tokenBudget.ts";

/** Number of statements requested: more than the points of a digest, since some do not hold. */
const STATEMENTS: Record<Length, number> = { headline: 2, brief: 4, standard: 8, detailed: 16 };
const OUTPUT_TOKENS: Record<Length, number> = { headline: 1000, brief: 2000, standard: 4000, detailed: 8000 };
const MAP_OUTPUT_TOKENS = 1500;
/**
 * Number of statements requested from all parts together, relative to the number in the final digest. The surplus lets
 * the reduce step choose.
 */
const OVERSAMPLING = 1.5;
const MIN_STATEMENTS_PER_PART = 3;
/** Maximum number of concurrent calls. */
const CONCURRENCY = 4;
/**
 * Maximum number of reduce levels. Each level normally makes the notes several times shorter, so notes that still do
 * not fit after this many levels are not getting shorter.
 */
const MAX_REDUCE_LEVELS = 3;

/** How many requests of one digest may fail, whatever its calls are. */
const MAX_FAILED_REQUESTS = 10;

/**
 * The chunks still to summarise, and the estimated input and output tokens of all calls together. If there is only one chunk,
 * it is the whole document.
 */
export type Plan = { chunks: Chunk[]; inputTokens: number; outputTokens: number };

/** `important` has the indices of the lines that the extractive engine finds important. */
type DigestInput = {
  document: Document;
  lines: readonly NumberedLine[];
  important: readonly number[];
  options: Options;
};
type DigestTask = "digest" | "map" | "reduce";
type Prompted<T> = {
  name: string;
  schema: z.ZodObject & z.ZodType<T>;
  fenced: string;
  lines?: Ends;
  completeness(value: T): number;
};
/** The notes on a chunk that was summarised. */
type Part = { chunk: Chunk; notes: Note[] };

/**
 * Summarises one document by map-reduce. A document that fits into the context window takes a single call. Otherwise,
 * the chunks are summarised concurrently into notes (map), and one more call turns the notes into a digest (reduce). If
 * the notes do not fit into one call either, groups of notes are reduced first. Every sentence of the document is part
 * of at least one call.
 */
export class MapReduceDigest {
  readonly #model: ChatModel;
  readonly #prompts: Prompts;
  readonly #document: Document;
  readonly #lines: readonly NumberedLine[];
  readonly #important: readonly number[];
  readonly #options: Options;
  readonly #context: TaskContext;
  readonly #allowance = new RequestAllowance(MAX_FAILED_REQUESTS);
  /** The parts that were summarised, which are kept if what is left is planned anew. */
  readonly #parts: Part[] = [];
  #usage: Usage = NO_USAGE;
  #isCut = false;

  constructor(
    model: ChatModel,
    prompts: Prompts,
    { document, lines, important, options }: DigestInput,
    context: TaskContext,
  ) {
    this.#model = model;
    this.#prompts = prompts;
    this.#document = document;
    this.#lines = lines;
    this.#important = important;
    this.#options = options;
    this.#context = context;
  }

  get #outputLanguage(): string {
    return this.#options.language === "auto" ? this.#document.language : this.#options.language;
  }

  /** The usage of all calls so far, including failed ones. */
  get usage(): Usage {
    return this.#usage;
  }

  /** Whether the output of a call was cut, so that something of it is missing. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Whether another plan may be tried. */
  get mayPlanAgain(): boolean {
    return !this.#allowance.isUsedUp;
  }

  /**
   * Plans the calls for the current size of the context window, which may shrink between two plans.
   * @throws PithError `too_large` if the prompt leaves no room for the document in the context window
   */
  plan(): Plan {
    const documentTokens = this.#lines.reduce((sum, line) => sum + line.tokens, 0);
    const outputTokens = this.#outputTokens("digest");
    const digestOverhead = this.#promptOverhead("digest");
    if (this.#parts.length === 0 && documentTokens <= this.#documentBudget("digest")) {
      const whole = { from: 0, to: this.#lines.length };
      return { chunks: [whole], inputTokens: documentTokens + digestOverhead, outputTokens: outputTokens / 2 };
    }
    const budget = this.#documentBudget("map");
    const chunks = uncovered(this.#lines.length, this.#parts).flatMap(({ from, to }) =>
      chunkLines(this.#lines.slice(from, to), budget).map((chunk) => ({
        from: from + chunk.from,
        to: from + chunk.to,
      })),
    );
    const mapTokens = chunks.reduce((sum, chunk) => sum + this.#countTokens(chunk) + this.#promptOverhead("map"), 0);
    const noteTokens = (chunks.length + this.#parts.length) * (MAP_OUTPUT_TOKENS / 3);
    return {
      chunks,
      inputTokens: mapTokens + noteTokens + this.#promptOverhead("reduce"),
      outputTokens: noteTokens + outputTokens / 2,
    };
  }

  /**
   * Makes the planned calls and returns the digest.
   * @throws PithError as `ChatModel.complete`, and `too_large` if the notes still do not fit after the last reduce
   *   level
   */
  async generate({ chunks }: Plan): Promise<ModelDigest> {
    const [only] = chunks;
    if (only && chunks.length === 1 && this.#parts.length === 0) {
      this.#context.report({ stage: "digest", done: 0, total: 1 });
      return this.#summarise("digest", only, this.#statementCount(1));
    }
    await this.#map(chunks);
    const parts = this.#parts.toSorted((a, b) => a.chunk.from - b.chunk.from);
    return this.#reduce(deduplicateNotes(parts.flatMap(({ notes }) => notes)), MAX_REDUCE_LEVELS);
  }

  /**
   * Summarises chunks. What a server refuses, and how much it reads, is learned in the first call, before several run at
   * once.
   * @throws PithError the error of a call. If a chunk was too large, the chunks that are being read are still kept.
   */
  async #map(chunks: Chunk[]): Promise<void> {
    let done = 0;
    const total = chunks.length + 1;
    this.#context.report({ stage: "digest", done, total });
    const all = [...this.#parts.map(({ chunk }) => chunk), ...chunks].toSorted((a, b) => a.from - b.from);
    const count = this.#statementCount(all.length / OVERSAMPLING);
    let tooLarge: PithError | null = null;
    const summarise = async (chunk: Chunk): Promise<void> => {
      if (tooLarge) return;
      try {
        const place = { part: all.indexOf(chunk) + 1, parts: all.length };
        const digest = await this.#summarise("map", chunk, count, place);
        this.#parts.push({ chunk, notes: extractNotes(digest) });
        this.#context.report({ stage: "digest", done: ++done, total });
      } catch (thrown) {
        const error = asPithError(thrown);
        if (error.code !== "too_large") throw error;
        tooLarge ??= error;
      }
    };
    const first = this.#model.hasAnswered ? 0 : 1;
    for (const chunk of chunks.slice(0, first)) await summarise(chunk);
    await pMap(chunks.slice(first), summarise, { concurrency: CONCURRENCY });
    if (tooLarge) throw tooLarge;
  }

  /**
   * Reduces notes to one digest. Notes that do not fit into one call are reduced in groups, and the notes of the
   * resulting digests are reduced again. `levels` is how many more times notes may be reduced in groups.
   */
  async #reduce(notes: Note[], levels: number): Promise<ModelDigest> {
    const groups = groupByTokens(notes, this.#documentBudget("reduce"));
    if (groups.length === 1) return this.#reduceGroup(notes, 1);
    if (levels === 0) throw new PithError("too_large", "the AI model can't read the notes on it at once");
    const digests = await pMap(groups, (group) => this.#reduceGroup(group, groups.length / OVERSAMPLING), {
      concurrency: CONCURRENCY,
    });
    return this.#reduce(deduplicateNotes(digests.flatMap(extractNotes)), levels - 1);
  }

  async #reduceGroup(notes: Note[], parts: number): Promise<ModelDigest> {
    const count = this.#statementCount(parts);
    const lines = notes.map(({ text }, i) => [i + 1, { text: escapeFences(text), headings: [] }] as const);
    const reduction = await this.#complete(
      "reduce",
      { statements: count },
      {
        name: "selection",
        schema: reductionSchema(count, notes.length),
        fenced: fenceDocument(this.#document.title, lines),
        completeness: ({ ids }) => ids.length / count,
      },
    );
    return resolveNotes(reduction, notes, count);
  }

  #summarise(
    task: "digest" | "map",
    chunk: Chunk,
    count: number,
    variables: Record<string, unknown> = {},
  ): Promise<ModelDigest> {
    return this.#complete(
      task,
      {
        statements: count,
        ...this.#importantIn(chunk),
        ...variables,
      },
      {
        name: "digest",
        schema: digestSchema(count, chunk.to, chunk.from + 1),
        fenced: this.#fence(chunk),
        lines: { firstLine: chunk.from + 1, lastLine: chunk.to },
        completeness: ({ statements }) => statements.length / count,
      },
    );
  }

  async #complete<T>(
    task: DigestTask,
    variables: Record<string, unknown>,
    { name, schema, fenced, lines, completeness }: Prompted<T>,
  ): Promise<T> {
    const { value, isCut, usage } = await this.#model
      .complete(
        {
          name,
          schema,
          system: this.#prompts.system,
          user: `${fenced}\n\n${this.#renderTask(task, variables)}`,
          maxOutputTokens: this.#outputTokens(task),
          completeness,
          ...(lines && { document: { text: fenced, ...lines } }),
        },
        this.#document.id,
        this.#context.signal,
        this.#allowance,
      )
      .catch((error: PithError) => {
        if (error.usage) this.#usage = sumOf(this.#usage, error.usage);
        throw error;
      });
    this.#usage = sumOf(this.#usage, usage);
    this.#isCut ||= isCut;
    return value;
  }

  #renderTask(task: DigestTask, variables: Record<string, unknown>): string {
    const { focus, style } = this.#options;
    return this.#prompts.render(task === "reduce" ? task : "digest", {
      ...variables,
      focus,
      [style]: true,
      language: languageName(this.#outputLanguage),
    });
  }

  /**
   * The number of statements to request per part: the number for the final digest divided by `parts`, but at least 3 if
   * there are several parts.
   */
  #statementCount(parts: number): number {
    const count = STATEMENTS[this.#options.length];
    return parts === 1 ? count : Math.max(MIN_STATEMENTS_PER_PART, Math.ceil(count / parts));
  }

  /** The important lines of a chunk, as template variables. Repeated, they guide a small model better than their numbers. */
  #importantIn({ from, to }: Chunk): Record<string, unknown> {
    const important = this.#important
      .filter((i) => i >= from && i < to)
      .map((i) => ({ n: i + 1, text: this.#lines[i]!.text }));
    return { important, hasImportant: important.length > 0 };
  }

  #outputTokens(task: DigestTask): number {
    const wanted = OUTPUT_TOKENS[this.#options.length];
    const limit = task === "map" ? Math.min(MAP_OUTPUT_TOKENS, wanted) : wanted;
    return limitOutputTokens(this.#model.contextTokens, limit);
  }

  /** The number of document tokens that fit into one call of a task. */
  #documentBudget(task: DigestTask): number {
    return documentTokenBudget(this.#model.contextTokens, this.#outputTokens(task), this.#promptOverhead(task));
  }

  /** The estimated tokens of a task's prompt, excluding the document lines. */
  #promptOverhead(task: DigestTask): number {
    const instructions = this.#renderTask(task, {
      statements: 100,
      part: 100,
      parts: 100,
      ...this.#importantIn({ from: 0, to: this.#lines.length }),
    });
    return estimateTokens(`${this.#prompts.system}\n${fenceDocument(this.#document.title, [])}\n${instructions}`);
  }

  #countTokens({ from, to }: Chunk): number {
    return this.#lines.slice(from, to).reduce((sum, line) => sum + line.tokens, 0);
  }

  #fence({ from, to }: Chunk): string {
    return fenceDocument(
      this.#document.title,
      this.#lines.slice(from, to).map((line, i) => [from + i + 1, line] as const),
    );
  }
}

/** The ranges of lines that are in no part. */
function uncovered(lineCount: number, parts: readonly Part[]): Chunk[] {
  const gaps: Chunk[] = [];
  let from = 0;
  for (const { chunk } of parts.toSorted((a, b) => a.chunk.from - b.chunk.from)) {
    if (chunk.from > from) gaps.push({ from, to: chunk.from });
    from = Math.max(from, chunk.to);
  }
  return from < lineCount ? [...gaps, { from, to: lineCount }] : gaps;
}

/**
 * Splits notes into consecutive groups of at most `maxTokens` tokens each. A note with more tokens forms a group of its
 * own.
 */
function groupByTokens(notes: Note[], maxTokens: number): Note[][] {
  const groups: Note[][] = [[]];
  let remainingTokens = maxTokens;
  for (const note of notes) {
    const tokens = estimateTokens(note.text) + 2;
    if (tokens > remainingTokens && groups.at(-1)!.length) {
      groups.push([]);
      remainingTokens = maxTokens;
    }
    groups.at(-1)!.push(note);
    remainingTokens -= tokens;
  }
  return groups;
}
