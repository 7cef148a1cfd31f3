import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import mustache from "mustache";
import { PithError } from "../../model/index.ts";
import { splitFrontMatter } from "../../text/index.ts";

const TASKS = ["digest", "map", "reduce", "repair", "answer", "compare"] as const;
export type Task = (typeof TASKS)[number];

/** A prompt file: front matter (name, purpose), and below it the text with its blanks. `hash` covers the whole file. */
type Prompt = { text: string; hash: string };

/**
 * The prompts of a folder: one constant `system` text, and a task for each kind of call. The system text is one for all,
 * so that whatever is asked of a document begins alike and a server can remember that beginning.
 */
export class Prompts {
  readonly system: string;
  readonly #tasks: Record<Task, Prompt>;
  readonly #systemHash: string;

  /** @throws PithError `bad_config` when a file is missing or not of this form */
  constructor(folder: string) {
    const { text, hash } = readPrompt(folder, "system");
    this.system = text;
    this.#systemHash = hash;
    this.#tasks = Object.fromEntries(TASKS.map((task) => [task, readPrompt(folder, task)])) as Record<Task, Prompt>;
  }

  /** A task with its blanks filled in. Nothing is HTML-escaped: the reader is a model. */
  task(task: Task, blanks: Record<string, unknown>): string {
    return mustache.render(this.#tasks[task].text, blanks, {}, { escape: String }).trim();
  }

  /** One hash over the files that shape a result, for its cache key: a changed prompt is new work. */
  hash(...tasks: Task[]): string {
    const parts = [this.#systemHash, ...tasks.map((task) => this.#tasks[task].hash)];
    return createHash("sha256").update(parts.join()).digest("hex").slice(0, 16);
  }
}

function readPrompt(folder: string, name: string): Prompt {
  const path = join(folder, `${name}.md`);
  let file: string;
  try {
    file = readFileSync(path, "utf8");
  } catch (cause) {
    throw new PithError("bad_config", `PITH_PROMPTS: ${path} cannot be read`, { cause });
  }
  const { attributes, body } = splitFrontMatter(file);
  const text = body.trim();
  if (attributes.name !== name || !text) {
    throw new PithError("bad_config", `PITH_PROMPTS: ${path} needs its name in front matter, and a text`);
  }
  return { text, hash: createHash("sha256").update(file).digest("hex") };
}
