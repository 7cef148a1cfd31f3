import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clean } from "../../src/clean/index.ts";
import { documentSentences, rougeTokens, type Sentence } from "../../src/engine/extractive/documentSentences.ts";
import {
  type DocumentFeatures,
  documentFeatures,
  SENTENCE_FEATURES,
  WORD_FEATURES,
} from "../../src/engine/extractive/features/index.ts";
import {
  centredCompressionRatio,
  type Ranking,
  scoreSentences,
  sentenceFeatureScale,
  typicalSentenceLength,
  type Weights,
  type WordWeight,
} from "../../src/engine/extractive/scoring.ts";
import { selectSentences } from "../../src/engine/extractive/selectSentences.ts";
import { extract } from "../../src/extract/index.ts";
import { createSourceLoader } from "../../src/intake/index.ts";
import { detachedContext } from "../../src/model/index.ts";
import { createRandom } from "../bench/measurements.ts";
import { bag } from "../bench/quality/textScore.ts";
import { fitKeys, fitNews, keysGiven, type LabelledDocument, readLabelledDocuments } from "./keys.ts";
import { fitLogisticRegression, fitRidgeRegression } from "./linear.ts";

/**
 * `npm run train:digest -- DATA LABELLED…`: trains the weights of the extractive engine on news articles with reference
 * summaries and on documents of all kinds with labelled key facts. Prints ROUGE-1 and the share of key facts given, by
 * cross-validation, and writes `src/engine/extractive/weights.json`. DATA is a folder that contains `articles.jsonl` with
 * one `Row` per line, LABELLED folders with `labels.jsonl` and `docs/` (see `keys.ts`).
 */

/**
 * A line of `articles.jsonl`. `sentences` is the requested number of sentences; `lead` has the words of that many
 * leading sentences.
 */
type Row = { id: string; set: string; text: string; refs: string[]; sentences: number; lead: string[] };
type Article = {
  set: string;
  sentences: Sentence[];
  features: DocumentFeatures;
  /** Requested number of sentences. */
  summaryLength: number;
  /** Word counts of the first reference summary. */
  referenceCounts: Map<string, number>;
  /** Number of words in the first reference summary. */
  referenceLength: number;
  /** ROUGE-1 of the leading sentences. */
  leadScore: number;
};

/** L2 penalties of the regressions. */
const LAMBDA = { word: 60, sentence: 3 };
/** Cross-validation uses `FOLDS` folds and is repeated with `SEEDS` random partitions. */
const FOLDS = 5;
const SEEDS = 3;

const loadSource = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 1_000_000);

async function readArticle(row: Row): Promise<Article> {
  const intake = await loadSource({ from: "text", text: row.text, mediaType: "text/plain" }, detachedContext());
  const document = clean(await extract(intake));
  const sentences = await documentSentences(document, detachedContext());
  const words = rougeTokens(row.refs[0]!);
  const reference = { referenceCounts: bag(words), referenceLength: words.length };
  return {
    set: row.set,
    sentences,
    features: await documentFeatures(sentences, document.title, document.language, () => true, detachedContext()),
    summaryLength: row.sentences,
    ...reference,
    leadScore: rouge1(row.lead, reference),
  };
}

/** Counts the words that occur in the reference. Each word counts at most as often as it occurs there. */
function countMatches(words: string[], referenceCounts: Map<string, number>): number {
  let sum = 0;
  for (const [word, n] of bag(words)) sum += Math.min(n, referenceCounts.get(word) ?? 0);
  return sum;
}

/** ROUGE-1 F1 (Lin 2004) without stemming, from 0 to 100. */
function rouge1(
  words: string[],
  { referenceCounts, referenceLength }: Pick<Article, "referenceCounts" | "referenceLength">,
): number {
  return words.length ? (200 * countMatches(words, referenceCounts)) / (words.length + referenceLength) : 0;
}

const TYPICAL_LENGTH = typicalSentenceLength("en");
const rank = (article: Article, weights: Weights): Promise<Ranking> =>
  scoreSentences(
    article.sentences,
    article.features,
    { count: article.summaryLength, language: "en", weights, focusTerms: new Set() },
    detachedContext(),
  );

async function trainWeights(articles: Article[], labelled: LabelledDocument[]): Promise<Weights> {
  const partial: Weights = {
    word: fitWords(articles),
    sentence: Array.from({ length: SENTENCE_FEATURES.length }, () => 0),
    length: fitLength(articles),
    key: fitKeys(labelled, false),
    main: fitKeys(labelled, true),
    news: fitNews(
      labelled,
      articles.map(({ features }) => features),
    ),
  };
  return { ...partial, sentence: await fitSentences(articles, partial) };
}

/**
 * Fits the probability that the reference contains a word at least n times, given the features of its nth occurrence.
 */
function fitWords(articles: Article[]): WordWeight[] {
  const rows: Float64Array[] = [];
  const targets: number[] = [];
  for (const { sentences, features, referenceCounts, summaryLength } of articles) {
    const ratio = centredCompressionRatio(sentences, summaryLength);
    for (const [word, vectors] of features.words) {
      const isStopWord = features.stopWords.has(word) ? 1 : 0;
      for (const [i, row] of vectors.entries()) {
        rows.push(Float64Array.from([...row, ...row.map((v) => v * ratio), ...row.map((v) => v * isStopWord)]));
        targets.push((referenceCounts.get(word) ?? 0) > i ? 1 : 0);
      }
    }
  }
  const fitted = fitLogisticRegression(rows, targets, LAMBDA.word);
  const size = WORD_FEATURES.length;
  return WORD_FEATURES.map((_, i): WordWeight => [fitted[i]!, fitted[size + i]!, fitted[2 * size + i]!]);
}

/**
 * Fits the weights of the sentence features to the residual: the fraction of a sentence's words that match the
 * reference, minus the sentence's score from the word weights alone. The total weight of a data set is proportional to
 * the square root of its size in words.
 */
async function fitSentences(articles: Article[], wordsOnly: Weights): Promise<number[]> {
  const rows: Float64Array[] = [];
  const targets: number[] = [];
  const sampleWeights: number[] = [];
  const setSizes = new Map<string, number>();
  for (const { set, sentences } of articles)
    setSizes.set(set, (setSizes.get(set) ?? 0) + sentences.reduce((sum, s) => sum + s.words.length, 0));
  const maxSize = Math.max(...setSizes.values());
  for (const article of articles) {
    const { set, sentences, features, referenceCounts, summaryLength } = article;
    const scale = sentenceFeatureScale(centredCompressionRatio(sentences, summaryLength));
    const { sentences: ranked } = await rank(article, wordsOnly);
    for (const [i, row] of features.sentences.entries()) {
      const { words, score } = ranked[i]!;
      if (!words.length || scale < 0.05) continue;
      rows.push(Float64Array.from(row.map((v) => v * scale)));
      targets.push(countMatches(words, referenceCounts) / words.length - score);
      sampleWeights.push((words.length / 20) * Math.sqrt(maxSize / setSizes.get(set)!));
    }
  }
  return fitRidgeRegression(rows, targets, sampleWeights, LAMBDA.sentence);
}

/**
 * Fits the length of a reference summary, divided by the requested number of sentences, as a linear function of the
 * compression ratio. The unit of length is the typical sentence length. Minimises the squared relative error.
 * @returns intercept and slope
 */
function fitLength(articles: Article[]): [number, number] {
  const rows = articles.map(({ sentences, summaryLength }) =>
    // Adds 0.15 to undo the centring of the ratio.
    Float64Array.from([1, centredCompressionRatio(sentences, summaryLength) + 0.15]),
  );
  const targets = articles.map(
    ({ summaryLength, referenceLength }) => referenceLength / summaryLength / TYPICAL_LENGTH,
  );
  const [intercept, slope] = fitRidgeRegression(
    rows,
    targets,
    targets.map((target) => 1 / target ** 2),
    0.01,
  );
  return [intercept!, slope!];
}

/** Returns the ROUGE-1 of the summary that the engine selects with these weights. */
async function score(article: Article, weights: Weights): Promise<number> {
  const selected = await selectSentences(
    await rank(article, weights),
    { max: article.summaryLength, min: 1, cost: 0 },
    detachedContext(),
  );
  return rouge1(
    selected.flatMap(({ words }) => words),
    article,
  );
}

function shuffled<T>(list: T[], random: () => number): T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}

/**
 * Prints the mean ROUGE-1 for each data set, and its gain over the leading sentences with a 95 % bootstrap interval.
 * @param scores for each article, one score per run
 */
function report(name: string, articles: Article[], scores: Map<Article, number[]>): void {
  for (const set of new Set(articles.map(({ set }) => set))) {
    const ofSet = articles.filter((article) => article.set === set);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const gains = ofSet.map((article) => mean(scores.get(article)!) - article.leadScore);
    const random = createRandom(7);
    const draws = Array.from({ length: 2000 }, () =>
      mean(gains.map(() => gains[Math.floor(random() * gains.length)]!)),
    ).sort((a, b) => a - b);
    const [low, high] = [draws[49]!, draws[1950]!];
    const runs = scores
      .get(ofSet[0]!)!
      .map((_, run) => mean(ofSet.map((article) => scores.get(article)![run]!)).toFixed(2));
    const [ours, lead] = [
      mean(ofSet.map((article) => mean(scores.get(article)!))),
      mean(ofSet.map(({ leadScore }) => leadScore)),
    ];
    console.log(
      `${name} ${set}: ROUGE-1 ${ours.toFixed(2)}, LEAD ${lead.toFixed(2)}, gain ${mean(gains).toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}] (${runs.join(" ")})`,
    );
  }
}

const [data = "", ...folders] = process.argv.slice(2);
const rows = readFileSync(join(data, "articles.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);
const articles = await Promise.all(rows.map(readArticle));
const labelled = (await Promise.all(folders.map(readLabelledDocuments))).flat();
const unseen = new Map<Article, number[]>(articles.map((article) => [article, []]));
for (let seed = 1; seed <= SEEDS; seed++) {
  const order = shuffled(articles, createRandom(seed)).sort((a, b) => a.set.localeCompare(b.set));
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = await trainWeights(
      order.filter((_, i) => i % FOLDS !== fold),
      labelled,
    );
    for (const article of order.filter((_, i) => i % FOLDS === fold))
      unseen.get(article)!.push(await score(article, weights));
  }
}
report("unseen", articles, unseen);
const final = await trainWeights(articles, labelled);
/** For each document, the weights that were fitted without it, or without any of its kind. */
const weightsWithout = (isLeftOut: (other: LabelledDocument, of: LabelledDocument) => boolean) => {
  return (document: LabelledDocument): Weights => {
    const others = labelled.filter((other) => !isLeftOut(other, document));
    return { ...final, key: fitKeys(others, false), main: fitKeys(others, true) };
  };
};
console.log(
  "unseen documents, key facts:",
  await keysGiven(
    labelled,
    weightsWithout((other, of) => other === of),
  ),
);
console.log(
  "unseen kinds, key facts:",
  await keysGiven(
    labelled,
    weightsWithout((other, of) => other.kind === of.kind),
  ),
);
console.log("seen, key facts:", await keysGiven(labelled, () => final));
const seen = new Map<Article, number[]>();
for (const article of articles) seen.set(article, [await score(article, final)]);
report("seen", articles, seen);
const round = (values: number[]): number[] => values.map((value) => Number(value.toPrecision(4)));
writeFileSync(
  join(import.meta.dirname, "../../src/engine/extractive/weights.json"),
  `${JSON.stringify({
    word: final.word.map(round),
    sentence: round(final.sentence),
    length: round(final.length),
    key: round(final.key),
    main: round(final.main),
    news: round(final.news),
  })}\n`,
);
