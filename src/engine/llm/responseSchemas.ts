import { z } from "zod";

/*
 * Schemas of the model's structured output. Limits are generous: they only stop runaway output. Invalid array elements
 * are dropped, so that one bad element does not invalidate the whole response.
 */

const sentence = z.string().trim().min(1).max(2000);
const sentenceNumbers = lenientArray(z.coerce.number().int(), 50);

const point = z.object({ text: sentence, sentences: sentenceNumbers });
const claim = z.object({
  text: sentence,
  kind: z.enum(["fact", "forecast", "opinion"]).catch("fact"),
  speaker: z.string().max(300).nullable().catch(null),
  certainty: z.enum(["stated", "hedged"]).catch("stated"),
  sentences: sentenceNumbers,
  quote: z.string().max(4000).catch(""),
});

export const ModelDigest = z.object({
  gist: z.string().trim().min(1).max(4000),
  points: lenientArray(point, 30),
  claims: lenientArray(claim, 60),
});
export type ModelDigest = z.infer<typeof ModelDigest>;
export type ModelClaim = z.infer<typeof claim>;

/** Corrected claims. `n` is the number of the failed claim in the prompt, counting from 1. */
export const ModelRepair = z.object({ claims: lenientArray(claim.extend({ n: z.coerce.number().int() }), 60) });

export type ModelAnswer = z.infer<typeof ModelAnswer>;
export const ModelAnswer = z.object({
  answerable: z.boolean(),
  text: z.string().max(8000),
  quotes: lenientArray(z.string().max(4000), 30),
});

export const ModelComparison = z.object({
  agree: lenientArray(z.object({ text: sentence, a: sentenceNumbers, b: sentenceNumbers }), 12),
  differ: lenientArray(z.object({ a: point, b: point }), 12),
  only_a: lenientArray(point, 12),
  only_b: lenientArray(point, 12),
});

/**
 * Schema of an array. Drops elements that do not match, and keeps at most the first `max` of the others. A value other
 * than an array is an error.
 */
function lenientArray<T extends z.ZodType>(element: T, max: number) {
  const keepValid = (value: unknown): unknown =>
    Array.isArray(value) ? value.filter((item) => element.safeParse(item).success).slice(0, max) : value;
  return z.preprocess(keepValid, z.array(element));
}
