import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ScoredPage, scorePageSets } from "../html/scorePageSets.ts";
import type { BenchRow } from "../measurements.ts";
import { aggregateScores, pairedBootstrapInterval } from "./textScore.ts";

const CLI = join(import.meta.dirname, "../../../src/cli.ts");

/**
 * Cleaning of web pages in this process, cross-validated (`judgeSets`): F1 by the sets' own measures, with the 95 %
 * intervals of the gain over plain Readability and defuddle, paired over pages; and the median time of a page.
 */
export async function* measurePageCleaning(data: string): AsyncGenerator<BenchRow> {
  for await (const { set, pages } of scorePageSets(data, false)) {
    const measure = set === "wcxb" ? "wordF1" : "f1";
    yield { benchmark: "cleaning", subject: `${set} html`, result: figure(pages, measure) };
    const types = set === "wcxb" ? [...new Set(pages.map(({ page }) => page.type))].sort() : [];
    for (const type of types) {
      const some = pages.filter(({ page }) => page.type === type);
      yield { benchmark: "", subject: `  ${type} (${some.length})`, result: figure(some, measure) };
    }
  }
}

function figure(pages: ScoredPage[], measure: "f1" | "wordF1"): string {
  const of = (reader: string) => pages.map(({ scores }) => scores[reader]!);
  const peers = ["readability", "defuddle"].map((reader) => {
    const interval = pairedBootstrapInterval(of("pith"), of(reader), measure).map(
      (gain) => (gain >= 0 ? "+" : "") + gain.toFixed(3),
    );
    return `${reader} ${aggregateScores(of(reader))[measure].toFixed(3)} (${interval.join("..")})`;
  });
  const times = pages.map(({ ms }) => ms).sort((a, b) => a - b);
  const name = measure === "f1" ? "F1" : "word F1";
  const own = aggregateScores(of("pith"))[measure].toFixed(4);
  return [`${name} ${own}`, ...peers, `${times[times.length >> 1]!.toFixed(1)} ms`].join("  ");
}

/** The article that the project began with: what of its body is kept, and of its furniture. */
export async function* measureSeedArticle(data: string): AsyncGenerator<BenchRow> {
  const article = join(data, "seed/alibaba-170109.txt");
  if (!existsSync(article)) return;
  const folder = mkdtempSync(join(tmpdir(), "pith-bench-"));
  const env = { CACHE_URL: "memory:", PITH_ENGINE: "extractive" };
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, ["--no-warnings", ...args], { encoding: "utf8", env });
  writeFileSync(join(folder, "seed.json"), run(CLI, "extract", "--json", article));
  const told = run(join(data, "score-seed.mjs"), join(folder, "seed.json"));
  rmSync(folder, { recursive: true });
  for (const line of told.trim().split("\n")) yield { benchmark: "cleaning", subject: "seed", result: line.trim() };
}
