import { z } from "zod";

/** What a model must return. Limits are wide enough for any honest answer and keep a runaway one out. */
const line = z.string().min(1).max(2000);
const sentence = z.number().int();

export const ModelDigest = z.strictObject({
  gist: z.string().min(1).max(4000),
  points: z.array(z.strictObject({ text: line, sentences: z.array(sentence).max(50) })).max(30),
  claims: z
    .array(
      z.strictObject({
        text: line,
        kind: z.enum(["fact", "forecast", "opinion"]),
        speaker: z.string().max(300).nullable(),
        certainty: z.enum(["stated", "hedged"]),
        sentence,
        quote: z.string().max(4000),
      }),
    )
    .max(60),
});

export const ModelAnswer = z.strictObject({
  answerable: z.boolean(),
  text: z.string().max(8000),
  quotes: z.array(z.string().max(4000)).max(30),
});

/**
 * JSON out of a model's words: bare, in a code fence, or with talk around it.
 * @returns the parsed value, or undefined when there is no JSON object in it
 */
export function findJson(words: string): unknown {
  for (const candidate of [words, words.slice(words.indexOf("{"), words.lastIndexOf("}") + 1)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // Not JSON as it stands: the next candidate is tried, and none at all is the caller's error.
    }
  }
  return undefined;
}
