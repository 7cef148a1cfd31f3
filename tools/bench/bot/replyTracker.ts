import type { DiscordState } from "../../../playground/discord/state/discordState.ts";

/** What the bot has sent from now on: how many messages, and which of them reply to which. */
export class ReplyTracker {
  readonly #replies = new Map<string, string[]>();
  sentCount = 0;

  constructor(state: DiscordState) {
    state.on("messageCreated", (message) => {
      if (message.author !== state.bot.id) return;
      this.sentCount++;
      const to = message.reference?.message_id;
      if (to) this.#replies.set(to, [...(this.#replies.get(to) ?? []), message.id]);
    });
  }

  /** The id of the first reply to a message. */
  firstReplyTo(to: string): string | undefined {
    return this.#replies.get(to)?.[0];
  }

  /** How many messages have more than one reply. */
  get duplicateCount(): number {
    return [...this.#replies.values()].filter((those) => those.length > 1).length;
  }
}
