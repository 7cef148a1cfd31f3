import { resolve } from "node:path";
import { median } from "../measurements.ts";
import { aggregateScores, f1, pairedBootstrapInterval } from "../quality/textScore.ts";
import { type ScoredPage, scorePageSets } from "./scorePageSets.ts";

/**
 * `npm run bench:html -- DATA [--worst N] [--diff ID] [--alone]`: prints the F1 scores of Pith, Readability and
 * Defuddle in main-content extraction, by data set and page type. Also prints Pith's duration. `--alone` omits
 * Readability and Defuddle. `--worst` lists the N pages of each set with the lowest F1. `--diff` compares the extracted
 * text of one page with its gold text.
 */
const args = process.argv.slice(2);
const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const data = resolve(args[0] ?? "../shared/bench");

for await (const { set, pages } of scorePageSets(data, args.includes("--alone"))) {
  report(set, pages);
  for (const { page, text } of pages) if (page.id === option("--diff")) console.log(difference(page.gold, text));
}

function report(set: string, pages: ScoredPage[]): void {
  const types = [...new Set(pages.map(({ page }) => page.type))].sort();
  for (const type of types.length > 1 ? [null, ...types] : [null]) {
    const group = pages.filter(({ page }) => type === null || page.type === type);
    const results = Object.keys(group[0]!.scores).map((extractor) => {
      const { f1: shingles, wordF1 } = aggregateScores(group.map(({ scores }) => scores[extractor]!));
      return `${extractor} ${shingles.toFixed(4)} / ${wordF1.toFixed(4)}`;
    });
    console.log(`${set} ${type ?? "all"} (${group.length})  shingle / word F1:  ${results.join("   ")}`);
  }
  const durations = pages.map(({ ms }) => ms);
  console.log(`  median ${median(durations).toFixed(1)} ms  slowest ${Math.max(...durations).toFixed(0)} ms`);
  const scoresOf = (extractor: string) => pages.map(({ scores }) => scores[extractor]!);
  for (const extractor of Object.keys(pages[0]!.scores).filter((name) => name !== "pith")) {
    for (const measure of ["f1", "wordF1"] as const) {
      const [low, high] = pairedBootstrapInterval(scoresOf("pith"), scoresOf(extractor), measure);
      const gain = aggregateScores(scoresOf("pith"))[measure] - aggregateScores(scoresOf(extractor))[measure];
      console.log(`  gain over ${extractor}, ${measure}: ${gain.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`);
    }
  }
  const worst = [...pages].sort((a, b) => f1(a.scores.pith!) - f1(b.scores.pith!));
  for (const { page, scores } of worst.slice(0, Number(option("--worst") ?? 0))) {
    const { truePositives, falsePositives, falseNegatives } = scores.pith!;
    console.log(
      `  ${page.id} ${page.type} ${page.host}  F1 ${f1(scores.pith!).toFixed(3)}  kept ${truePositives}  extra ${falsePositives}  missed ${falseNegatives}`,
    );
  }
}

/** Lists the lines that are only in the extracted text (`+`) or only in the gold text (`-`). */
function difference(gold: string, text: string): string {
  const lines = (source: string): string[] =>
    source
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  const [goldLines, extractedLines] = [lines(gold), lines(text)];
  return [
    ...extractedLines.filter((line) => !goldLines.includes(line)).map((line) => `+ ${line}`),
    ...goldLines.filter((line) => !extractedLines.includes(line)).map((line) => `- ${line}`),
  ].join("\n");
}
