/**
 * The row type of each table. Documents, questions and model output are stored as JSON in `body` and validated with a
 * schema when read. JSON escapes the characters that a Postgres `text` column cannot hold (NUL and lone surrogates).
 * Values that are queried or updated have columns of their own. Times are in ms since the Unix epoch. `seq` is the
 * insertion order, which does not depend on a clock.
 */
export type Tables = {
  pith_documents: {
    key: string;
    /**
     * When the document was last saved or given a reference. If unreferenced, the document is deleted by the first
     * sweep more than an hour later.
     */
    created_at: number;
  };
  /**
   * The JSON of a document. It has a table of its own, because SQLite rewrites a whole row (here up to 25 MB) when any
   * of its columns changes.
   */
  pith_texts: { document: string; body: string };
  pith_postings: {
    seq?: number;
    id: string;
    /** Not a foreign key, because a document may be deleted while a result that refers to it is being delivered. */
    document: string;
    guild: string | null;
    channel: string;
    message: string | null;
    card: string | null;
    thread: string | null;
    /** The posting that this one is a variant of, which is in `body` as `from`. */
    variant_of: string | null;
    asker: string;
    created_at: number;
    body: string;
  };
  pith_turns: { seq?: number; id: string; posting: string; asker: string; body: string };
  /** The digest shown on a posting's card. */
  pith_digests: { posting: string; body: string };
  /** `about` is the id of a posting or of a turn. */
  pith_feedback: { about: string; asker: string; posting: string; created_at: number; body: string };
  pith_jobs: {
    seq?: number;
    id: string;
    work_key: string;
    /** The job spec. Null once the job is finished, like `result` and `document`. */
    work: string | null;
    result: string | null;
    /** The result that a delivery gets if it is stopped before there is one. Null once the job is finished. */
    draft: string | null;
    /** The document that the result or the draft refers to, which is kept until the job is finished. */
    document: string | null;
    attempts: number;
    finished_at: number | null;
  };
  pith_deliveries: {
    seq?: number;
    id: string;
    origin: string;
    job: string;
    /** Message that contains the source. */
    source: string | null;
    /** Interaction token, stored outside `body` so that it can be cleared. Expires at `token_until`. */
    token: string | null;
    token_until: number | null;
    message: string | null;
    ended_at: number | null;
    body: string;
  };
  /** `thread` is null until a thread is created, and an empty string if none can be created. */
  pith_overviews: {
    id: string;
    guild: string | null;
    channel: string;
    locale: string;
    asker: string;
    total: number;
    card: string | null;
    thread: string | null;
    created_at: number;
  };
  /** A source in an overview. Each source has one delivery. `name` is cleared when the source's posting is deleted. */
  pith_sources: { seq?: number; delivery: string; overview: string; name: string | null; ended: string | null };
  /** `channel` is an empty string for guild-level settings, because a primary key cannot contain null. */
  pith_settings: { guild: string; channel: string; body: string };
  pith_usage: {
    payer: string;
    day: string;
    calls: number;
    input_tokens: number;
    output_tokens: number;
    cached_tokens: number;
    cost_usd: number | null;
  };
  /** `hits` is the number of requests in the window that starts at `since`. */
  pith_rates: { who: string; since: number; hits: number };
  pith_marks: { name: string; body: string };
};
