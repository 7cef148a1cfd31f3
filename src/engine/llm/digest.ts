import {
  asPithError,
  type Document,
  type DraftDigest,
  type Options,
  PithError,
  type Span,
  type TaskContext,
  type Usage,
} from "../../model/index.ts";
import { extractiveEngine } from "../extractive/index.ts";
import type { ChatModel } from "./client/index.ts";
import { MapReduceDigest, type Plan } from "./mapReduceDigest.ts";
import { linesAround, type NumberedLine, numberLines } from "./prompt/numberedLines.ts";
import type { Prompts } from "./prompt/prompts.ts";
import type { ModelDigest } from "./prompt/responseSchemas.ts";
import { mapQuotes } from "./quoteMapping.ts";

/**
 * Limits on the estimated cost of one digest; null means no limit. A digest is refused if it would take more than
 * `maxTokens` tokens. It needs the user's approval if it would cost more than `approvalUsd` US dollars.
 */
export type CostLimits = { maxTokens: number | null; approvalUsd: number | null };

/** Maximum number of plans for one digest: the first, and one for each smaller context window. */
const MAX_PLANS = 4;

/** Estimated cost of a digest. `costUsd` is null if the model's price is unknown. */
type CostEstimate = { calls: number; tokens: number; costUsd: number | null };
type DigestRequest = { document: Document; options: Options; limits: CostLimits };

/**
 * Summarises a document. Reports the estimated cost before the first call. Each time a call shows that the
 * server's context window is smaller than assumed, goes on with smaller parts.
 * @throws PithError `over_budget` or `asks_first` if the estimate exceeds the limits, `too_large` if the prompt leaves
 *   no room for the document, and as `ChatModel.complete`. After a failed call, the `usage` of the error includes all
 *   calls made for the digest.
 */
export async function digestWithModel(
  model: ChatModel,
  prompts: Prompts,
  { document, options, limits }: DigestRequest,
  context: TaskContext,
): Promise<Omit<DraftDigest, "engine">> {
  const lines = await numberLines(document, context);
  const important = await importantLines(document, lines, options, context);
  const mapReduce = new MapReduceDigest(model, prompts, { document, lines, important, options }, context);
  const generate = (): Promise<ModelDigest> => {
    const plan = mapReduce.plan();
    const estimate = estimateCost(plan, model);
    context.report({ stage: "plan", ...estimate });
    checkLimits(estimate, limits, options);
    return mapReduce.generate(plan);
  };
  const generateWithin = async (contextTokens: number, tries: number): Promise<ModelDigest> => {
    try {
      return await generate();
    } catch (error) {
      const isSmaller = asPithError(error).code === "too_large" && model.contextTokens < contextTokens;
      if (isSmaller && tries > 1 && mapReduce.mayPlanAgain) return generateWithin(model.contextTokens, tries - 1);
      throw mapReduce.usage.calls ? withUsage(error, mapReduce.usage) : error;
    }
  };
  const digest = await generateWithin(model.contextTokens, MAX_PLANS);
  return {
    language: options.language === "auto" ? document.language : options.language,
    ...mapQuotes(digest, document, lines),
    notices: mapReduce.isCut ? ["output_cut"] : [],
    usage: mapReduce.usage,
  };
}

/**
 * The indices of the lines that the extractive engine takes for its digest: that of its gist, then the others in document
 * order. A small model otherwise takes the first lines, whatever they say.
 */
async function importantLines(
  document: Document,
  lines: readonly NumberedLine[],
  options: Options,
  context: TaskContext,
): Promise<number[]> {
  const silent = { ...context, report: () => {} };
  const { gist, gistRows = [], points } = await extractiveEngine.digest(document, options, silent);
  const spansOf = (text: string): Span[] => {
    const start = document.text.indexOf(text);
    return start < 0 ? [] : [{ start, end: start + text.length }];
  };
  const main = gistRows.length ? gistRows : spansOf(gist);
  const others = points.flatMap(({ quotes, rows = [] }) => [...quotes.flatMap(spansOf), ...rows]);
  const indicesOf = (spans: Span[]): number[] =>
    spans.flatMap((span) => linesAround(lines, span, 0)).sort((a, b) => a - b);
  return [...new Set([...indicesOf(main), ...indicesOf(others)])];
}

function estimateCost({ chunks, inputTokens, outputTokens }: Plan, { endpoint: { price } }: ChatModel): CostEstimate {
  const costUsd = price && (inputTokens * price.input + outputTokens * price.output) / 1e6;
  return { calls: chunks.length === 1 ? 1 : chunks.length + 1, tokens: Math.ceil(inputTokens + outputTokens), costUsd };
}

function checkLimits(
  { tokens, costUsd }: CostEstimate,
  { maxTokens, approvalUsd }: CostLimits,
  options: Options,
): void {
  if (maxTokens !== null && tokens > maxTokens) throw new PithError("over_budget", `about ${tokens} tokens`);
  if (options.agreed || approvalUsd === null || costUsd === null) return;
  if (costUsd > approvalUsd) throw new PithError("asks_first");
}

/** Returns a copy of the error whose usage covers all calls, including the successful ones. */
function withUsage(thrown: unknown, usage: Usage): PithError {
  const error = asPithError(thrown);
  return new PithError(error.code, error.detail, { cause: thrown, usage });
}
