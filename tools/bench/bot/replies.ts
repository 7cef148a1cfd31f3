import type { World } from "../../../playground/discord/state/discordState.ts";

/** What the bot has sent from now on: how many messages, and which of them reply to which. */
export class Replies {
  readonly #replies = new Map<string, string[]>();
  sent = 0;

  constructor(world: World) {
    world.on("messageCreated", (message) => {
      if (message.author !== world.bot.id) return;
      this.sent++;
      const to = message.reference?.message_id;
      if (to) this.#replies.set(to, [...(this.#replies.get(to) ?? []), message.id]);
    });
  }

  /** The id of the first reply to a message. */
  first(to: string): string | undefined {
    return this.#replies.get(to)?.[0];
  }

  /** How many messages have more than one reply. */
  get twice(): number {
    return [...this.#replies.values()].filter((those) => those.length > 1).length;
  }
}
