import { z } from "zod";

/**
 * What a model must return. Limits are wide enough for any honest answer and keep a runaway one out; what one element
 * lacks does not cost the others.
 */
const line = z.string().trim().min(1).max(2000);
const sentenceIds = listOf(z.coerce.number().int(), 50);

const point = z.object({ text: line, sentences: sentenceIds });
const claim = z.object({
  text: line,
  kind: z.enum(["fact", "forecast", "opinion"]).catch("fact"),
  speaker: z.string().max(300).nullable().catch(null),
  certainty: z.enum(["stated", "hedged"]).catch("stated"),
  sentences: sentenceIds,
  quote: z.string().max(4000).catch(""),
});

export const ModelDigest = z.object({
  gist: z.string().trim().min(1).max(4000),
  points: listOf(point, 30),
  claims: listOf(claim, 60),
});
export type ModelDigest = z.infer<typeof ModelDigest>;
export type ModelClaim = z.infer<typeof claim>;

/** Claims put right. `n` is the number of the claim that was asked about. */
export const ModelRepair = z.object({ claims: listOf(claim.extend({ n: z.coerce.number().int() }), 60) });

export type ModelAnswer = z.infer<typeof ModelAnswer>;
export const ModelAnswer = z.object({
  answerable: z.boolean(),
  text: z.string().max(8000),
  quotes: listOf(z.string().max(4000), 30),
});

export const ModelComparison = z.object({
  agree: listOf(z.object({ text: line, a: sentenceIds, b: sentenceIds }), 12),
  differ: listOf(z.object({ a: point, b: point }), 12),
  only_a: listOf(point, 12),
  only_b: listOf(point, 12),
});

/** At most `most` elements, of which those that are not of the form are left out; anything but a list is an error. */
function listOf<T extends z.ZodType>(element: T, most: number) {
  const fitting = (list: unknown): unknown =>
    Array.isArray(list) ? list.filter((one) => element.safeParse(one).success).slice(0, most) : list;
  return z.preprocess(fitting, z.array(element));
}
