import { breathe, type Run, type Span } from "../model/index.ts";
import { type Evidence, EvidenceIndex, FEATURES, type Feature } from "./evidence.ts";
import { bestPassages, longestPassage, pieces } from "./passages.ts";

/**
 * A passage and the chance (0..1) that it holds the answer while none before it does, if the text answers at all; and
 * the sentences that stand in it whole, with the chance of each.
 */
export type Hit = Span & { score: number; sentences: (Span & { score: number })[] };

/** What a question finds: how surely the text answers it at all (0..1), and the passages that fit it, best first. */
type Found = { answerable: number; hits: Hit[] };

/** A text made ready to be asked; `find` gives at most `k` passages, none where nothing of the question stands in it. */
export type Search = { find(question: string, k: number): Found };

/** What each feature counts, fitted by likelihood over languages and kinds of text alike. */
const WEIGHTS: Record<Feature, number> = {
  exact: 0.12,
  similar: 0.04,
  share: 4.89,
  squared: -2.01,
  rarest: 0.67,
  most: 0.51,
  around: 2.13,
  before: 0.2,
  after: 0.13,
  paragraph: 0.78,
  length: 0.03,
  first: 0.86,
  quantity: 1.1,
  time: 1.22,
  percentage: 0.98,
  name: 1.77,
};

/**
 * Makes a text ready to be asked. Passages are windows over the sentences that most likely hold the answer, by what
 * their terms, their neighbours and the kind of answer that is asked for say of each sentence.
 * @throws PithError `stopped`
 */
export async function createSearch(text: string, language: string, run: Run): Promise<Search> {
  const spans = await pieces(text, language, run);
  const index = await EvidenceIndex.of(text, language, spans, run);
  const limit = longestPassage(language);
  return {
    find(question, k) {
      const evidence = index.evidence(question);
      if (!evidence.found) return { answerable: 0, hits: [] };
      const chances = chancesOf(evidence.rows, spans.length);
      const hits = bestPassages(text, spans, chances, limit, k).map(({ start, end, chance, first, last }) => ({
        start,
        end,
        score: chance,
        sentences: spans.slice(first, last + 1).map((span, i) => ({ ...span, score: chances[first + i]! })),
      }));
      return { answerable: answerability(evidence), hits };
    },
  };
}

const WIDTH = FEATURES.length;
const weights = FEATURES.map((name) => WEIGHTS[name]);
const AT = { share: FEATURES.indexOf("share"), around: FEATURES.indexOf("around"), exact: FEATURES.indexOf("exact") };

/** The chance of each piece to be the place of the answer: a conditional logit over the pieces of the text. */
function chancesOf(rows: Float64Array, count: number): Float64Array {
  const chances = new Float64Array(count);
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < WIDTH; k++) chances[i]! += rows[i * WIDTH + k]! * weights[k]!;
    most = Math.max(most, chances[i]!);
  }
  let sum = 0;
  for (let i = 0; i < count; i++) sum += chances[i] = Math.exp(chances[i]! - most);
  return chances.map((value) => value / sum);
}

/**
 * A logistic model of whether a text answers, by the largest share of the question that one sentence has, that one has
 * with its neighbours, and that one has word for word; fitted to questions about the text and about others.
 */
function answerability({ rows, total }: Evidence): number {
  let [share, around, exact] = [0, 0, 0];
  for (let at = 0; at < rows.length; at += WIDTH) {
    share = Math.max(share, rows[at + AT.share]!);
    around = Math.max(around, rows[at + AT.around]!);
    exact = Math.max(exact, rows[at + AT.exact]! / total);
  }
  return 1 / (1 + Math.exp(5.76 - 5.52 * share - 5.44 * around - 10.9 * exact));
}

/** For each question the `k` passages of `text` that fit it best, best first. @throws PithError `stopped` */
export async function search(
  text: string,
  questions: string[],
  k: number,
  language: string,
  run: Run,
): Promise<Hit[][]> {
  const { find } = await createSearch(text, language, run);
  const found: Hit[][] = [];
  for (const question of questions) {
    await breathe(run);
    found.push(find(question, k).hits);
  }
  return found;
}
