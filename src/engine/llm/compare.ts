import {
  type CompareOptions,
  type Document,
  type DraftComparison,
  forEachYielding,
  type Pair,
  type TaskContext,
} from "../../model/index.ts";
import { rankSentences } from "../extractive/index.ts";
import type { ChatModel } from "./client/index.ts";
import { completeWithDocuments } from "./multiDocument.ts";
import { linesAround, type NumberedLine } from "./prompt/numberedLines.ts";
import { languageName, type Prompts } from "./prompt/prompts.ts";
import { comparisonSchema } from "./prompt/responseSchemas.ts";

const COMPARISON_OUTPUT_TOKENS = 4000;
/** Number of statements requested for each list of the comparison. */
const STATEMENTS_PER_LIST = 5;
/** A long document is ranked as if for a digest of this many sentences: the length of a detailed digest. */
const RANKING_SENTENCES = 9;

/**
 * Compares two documents in a single call. If they do not fit into the context window, the model only sees their
 * highest-ranked sentences, and the comparison has the notice `compared_in_part`.
 * @throws PithError as `ChatModel.complete`
 */
export async function compareWithModel(
  model: ChatModel,
  prompts: Prompts,
  documents: Pair<Document>,
  { language }: CompareOptions,
  context: TaskContext,
): Promise<Omit<DraftComparison, "engine">> {
  const { value, usage, notices, sentenceAt } = await completeWithDocuments(
    model,
    prompts,
    documents,
    {
      name: "compare",
      schemaFor: ([lastOfFirst = 0, lastOfSecond = 0]) =>
        comparisonSchema(STATEMENTS_PER_LIST, [lastOfFirst, lastOfSecond]),
      task: () => prompts.render("compare", { language: languageName(language), statements: STATEMENTS_PER_LIST }),
      outputTokens: COMPARISON_OUTPUT_TOKENS,
      selectLines: (allLines, document, maxTokens) => highestRankedLines(allLines, document, maxTokens, context),
      partialNotice: "compared_in_part",
    },
    context,
  );
  const quotes = (ids: number[]): string[] => ids.map(sentenceAt);
  return {
    language,
    agree: value.agree.map(({ text, a, b }) => ({ text, first: quotes(a), second: quotes(b) })),
    differ: value.differ.map(({ a, b }) => ({
      first: { text: a.text, quotes: quotes(a.ids) },
      second: { text: b.text, quotes: quotes(b.ids) },
    })),
    onlyFirst: value.only_a.map(({ text, ids }) => ({ text, quotes: quotes(ids) })),
    onlySecond: value.only_b.map(({ text, ids }) => ({ text, quotes: quotes(ids) })),
    notices,
    usage,
  };
}

/**
 * Returns the indices of the lines that contain the highest-ranked sentences, in document order. Together, these lines
 * have at most `maxTokens` tokens.
 */
async function highestRankedLines(
  lines: readonly NumberedLine[],
  document: Document,
  maxTokens: number,
  context: TaskContext,
): Promise<number[]> {
  const { sentences } = await rankSentences(document, RANKING_SENTENCES, null, context);
  const byScore = sentences.toSorted((a, b) => b.score - a.score);
  const selected = new Set<number>();
  let remainingTokens = maxTokens;
  await forEachYielding(byScore, context, (sentence) => {
    if (remainingTokens <= 0) return;
    for (const i of linesAround(lines, sentence, 0)) {
      if (selected.has(i) || lines[i]!.tokens > remainingTokens) continue;
      selected.add(i);
      remainingTokens -= lines[i]!.tokens;
    }
  });
  return [...selected].sort((a, b) => a - b);
}
