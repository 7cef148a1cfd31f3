import { clean } from "../../../src/clean/index.ts";
import { extractHtml } from "../../../src/extract/html/html.ts";
import type { MainContentModel } from "../../../src/extract/html/mainContent.ts";
import { toTrainingPage, trainMainContentModel } from "../../train/html.ts";
import { foldOf, type LabelledPage, readLabelledPages } from "../quality/labelledPages.ts";
import { createPageScorer, type PageScore } from "../quality/textScore.ts";
import { extractWithBaselines } from "./baselines.ts";

const LEARNED = ["scrapinghub", "wcxb"];
const OTHERS = ["daniel-multilingual", "chinese"];
const FOLDS = 5;

/** What Pith made of a page, how long it took, and the scores of each reader by its name; ours is `pith`. */
export type ScoredPage = { page: LabelledPage; text: string; ms: number; scores: Record<string, PageScore> };

/**
 * Reads the web pages of each set and scores them, unless `alone` beside plain Readability and defuddle. Pages of the
 * sets that the trees learn from are read by trees that saw no page of their site (five parts by host); the other sets
 * by trees that saw both.
 */
export async function* scorePageSets(
  data: string,
  alone: boolean,
): AsyncGenerator<{ set: string; pages: ScoredPage[] }> {
  const learned = LEARNED.flatMap((set) => readLabelledPages(data, set, "html")).map(toTrainingPage);
  if (learned.length === 0) return;
  const unseen = Array.from({ length: FOLDS }, (_, fold) =>
    trainMainContentModel(learned.filter(({ page }) => foldOf(page.host, FOLDS) !== fold)),
  );
  const all = trainMainContentModel(learned);
  for (const set of [...LEARNED, ...OTHERS]) {
    const pages: ScoredPage[] = [];
    for (const page of readLabelledPages(data, set, "html")) {
      const { text, ms } = readWith(page, LEARNED.includes(set) ? unseen[foldOf(page.host, FOLDS)]! : all);
      const score = createPageScorer(page.gold, page.lang);
      const texts = { pith: text, ...(alone ? {} : await extractWithBaselines(page.source)) };
      const scores = Object.fromEntries(Object.entries(texts).map(([reader, read]) => [reader, score(read)]));
      pages.push({ page, text, ms, scores });
    }
    if (pages.length) yield { set, pages };
  }
}

function readWith(page: LabelledPage, model: MainContentModel): { text: string; ms: number } {
  const start = performance.now();
  try {
    const { text } = clean(extractHtml(page.source, model));
    return { text, ms: performance.now() - start };
  } catch {
    return { text: "", ms: performance.now() - start }; // a page that is refused counts as empty text, as in the scorer
  }
}
