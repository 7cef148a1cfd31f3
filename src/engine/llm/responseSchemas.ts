import { z } from "zod";

/*
 * Schemas of the model's structured output. Limits are generous: they only stop runaway output. What models get wrong
 * costs as little as possible: an element that does not match is left out, a list that is missing is empty.
 */

/** Marks of sentences that models leave in the words: "[3]", "(sentence 3)", "[1, 2]". */
const SENTENCE_MARK =
  /\s*(?:\[\d+(?:\s*[,;–-]\s*\d+)*\]|\((?:sentences?|lines?|S[aä]tze?|oraci[oó]n(?:es)?|frases?|文)\s*\d+(?:\s*(?:[,;–-]|and|und|y)\s*\d+)*\))/giu;
/** Marks of lists and headings, and bold or code around words. */
const LINE_MARK = /^\s*(?:[-*•]\s+|#{1,6}\s+|\d{1,2}[.)]\s+(?=\p{L}))/u;
const INLINE_MARK = /(\*\*|__|`)(?=\S)([^\n]*?\S)\1/gu;

/** Removes Markdown and the numbers of sentences from a text, and folds its white space. */
const plainText = (text: string): string =>
  text.replace(INLINE_MARK, "$2").replace(LINE_MARK, "").replace(SENTENCE_MARK, "").replace(/\s+/g, " ").trim();

const text = (maxLength: number) => z.string().transform(plainText).pipe(z.string().min(1).max(maxLength));
const sentence = text(2000);

/** Maximum number of sentences in a range such as "2-4". */
const MAX_RANGE = 20;

/** The numbers in a value: 3, "3", "[3]", "s3", "2-4", or a list of such. */
function numbersIn(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(numbersIn);
  if (typeof value === "number") return Number.isInteger(value) ? [value] : [];
  if (typeof value !== "string") return [];
  return Array.from(value.matchAll(/(\d+)(?:\s*[-–]\s*[a-z[]{0,2}(\d+))?/giu)).flatMap(([, from, to]) => {
    const length = Math.min(MAX_RANGE, Math.max(1, Number(to ?? from) - Number(from) + 1));
    return Array.from({ length }, (_, i) => Number(from) + i);
  });
}
const sentenceNumbers = z.preprocess((value) => numbersIn(value).slice(0, 50), z.array(z.int())).catch([]);

const point = z.object({ text: sentence, sentences: sentenceNumbers });
const claim = z.object({
  text: sentence,
  kind: z.enum(["fact", "forecast", "opinion"]).catch("fact"),
  speaker: z.string().max(300).nullable().catch(null),
  certainty: z.enum(["stated", "hedged"]).catch("stated"),
  sentences: sentenceNumbers,
  quote: z.string().max(4000).catch(""),
});

/** A digest without a gist, of which the output was cut, still has points or claims. */
export const ModelDigest = z
  .object({ gist: text(4000).catch(""), points: lenientArray(point, 30), claims: lenientArray(claim, 60) })
  .refine(({ gist, points, claims }) => gist || points.length || claims.length);
export type ModelDigest = z.infer<typeof ModelDigest>;
export type ModelClaim = z.infer<typeof claim>;

/** Corrected claims. `n` is the number of the failed claim in the prompt, counting from 1. */
export const ModelRepair = z.object({ claims: lenientArray(claim.extend({ n: z.coerce.number().int() }), 60) });

export type ModelAnswer = z.infer<typeof ModelAnswer>;
export const ModelAnswer = z.object({
  answerable: z.preprocess((value) => value === true || /^(?:true|yes)$/i.test(String(value)), z.boolean()),
  text: z.preprocess((value) => (typeof value === "string" ? value : ""), z.string().max(8000)),
  quotes: lenientArray(z.preprocess(quoteIn, z.string().max(4000)), 30),
});

export const ModelComparison = z.object({
  agree: lenientArray(z.object({ text: sentence, a: sentenceNumbers, b: sentenceNumbers }), 12),
  differ: lenientArray(z.object({ a: point, b: point }), 12),
  only_a: lenientArray(point, 12),
  only_b: lenientArray(point, 12),
});

/** The words of a quote that the model gave as an object: its first text. */
function quoteIn(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.values(value).find((member) => typeof member === "string");
}

/**
 * Schema of an array. Drops elements that do not match, and keeps at most the first `max` of the others. An element in
 * place of a list is a list of one, an object of elements the list of these; any other value is an empty list.
 */
function lenientArray<T extends z.ZodType>(element: T, max: number) {
  const keepValid = (value: unknown): unknown => {
    const members = typeof value === "object" && value !== null ? Object.values(value) : [];
    const list = Array.isArray(value) ? value : [value, ...members];
    return list.filter((item) => element.safeParse(item).success).slice(0, max);
  };
  return z.preprocess(keepValid, z.array(element)).catch([]);
}
