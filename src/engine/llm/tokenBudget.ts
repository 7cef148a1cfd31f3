import { PithError } from "../../model/index.ts";

/** The output takes at most this share of the context window. */
const MAX_OUTPUT_SHARE = 0.25;
/** Usable share of the context window: servers also count chat template tokens and the response schema. */
const USABLE_CONTEXT_SHARE = 0.95;
/** With a smaller budget than this, in tokens, a document cannot be processed. */
const MIN_DOCUMENT_TOKENS = 200;

/** The output token limit of a call: `wanted`, or less if the context window is small. */
export const limitOutputTokens = (contextTokens: number, wanted: number): number =>
  Math.min(wanted, Math.floor(contextTokens * MAX_OUTPUT_SHARE));

/**
 * The number of tokens left for the document in a context window, after the output and the rest of the prompt.
 * @throws PithError `too_large` if fewer than 200 tokens are left
 */
export function documentTokenBudget(contextTokens: number, outputTokens: number, promptTokens: number): number {
  const budget = Math.floor(contextTokens * USABLE_CONTEXT_SHARE) - outputTokens - promptTokens;
  if (budget < MIN_DOCUMENT_TOKENS) throw new PithError("too_large", `the model's context of ${contextTokens} tokens`);
  return budget;
}
