import { clean } from "../../../src/clean/index.ts";
import { extractHtml } from "../../../src/extract/html/html.ts";
import type { MainContentModel } from "../../../src/extract/html/mainContent.ts";
import { toTrainingPage, trainMainContentModel } from "../../train/html.ts";
import { foldOf, type LabelledPage, readLabelledPages } from "../quality/labelledPages.ts";
import { createPageScorer, type PageScore } from "../quality/textScore.ts";
import { extractWithBaselines } from "./baselines.ts";

/** Data sets that the shipped model is trained on. */
const TRAINING_SETS = ["scrapinghub", "wcxb"];
const OTHER_SETS = ["daniel-multilingual", "chinese"];
const FOLDS = 5;

/** A page, the text that Pith extracted from it, the duration, and the scores of `pith` and the baselines by name. */
export type ScoredPage = { page: LabelledPage; text: string; ms: number; scores: Record<string, PageScore> };

/**
 * Scores how Pith extracts the web pages of each data set. Unless `alone` is set, also scores Readability and Defuddle.
 * Pith is cross-validated: for pages of a training set, it uses a model that was not trained on their site (five folds
 * by host). For the other sets, it uses a model that was trained on all training sets.
 */
export async function* scorePageSets(
  data: string,
  alone: boolean,
): AsyncGenerator<{ set: string; pages: ScoredPage[] }> {
  const trainingPages = TRAINING_SETS.flatMap((set) => readLabelledPages(data, set, "html")).map(toTrainingPage);
  if (trainingPages.length === 0) return;
  const foldModels = Array.from({ length: FOLDS }, (_, fold) =>
    trainMainContentModel(trainingPages.filter(({ page }) => foldOf(page.host, FOLDS) !== fold)),
  );
  const fullModel = trainMainContentModel(trainingPages);
  for (const set of [...TRAINING_SETS, ...OTHER_SETS]) {
    const pages: ScoredPage[] = [];
    for (const page of readLabelledPages(data, set, "html")) {
      const model = TRAINING_SETS.includes(set) ? foldModels[foldOf(page.host, FOLDS)]! : fullModel;
      const { text, ms } = extractWithPith(page, model);
      const score = createPageScorer(page.gold, page.lang);
      const texts = { pith: text, ...(alone ? {} : await extractWithBaselines(page.source)) };
      const scores = Object.fromEntries(
        Object.entries(texts).map(([extractor, extracted]) => [extractor, score(extracted)]),
      );
      pages.push({ page, text, ms, scores });
    }
    if (pages.length) yield { set, pages };
  }
}

/** Extracts the text of a page. A page that Pith refuses counts as empty text, as in the data's own scorer. */
function extractWithPith(page: LabelledPage, model: MainContentModel): { text: string; ms: number } {
  const start = performance.now();
  try {
    const { text } = clean(extractHtml(page.source, model));
    return { text, ms: performance.now() - start };
  } catch {
    return { text: "", ms: performance.now() - start };
  }
}
