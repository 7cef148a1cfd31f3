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
import { fitLogisticRegression, fitRidgeRegression } from "./linear.ts";

/**
 * Fits the weights of the extractive engine to articles with reference summaries, and measures them on articles they
 * have not seen: `npm run train:digest -- DATA`, DATA holding `articles.jsonl` of `{set, text, refs, sentences, lead}`,
 * `sentences` being how many a summary may have, and `lead` the words of so many first ones.
 */
type Row = { id: string; set: string; text: string; refs: string[]; sentences: number; lead: string[] };
type Article = Row & {
  own: Sentence[];
  traits: DocumentFeatures;
  reference: Map<string, number>;
  length: number;
  leadScore: number;
};

const RIDGE = { word: 60, sentence: 3 };
const FOLDS = 5;
const SEEDS = 3;

const loadSource = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 1_000_000);
const count = (words: string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
};

async function read(row: Row): Promise<Article> {
  const intake = await loadSource({ from: "text", text: row.text, mediaType: "text/plain" }, detachedContext());
  const document = clean(await extract(intake));
  const own = await documentSentences(document, detachedContext());
  const words = rougeTokens(row.refs[0]!);
  const article = {
    ...row,
    own,
    traits: await documentFeatures(own, document.title, document.language, detachedContext()),
    reference: count(words),
    length: words.length,
    leadScore: 0,
  };
  return { ...article, leadScore: rouge1(row.lead, article) };
}

function hits(words: string[], reference: Map<string, number>): number {
  let sum = 0;
  for (const [word, n] of count(words)) sum += Math.min(n, reference.get(word) ?? 0);
  return sum;
}

/** ROUGE-1, F1 x 100 (Lin 2004), without stemming. */
function rouge1(words: string[], { reference, length }: Pick<Article, "reference" | "length">): number {
  return words.length ? (200 * hits(words, reference)) / (words.length + length) : 0;
}

const UNIT = typicalSentenceLength("en");
const rankingOf = ({ own, traits, sentences }: Article, by: Weights): Promise<Ranking> =>
  scoreSentences(
    own,
    traits,
    { count: sentences, typicalLength: UNIT, weights: by, focusTerms: new Set() },
    detachedContext(),
  );

async function learn(articles: Article[]): Promise<Weights> {
  const word = fitWords(articles);
  const partial: Weights = {
    word,
    sentence: Array.from({ length: SENTENCE_FEATURES.length }, () => 0),
    length: fitLength(articles),
  };
  return { ...partial, sentence: await fitSentences(articles, partial) };
}

function fitWords(articles: Article[]): WordWeight[] {
  const rows: Float64Array[] = [];
  const targets: number[] = [];
  for (const { own, traits, reference, sentences } of articles) {
    const share = centredCompressionRatio(own, sentences);
    for (const [word, list] of traits.words) {
      const common = traits.stopWords.has(word) ? 1 : 0;
      for (const [i, row] of list.entries()) {
        rows.push(Float64Array.from([...row, ...row.map((v) => v * share), ...row.map((v) => v * common)]));
        targets.push((reference.get(word) ?? 0) > i ? 1 : 0);
      }
    }
  }
  const fitted = fitLogisticRegression(rows, targets, RIDGE.word);
  const features = WORD_FEATURES.length;
  return WORD_FEATURES.map((_, i): WordWeight => [fitted[i]!, fitted[features + i]!, fitted[2 * features + i]!]);
}

/** What is left of the share of a sentence's words that the reference has, once the words have been weighed. */
async function fitSentences(articles: Article[], by: Weights): Promise<number[]> {
  const rows: Float64Array[] = [];
  const targets: number[] = [];
  const importance: number[] = [];
  const total = new Map<string, number>();
  for (const { set, own } of articles)
    total.set(set, (total.get(set) ?? 0) + own.reduce((sum, s) => sum + s.words.length, 0));
  const most = Math.max(...total.values());
  for (const article of articles) {
    const { set, own, traits, reference, sentences } = article;
    const share = centredCompressionRatio(own, sentences);
    const { sentences: ranked } = await rankingOf(article, by);
    for (const [i, row] of traits.sentences.entries()) {
      const { words, score } = ranked[i]!;
      if (!words.length) continue;
      const t = sentenceFeatureScale(share);
      if (t < 0.05) continue;
      rows.push(Float64Array.from(row.map((v) => v * t)));
      targets.push(hits(words, reference) / words.length - score);
      importance.push((words.length / 20) * Math.sqrt(most / total.get(set)!));
    }
  }
  const fitted = fitRidgeRegression(rows, targets, importance, RIDGE.sentence);
  return fitted;
}

/** The words of a reference for each sentence asked for, in usual sentences, as a line over the share. Errors count by their ratio. */
function fitLength(articles: Article[]): [number, number] {
  const rows = articles.map(({ own, sentences }) =>
    Float64Array.from([1, centredCompressionRatio(own, sentences) + 0.15]),
  );
  const targets = articles.map(({ sentences, length }) => length / sentences / UNIT);
  const [flat, rise] = fitRidgeRegression(
    rows,
    targets,
    targets.map((target) => 1 / target ** 2),
    0.01,
  );
  return [flat!, rise!];
}

async function score(article: Article, by: Weights): Promise<number> {
  const chosen = await selectSentences(await rankingOf(article, by), article.sentences, 1, detachedContext());
  return rouge1(
    chosen.flatMap((s) => s.words),
    article,
  );
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
function shuffled<T>(list: T[], random: () => number): T[] {
  return list
    .map((item) => [random(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
}

function report(name: string, articles: Article[], scores: Map<Article, number[]>): void {
  for (const set of new Set(articles.map((a) => a.set))) {
    const own = articles.filter((a) => a.set === set);
    const mean = (xs: number[]): number => xs.reduce((s, x) => s + x, 0) / xs.length;
    const gains = own.map((a) => mean(scores.get(a)!) - a.leadScore);
    const random = generator(7);
    const draws = Array.from({ length: 2000 }, () =>
      mean(gains.map(() => gains[Math.floor(random() * gains.length)]!)),
    ).sort((a, b) => a - b);
    const [low, high] = [draws[49]!, draws[1950]!];
    const runs = scores.get(own[0]!)!.map((_, i) => mean(own.map((a) => scores.get(a)![i]!)).toFixed(2));
    console.log(
      `${name} ${set}: ROUGE-1 ${mean(own.map((a) => mean(scores.get(a)!))).toFixed(2)}, LEAD ${mean(own.map((a) => a.leadScore)).toFixed(2)}, gain ${mean(gains).toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}] (${runs.join(" ")})`,
    );
  }
}

const data = process.argv[2]!;
const rows = readFileSync(join(data, "articles.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);
const articles = await Promise.all(rows.map(read));
const unseen = new Map<Article, number[]>(articles.map((a) => [a, []]));
for (let seed = 1; seed <= SEEDS; seed++) {
  const order = shuffled(articles, generator(seed)).sort((a, b) => a.set.localeCompare(b.set));
  for (let fold = 0; fold < FOLDS; fold++) {
    const by = await learn(order.filter((_, i) => i % FOLDS !== fold));
    for (const article of order.filter((_, i) => i % FOLDS === fold))
      unseen.get(article)!.push(await score(article, by));
  }
}
report("unseen", articles, unseen);
const final = await learn(articles);
const seen = new Map<Article, number[]>();
for (const article of articles) seen.set(article, [await score(article, final)]);
report("seen", articles, seen);
const round = (values: number[]): number[] => values.map((value) => Number(value.toPrecision(4)));
writeFileSync(
  join(import.meta.dirname, "../../src/engine/extractive/weights.json"),
  `${JSON.stringify({ word: final.word.map(round), sentence: round(final.sentence), length: round(final.length) })}\n`,
);
