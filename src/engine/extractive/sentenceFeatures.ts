import { eachInTurns, type Run } from "../../model/index.ts";
import { terms } from "../../text/index.ts";
import { isDependent } from "./dependentOpeners.ts";
import { type Sentence, wordsOf } from "./documentSentences.ts";
import { dot, norm, sum, weigh } from "./tfidf.ts";
import { type WordTraits, wordTraitsOf } from "./wordFeatures.ts";

/** The columns of `Traits.sentences`, in order. */
export const SENTENCE_TRAITS = [
  "one",
  "termCount",
  "termLog",
  "centrality",
  "mass",
  "likeLead",
  "known",
  "index",
  "place",
  "isFirst",
  "isSecond",
  "length",
  "logLength",
  "short",
  "long",
  "quotation",
  "question",
  "parts",
  "open",
  "dependent",
  "number",
  "title",
  "degree",
  "relativeCount",
  "relativeCentrality",
] as const;

/** What is seen of a document without knowing its language: of its words, and a row for each sentence. */
export type Traits = WordTraits & { sentences: number[][] };

const log1p = Math.log1p;
const flag = Number;

/**
 * Traits of all words and sentences. Centrality is the cosine between a sentence and the centroid of all (Radev et al.
 * 2004, "Centroid-based summarization"), by TF-IDF. Linear in the text.
 */
export async function traitsOf(
  sentences: Sentence[],
  title: string | null,
  language: string,
  run: Run,
): Promise<Traits> {
  const total = Math.max(1, sentences.length);
  const length = sentences.reduce((sum, s) => sum + s.words.length, 0);
  const { counts, vectors } = await weigh(sentences, run);
  const centroid = await sum(vectors, run);
  const centroidNorm = norm(centroid);
  const lead = vectors[0] ?? new Map<string, number>();
  const centrality: number[] = [];
  const likeLead: number[] = [];
  await eachInTurns(vectors, run, (vector, i) => {
    centrality.push(dot(vector, centroid) / centroidNorm);
    likeLead.push(i === 0 ? 0 : dot(vector, lead));
  });
  const titleTerms = new Set(terms(title ?? "", language));
  const seen = new Set<string>();
  const rows: number[][] = [];
  await eachInTurns(sentences, run, (s, i) => {
    const known = s.terms.filter((term) => seen.has(term)).length / Math.max(1, s.terms.length);
    for (const term of s.terms) seen.add(term);
    const dependent = isDependent(s.text, language);
    const about = { total, counts, centrality: centrality[i]!, likeLead: likeLead[i]!, known, titleTerms, dependent };
    rows.push(sentenceRow(s, about));
  });
  relate(rows, sentences, counts);
  const words = await wordTraitsOf(sentences, {
    length,
    total,
    centrality,
    likeLead,
    title: new Set(wordsOf(title ?? "")),
    language,
    run,
  });
  return { ...words, sentences: rows };
}

/**
 * Adds what stands in relation to the document's mean. `degree` is what a sentence shares with all others in the measure of
 * TextRank (Mihalcea and Tarau 2004): shared terms by the logarithms of both lengths, the other's being the mean here, so
 * that the sum over the others needs no second loop.
 */
function relate(rows: number[][], sentences: Sentence[], counts: Map<string, number>): void {
  const logs = sentences.map((s) => Math.log(Math.max(2, s.terms.length)));
  const meanLog = logs.reduce((a, b) => a + b, 0) / logs.length;
  const degrees = sentences.map((s, i) => s.terms.reduce((n, t) => n + counts.get(t)! - 1, 0) / (logs[i]! + meanLog));
  for (const column of [degrees, rows.map((r) => r[1]!), rows.map((r) => r[3]!)]) {
    const mean = column.reduce((a, b) => a + b, 0) / column.length || 1;
    for (const [i, row] of rows.entries()) row.push(Math.min(4, column[i]! / mean));
  }
}

type About = {
  total: number;
  counts: Map<string, number>;
  centrality: number;
  likeLead: number;
  known: number;
  titleTerms: Set<string>;
  dependent: boolean;
};

function sentenceRow(
  s: Sentence,
  { total, counts, centrality, likeLead, known, titleTerms, dependent }: About,
): number[] {
  const length = s.words.length;
  const size = Math.max(1, s.terms.length);
  const frequencies = s.terms.map((term) => counts.get(term)!);
  const mass = frequencies.reduce((sum, count) => sum + Math.log(count), 0);
  const mean = frequencies.reduce((sum, count) => sum + count, 0) / size;
  return [
    1,
    Math.min(10, mean),
    mass / size,
    centrality,
    Math.min(4, mass / 10),
    likeLead,
    known,
    log1p(Math.min(s.index, 100)),
    s.index / total,
    flag(s.index === 0),
    flag(s.index === 1),
    Math.min(4, length / 25),
    log1p(length),
    flag(size < 5),
    flag(length > 45),
    flag(/["“”„«»「『]|(?<![\p{L}\p{N}])['‘]/u.test(s.text)),
    flag(/[?？؟]["'”’»)\s]*$/u.test(s.text)),
    flag(s.size > 1),
    flag(!/[.!?…。！？؟।]["'”’»)\]」』\s]*$/u.test(s.text)),
    flag(dependent),
    flag(/\p{N}/u.test(s.text)),
    s.terms.filter((term) => titleTerms.has(term)).length / size,
  ];
}
