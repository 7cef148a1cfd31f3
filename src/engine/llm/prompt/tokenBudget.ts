import { PithError } from "../../../model/index.ts";

/** Maximum share (0..1) of the context window that the output may take. */
const MAX_OUTPUT_SHARE = 0.25;
/**
 * Share (0..1) of the context window that is used. The rest is a reserve for the chat template and the response schema,
 * which servers also count.
 */
const USABLE_CONTEXT_SHARE = 0.95;
/** Minimum number of tokens that must be left for the document. */
const MIN_DOCUMENT_TOKENS = 200;

/** The output token limit of a call: `wanted`, but at most a quarter of the context window. */
export const limitOutputTokens = (contextTokens: number, wanted: number): number =>
  Math.min(wanted, Math.floor(contextTokens * MAX_OUTPUT_SHARE));

/**
 * The number of tokens left for the document in a context window, after subtracting the output, the rest of the prompt
 * and the reserve.
 * @throws PithError `too_large` if fewer than 200 tokens are left
 */
export function documentTokenBudget(contextTokens: number, outputTokens: number, promptTokens: number): number {
  const budget = Math.floor(contextTokens * USABLE_CONTEXT_SHARE) - outputTokens - promptTokens;
  if (budget < MIN_DOCUMENT_TOKENS)
    throw new PithError("too_large", `the AI model reads at most ${contextTokens} tokens`);
  return budget;
}
