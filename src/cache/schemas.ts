import { z } from "zod";
import { type Answer, type Digest, type Document, LENGTHS } from "../model/index.ts";

/**
 * The forms of what is stored, so that a value that was damaged, or written by another version, is a miss and not a
 * surprise. Each is held to its type by the compiler.
 */
// Compiling the validators takes 4 ms at their first use and saves a tenth of one later.
z.config({ jitless: true });

const nullableText = z.string().nullable();
const offset = z.number().int().nonnegative();
const notices = z.array(
  z.enum(["model_failed", "model_cut_short", "read_in_part", "not_translated", "gist_replaced", "quotes_dropped"]),
);
const reasons = z.array(
  z.enum([
    "no_quote",
    "quote_not_found",
    "little_in_common",
    "number_differs",
    "name_differs",
    "negation_differs",
    "speaker_differs",
  ]),
);
const coverage = z.object({
  unit: z.enum(["page", "section", "word"]),
  read: offset,
  total: offset,
  note: nullableText,
});
const kind = z.enum(["title", "heading", "paragraph", "list", "quote", "table", "code", "caption", "note"]);
const page = z.number().int().positive().nullable();
const quote = z.object({ document: z.string(), text: z.string(), start: offset, end: offset, paragraph: offset, page });
const engine = z.object({ kind: z.enum(["extractive", "llm"]), model: nullableText, prompt: nullableText });
const usage = z.object({
  calls: offset,
  inputTokens: offset,
  outputTokens: offset,
  cachedTokens: offset,
  costUsd: z.number().nullable(),
});
const facts = z.object({
  id: z.string(),
  title: nullableText,
  byline: nullableText,
  published: nullableText,
  site: nullableText,
  url: nullableText,
  language: z.string(),
  mediaType: z.string(),
  words: offset,
  coverage,
});

export const DocumentSchema = facts.extend({
  text: z.string(),
  blocks: z.array(z.object({ kind, start: offset, end: offset, page })),
  removed: z.array(z.object({ rule: z.string(), text: z.string() })),
}) satisfies z.ZodType<Document>;

export const DigestSchema = z.object({
  document: facts,
  engine,
  language: z.string(),
  length: z.enum(LENGTHS),
  createdAt: z.string(),
  notices,
  gist: z.string(),
  points: z.array(z.object({ text: z.string(), quotes: z.array(quote) })),
  claims: z.array(
    z.object({
      text: z.string(),
      kind: z.enum(["fact", "forecast", "opinion"]),
      speaker: nullableText,
      certainty: z.enum(["stated", "hedged"]),
      status: z.enum(["verified", "unverified"]),
      quote: quote.nullable(),
      reasons,
    }),
  ),
  usage,
  cached: z.boolean(),
}) satisfies z.ZodType<Digest>;

export const AnswerSchema = z.object({
  documents: z.array(z.object({ id: z.string(), title: nullableText, url: nullableText })),
  answerable: z.boolean(),
  text: z.string(),
  quotes: z.array(quote),
  nearest: quote.nullable(),
  engine,
  language: z.string(),
  notices,
  usage,
  cached: z.boolean(),
}) satisfies z.ZodType<Answer>;
