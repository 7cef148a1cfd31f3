import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ScoredPage, scorePageSets } from "../html/scorePageSets.ts";
import { type BenchRow, median } from "../measurements.ts";
import { aggregateScores, pairedBootstrapInterval } from "./textScore.ts";

const CLI = join(import.meta.dirname, "../../../src/cli.ts");

/**
 * Measures main-content extraction from web pages with each data set's own metrics and cross-validation (see
 * `scorePageSets`). Also reports the 95 % intervals of the gain over Readability and Defuddle, and the median duration.
 */
export async function* measurePageCleaning(data: string): AsyncGenerator<BenchRow> {
  for await (const { set, pages } of scorePageSets(data, false)) {
    const measure = set === "wcxb" ? "wordF1" : "f1";
    yield { benchmark: "cleaning", subject: `${set} html`, result: formatScores(pages, measure) };
    const types = set === "wcxb" ? [...new Set(pages.map(({ page }) => page.type))].sort() : [];
    for (const type of types) {
      const ofType = pages.filter(({ page }) => page.type === type);
      yield { benchmark: "", subject: `  ${type} (${ofType.length})`, result: formatScores(ofType, measure) };
    }
  }
}

function formatScores(pages: ScoredPage[], measure: "f1" | "wordF1"): string {
  const scoresOf = (extractor: string) => pages.map(({ scores }) => scores[extractor]!);
  const baselines = ["readability", "defuddle"].map((extractor) => {
    const interval = pairedBootstrapInterval(scoresOf("pith"), scoresOf(extractor), measure).map(
      (gain) => (gain >= 0 ? "+" : "") + gain.toFixed(3),
    );
    return `${extractor} ${aggregateScores(scoresOf(extractor))[measure].toFixed(3)} (${interval.join("..")})`;
  });
  const name = measure === "f1" ? "F1" : "word F1";
  const own = aggregateScores(scoresOf("pith"))[measure].toFixed(4);
  return [`${name} ${own}`, ...baselines, `${median(pages.map(({ ms }) => ms)).toFixed(1)} ms`].join("  ");
}

/** Cleans the seed article of the data. Reports how many of its body lines and boilerplate lines are kept. */
export async function* measureSeedArticle(data: string): AsyncGenerator<BenchRow> {
  const article = join(data, "seed/alibaba-170109.txt");
  if (!existsSync(article)) return;
  const folder = mkdtempSync(join(tmpdir(), "pith-bench-"));
  const env = { CACHE_URL: "memory:", PITH_ENGINE: "extractive" };
  const run = (...args: string[]): string =>
    execFileSync(process.execPath, ["--no-warnings", ...args], { encoding: "utf8", env });
  writeFileSync(join(folder, "seed.json"), run(CLI, "extract", "--json", article));
  const report = run(join(data, "score-seed.mjs"), join(folder, "seed.json"));
  rmSync(folder, { recursive: true });
  for (const line of report.trim().split("\n")) yield { benchmark: "cleaning", subject: "seed", result: line.trim() };
}
