import {
  type Comparing,
  type Document,
  type DraftComparison,
  eachInTurns,
  type Run,
  type Two,
} from "../../model/index.ts";
import { rankSentences } from "../extractive/rank.ts";
import type { ChatModel } from "./client/chatModel.ts";
import { languageName } from "./languageName.ts";
import { askOfDocuments } from "./multiDocument.ts";
import { type Line, linesAt } from "./numberedLines.ts";
import type { Prompts } from "./prompts.ts";
import { sentenceAt } from "./quoteMapping.ts";
import { ModelComparison } from "./responseSchemas.ts";

const COMPARISON_TOKENS = 4000;
/** How many statements of each list are asked for. */
const STATEMENTS = 5;
/** A long document is represented by the sentences that a digest of so many would rather have. */
const COUNT = 9;

type Compared = Omit<DraftComparison, "engine" | "language">;

/**
 * One call that compares two documents; of documents that do not fit into the context, by their main sentences.
 * @throws PithError what `ChatModel.ask` throws
 */
export async function compareByModel(
  model: ChatModel,
  prompts: Prompts,
  documents: Two<Document>,
  { language }: Comparing,
  run: Run,
): Promise<Compared> {
  const task = prompts.task("compare", { language: languageName(language), statements: STATEMENTS });
  const choose = (lines: readonly Line[], document: Document, room: number): Promise<number[]> =>
    mainLines(lines, document, room, run);
  const call = { name: "compare", schema: ModelComparison, task, outputTokens: COMPARISON_TOKENS, choose };
  const { value, usage, notices, lines } = await askOfDocuments(
    model,
    prompts,
    documents,
    { ...call, partly: "compared_in_part" },
    run,
  );
  const [first, second] = documents.map(
    (document, i) => (numbers: number[]) => numbers.map((n) => sentenceAt(document, lines[i]!, n)),
  ) as Two<(numbers: number[]) => string[]>;
  return {
    agree: value.agree.map(({ text, a, b }) => ({ text, first: first(a), second: second(b) })),
    differ: value.differ.map(({ a, b }) => ({
      first: { text: a.text, quotes: first(a.sentences) },
      second: { text: b.text, quotes: second(b.sentences) },
    })),
    onlyFirst: value.only_a.map(({ text, sentences }) => ({ text, quotes: first(sentences) })),
    onlySecond: value.only_b.map(({ text, sentences }) => ({ text, quotes: second(sentences) })),
    notices,
    usage,
  };
}

/** The lines, by their place, of the sentences that matter most, in document order, up to so many tokens. */
async function mainLines(lines: readonly Line[], document: Document, room: number, run: Run): Promise<number[]> {
  const { sentences } = await rankSentences(document, COUNT, null, run);
  const byScore = sentences.toSorted((a, b) => b.score - a.score);
  const shown = new Set<number>();
  let left = room;
  const take = (i: number): void => {
    if (shown.has(i) || lines[i]!.tokens > left) return;
    shown.add(i);
    left -= lines[i]!.tokens;
  };
  await eachInTurns(byScore, run, (sentence) => {
    if (left > 0) for (const i of linesAt(lines, sentence, 0)) take(i);
  });
  return [...shown].sort((a, b) => a - b);
}
