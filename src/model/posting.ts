import { randomBytes } from "node:crypto";
import type { CompareOptions, Comparison, Pair } from "./comparison.ts";
import type { Answer, Digest, Options, Question } from "./digest.ts";

import type { ErrorCode } from "./errors.ts";
import type { Source } from "./source.ts";

/** Creates a random id of 128 bits, written as 22 base64url characters. */
export const newId = (): string => randomBytes(16).toString("base64url");

/**
 * Who posted what and where. Access rights depend on postings: knowing the hash of a document grants no access. All ids
 * except `id`, `document` and `from` are Discord ids. `guild` is null in direct messages.
 */
export type Posting = {
  id: string;
  /** Key of the document in the records. */
  document: string;
  title: string | null;
  url: string | null;
  guild: string | null;
  channel: string;
  /** The message that contains the source, or null if none does. Deleting it deletes the posting. */
  message: string | null;
  /** The posting that this one is a variant of, or null. Deleting that posting also deletes this one. */
  from: string | null;
  /** The message that shows the digest; null while there is none. */
  card: string | null;
  /** The thread started on the card, or the one that contains the card. Null if there is none. */
  thread: string | null;
  asker: string;
  private: boolean;
  /** Options of its digest, used again when the digest is repeated. */
  options: Options;
  /** Locale of the card. */
  locale: string;
  /** Milliseconds since the Unix epoch. */
  createdAt: number;
};

/**
 * Returns the channel that contains the card: the posting's thread if it was not started on the card, otherwise the
 * posting's channel.
 */
export const cardChannel = ({ channel, card, thread }: Posting): string =>
  thread !== null && thread !== card ? thread : channel;

/** A question about a posting, and its answer. */
export type Turn = {
  id: string;
  posting: string;
  asker: string;
  question: string;
  answer: Answer;
  /** The message with the answer if it is public, otherwise null. */
  shown: { channel: string; message: string; locale: string } | null;
  createdAt: number;
};

/** A user's rating of a digest or an answer. `about` is the id of the rated posting or turn. */
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
 * A job as plain data, so that any process can run it:
 * - `summarise` reads a source and digests it;
 * - `digest` digests the document of a posting again;
 * - `ask` answers a question from postings, or from a `source` that has not been read yet;
 * - `compare` compares two documents.
 *
 * `payer` is the server (outside servers, the user) whose budget is charged: that of the first request. Requests that
 * join the job later cost nothing. `fresh` bypasses the cache.
 */
export type JobSpec =
  | { kind: "summarise"; source: PostedSource; options: Options; fresh: boolean; payer: string }
  | { kind: "digest"; posting: string; options: Options; fresh: boolean; payer: string }
  | { kind: "ask"; postings: string[]; source: PostedSource | null; question: Question; payer: string }
  | { kind: "compare"; sides: Pair<CompareTarget>; options: CompareOptions; payer: string };

/** One side of a comparison: a posting, given by its id, or a web page. */
export type CompareTarget = { posting: string } | { url: string };

/** A source that was read for a question and becomes a posting. `document` is the document's key in the records. */
export type ReadSource = Pick<Posting, "document" | "title" | "url">;

/**
 * The result of a job, stored until it has been delivered to everyone who requested it. `document` is the key of the
 * document in the records, and `options` are the requested options. `estimateUsd` is the estimated cost, or null if
 * unknown.
 */
export type JobResult =
  | { kind: "digest"; digest: Digest; document: string; payer: string; estimateUsd: number | null; options: Options }
  | { kind: "answer"; answer: Answer; question: string; postings: string[]; read: ReadSource | null }
  | { kind: "comparison"; comparison: Comparison; postings: string[] }
  | { kind: "failed"; code: ErrorCode; detail: string | null };

/**
 * The overview of several sources submitted together: a message in the channel (`card`), and on it a thread that
 * contains a card for each source. `card` is null until the message is sent. `thread` is undefined until Pith tries to
 * create the thread, and null if that failed.
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
  /** In order of submission. `name` is null once the source is deleted; `end` is null until the source is finished. */
  sources: { delivery: string; name: string | null; end: SourceEnd | null }[];
};

/** The outcome of one source: `done`, or the code of its error. */
export type SourceEnd = "done" | ErrorCode;
