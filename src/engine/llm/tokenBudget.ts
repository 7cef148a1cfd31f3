import { PithError } from "../../model/index.ts";

/** The answer's share of a small context at most. */
const OUTPUT_SHARE = 0.25;
/** Estimates are rather high, but a server counts its own marks round the messages, and the form of the answer. */
const SAFETY = 0.95;
/** With less room than this nothing can be read. */
const LEAST_ROOM = 200;

/** How many tokens an answer may have that would like `wanted`. */
export const outputWithin = (contextTokens: number, wanted: number): number =>
  Math.min(wanted, Math.floor(contextTokens * OUTPUT_SHARE));

/**
 * How many tokens of a document fit into a context beside the answer and the words of the prompt.
 * @throws PithError `too_large` when there are next to none
 */
export function roomBeside(contextTokens: number, outputTokens: number, promptTokens: number): number {
  const room = Math.floor(contextTokens * SAFETY) - outputTokens - promptTokens;
  if (room < LEAST_ROOM) throw new PithError("too_large", `the model's context of ${contextTokens} tokens`);
  return room;
}
