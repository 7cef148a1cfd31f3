import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import mustache from "mustache";
import { PithError } from "../../../model/index.ts";
import { splitFrontMatter } from "../../../text/index.ts";

const TASKS = ["digest", "reduce", "repair", "answer", "compare"] as const;
type PromptTask = (typeof TASKS)[number];

/**
 * A prompt file: front matter with `name` and `purpose`, followed by a Mustache template. `hash` covers the whole file.
 */
type PromptFile = { template: string; hash: string };

/**
 * The prompts of a folder: a system prompt and one template per task. The system prompt is the same for all tasks, so
 * that all prompts about a document share a prefix, which the server can cache.
 */
export class Prompts {
  readonly system: string;
  readonly #tasks: Record<PromptTask, PromptFile>;
  readonly #systemHash: string;

  /** @throws PithError `bad_config` if a prompt file is missing, has the wrong `name` or has an empty template */
  constructor(folder: string) {
    const { template, hash } = readPrompt(folder, "system");
    this.system = template;
    this.#systemHash = hash;
    this.#tasks = Object.fromEntries(TASKS.map((task) => [task, readPrompt(folder, task)])) as Record<
      PromptTask,
      PromptFile
    >;
  }

  /** Renders the template of a task, without HTML escaping. */
  render(task: PromptTask, variables: Record<string, unknown>): string {
    return mustache.render(this.#tasks[task].template, variables, {}, { escape: String }).trim();
  }

  /**
   * A hash of the system prompt and the given tasks, as 16 hexadecimal digits. It is part of the cache key, so editing
   * a prompt invalidates cached results.
   */
  hash(...tasks: PromptTask[]): string {
    const parts = [this.#systemHash, ...tasks.map((task) => this.#tasks[task].hash)];
    return createHash("sha256").update(parts.join()).digest("hex").slice(0, 16);
  }
}

function readPrompt(folder: string, name: string): PromptFile {
  const path = join(folder, `${name}.md`);
  let file: string;
  try {
    file = readFileSync(path, "utf8");
  } catch (cause) {
    throw new PithError("bad_config", `PITH_PROMPTS: ${path} can't be read`, { cause });
  }
  const { attributes, body } = splitFrontMatter(file);
  const template = body.trim();
  if (attributes.name !== name || !template) {
    throw new PithError("bad_config", `PITH_PROMPTS: ${path} needs front matter with its name, and a text`);
  }
  return { template, hash: createHash("sha256").update(file).digest("hex") };
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/**
 * The English name of a language for use in a prompt, such as "German" for `de`, or "the document's language" for
 * `und`. A value that is not a BCP-47 tag is returned unchanged, because users can also enter a language in their own
 * words.
 */
export function languageName(tag: string): string {
  if (tag === "und") return "the document's language";
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
