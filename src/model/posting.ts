import { randomBytes } from "node:crypto";
import type { CompareOptions, Comparison, Pair } from "./comparison.ts";
import type { Answer, Digest, Options } from "./digest.ts";
import type { Question } from "./engine.ts";
import type { ErrorCode } from "./errors.ts";
import type { Source } from "./source.ts";

/** Random id of 22 characters (128 bits, base64url) for postings, deliveries and buttons. */
export const newId = (): string => randomBytes(16).toString("base64url");

/**
 * Who posted what, and where. Access rights depend on the posting: a document hash alone grants nothing. All ids except
 * `id`, `document` and `from` are Discord's. `guild` is null in direct messages.
 */
export type Posting = {
  id: string;
  /** Key of the document in the records. */
  document: string;
  title: string | null;
  url: string | null;
  guild: string | null;
  channel: string;
  /** The message with the source, or null. Deleting it deletes the posting. */
  message: string | null;
  /** Parent posting of this variant, or null. Deleting the parent deletes the variant. */
  from: string | null;
  /** The message with the digest. */
  card: string | null;
  /** The thread started on the card, or for a batch the thread that contains the card. */
  thread: string | null;
  asker: string;
  private: boolean;
  /** Options of its digest, to repeat the digest with. */
  options: Options;
  /** Locale of the card. */
  locale: string;
  /** Milliseconds since 1970. */
  createdAt: number;
};

/** The channel that contains the card: the batch thread where there is one, else the channel of the posting. */
export const cardChannel = ({ channel, card, thread }: Posting): string =>
  thread !== null && thread !== card ? thread : channel;

/** A question about a posting, and its answer. */
export type Turn = {
  id: string;
  posting: string;
  asker: string;
  question: string;
  answer: Answer;
  /** The public message with the answer, or null. */
  shown: { channel: string; message: string; locale: string } | null;
  createdAt: number;
};

/** A user's rating of a digest or an answer. `about` is the id of a posting or of a turn. */
export type Feedback = {
  about: string;
  of: "digest" | "answer";
  posting: string;
  asker: string;
  good: boolean;
  createdAt: number;
};

/** A source posted on Discord, as plain data that can be stored with a job. */
export type PostedSource = Extract<Source, { from: "url" | "attachment" | "text" }>;

/**
 * A job as plain data, so that any process can run it. `summarise` reads and digests a source, `digest` digests a posting
 * again, `ask` answers from postings or from a `source` that was not read before. `payer` is the server, or outside servers
 * the user, whose budget is charged: whoever submitted the job first. Users who join it pay nothing.
 */
export type JobSpec =
  | { kind: "summarise"; source: PostedSource; options: Options; fresh: boolean; payer: string }
  | { kind: "digest"; posting: string; options: Options; fresh: boolean; payer: string }
  | { kind: "ask"; postings: string[]; source: PostedSource | null; question: Question; payer: string }
  | { kind: "compare"; sides: Pair<CompareTarget>; options: CompareOptions; payer: string };

/** One side of a comparison: a posting by its id, or a page. */
export type CompareTarget = { posting: string } | { url: string };

/** A source that was read for a question and becomes a posting. `document` is its key in the records. */
export type ReadSource = Pick<Posting, "document" | "title" | "url">;

/**
 * The result of a job, stored until it is delivered to everyone. `document` is the key in the records, `estimateUsd` the
 * estimated model cost, `options` the requested options.
 */
export type JobResult =
  | { kind: "digest"; digest: Digest; document: string; payer: string; estimateUsd: number | null; options: Options }
  | { kind: "answer"; answer: Answer; question: string; postings: string[]; read: ReadSource | null }
  | { kind: "comparison"; comparison: Comparison; postings: string[] }
  | { kind: "failed"; code: ErrorCode; detail: string | null };

/**
 * Several sources submitted together: an overview message in the channel, and a thread on it with a card for each source.
 * `card` is the overview message. `thread` is undefined until its creation was tried, and null if it failed.
 */
export type Overview = {
  id: string;
  guild: string | null;
  channel: string;
  locale: string;
  asker: string;
  card: string | null;
  thread: string | null | undefined;
  /** Number of submitted sources. */
  of: number;
  /** In order of submission. `name` is null once the source was deleted. */
  sources: { delivery: string; name: string | null; end: SourceEnd | null }[];
};

/** The outcome of one source: a digest, or an error code. */
export type SourceEnd = "done" | ErrorCode;
