import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/**
 * A page of an extraction data set. `gold` is its main text as labelled by people; `source` is the page in one form
 * (see `PageForm`).
 */
export type LabelledPage = { id: string; lang: string; type: string; host: string; gold: string; source: string };
/** `text` and `flat` are plain text. Only `text` has blank lines between paragraphs, and image alt texts. */
export type PageForm = "html" | "text" | "flat";

const readGzip = (path: string): string => gunzipSync(readFileSync(path)).toString("utf8");

/** Reads the pages in `DATA/extraction/SET`. Returns an empty array if the data set does not exist. */
export function readLabelledPages(data: string, set: string, form: PageForm): LabelledPage[] {
  const folder = join(data, "extraction", set);
  if (!existsSync(folder)) return [];
  const rows = readGzip(join(folder, "gold.jsonl.gz")).split("\n").filter(Boolean);
  return rows.map((row) => {
    const { id, lang, type, url, gold } = JSON.parse(row) as Record<string, string | null> & { id: string };
    const name = `${id}.${form === "html" ? "html" : "txt"}.gz`;
    return {
      id,
      lang: lang ?? "und",
      type: type ?? "article",
      host: hostOf(url ?? id),
      gold: gold ?? "",
      source: readGzip(join(folder, form, name)),
    };
  });
}

const hostOf = (url: string): string => {
  const host = URL.canParse(url) ? new URL(url).hostname : url.replace(/\/.*$/, "");
  return host.replace(/^www\./, "");
};

/** Returns the fold of a host or page id, from 0 to `folds` - 1. It is derived from an FNV-1a hash. */
export function foldOf(key: string, folds: number): number {
  let hash = 2166136261;
  for (const character of key) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return (hash >>> 0) % folds;
}
