import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A page with what it should become; `host` tells which pages are of one site. */
export type Page = { id: string; language: string; type: string; host: string; gold: string; html: string };

type GoldRow = { id: string; lang: string; type?: string; url?: string; gold: string };

/** The pages of a set of `extraction/` in the data folder; none when the folder lacks it. */
export function readPages(data: string, set: string): Page[] {
  const folder = join(data, "extraction", set);
  if (!existsSync(folder)) return [];
  const unpack = (file: string): string => gunzipSync(readFileSync(join(folder, file))).toString("utf8");
  return unpack("gold.jsonl.gz")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line) as GoldRow)
    .map(({ id, lang, type, url, gold }) => {
      const host = url && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, "") : id;
      return { id, language: lang, type: type ?? lang, host, gold, html: unpack(`html/${id}.html.gz`) };
    });
}

/** Which of `folds` parts of the data a page is in: all pages of a site are in one (FNV-1a of the host). */
export function foldOf({ host }: Page, folds: number): number {
  let hash = 2166136261;
  for (const character of host) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return (hash >>> 0) % folds;
}
