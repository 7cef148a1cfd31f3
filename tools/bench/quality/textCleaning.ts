import { createLineScorer, type LineScorer, scoreLines } from "../../../src/clean/model/index.ts";
import { cleanPlainText } from "../../../src/clean/plainText.ts";
import { plainText } from "../../../src/extract/text/plainText.ts";
import type { RawBlock } from "../../../src/model/index.ts";
import { FOLDS, foldOfHost, loadTrainingPages, trainBoilerplateModel } from "../../train/clean.ts";
import { type BenchRow, median } from "../measurements.ts";
import { type LabelledPage, type PageForm, readLabelledPages } from "./labelledPages.ts";
import { aggregateScores, createPageScorer, type PageScore, pairedBootstrapInterval } from "./textScore.ts";

/** Data sets that the shipped model is trained on. Their pages are cleaned by models not trained on the page's site. */
const TRAINING_SETS = new Set(["scrapinghub", "wcxb"]);
const SETS: [set: string, form: PageForm, groupBy: "lang" | "type" | null][] = [
  ["scrapinghub", "text", null],
  ["scrapinghub", "flat", null],
  ["daniel-multilingual", "text", "lang"],
  ["daniel-multilingual", "flat", null],
  ["chinese", "text", null],
  ["wcxb", "text", "type"],
  ["wcxb", "flat", null],
];

type ExtractedPage = { page: LabelledPage; blocks: RawBlock[]; score: (text: string) => PageScore };
type CleanedPage = {
  page: LabelledPage;
  ours: PageScore;
  /** Score of cleaning by the rules, without the model. */
  rules: PageScore;
  uncleaned: PageScore;
  ms: number;
  /** Whether a second cleaning leaves the result unchanged. */
  isStable: boolean;
};

/** Scores lines by the rules alone, as a baseline to compare the model with. */
const scoreByRules: LineScorer = ({ isInRuleBody }) => Float64Array.from(isInRuleBody, (is) => (is ? 0.99 : 0.01));

/**
 * Measures plain-text cleaning with each data set's own metrics. The baselines are cleaning by the rules alone, with
 * the 95 % interval of the gain, and uncleaned text. Also reports the median duration, and how many results a second
 * cleaning leaves unchanged.
 */
export async function* measureTextCleaning(data: string): AsyncGenerator<BenchRow> {
  const trainingPages = await loadTrainingPages(data);
  const foldScorers = trainingPages.length
    ? Array.from({ length: FOLDS }, (_, fold) =>
        createLineScorer(trainBoilerplateModel(trainingPages.filter(({ page }) => foldOfHost(page.host) !== fold))),
      )
    : [];
  for (const [set, form, groupBy] of SETS) {
    const extracted = await Promise.all(readLabelledPages(data, set, form).map(extractPage));
    if (extracted.length === 0) continue;
    const cleaned = await Promise.all(
      extracted.map((one) =>
        cleanPage(one, TRAINING_SETS.has(set) ? foldScorers[foldOfHost(one.page.host)]! : scoreLines),
      ),
    );
    yield { benchmark: "cleaning", subject: `${set} ${form}`, result: formatScores(cleaned, "f1") };
    const groups = groupBy ? [...new Set(cleaned.map(({ page }) => page[groupBy]))].sort() : [];
    for (const group of groups) {
      const inGroup = cleaned.filter(({ page }) => page[groupBy!] === group);
      const result = formatScores(inGroup, groupBy === "type" ? "wordF1" : "f1");
      yield { benchmark: "", subject: `  ${group} (${inGroup.length})`, result };
    }
  }
}

async function extractPage(page: LabelledPage): Promise<ExtractedPage> {
  return { page, blocks: await extractBlocks(page.source), score: createPageScorer(page.gold, page.lang) };
}

async function extractBlocks(text: string): Promise<RawBlock[]> {
  const intake = { text, bytes: null, mediaType: "text/plain", name: null, url: null };
  return (await plainText.extract(intake)).blocks;
}

async function cleanPage({ page, blocks, score }: ExtractedPage, scorer: LineScorer): Promise<CleanedPage> {
  const cleanText = (source: RawBlock[], lineScorer: LineScorer): string =>
    cleanPlainText(source, lineScorer)
      .kept.map((block) => block.text)
      .join("\n\n");
  const start = performance.now();
  const text = cleanText(blocks, scorer);
  const ms = performance.now() - start;
  return {
    page,
    ours: score(text),
    rules: score(cleanText(blocks, scoreByRules)),
    uncleaned: score(page.source),
    ms,
    isStable: cleanText(await extractBlocks(text), scorer) === text,
  };
}

function formatScores(pages: CleanedPage[], measure: "f1" | "wordF1"): string {
  const ours = pages.map((page) => page.ours);
  const rules = pages.map((page) => page.rules);
  const { [measure]: score, precision, recall } = aggregateScores(ours);
  const [low, high] = pairedBootstrapInterval(ours, rules, measure).map(
    (gain) => (gain >= 0 ? "+" : "") + gain.toFixed(3),
  );
  const name = measure === "f1" ? "F1" : "word F1";
  return [
    `${name} ${score.toFixed(4)}  P ${precision.toFixed(3)}  R ${recall.toFixed(3)}`,
    `rules ${aggregateScores(rules)[measure].toFixed(3)} (${low}..${high})`,
    `uncleaned ${aggregateScores(pages.map((page) => page.uncleaned))[measure].toFixed(3)}`,
    `${median(pages.map(({ ms }) => ms)).toFixed(2)} ms`,
    `stable ${pages.filter(({ isStable }) => isStable).length}/${pages.length}`,
  ].join("  ");
}
