import { type REST, Routes } from "discord.js";
import type { Jobs } from "../jobs/index.ts";
import type { Posting } from "../model/index.ts";
import { noteCard, sayIn } from "../present/index.ts";
import type { Records } from "../records/index.ts";
import { isForGood } from "./refusal.ts";
import { render } from "./render.ts";

const AT_ONCE = 500;

/** Takes back what was posted: rows, questions and, where they can be reached, the cards. */
export class Remover {
  readonly #rest: REST;
  readonly #records: Records;
  readonly #jobs: Jobs;

  constructor(rest: REST, records: Records, jobs: Jobs) {
    this.#rest = rest;
    this.#records = records;
    this.#jobs = jobs;
  }

  /** Gives how much there was. The rows go first: a card that cannot be changed leads nowhere then. */
  async forget(postings: Posting[]): Promise<{ postings: number; turns: number }> {
    const { postings: gone, turns } = await this.#records.postings.forget(postings.map(({ id }) => id));
    for (const { channel, card, private: isPrivate, locale } of gone) {
      if (!card || isPrivate) continue; // private cards are out of the bot's reach
      const { body } = render(noteCard(sayIn(locale)("removed")));
      await this.#rest.patch(Routes.channelMessage(channel, card), { body }).catch((thrown: unknown) => {
        if (!isForGood(thrown)) throw thrown;
      });
    }
    return { postings: gone.length, turns };
  }

  /** The bot is no member of a server any more: what was posted there and what it had set is forgotten. */
  async guildLeft(guild: string): Promise<void> {
    const { postings, settings } = this.#records;
    await settings.drop(guild);
    for (;;) {
      const some = await postings.recent({ guild, channel: null }, AT_ONCE);
      if (!some.length) return;
      await postings.forget(some.map(({ id }) => id));
    }
  }

  /** Somebody deleted a message: what it held is forgotten, and what is being made of it is stopped. */
  async messageDeleted(message: string): Promise<void> {
    const held = (await this.#records.postings.ofMessage(message)).filter(
      (posting) => (posting.message ?? posting.card) === message,
    );
    if (held.length) await this.forget(held);
    for (const { id } of await this.#records.journal.ofSource(message)) await this.#jobs.stop(id);
  }
}
