import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_OPTIONS, type Digest, type Document, detachedContext } from "../../src/model/index.ts";
import {
  answerCard,
  type Card,
  createCiter,
  DEFAULT_LOCALE,
  digestCard,
  digestMarkdown,
  translatorFor,
} from "../../src/present/index.ts";
import { countWords, segmentSentences } from "../../src/text/index.ts";
import { createPith } from "../../test/fakes/pith.ts";
import { type BenchRow, median } from "./measurements.ts";

/** A digest may take a quarter of the words of its source; this many are always allowed. */
const ALLOWED_WORDS = 75;
const ALLOWED_SHARE = 0.25;
/** Documents with fewer words do not count. */
const MIN_WORDS = 150;
/** Number of news articles taken from `summaries`. */
const ARTICLES = 20;
/** A sentence of at least this many UTF-16 units that stands twice counts as a double. */
const MIN_DOUBLE_UNITS = 25;

type Source = { name: string; text: string };

/**
 * Measures what people see: the words of standard digests beside those of their sources, and statements that stand twice
 * on a card, in an answer or in the terminal. Uses the documents of `reader` and `seed`, and articles of `summaries`.
 */
export async function* measureCards(data: string): AsyncGenerator<BenchRow> {
  const sources = readSources(data);
  if (!sources.length) return;
  const pith = createPith();
  const translate = translatorFor(DEFAULT_LOCALE);
  const [shares, over, doubles]: [number[], string[], string[]] = [[], [], []];
  for (const { name, text } of sources) {
    const document = await pith.extract({ from: "text", text, name }, detachedContext());
    if (document.words < MIN_WORDS) continue;
    const digest = await pith.digest(document, { ...DEFAULT_OPTIONS, engine: "extractive" }, detachedContext());
    const words = shownWords(digest);
    shares.push(words / document.words);
    if (words > Math.max(ALLOWED_WORDS, ALLOWED_SHARE * document.words))
      over.push(`${name} ${words}/${document.words}`);
    for (const shown of await shownTexts(digest, document)) {
      const repeated = repeatedSentences(shown, document.language);
      if (repeated.length) doubles.push(`${name}: ${repeated[0]}`);
    }
  }
  yield {
    benchmark: "cards",
    subject: `${shares.length} documents`,
    result: `${(100 * median(shares)).toFixed(0)} % of the words (median)`,
  };
  yield { benchmark: "cards", subject: "over the limit", result: [over.length, ...over].join("; ") };
  yield { benchmark: "cards", subject: "statements that stand twice", result: [doubles.length, ...doubles].join("; ") };

  async function shownTexts(digest: Digest, document: Document): Promise<string[]> {
    const question = {
      text: `What about ${digest.gist.slice(0, 80)}?`,
      language: "auto",
      engine: "extractive",
    } as const;
    const answer = await pith.ask([document], question, detachedContext());
    const cite = createCiter([{ document, address: null, upload: null }], translate);
    const footer = { cached: false, isPaidByViewer: false, estimateUsd: null };
    return [
      textOf(digestCard(digest, "posting", footer, cite, translate)),
      textOf(answerCard(answer, { question: null, namesDocuments: true }, null, cite, translate)),
      digestMarkdown(digest, translate),
    ];
  }
}

function readSources(data: string): Source[] {
  const folders = [join(data, "reader/docs"), join(data, "seed")].filter(existsSync);
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => !name.endsWith(".json"))
      .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") })),
  );
  const articles = join(data, "summaries/articles.jsonl");
  if (!existsSync(articles)) return files;
  const rows = readFileSync(articles, "utf8").trim().split("\n");
  const step = Math.floor(rows.length / ARTICLES);
  const chosen = Array.from(
    { length: ARTICLES },
    (_, i) => JSON.parse(rows[i * step]!) as { id: string; text: string },
  );
  return [...files, ...chosen.map(({ id, text }) => ({ name: id, text }))];
}

/** The words of gist and points, by the count that is less favourable. */
function shownWords({ gist, points }: Digest): number {
  const text = [gist, ...points.map((point) => point.text)].join("\n");
  return Math.max(countWords(text), text.split(/\s+/).filter(Boolean).length);
}

const textOf = (card: Card): string => card.blocks.join("\n");

/** Returns the sentences that occur twice in a text, without its marks and its Markdown. */
function repeatedSentences(markdown: string, language: string): string[] {
  const plain = markdown
    .split("\n")
    .map((line) => line.replace(/^[>#\s-]+|\[[^\]]*\]\(<[^>]*>\)|¶ \d+|[\\*]/g, ""))
    .join("\n");
  const sentences = segmentSentences(plain, language)
    .map(({ start, end }) =>
      plain
        .slice(start, end)
        .replace(/[^\p{L}\p{N}]+/gu, " ")
        .trim()
        .toLowerCase(),
    )
    .filter((sentence) => sentence.length >= MIN_DOUBLE_UNITS);
  return sentences.filter((sentence, i) => sentences.indexOf(sentence) !== i);
}
