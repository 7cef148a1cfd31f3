import type { DiscordState } from "../../../playground/discord/state/discordState.ts";

/** Counts the messages that the bot sends from now on, and records which messages they reply to. */
export class ReplyTracker {
  readonly #replies = new Map<string, string[]>();
  sentCount = 0;

  constructor(state: DiscordState) {
    state.on("messageCreated", (message) => {
      if (message.author !== state.bot.id) return;
      this.sentCount++;
      const repliedTo = message.reference?.message_id;
      if (repliedTo) this.#replies.set(repliedTo, [...(this.#replies.get(repliedTo) ?? []), message.id]);
    });
  }

  /** Returns the id of the bot's first reply to a message, or undefined if there is none. */
  firstReplyTo(messageId: string): string | undefined {
    return this.#replies.get(messageId)?.[0];
  }

  /** The number of messages with more than one reply. */
  get duplicateCount(): number {
    return [...this.#replies.values()].filter((replies) => replies.length > 1).length;
  }
}
