import type {
  Delivery,
  Digest,
  Document,
  Feedback,
  Overview,
  Posting,
  Result,
  SourceEnd,
  Turn,
  Usage,
  Work,
} from "../model/index.ts";

/**
 * What must not be lost: documents, who posted them where, questions, work under way, settings, usage. One
 * implementation over SQL for SQLite and Postgres. Unlike the cache it fails closed: an operation that fails throws
 * PithError `internal` with its cause, and nothing is guessed. When the connection to the server broke, it may have been
 * done all the same: every operation but `usage.add` can be done again, and an `open` that then gives null has its job
 * among the unfinished ones.
 */
export interface Records {
  documents: Documents;
  postings: Postings;
  digests: Digests;
  turns: Turns;
  feedback: FeedbackBook;
  journal: Journal;
  overviews: Overviews;
  settings: Settings;
  usage: UsageBook;
  rates: Rates;
  marks: Marks;
  /** Forgets what has outlived its time: see `Swept`. `now` in ms since 1970; `shorter` has the days of servers that keep less. */
  sweep(now: number, retentionDays: number, shorter?: ReadonlyMap<string, number>): Promise<Swept>;
  /** Waits for what is under way; whatever is asked afterwards fails. */
  close(): Promise<void>;
}

/**
 * How much the sweep removed: postings older than the retention, with their turns; documents that no posting or
 * unfinished job has referred to for an hour; jobs finished a day ago, with the origins of their deliveries; interaction
 * tokens that are good for nothing any more, wiped (`token` is then empty) from deliveries that still wait. Usage goes
 * after 400 days, and is not counted.
 */
export type Swept = { postings: number; turns: number; documents: number; jobs: number; tokens: number };

export interface Documents {
  /** Keeps a document and gives its key (sha256 of its JSON): the same document twice is one row. */
  keep(document: Document): Promise<string>;
  /** Null when it was never kept, or let go. */
  get(key: string): Promise<Document | null>;
}

export interface Postings {
  /** Writes a posting down; the same id again changes nothing. */
  create(posting: Posting): Promise<void>;
  get(id: string): Promise<Posting | null>;
  update(id: string, change: Partial<Pick<Posting, "card" | "thread">>): Promise<void>;
  /** What was posted was read anew, and gave another document. */
  renew(id: string, now: Pick<Posting, "document" | "title" | "options">): Promise<void>;
  /** The postings whose thread this is, oldest first. */
  inThread(thread: string): Promise<Posting[]>;
  /** The postings that a message holds or is the card of, oldest first. */
  ofMessage(message: string): Promise<Posting[]>;
  /** The newest postings of a server (or, with guild null, of one channel outside servers), newest first. */
  recent(where: { guild: string | null; channel: string | null }, limit: number): Promise<Posting[]>;
  /** The newest postings of somebody, newest first. */
  by(asker: string, limit: number): Promise<Posting[]>;
  /**
   * Whether this server (outside servers: this channel) has a posting of the document besides this one, as far as its
   * asker may know: what others posted privately does not count.
   */
  known(posting: Posting): Promise<boolean>;
  /**
   * Removes postings with their digests, turns and feedback, and, unless the result of an unfinished job refers to them,
   * documents that no posting is left for. Gives what was there.
   */
  forget(ids: string[]): Promise<Forgotten>;
}

export type Forgotten = { postings: Posting[]; turns: Turn[] };

/** The digests that cards show, as long as their postings are kept. */
export interface Digests {
  /** In the place of the one before; not for a posting that is forgotten. */
  keep(posting: string, digest: Digest): Promise<void>;
  of(posting: string): Promise<Digest | null>;
}

export interface Turns {
  /** The same id again changes nothing; a turn about a posting that is forgotten is not kept. */
  add(turn: Turn): Promise<void>;
  /** The newest turns about a posting, oldest of them first. */
  of(posting: string, limit: number): Promise<Turn[]>;
  get(id: string): Promise<Turn | null>;
  /** The newest questions that somebody asked, newest first. */
  by(asker: string, limit: number): Promise<Turn[]>;
  /** Removes turns and gives those that were there. */
  forget(ids: string[]): Promise<Turn[]>;
}

/** What people think of digests and answers. */
export interface FeedbackBook {
  /** The last word of each asker about a thing counts; what is said of a forgotten posting is not kept. */
  give(feedback: Feedback): Promise<void>;
  /** All there is, oldest first. */
  all(): Promise<Feedback[]>;
  /** What somebody gave, oldest first. */
  by(asker: string): Promise<Feedback[]>;
}

/** A job: work that is under way, with what it gave once it is done. */
export type Job = { id: string; workKey: string; work: Work; result: Result | null; attempts: number };

/** Work and deliveries, written down before anything is done. */
export interface Journal {
  /**
   * Joins the unfinished job with this work key, or begins one. `isNew` tells which. Null when a delivery with the same
   * origin was written down before, finished or not: Discord handed it over twice. Atomic, also between processes.
   */
  open(workKey: string, work: Work, delivery: Delivery): Promise<{ job: string; isNew: boolean } | null>;
  /** The ids of unfinished jobs, oldest first. */
  unfinished(): Promise<string[]>;
  /** An unfinished job, whose attempts it counts up by one; null when it is finished or never was. */
  begin(id: string): Promise<Job | null>;
  /** Writes a job's result down, so that after a crash it is only delivered. The first one stays. */
  worked(id: string, result: Result): Promise<void>;
  /** A job's deliveries that are neither done nor stopped, oldest first. */
  pending(id: string): Promise<Delivery[]>;
  /** A delivery that is neither done nor stopped. */
  delivery(id: string): Promise<Delivery | null>;
  /** All pending deliveries, of whatever job, oldest first. */
  waiting(): Promise<Delivery[]>;
  /** The pending deliveries of what this message holds. */
  ofSource(message: string): Promise<Delivery[]>;
  /** Remembers by which message a delivery goes. */
  sent(delivery: string, message: string): Promise<void>;
  /**
   * Ends a delivery and wipes its interaction token; its origin is remembered until the sweep. Gives its job, or null
   * when it was over already.
   */
  delivered(delivery: string): Promise<string | null>;
  /**
   * Finishes a job that has no pending delivery and drops its work and result; false, and nothing done, when one is pending.
   * True also when it was finished before.
   */
  close(id: string): Promise<boolean>;
}

/** Sources that were given at once. They are written down with their deliveries, and forgotten when their time is over. */
export interface Overviews {
  get(id: string): Promise<Overview | null>;
  /** Remembers the message, and the thread on it: null where none can be had. */
  shown(id: string, where: Partial<Pick<Overview, "card" | "thread">>): Promise<void>;
  /** Remembers what became of a source, by its delivery. */
  ended(delivery: string, end: SourceEnd): Promise<void>;
  /** Forgets what these sources were called. */
  unname(deliveries: string[]): Promise<void>;
  /** The ids of the overviews that tell of these deliveries, or of the postings that came of them. */
  of(deliveries: string[]): Promise<string[]>;
  /** Forgets those of a server. */
  drop(guild: string): Promise<void>;
}

/** What a server has set: for itself (`channel` null) or one of its channels. Values are checked by who reads them. */
export interface Settings {
  /** Empty when nothing was set. */
  get(guild: string, channel: string | null): Promise<Record<string, unknown>>;
  /** What servers have set for themselves, by server. */
  servers(): Promise<Map<string, Record<string, unknown>>>;
  /** Sets some values and leaves the others; one that is undefined is forgotten. Atomic. */
  change(guild: string, channel: string | null, change: Record<string, unknown>): Promise<void>;
  /** Forgets all that a server has set. */
  drop(guild: string): Promise<void>;
}

/**
 * Tokens and money by server (or, outside servers, asker) and UTC day (`2026-11-25`). Additions are atomic. The money is
 * the sum of what is known, and null when none is.
 */
export interface UsageBook {
  add(payer: string, day: string, usage: Usage): Promise<void>;
  of(payer: string, day: string): Promise<Usage>;
  /** The sum of all days from one on. */
  since(payer: string, day: string): Promise<Usage>;
}

/** How often somebody asks. */
export interface Rates {
  /** Counts one more within the window that began at `since` (ms since 1970), and gives how many there are now. Atomic. */
  hit(who: string, since: number): Promise<number>;
}

/** Small facts about the bot itself, such as which commands are registered. */
export interface Marks {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Sets what is not set yet. False when it was: of several who claim a name at once, one gets it. */
  claim(name: string, value: string): Promise<boolean>;
}
