import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import mustache from "mustache";
import { PithError } from "../model/index.ts";
import { splitFrontMatter } from "../text/index.ts";

/** A prompt file: front matter (name, purpose), the constant system text, and below `<!-- task -->` the task with its blanks. */
export type Prompt = { name: string; system: string; task: string; hash: string };

const TASK = "<!-- task -->";

/**
 * Reads a prompt. Its hash covers the whole file and is part of every cache key: a changed prompt is new work.
 * @throws PithError `bad_config` when the file is missing or not of this form
 */
export function readPrompt(folder: string, name: string): Prompt {
  const path = join(folder, `${name}.md`);
  let file: string;
  try {
    file = readFileSync(path, "utf8");
  } catch (cause) {
    throw new PithError("bad_config", `PITH_PROMPTS: ${path} cannot be read`, { cause });
  }
  const { attributes, body } = splitFrontMatter(file);
  const [system, task, more] = body.split(TASK).map((part) => part.trim());
  if (attributes.name !== name || !system || !task || more !== undefined) {
    throw new PithError("bad_config", `PITH_PROMPTS: ${path} needs its name in front matter and one ${TASK} line`);
  }
  return { name, system, task, hash: createHash("sha256").update(file).digest("hex").slice(0, 16) };
}

/** The task with its blanks filled in. Nothing is HTML-escaped: the reader is a model. */
export function fillTask(prompt: Prompt, blanks: Record<string, string | number | null>): string {
  return mustache.render(prompt.task, blanks, {}, { escape: String }).trim();
}
