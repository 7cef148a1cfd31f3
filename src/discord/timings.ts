/** Intervals of the bot, in ms. They are injected so that tests can use shorter ones. */
export type BotTimings = {
  /** Minimum interval between edits of a message. Discord allows 5 edits of a message in 5 seconds. */
  editIntervalMs: number;
  /** Time within which the user's next message continues a question that does not end with sentence punctuation. */
  continuationMs: number;
};

export const DEFAULT_BOT_TIMINGS: BotTimings = { editIntervalMs: 1500, continuationMs: 3000 };
