import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** One labelled page of an extraction set: what a reader would call its main text, and the page in one of its forms. */
export type LabelledPage = { id: string; lang: string; type: string; host: string; gold: string; source: string };
export type PageForm = "html" | "text" | "flat";

const readText = (path: string): string => gunzipSync(readFileSync(path)).toString("utf8");

/** The pages of `DATA/extraction/SET` in a form, or none when the set is not there. */
export function readLabelledPages(data: string, set: string, form: PageForm): LabelledPage[] {
  const folder = join(data, "extraction", set);
  if (!existsSync(folder)) return [];
  const rows = readText(join(folder, "gold.jsonl.gz")).split("\n").filter(Boolean);
  return rows.map((row) => {
    const { id, lang, type, url, gold } = JSON.parse(row) as Record<string, string | null> & { id: string };
    const name = `${id}.${form === "html" ? "html" : "txt"}.gz`;
    return {
      id,
      lang: lang ?? "und",
      type: type ?? "article",
      host: hostOf(url ?? id),
      gold: gold ?? "",
      source: readText(join(folder, form, name)),
    };
  });
}

const hostOf = (url: string): string => {
  const host = URL.canParse(url) ? new URL(url).hostname : url.replace(/\/.*$/, "");
  return host.replace(/^www\./, "");
};

/** Which of `folds` parts of the data a site is in: all its pages are in one (FNV-1a of the host). */
export function foldOf(host: string, folds: number): number {
  let hash = 2166136261;
  for (const character of host) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return (hash >>> 0) % folds;
}
