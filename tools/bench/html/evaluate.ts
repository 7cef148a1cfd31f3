import { resolve } from "node:path";
import { aggregateScores, f1, pairedBootstrapInterval } from "../quality/textScore.ts";
import { type ScoredPage, scorePageSets } from "./scorePageSets.ts";

/**
 * `npm run bench:html -- DATA [--worst N] [--diff ID] [--alone]`: the F1 of web pages by set and type, of Pith, of plain
 * Readability and of defuddle, as `judgeSets` reads them. `--alone` leaves the other readers out, `--worst` lists the
 * pages of each set that are read worst, and `--diff` shows one page against its gold text.
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
    const figures = Object.keys(group[0]!.scores).map((reader) => {
      const { f1: shingles, wordF1 } = aggregateScores(group.map(({ scores }) => scores[reader]!));
      return `${reader} ${shingles.toFixed(4)} / ${wordF1.toFixed(4)}`;
    });
    console.log(`${set} ${type ?? "all"} (${group.length})  shingle / word F1:  ${figures.join("   ")}`);
  }
  const times = pages.map(({ ms }) => ms).sort((a, b) => a - b);
  console.log(`  median ${times[times.length >> 1]!.toFixed(1)} ms  slowest ${times.at(-1)!.toFixed(0)} ms`);
  const of = (reader: string) => pages.map(({ scores }) => scores[reader]!);
  for (const reader of Object.keys(pages[0]!.scores).filter((name) => name !== "pith")) {
    for (const measure of ["f1", "wordF1"] as const) {
      const [low, high] = pairedBootstrapInterval(of("pith"), of(reader), measure);
      const gain = aggregateScores(of("pith"))[measure] - aggregateScores(of(reader))[measure];
      console.log(`  gain over ${reader}, ${measure}: ${gain.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`);
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

/** Lines that only one side has: `+` read but not wanted, `-` wanted but not read. */
function difference(gold: string, text: string): string {
  const lines = (of: string): string[] =>
    of
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  const [wanted, read] = [lines(gold), lines(text)];
  return [
    ...read.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`),
    ...wanted.filter((line) => !read.includes(line)).map((line) => `- ${line}`),
  ].join("\n");
}
