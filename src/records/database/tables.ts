/**
 * The rows. What people or engines wrote stands as JSON in `body`: JSON escapes the characters that Postgres' text
 * cannot hold (NUL, lone surrogates), and a schema checks it on the way out. Columns are what is searched, changed or
 * counted. Times are ms since 1970, flags 0 or 1. `seq` is the order of insertion, which no clock can disturb.
 */
export type Tables = {
  pith_documents: {
    key: string;
    /** When it was last kept or referred to; what nothing refers to is let go an hour later. */
    created_at: number;
  };
  /** Apart from `pith_documents`, because SQLite writes a whole row, of 25 MB perhaps, when a column of it changes. */
  pith_texts: { document: string; body: string };
  pith_postings: {
    seq?: number;
    id: string;
    /** Refers without a foreign key: a document may be forgotten while a result that came of it is on its way. */
    document: string;
    guild: string | null;
    channel: string;
    message: string | null;
    card: string | null;
    thread: string | null;
    asker: string;
    created_at: number;
    body: string;
  };
  pith_turns: { seq?: number; id: string; posting: string; asker: string; body: string };
  /** The digest that a posting's card shows. */
  pith_digests: { posting: string; body: string };
  /** `about` is the id of a posting or of a turn. */
  pith_feedback: { about: string; asker: string; posting: string; created_at: number; body: string };
  pith_jobs: {
    seq?: number;
    id: string;
    work_key: string;
    /** Work and result are dropped when the job is finished. */
    work: string | null;
    result: string | null;
    /** The document that the result refers to: it is not let go before the job is finished. */
    document: string | null;
    /** How often doing it was begun. */
    attempts: number;
    finished_at: number | null;
  };
  pith_deliveries: {
    seq?: number;
    id: string;
    origin: string;
    job: string;
    /** The message that holds what was posted. */
    source: string | null;
    /** The interaction's token, and until when it is good for anything; the body has none. */
    token: string | null;
    token_until: number | null;
    message: string | null;
    ended_at: number | null;
    body: string;
  };
  /** `thread` is null until it is there, and empty where none can be had. */
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
  /** The sources of overviews, by their deliveries. `name` is forgotten with the posting that came of it. */
  pith_sources: { seq?: number; delivery: string; overview: string; name: string | null; ended: string | null };
  /** `channel` is empty for the server itself: null is equal to nothing, and a key must be. */
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
  /** `since` is the beginning of a window, in ms since 1970. */
  pith_rates: { who: string; since: number; hits: number };
  pith_marks: { name: string; body: string };
};
