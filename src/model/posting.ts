import { randomBytes } from "node:crypto";
import type { Comparing, Comparison, Two } from "./comparison.ts";
import type { Answer, Digest, Options } from "./digest.ts";
import type { Question } from "./engine.ts";
import type { ErrorCode } from "./errors.ts";
import type { Source } from "./source.ts";

/** A random id of 22 characters (128 bits, base64url): what postings, deliveries and buttons are known by. */
export const newId = (): string => randomBytes(16).toString("base64url");

/**
 * Who posted what where. Rights hang on it: to know a document's hash opens nothing. Ids but its own are Discord's;
 * `guild` is null in direct messages.
 */
export type Posting = {
  id: string;
  /** The records' key of the Document that was read. */
  document: string;
  title: string | null;
  url: string | null;
  guild: string | null;
  channel: string;
  /** The message that holds what was posted; when it is deleted, the posting is forgotten. Null when no message does. */
  message: string | null;
  /** The posting that somebody had in another form, which this is: it goes when that goes. Null for one of its own. */
  from: string | null;
  /** The message with the digest. */
  card: string | null;
  /** The thread that was started on the card. */
  thread: string | null;
  asker: string;
  private: boolean;
  /** What its digest was asked for with, so that it is had anew in the same way. */
  options: Options;
  /** The language in which the bot spoke of it. */
  locale: string;
  /** Milliseconds since 1970. */
  createdAt: number;
};

/** A question and its answer, about the postings it was asked of. */
export type Turn = {
  id: string;
  posting: string;
  asker: string;
  question: string;
  answer: Answer;
  /** The public message that holds the answer, or null. */
  shown: { channel: string; message: string; locale: string } | null;
  createdAt: number;
};

/** Whether somebody found a digest or an answer good. `about` is the id of a posting or of a turn. */
export type Feedback = {
  about: string;
  of: "digest" | "answer";
  posting: string;
  asker: string;
  good: boolean;
  createdAt: number;
};

/** What can be posted on Discord, as plain data that a restart survives. */
export type PostedSource = Extract<Source, { from: "url" | "attachment" | "text" }>;

/**
 * What is to be done, as plain data: any process can do it. `summarise` reads what was posted, `digest` digests anew what
 * was read, `ask` answers from postings, or from a `source` that nobody had read before. `payer` is the server, or the person outside servers, that
 * began it and whose budget it counts to; who joins pays nothing.
 */
export type Work =
  | { kind: "summarise"; source: PostedSource; options: Options; fresh: boolean; payer: string }
  | { kind: "digest"; posting: string; options: Options; fresh: boolean; payer: string }
  | { kind: "ask"; postings: string[]; source: PostedSource | null; question: Question; payer: string }
  | { kind: "compare"; sides: Two<Side>; options: Comparing; payer: string };

/** What is to be compared: what was posted before, by its id, or a page. */
export type Side = { posting: string } | { url: string };

/** What was read for a question: it becomes a posting of its own. `document` is the records' key. */
export type Read = Pick<Posting, "document" | "title" | "url">;

/** What doing it gave, as it is written down until everybody has it. `document` is the records' key, `payer` who paid for it,
 * `estimateUsd` what a model was expected to cost, `options` what was asked for. */
export type Result =
  | { kind: "digest"; digest: Digest; document: string; payer: string; estimateUsd: number | null; options: Options }
  | { kind: "answer"; answer: Answer; question: string; postings: string[]; read: Read | null }
  | { kind: "comparison"; comparison: Comparison; postings: string[] }
  | { kind: "failed"; code: ErrorCode; detail: string | null };

/**
 * To whom the result goes, and how, as plain data: any process can deliver. `id` becomes the id of the posting (or
 * turn) that comes of it; `origin` is what Discord may hand over twice: an interaction's id, or a message's with the
 * place of the source in it.
 */
export type Delivery = {
  id: string;
  origin: string;
  asker: string;
  guild: string | null;
  channel: string;
  locale: string;
  private: boolean;
  /** The message that holds what was posted, or null. */
  source: string | null;
  /** The posting that is had in another form, or null. */
  from: string | null;
  /** The posting whose digest and card the result takes the place of. */
  replaces: string | null;
  /** `start` begins a thread for questions on the card, `here` is one already; null where there is none to be had. */
  thread: "start" | "here" | null;
  /**
   * Interactions are finished by editing @original until `until` (ms since 1970), which nobody but the asker sees when
   * `alone`; `own` is the language of the asker himself. Messages are replies to `replyTo`, and a quiet one comes only when
   * there is a digest worth its place: nobody asked for it.
   */
  via:
    | { by: "interaction"; application: string; token: string; until: number; alone: boolean; own: string }
    | { by: "message"; replyTo: string | null; quiet: boolean };
  /** The message by which it is being delivered, once there is one. */
  message: string | null;
  /** What it is one of `of` sources of, with what it was called when it was given; null for one that comes alone. */
  overview: { id: string; of: number; name: string } | null;
};

/**
 * Sources that were given at once: a message in the channel that tells of all, and a thread on it with a card for each.
 * `card` is that message, and `thread` is null where none could be begun; undefined until it was tried.
 */
export type Overview = {
  id: string;
  guild: string | null;
  channel: string;
  locale: string;
  asker: string;
  card: string | null;
  thread: string | null | undefined;
  /** How many were given. */
  of: number;
  /** In the order in which they were given. `name` is null once it is forgotten. */
  sources: { delivery: string; name: string | null; end: SourceEnd | null }[];
};

/** What became of a source: a digest, or an error by its code. */
export type SourceEnd = "done" | ErrorCode;
