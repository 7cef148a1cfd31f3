/** Limits of Discord that tests can override. */
export type Settings = {
  /** The recommended number of shards that `GET /gateway/bot` returns. */
  shards: number;
  /** Milliseconds in which `enforce_nonce` detects a repeated nonce. */
  nonceWindowMs: number;
  /** Milliseconds allowed for the initial response to an interaction. */
  initialResponseMs: number;
  tokenLifetimeMs: number;
};
