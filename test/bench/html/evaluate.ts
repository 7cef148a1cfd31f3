import { resolve } from "node:path";
import { clean } from "../../../src/clean/index.ts";
import { extractHtml } from "../../../src/extract/html.ts";
import type { Trees } from "../../../src/text/index.ts";
import { boost } from "../../train/boost.ts";
import { baselines } from "./baselines.ts";
import { difference, interval } from "./interval.ts";
import { BOOSTING, join, lessonOf } from "./lesson.ts";
import { f1, type PageScore, scorePage, shingleF1, wordF1 } from "./measure.ts";
import { foldOf, type Page, readPages } from "./pages.ts";

/**
 * `npm run bench:html -- DATA [--worst N] [--diff ID] [--alone]`: the F1 of web pages by set and type, of Pith, of plain
 * Readability and of defuddle. Pages of the sets that the trees learn from are read by trees that saw no page of their
 * site (five parts by host); the other sets by trees that saw both. `--alone` leaves the other readers out.
 */
const LEARNED = ["scrapinghub", "wcxb"];
const OTHERS = ["daniel-multilingual", "chinese"];
const FOLDS = 5;

const args = process.argv.slice(2);
const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const data = resolve(args[0] ?? "../shared/bench");

type Scored = { page: Page; set: string; text: string; ms: number; scores: Record<string, PageScore> };

const sets = new Map([...LEARNED, ...OTHERS].map((set) => [set, readPages(data, set)]));
const learned = LEARNED.flatMap((set) => sets.get(set)!).map((page) => ({ page, lesson: lessonOf(page) }));
const grow = (fold: number | null): Trees =>
  boost(join(learned.filter(({ page }) => foldOf(page, FOLDS) !== fold).map(({ lesson }) => lesson)), BOOSTING);
const unseen = Array.from({ length: FOLDS }, (_, fold) => grow(fold));
const all = grow(null);

const scored: Scored[] = [];
for (const [set, pages] of sets) {
  for (const page of pages) {
    const { text, ms } = readWith(page, LEARNED.includes(set) ? unseen[foldOf(page, FOLDS)]! : all);
    const texts = { pith: text, ...(args.includes("--alone") ? {} : await baselines(page.html)) };
    const scores = Object.fromEntries(
      Object.entries(texts).map(([reader, read]) => [reader, scorePage(page.gold, read, page.language)]),
    );
    scored.push({ page, set, text, ms, scores });
  }
}
for (const set of sets.keys()) report(set);
const diff = option("--diff");
for (const { page, text } of scored) if (page.id === diff) console.log(difference(page.gold, text));

function readWith(page: Page, trees: Trees): { text: string; ms: number } {
  const start = performance.now();
  try {
    const { text } = clean(extractHtml(page.html, trees));
    return { text, ms: performance.now() - start };
  } catch {
    return { text: "", ms: performance.now() - start }; // a page that is refused counts as empty text, as in the scorer
  }
}

function report(set: string): void {
  const pages = scored.filter((one) => one.set === set);
  if (pages.length === 0) return;
  const types = [...new Set(pages.map(({ page }) => page.type))].sort();
  for (const type of types.length > 1 ? [null, ...types] : [null]) {
    const group = pages.filter(({ page }) => type === null || page.type === type);
    const figures = Object.keys(group[0]!.scores).map((reader) => {
      const scores = group.map((one) => one.scores[reader]!);
      return `${reader} ${shingleF1(scores).toFixed(4)} / ${wordF1(scores).toFixed(4)}`;
    });
    console.log(`${set} ${type ?? "all"} (${group.length})  shingle / word F1:  ${figures.join("   ")}`);
  }
  const times = pages.map(({ ms }) => ms).sort((a, b) => a - b);
  console.log(`  median ${times[times.length >> 1]!.toFixed(1)} ms  slowest ${times.at(-1)!.toFixed(0)} ms`);
  for (const reader of Object.keys(pages[0]!.scores).filter((name) => name !== "pith")) {
    for (const [name, measure] of [
      ["shingle", shingleF1],
      ["word", wordF1],
    ] as const) {
      // biome-ignore format: one line
      const pairs = pages.map(({ scores }) => [scores.pith!, scores[reader]!] as const);
      const { low, gain, high } = interval(pairs, measure);
      console.log(`  gain over ${reader}, ${name} F1: ${gain.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`);
    }
  }
  const worst = [...pages].sort((a, b) => f1(a.scores.pith!.shingles) - f1(b.scores.pith!.shingles));
  for (const { page, scores } of worst.slice(0, Number(option("--worst") ?? 0))) {
    const { hits, extra, missed } = scores.pith!.shingles;
    console.log(`  ${page.id} ${page.type} ${page.host}  F1 ${f1(scores.pith!.shingles).toFixed(3)}  kept ${hits}  extra ${extra}  missed ${missed}`); // biome-ignore format: one line
  }
}
