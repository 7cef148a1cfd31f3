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
 * The persistent stores, implemented once for SQLite and Postgres. Unlike the cache, they do not hide failures: a
 * failed operation throws PithError `internal` with its cause. If the connection to Postgres breaks, the operation may
 * still have been committed. Retrying it is safe, except that counters (usage, rates, job attempts) may count it twice.
 * If a retried `joinOrCreate` returns null, its job is among the unfinished ones.
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
   * Deletes expired rows. `now` is in ms since the Unix epoch. `guildRetentionDays` maps guild ids to
   * retention periods in days. A guild's period only has an effect if it is shorter than `retentionDays`.
   */
  sweep(now: number, retentionDays: number, guildRetentionDays?: ReadonlyMap<string, number>): Promise<SweepResult>;
  /** Waits for the operations in flight and closes the database. Later operations are rejected. */
  close(): Promise<void>;
}

/**
 * The number of rows or tokens of each kind that a sweep removed:
 * - `postings` past their retention period, and the `turns` about them;
 * - `documents` without a posting or unfinished job, if last saved or given a reference more than an hour ago;
 * - `jobs` that finished more than a day ago;
 * - expired interaction `tokens` of pending deliveries, which remain without a token.
 *
 * Other deleted rows, such as usage older than 400 days, are not counted.
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
  /** Sets the document, title and options of a posting whose digest is replaced. Does nothing if the id is unknown. */
  replaceDocument(id: string, change: Pick<Posting, "document" | "title" | "options">): Promise<void>;
  /** Returns the postings with this thread, oldest first. */
  findByThread(thread: string): Promise<Posting[]>;
  /** Returns the postings whose source is in this message or whose card is this message, oldest first. */
  findByMessage(message: string): Promise<Posting[]>;
  /**
   * Returns up to `limit` postings of a guild (`channel` null), of a guild channel, or of a DM channel (`guild` null),
   * newest first.
   */
  findRecent(where: { guild: string | null; channel: string | null }, limit: number): Promise<Posting[]>;
  /** Returns up to `limit` postings of a user, newest first. */
  findByAsker(asker: string, limit: number): Promise<Posting[]>;
  /**
   * Returns whether the posting's guild (or channel, for direct messages) has another posting of the same document.
   * Private postings of other users do not count, because the asker must not learn of them. Only the 20 newest other
   * postings are checked.
   */
  hasVisibleDuplicate(posting: Posting): Promise<boolean>;
  /**
   * Deletes postings with their variants, digests, turns and feedback. Then deletes their documents, except those that
   * another posting or an unfinished job references. Returns what was deleted.
   */
  delete(ids: string[]): Promise<DeletedPostings>;
}

/**
 * What was deleted: the given postings, their variants, and the turns about both. Private variants and their turns are
 * left out, because only the users who requested them know about them.
 */
export type DeletedPostings = { postings: Posting[]; variants: Posting[]; turns: Turn[] };

/** Stores the digest shown on each posting's card. A digest is deleted with its posting. */
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
  /** Returns up to `limit` turns of a user, newest first. */
  findByAsker(asker: string, limit: number): Promise<Turn[]>;
  /** Deletes turns and returns those that existed. */
  delete(ids: string[]): Promise<Turn[]>;
}

/** Stores the ratings of digests and answers. */
export interface FeedbackStore {
  /** Inserts or replaces a user's rating of one digest or answer. Does nothing if the posting does not exist. */
  save(feedback: Feedback): Promise<void>;
  /** Returns all feedback, oldest first. */
  findAll(): Promise<Feedback[]>;
  /** Returns the feedback of a user, oldest first. */
  findByAsker(asker: string): Promise<Feedback[]>;
}

/** An unfinished job. `result` is null until the work is done; `attempts` counts how often the job was started. */
export type Job = { id: string; key: string; spec: JobSpec; result: JobResult | null; attempts: number };

/**
 * The persistent state of the job queue: jobs, and the deliveries waiting for their results. Both are stored before any
 * work starts. A delivery is pending until `endDelivery` is called.
 */
export interface JobStore {
  /**
   * Adds a delivery to the unfinished job with this key, or to a new job if there is none. Returns null if a delivery
   * with the same origin is already stored, pending or ended. This happens when Discord sends an event twice. Atomic
   * across processes.
   */
  joinOrCreate(key: string, spec: JobSpec, delivery: Delivery): Promise<{ job: string; isNew: boolean } | null>;
  /** Returns the ids of unfinished jobs, oldest first. */
  findUnfinished(): Promise<string[]>;
  /** Increments a job's attempt counter and returns the job, or null if it is finished or unknown. */
  startAttempt(id: string): Promise<Job | null>;
  /**
   * Persists a job's result, so that only delivery is repeated after a crash. Does nothing if the job already has a
   * result or is finished.
   */
  saveResult(id: string, result: JobResult): Promise<void>;
  /** Persists what a stopped delivery gets of a job. Does nothing if the job has a result or is finished. */
  saveDraft(id: string, draft: JobResult): Promise<void>;
  /**
   * Moves a pending delivery to a job of its own whose result is the draft of its present job, which goes on for the
   * others. Returns the ids of both, or null, and changes nothing, if the delivery is not pending or its job has no
   * draft or has a result already. Atomic across processes.
   */
  takeDraft(delivery: string): Promise<{ from: string; to: string } | null>;
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
   * Ends a pending delivery that was completed or cancelled, and clears its interaction token. Its origin is kept for
   * deduplication until a sweep deletes it. Returns the job's id, or null if the delivery was not pending.
   */
  endDelivery(delivery: string): Promise<string | null>;
  /**
   * Marks a job as finished, clears its spec and result, and returns true, even if the job was already finished. If the
   * job has pending deliveries, does nothing and returns false.
   */
  tryFinish(id: string): Promise<boolean>;
}

/**
 * Stores the overviews of sources submitted together. `JobStore.joinOrCreate` creates them; the sweep deletes old ones.
 */
export interface OverviewStore {
  get(id: string): Promise<Overview | null>;
  /** Sets the overview's message, its thread, or both. A `thread` of null records that none can be created. */
  update(id: string, change: Partial<Pick<Overview, "card" | "thread">>): Promise<void>;
  /** Sets the outcome of the source with this delivery. */
  setSourceEnd(delivery: string, end: SourceEnd): Promise<void>;
  /** Clears the names of the sources with these deliveries. */
  clearNames(deliveries: string[]): Promise<void>;
  /** Returns the ids of the overviews that list these deliveries. Accepts posting ids, which equal delivery ids. */
  findIdsByDeliveries(deliveries: string[]): Promise<string[]>;
  deleteByGuild(guild: string): Promise<void>;
}

/** Stores the settings of guilds (`channel` null) and of their channels. Callers validate the values. */
export interface SettingsStore {
  /** Returns an empty object if nothing is set. */
  get(guild: string, channel: string | null): Promise<Record<string, unknown>>;
  /** Returns the guild-level settings of all guilds that have any, by guild id. */
  findAllGuilds(): Promise<Map<string, Record<string, unknown>>>;
  /** Merges `change` into the settings. A value of undefined removes the key. Atomic. */
  update(guild: string, channel: string | null, change: Record<string, unknown>): Promise<void>;
  deleteByGuild(guild: string): Promise<void>;
}

/**
 * Stores calls, tokens and cost per payer per UTC day (such as `2026-11-25`). A payer is a guild or, outside guilds, a
 * user. Additions are atomic. The cost is the sum of the known costs, or null if none is known.
 */
export interface UsageStore {
  add(payer: string, day: string, usage: Usage): Promise<void>;
  get(payer: string, day: string): Promise<Usage>;
  /** Returns the total from `day` on, inclusive. */
  sumSince(payer: string, day: string): Promise<Usage>;
}

/** Stores request counters for rate limiting. */
export interface RateStore {
  /** Increments the counter of the window that starts at `since` (ms since the Unix epoch) and returns it. Atomic. */
  increment(who: string, since: number): Promise<number>;
}

/** Stores small values about the bot itself, such as a hash of the registered commands. */
export interface KeyValueStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Sets the value of a name that has none yet. Returns whether the value was set. Atomic. */
  setIfAbsent(name: string, value: string): Promise<boolean>;
}
