import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Source } from "../../src/model/index.ts";

/** One thing to digest, and what good summaries of it are, where somebody wrote any. */
export type Article = { id: string; set: string; source: Source; references: string[] };

const Row = z.object({
  id: z.string(),
  text: z.string(),
  set: z.string().default("articles"),
  refs: z.array(z.string()).default([]),
});

/**
 * What stands at a path: a file of JSON lines `{id, text, set?, refs?}`, a folder with an `articles.jsonl` of them, or a
 * folder of documents, which have no references.
 */
export function articlesAt(path: string): Article[] {
  const listed = statSync(path).isDirectory() ? join(path, "articles.jsonl") : path;
  if (existsSync(listed) && listed.endsWith(".jsonl")) {
    const rows = readFileSync(listed, "utf8").split("\n").filter(Boolean);
    return rows.map((line) => {
      const { id, text, set, refs } = Row.parse(JSON.parse(line));
      return { id, set, source: { from: "text", text, mediaType: "text/plain" }, references: refs };
    });
  }
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [path];
  return files
    .sort()
    .map((file) => ({ id: file, set: "documents", source: { from: "path", path: file }, references: [] }));
}
