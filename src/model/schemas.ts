import { z } from "zod";
import type { CompareOptions, Comparison } from "./comparison.ts";
import {
  type Answer,
  DEFAULT_OPTIONS,
  type Digest,
  ENGINES,
  LENGTHS,
  NOTICES,
  type Options,
  STYLES,
  type Usage,
} from "./digest.ts";
import type { Document } from "./document.ts";
import { ERROR_CODES } from "./errors.ts";
import type { Feedback, JobResult, JobSpec, PostedSource, Posting, Turn } from "./posting.ts";

/**
 * Schemas of stored values. They detect values that are damaged or were written by another version. Such a value counts
 * as a miss in the cache and as an error in the records. `index.ts` does not export the schemas, so that the processes
 * that read files start without loading zod.
 */
// Turns off the compilation of validators, which would take 4 ms at first use and then save only 0.1 ms.
z.config({ jitless: true });

const nullableText = z.string().nullable();
const offset = z.number().int().nonnegative();
const notices = z.array(z.enum(NOTICES));
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
export const UsageSchema = z.object({
  ...{ calls: offset, inputTokens: offset, outputTokens: offset, cachedTokens: offset },
  costUsd: z.number().nullable(),
}) satisfies z.ZodType<Usage>;
const facts = z.object({
  id: z.string(),
  title: nullableText,
  byline: nullableText,
  published: nullableText,
  site: nullableText,
  url: nullableText,
  language: z.string(),
  retrieved: z.string().exactOptional(),
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
  gistQuotes: z.array(quote).default([]), // absent in digests of earlier versions
  gistComputed: z.literal(true).exactOptional(),
  points: z.array(z.object({ text: z.string(), quotes: z.array(quote), computed: z.literal(true).exactOptional() })),
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
  dropped: z.array(z.object({ what: z.enum(["gist", "point"]), text: z.string(), reasons })).default([]), // absent in digests of earlier versions
  usage: UsageSchema,
  cached: z.boolean(),
}) satisfies z.ZodType<Digest>;

export const AnswerSchema = z.object({
  documents: z.array(z.object({ id: z.string(), title: nullableText, url: nullableText })),
  answerable: z.boolean(),
  text: z.string(),
  computed: z.literal(true).exactOptional(),
  quotes: z.array(quote),
  nearest: quote.nullable(),
  engine,
  language: z.string(),
  notices,
  usage: UsageSchema,
  cached: z.boolean(),
}) satisfies z.ZodType<Answer>;

const finding = z.object({ text: z.string(), quotes: z.array(quote).min(1) });
export const ComparisonSchema = z.object({
  documents: z.tuple([facts, facts]),
  agree: z.array(finding),
  differ: z.array(z.object({ first: finding, second: finding, numbers: z.array(z.tuple([z.string(), z.string()])) })),
  onlyFirst: z.array(finding),
  onlySecond: z.array(finding),
  engine,
  language: z.string(),
  notices,
  usage: UsageSchema,
  cached: z.boolean(),
}) satisfies z.ZodType<Comparison>;

const postedSource = z.discriminatedUnion("from", [
  z.object({ from: z.literal("url"), url: z.string() }),
  z.object({
    from: z.literal("attachment"),
    url: z.string(),
    name: z.string(),
    mediaType: z.string().exactOptional(),
  }),
  z.object({
    from: z.literal("text"),
    text: z.string(),
    mediaType: z.string().exactOptional(),
    name: z.string().exactOptional(),
    url: z.string().exactOptional(),
  }),
]) satisfies z.ZodType<PostedSource>;
const options = z.object({
  length: z.enum(LENGTHS),
  style: z.enum(STYLES).default("usual"), // absent in jobs of version 1
  language: z.string(),
  focus: nullableText,
  section: nullableText.default(null), // absent in options of earlier versions
  engine: z.enum(ENGINES),
  sentences: z.number().int().nullable(),
  agreed: z.boolean().default(false),
}) satisfies z.ZodType<Options>;
const compareTarget = z.union([z.object({ posting: z.string() }), z.object({ url: z.string() })]);
const compareOptions = z.object({ language: z.string(), engine: z.enum(ENGINES) }) satisfies z.ZodType<CompareOptions>;
const time = z.number().int();

export const JobSpecSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("summarise"), source: postedSource, options, fresh: z.boolean(), payer: z.string() }),
  z.object({ kind: z.literal("digest"), posting: z.string(), options, fresh: z.boolean(), payer: z.string() }),
  z.object({
    kind: z.literal("ask"),
    postings: z.array(z.string()),
    source: postedSource.nullable().default(null), // absent in jobs of earlier versions
    question: z.object({ text: z.string(), language: z.string(), engine: z.enum(ENGINES) }),
    payer: z.string(),
  }),
  z.object({
    kind: z.literal("compare"),
    sides: z.tuple([compareTarget, compareTarget]),
    options: compareOptions,
    payer: z.string(),
  }),
]) satisfies z.ZodType<JobSpec>;

export const JobResultSchema = z.discriminatedUnion("kind", [
  z.object({
    ...{ kind: z.literal("digest"), digest: DigestSchema, document: z.string() },
    // Absent in results of earlier versions.
    payer: z.string().default(""),
    estimateUsd: z.number().nullable().default(null),
    options: options.default(DEFAULT_OPTIONS),
  }),
  z.object({
    ...{ kind: z.literal("answer"), answer: AnswerSchema, question: z.string(), postings: z.array(z.string()) },
    read: z.object({ document: z.string(), title: nullableText, url: nullableText }).nullable().default(null),
  }),
  z.object({ kind: z.literal("comparison"), comparison: ComparisonSchema, postings: z.array(z.string()) }),
  z.object({ kind: z.literal("failed"), code: z.enum(ERROR_CODES), detail: nullableText }),
]) satisfies z.ZodType<JobResult>;

export const PostingSchema = z.object({
  id: z.string(),
  document: z.string(),
  title: nullableText,
  url: nullableText,
  guild: nullableText,
  channel: z.string(),
  message: nullableText,
  from: nullableText.default(null), // absent in postings of earlier versions
  card: nullableText,
  thread: nullableText,
  asker: z.string(),
  private: z.boolean(),
  options: options.default(DEFAULT_OPTIONS), // absent in postings of earlier versions
  locale: z.string().default("en-GB"), // absent in postings of version 1
  createdAt: time,
}) satisfies z.ZodType<Posting>;

export const TurnSchema = z.object({
  id: z.string(),
  posting: z.string(),
  asker: z.string(),
  question: z.string(),
  answer: AnswerSchema,
  // Absent in turns of version 1.
  shown: z.object({ channel: z.string(), message: z.string(), locale: z.string() }).nullable().default(null),
  createdAt: time,
}) satisfies z.ZodType<Turn>;

export const FeedbackSchema = z.object({
  ...{ about: z.string(), of: z.enum(["digest", "answer"]), posting: z.string(), asker: z.string() },
  ...{ good: z.boolean(), createdAt: time },
}) satisfies z.ZodType<Feedback>;
