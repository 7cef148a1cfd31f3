import { createLineScorer, type LineScorer, scoreLines } from "../../../src/clean/model/index.ts";
import { cleanPlainText } from "../../../src/clean/plainText.ts";
import { plainText } from "../../../src/extract/text/plainText.ts";
import type { RawBlock } from "../../../src/model/index.ts";
import { FOLDS, foldOfHost, loadTrainingPages, trainLineModel } from "../../train/clean.ts";
import type { BenchRow } from "../measurements.ts";
import { type LabelledPage, type PageForm, readLabelledPages } from "./labelledPages.ts";
import { aggregateScores, createPageScorer, type PageScore, pairedBootstrapInterval } from "./textScore.ts";

/** Sets that the line model is fitted to: each of their pages is judged by a model that has not seen its site. */
const FITTED = new Set(["scrapinghub", "wcxb"]);
const SETS: [set: string, form: PageForm, by: "lang" | "type" | null][] = [
  ["scrapinghub", "text", null],
  ["scrapinghub", "flat", null],
  ["daniel-multilingual", "text", "lang"],
  ["daniel-multilingual", "flat", null],
  ["chinese", "text", null],
  ["wcxb", "text", "type"],
  ["wcxb", "flat", null],
];

type Read = { page: LabelledPage; blocks: RawBlock[]; score: (text: string) => PageScore };
type Judged = { page: LabelledPage; ours: PageScore; rules: PageScore; whole: PageScore; ms: number; again: boolean };

/** The body that the rules alone would choose: what the line model has to beat. */
const byRules: LineScorer = ({ isInRuleBody }) => Float64Array.from(isInRuleBody, (is) => (is ? 0.99 : 0.01));

/**
 * Cleaning of flat text, in this process: F1 by the sets' own measures, against the rules alone (with the 95 % interval
 * of the gain, paired over pages) and against no cleaning; the median time of the clean step; and of how many pages the
 * result, cleaned again, stays as it is.
 */
export async function* measureTextCleaning(data: string): AsyncGenerator<BenchRow> {
  const lessons = await loadTrainingPages(data);
  const unseen = lessons.length
    ? Array.from({ length: FOLDS }, (_, fold) =>
        createLineScorer(trainLineModel(lessons.filter(({ page }) => foldOfHost(page.host) !== fold))),
      )
    : [];
  for (const [set, form, by] of SETS) {
    const reads = await Promise.all(readLabelledPages(data, set, form).map(read));
    if (reads.length === 0) continue;
    const judged = await Promise.all(
      reads.map((one) => judgeOne(one, FITTED.has(set) ? unseen[foldOfHost(one.page.host)]! : scoreLines)),
    );
    yield { benchmark: "cleaning", subject: `${set} ${form}`, result: figure(judged, "f1") };
    const kinds = by ? [...new Set(judged.map(({ page }) => page[by]))].sort() : [];
    for (const kind of kinds) {
      const some = judged.filter(({ page }) => page[by!] === kind);
      yield {
        benchmark: "",
        subject: `  ${kind} (${some.length})`,
        result: figure(some, by === "type" ? "wordF1" : "f1"),
      };
    }
  }
}

async function read(page: LabelledPage): Promise<Read> {
  return { page, blocks: await blocksOf(page.source), score: createPageScorer(page.gold, page.lang) };
}

async function blocksOf(text: string): Promise<RawBlock[]> {
  const intake = { text, bytes: null, mediaType: "text/plain", name: null, url: null };
  return (await plainText.extract(intake)).blocks;
}

async function judgeOne({ page, blocks, score }: Read, by: LineScorer): Promise<Judged> {
  const textOf = (from: RawBlock[], judge: LineScorer): string =>
    cleanPlainText(from, judge)
      .kept.map((block) => block.text)
      .join("\n\n");
  const began = performance.now();
  const text = textOf(blocks, by);
  const ms = performance.now() - began;
  return {
    page,
    ours: score(text),
    rules: score(textOf(blocks, byRules)),
    whole: score(page.source),
    ms,
    again: textOf(await blocksOf(text), by) === text,
  };
}

function figure(judged: Judged[], measure: "f1" | "wordF1"): string {
  const ours = judged.map((one) => one.ours);
  const rules = judged.map((one) => one.rules);
  const { [measure]: mine, precision, recall } = aggregateScores(ours);
  const [low, high] = pairedBootstrapInterval(ours, rules, measure).map(
    (gain) => (gain >= 0 ? "+" : "") + gain.toFixed(3),
  );
  const times = judged.map(({ ms }) => ms).sort((a, b) => a - b);
  const name = measure === "f1" ? "F1" : "word F1";
  return [
    `${name} ${mine.toFixed(4)}  P ${precision.toFixed(3)}  R ${recall.toFixed(3)}`,
    `rules ${aggregateScores(rules)[measure].toFixed(3)} (${low}..${high})`,
    `uncleaned ${aggregateScores(judged.map((one) => one.whole))[measure].toFixed(3)}`,
    `${times[times.length >> 1]!.toFixed(2)} ms`,
    `stable ${judged.filter(({ again }) => again).length}/${judged.length}`,
  ].join("  ");
}
