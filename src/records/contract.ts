import type {
  Digest,
  Document,
  Feedback,
  JobResult,
  JobSpec,
  Overview,
  Posting,
  SourceEnd,
  Turn,
  Usage,
} from "../model/index.ts";
import type { Delivery } from "./delivery.ts";

/**
 * The persistent stores, implemented once over SQL for SQLite and Postgres. In contrast to the cache they fail closed:
 * a failed operation throws PithError `internal` with its cause. If the connection to the server breaks, the
 * operation may have been committed all the same. Every operation except `usage.add` can be retried; a retried
 * `joinOrCreate` may return null, and its job is then among the unfinished ones.
 */
export interface Records {
  documents: DocumentStore;
  postings: PostingStore;
  digests: DigestStore;
  turns: TurnStore;
  feedback: FeedbackStore;
  jobs: JobStore;
  overviews: OverviewStore;
  settings: SettingsStore;
  usage: UsageStore;
  rates: RateStore;
  keyValue: KeyValueStore;
  /**
   * Deletes expired rows. `now` is in ms since the Unix epoch; `guildRetentionDays` holds the guilds that set a shorter
   * retention than `retentionDays`.
   */
  sweep(now: number, retentionDays: number, guildRetentionDays?: ReadonlyMap<string, number>): Promise<SweepResult>;
  /** Waits for operations in flight; later operations are rejected. */
  close(): Promise<void>;
}

/**
 * Number of rows removed by a sweep:
 * - `postings` past the retention period, with their `turns`;
 * - `documents` not referenced by a posting or an unfinished job for an hour;
 * - `jobs` finished more than a day ago, with their deliveries;
 * - expired interaction `tokens` of deliveries that are still pending; the token is cleared and the delivery stays.
 *
 * Usage is deleted after 400 days and not counted.
 */
export type SweepResult = { postings: number; turns: number; documents: number; jobs: number; tokens: number };

export interface DocumentStore {
  /** Stores a document and returns its key, the SHA-256 of its JSON. Identical documents share one row. */
  save(document: Document): Promise<string>;
  /** Returns null if no document has this key. */
  get(key: string): Promise<Document | null>;
}

export interface PostingStore {
  /** Inserts a posting. Does nothing if the id exists. */
  create(posting: Posting): Promise<void>;
  get(id: string): Promise<Posting | null>;
  update(id: string, change: Partial<Pick<Posting, "card" | "thread">>): Promise<void>;
  /** Points a posting at the document of a later read of the same source. */
  replaceDocument(id: string, change: Pick<Posting, "document" | "title" | "options">): Promise<void>;
  /** Returns the postings with this thread, oldest first. */
  findByThread(thread: string): Promise<Posting[]>;
  /** Returns the postings whose source or card is this message, oldest first. */
  findByMessage(message: string): Promise<Posting[]>;
  /**
   * Returns the newest postings, newest first: of a guild, of one channel in a guild, or with `guild` null of a DM
   * channel.
   */
  findRecent(where: { guild: string | null; channel: string | null }, limit: number): Promise<Posting[]>;
  /** Returns the newest postings of a user, newest first. */
  findByAsker(asker: string, limit: number): Promise<Posting[]>;
  /**
   * Returns whether the guild (in direct messages, the channel) has another posting of the same document that the asker
   * may know of. Private postings of other users do not count.
   */
  hasVisibleDuplicate(posting: Posting): Promise<boolean>;
  /**
   * Deletes postings with their digests, turns and feedback, and the documents that are no longer referenced by a
   * posting or by the result of an unfinished job. Returns what was deleted.
   */
  delete(ids: string[]): Promise<DeletedPostings>;
}

export type DeletedPostings = { postings: Posting[]; turns: Turn[] };

/** The digest shown on each posting's card. Deleted with the posting. */
export interface DigestStore {
  /** Inserts or replaces the digest of a posting. Does nothing if the posting does not exist. */
  save(posting: string, digest: Digest): Promise<void>;
  get(posting: string): Promise<Digest | null>;
}

export interface TurnStore {
  /** Inserts a turn. Does nothing if the id exists or the posting does not. */
  add(turn: Turn): Promise<void>;
  /** Returns the last `limit` turns about a posting, oldest first. */
  findByPosting(posting: string, limit: number): Promise<Turn[]>;
  get(id: string): Promise<Turn | null>;
  /** Returns the newest turns of a user, newest first. */
  findByAsker(asker: string, limit: number): Promise<Turn[]>;
  /** Deletes turns and returns those that existed. */
  delete(ids: string[]): Promise<Turn[]>;
}

/** Ratings of digests and answers. */
export interface FeedbackStore {
  /** Inserts or replaces a user's rating of one digest or answer. Does nothing if the posting does not exist. */
  save(feedback: Feedback): Promise<void>;
  /** Returns all feedback, oldest first. */
  findAll(): Promise<Feedback[]>;
  /** Returns the feedback of a user, oldest first. */
  findByAsker(asker: string): Promise<Feedback[]>;
}

/** An unfinished job. `result` is null until the work is done; `attempts` counts how often it was started. */
export type Job = { id: string; key: string; spec: JobSpec; result: JobResult | null; attempts: number };

/**
 * The persistent state of the job queue: jobs, and the deliveries that wait for their results. Both are stored before
 * any work starts. A delivery is pending until `endDelivery`.
 */
export interface JobStore {
  /**
   * Adds a delivery to the unfinished job with this key, or creates the job. Returns null if a delivery with the same
   * origin was stored before, whether finished or not: Discord sent the event twice. Atomic across processes.
   */
  joinOrCreate(key: string, spec: JobSpec, delivery: Delivery): Promise<{ job: string; isNew: boolean } | null>;
  /** Returns the ids of unfinished jobs, oldest first. */
  findUnfinished(): Promise<string[]>;
  /** Increments a job's attempt counter and returns the job, or null if it is finished or unknown. */
  startAttempt(id: string): Promise<Job | null>;
  /** Persists a job's result, so that after a crash only delivery is repeated. Does nothing if there is a result. */
  saveResult(id: string, result: JobResult): Promise<void>;
  /** Returns a job's pending deliveries, oldest first. */
  findPendingDeliveries(job: string): Promise<Delivery[]>;
  /** Returns a delivery, or null if it is not pending. */
  getPendingDelivery(id: string): Promise<Delivery | null>;
  /** Returns the pending deliveries of all jobs, oldest first. */
  findAllPendingDeliveries(): Promise<Delivery[]>;
  /** Returns the pending deliveries whose source is this message, oldest first. */
  findPendingDeliveriesBySource(message: string): Promise<Delivery[]>;
  /** Sets the id of the message that shows a delivery. */
  setDeliveryMessage(delivery: string, message: string): Promise<void>;
  /**
   * Ends a pending delivery, whether completed or cancelled, and clears its interaction token. Its origin is kept for
   * deduplication until the sweep. Returns the job's id, or null if the delivery was not pending.
   */
  endDelivery(delivery: string): Promise<string | null>;
  /**
   * Marks a job as finished and clears its spec and result, unless it has pending deliveries. Returns whether the job
   * is finished, also if it was finished before.
   */
  tryFinish(id: string): Promise<boolean>;
}

/**
 * The overview message of several sources submitted together. Rows are created by `JobStore.joinOrCreate` and deleted
 * by the sweep.
 */
export interface OverviewStore {
  get(id: string): Promise<Overview | null>;
  /** Sets the overview's message and its thread; a thread of null records that none can be created. */
  update(id: string, change: Partial<Pick<Overview, "card" | "thread">>): Promise<void>;
  /** Sets the outcome of the source with this delivery. */
  setSourceEnd(delivery: string, end: SourceEnd): Promise<void>;
  /** Clears the names of the sources with these deliveries. */
  clearNames(deliveries: string[]): Promise<void>;
  /** Returns the ids of the overviews that list these deliveries. A posting has the id of its delivery. */
  findIdsByDeliveries(deliveries: string[]): Promise<string[]>;
  deleteByGuild(guild: string): Promise<void>;
}

/** Settings of a guild (`channel` null) or of one of its channels. Callers validate the values. */
export interface SettingsStore {
  /** Returns an empty object if nothing is set. */
  get(guild: string, channel: string | null): Promise<Record<string, unknown>>;
  /** Returns guild-level settings by guild id. */
  findAllGuilds(): Promise<Map<string, Record<string, unknown>>>;
  /** Merges `change` into the settings; a value of undefined removes the key. Atomic. */
  update(guild: string, channel: string | null, change: Record<string, unknown>): Promise<void>;
  deleteByGuild(guild: string): Promise<void>;
}

/**
 * Tokens and cost per payer and UTC day (`2026-11-25`). A payer is a guild, or a user outside guilds. Additions are
 * atomic. The cost is the sum of the known costs, or null if none is known.
 */
export interface UsageStore {
  add(payer: string, day: string, usage: Usage): Promise<void>;
  get(payer: string, day: string): Promise<Usage>;
  /** Returns the total from `day` on, inclusive. */
  sumSince(payer: string, day: string): Promise<Usage>;
}

/** Request counters for rate limiting. */
export interface RateStore {
  /** Increments the counter of the window that starts at `since` (ms since the Unix epoch) and returns it. Atomic. */
  increment(who: string, since: number): Promise<number>;
}

/** Small values about the bot itself, such as a hash of the registered commands. */
export interface KeyValueStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Sets a value that is not set yet and returns true, otherwise returns false. Atomic. */
  setIfAbsent(name: string, value: string): Promise<boolean>;
}
