/** Settings and limits of the fake Discord, which tests can override. */
export type Settings = {
  /** The recommended number of shards that `GET /gateway/bot` returns. */
  shards: number;
  /** How long `enforce_nonce` detects a repeated nonce, in milliseconds. */
  nonceWindowMs: number;
  /** Milliseconds allowed for the initial response to an interaction. */
  initialResponseMs: number;
  /** How long an interaction token is valid, in milliseconds from the creation of the interaction. */
  tokenLifetimeMs: number;
};
