import pMap from "p-map";
import {
  type Document,
  type Length,
  NO_USAGE,
  type Options,
  PithError,
  type Run,
  sumOf,
  type Usage,
} from "../../model/index.ts";
import { estimateTokens } from "../../text/index.ts";
import { type Chunk, chunk } from "./chunks.ts";
import type { ChatModel } from "./client/chatModel.ts";
import { languageName } from "./languageName.ts";
import { distinct, type Note, notesOf, ofDocument } from "./notes.ts";
import { fence, type Line } from "./numberedLines.ts";
import type { Prompts, Task } from "./prompts.ts";
import { ModelDigest } from "./responseSchemas.ts";
import { outputWithin, roomBeside } from "./tokenBudget.ts";

const POINTS: Record<Length, number> = { headline: 1, brief: 3, standard: 5, detailed: 9 };
const CLAIMS: Record<Length, number> = { headline: 2, brief: 4, standard: 8, detailed: 16 };
const OUTPUT_TOKENS: Record<Length, number> = { headline: 1000, brief: 2000, standard: 4000, detailed: 8000 };
const MAP_OUTPUT_TOKENS = 1500;
/** Parts together note this much more than the digest will have, so that there is a choice. */
const CHOICE = 1.5;
/** How many parts are read at once. */
const PARALLEL = 4;
/** Each level of reduce makes its notes several times fewer: more levels than this mean that they do not shrink. */
const LEVELS = 3;

/** What a digest will take, before anything is asked. Tokens are estimates. */
export type Plan = { chunks: Chunk[]; inputTokens: number; outputTokens: number };

/**
 * One document's digest by a model. What fits into the model's context goes in one call. Else each part is noted by
 * itself (map), side by side, and one call makes a digest of the notes (reduce): two round trips one after the other,
 * and a third only where the notes overflow too. Every sentence of the document is in one of the calls.
 */
export class Digesting {
  readonly #model: ChatModel;
  readonly #prompts: Prompts;
  readonly #document: Document;
  readonly #lines: readonly Line[];
  readonly #options: Options;
  readonly #run: Run;
  #usage: Usage = NO_USAGE;

  constructor(
    model: ChatModel,
    prompts: Prompts,
    { document, lines, options }: { document: Document; lines: readonly Line[]; options: Options },
    run: Run,
  ) {
    this.#model = model;
    this.#prompts = prompts;
    this.#document = document;
    this.#lines = lines;
    this.#options = options;
    this.#run = run;
  }

  /** What all calls have taken so far. */
  get usage(): Usage {
    return this.#usage;
  }

  /** @throws PithError `too_large` when the model's context does not even hold the prompts */
  plan(): Plan {
    const whole = this.#lines.reduce((sum, line) => sum + line.tokens, 0);
    const answer = this.#outputTokens();
    const overhead = this.#overhead("digest");
    const all = { from: 0, to: this.#lines.length };
    if (whole <= this.#room("digest"))
      return { chunks: [all], inputTokens: whole + overhead, outputTokens: answer / 2 };
    const chunks = chunk(this.#lines, this.#room("map"));
    const sent = chunks.reduce((sum, { from, to }) => sum + this.#tokens(from, to) + this.#overhead("map"), 0);
    const notes = chunks.length * (MAP_OUTPUT_TOKENS / 3);
    return { chunks, inputTokens: sent + notes + this.#overhead("reduce"), outputTokens: notes + answer / 2 };
  }

  /** @throws PithError what `ChatModel.ask` throws */
  async write({ chunks }: Plan): Promise<ModelDigest> {
    const [only] = chunks;
    if (only && chunks.length === 1) {
      this.#run.report({ stage: "digest", done: 0, total: 1 });
      return this.#ask("digest", this.#fence(only), this.#counts(1), this.#outputTokens());
    }
    return this.#reduce(distinct(await this.#map(chunks)), LEVELS);
  }

  async #map(chunks: Chunk[]): Promise<Note[]> {
    let done = 0;
    const total = chunks.length + 1;
    this.#run.report({ stage: "digest", done, total });
    const counts = this.#counts(chunks.length / CHOICE);
    const noted = await pMap(
      chunks,
      async (part, i) => {
        const blanks = { ...counts, part: i + 1, parts: chunks.length };
        const digest = await this.#ask("map", this.#fence(part), blanks, this.#outputTokens("map"));
        this.#run.report({ stage: "digest", done: ++done, total });
        return notesOf(digest);
      },
      { concurrency: PARALLEL },
    );
    return noted.flat();
  }

  /** One digest of the notes; where they do not fit together, of digests of as many as fit. */
  async #reduce(notes: Note[], levels: number): Promise<ModelDigest> {
    const groups = grouped(notes, this.#room("reduce"));
    if (groups.length === 1) return this.#digestOf(notes, 1);
    if (levels === 0) throw new PithError("too_large", "its notes do not fit into the model's context");
    const digests = await pMap(groups, (group) => this.#digestOf(group, groups.length / CHOICE), {
      concurrency: PARALLEL,
    });
    return this.#reduce(distinct(digests.flatMap(notesOf)), levels - 1);
  }

  async #digestOf(notes: Note[], parts: number): Promise<ModelDigest> {
    const counts = this.#counts(parts);
    const fenced = fence(
      this.#document.title,
      notes.map(({ text }, i) => [i + 1, text] as const),
    );
    const reduced = await this.#ask("reduce", fenced, counts, this.#outputTokens());
    return ofDocument(reduced, notes, counts.claims);
  }

  async #ask(task: Task, fenced: string, blanks: Record<string, unknown>, maxOutputTokens: number) {
    const { value, usage } = await this.#model
      .ask(
        {
          name: "digest",
          schema: ModelDigest,
          system: this.#prompts.system,
          user: `${fenced}\n\n${this.#task(task, blanks)}`,
          maxOutputTokens,
        },
        this.#document.id,
        this.#run.signal,
      )
      .catch((error: PithError) => {
        if (error.usage) this.#usage = sumOf(this.#usage, error.usage);
        throw error;
      });
    this.#usage = sumOf(this.#usage, usage);
    return value;
  }

  #task(task: Task, blanks: Record<string, unknown>): string {
    const { language, focus, style } = this.#options;
    const asked = language === "auto" ? this.#document.language : language;
    return this.#prompts.task(task, { ...blanks, focus, [style]: true, language: languageName(asked) });
  }

  /** How many points and claims each of so many parts gives. */
  #counts(parts: number): { points: number; claims: number } {
    const { length } = this.#options;
    const share = (count: number): number => (parts === 1 ? count : Math.max(2, Math.ceil(count / parts)));
    return { points: share(POINTS[length]), claims: share(CLAIMS[length]) };
  }

  #outputTokens(task?: "map"): number {
    const wanted = OUTPUT_TOKENS[this.#options.length];
    return outputWithin(this.#model.contextTokens, task ? Math.min(MAP_OUTPUT_TOKENS, wanted) : wanted);
  }

  /** How many tokens of lines fit beside a task and its answer. */
  #room(task: "digest" | "map" | "reduce"): number {
    const output = this.#outputTokens(task === "map" ? task : undefined);
    return roomBeside(this.#model.contextTokens, output, this.#overhead(task));
  }

  #overhead(task: Task): number {
    const words = this.#task(task, { ...this.#counts(1), part: 100, parts: 100 });
    return estimateTokens(`${this.#prompts.system}\n${fence(this.#document.title, [])}\n${words}`);
  }

  #tokens(from: number, to: number): number {
    return this.#lines.slice(from, to).reduce((sum, line) => sum + line.tokens, 0);
  }

  #fence({ from, to }: Chunk): string {
    const numbered = this.#lines.slice(from, to).map(({ text }, i) => [from + i + 1, text] as const);
    return fence(this.#document.title, numbered);
  }
}

/** Notes in runs of at most `room` tokens each. */
function grouped(notes: Note[], room: number): Note[][] {
  const groups: Note[][] = [[]];
  let left = room;
  for (const note of notes) {
    const tokens = estimateTokens(note.text) + 2;
    if (tokens > left && groups.at(-1)!.length) {
      groups.push([]);
      left = room;
    }
    groups.at(-1)!.push(note);
    left -= tokens;
  }
  return groups;
}
