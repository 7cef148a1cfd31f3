/** Intervals of the bot, in ms. They are injected so that tests can use shorter ones. */
export type BotTimings = {
  /** Minimum interval between edits of a message. Discord allows 5 edits of a message in 5 seconds. */
  editIntervalMs: number;
  /** If a question does not end with punctuation, the user's next message within this time continues it. */
  continuationMs: number;
};

export const DEFAULT_BOT_TIMINGS: BotTimings = { editIntervalMs: 1500, continuationMs: 3000 };
