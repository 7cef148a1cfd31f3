import type { DiscordState } from "../../../playground/discord/state/discordState.ts";

/** Records the messages that the bot sends after the tracker is created, and which messages they reply to. */
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

  /** Returns the id of the first reply to a message. */
  firstReplyTo(messageId: string): string | undefined {
    return this.#replies.get(messageId)?.[0];
  }

  /** The number of messages with more than one reply. */
  get duplicateCount(): number {
    return [...this.#replies.values()].filter((replies) => replies.length > 1).length;
  }
}
