import { type REST, Routes } from "discord.js";
import type { Jobs } from "../../jobs/index.ts";
import type { Delivery, Posting } from "../../model/index.ts";
import { noteCard, sayIn } from "../../present/index.ts";
import type { Forgotten, Records } from "../../records/index.ts";
import { render } from "../ui/render.ts";
import { isForGood } from "./apiErrors.ts";
import { type Overviews, placeOfCard } from "./batchOverview.ts";

const AT_ONCE = 500;

/** Takes back what was posted: rows, questions and, where they can be reached, the cards. */
export class Remover {
  readonly #rest: REST;
  readonly #records: Records;
  readonly #jobs: Jobs;
  readonly #overviews: Overviews;

  constructor(rest: REST, records: Records, jobs: Jobs, overviews: Overviews) {
    this.#overviews = overviews;
    this.#rest = rest;
    this.#records = records;
    this.#jobs = jobs;
  }

  /** Forgets postings with all that is kept of them, and then their cards and answers. Gives what there was. */
  async forget(postings: Posting[]): Promise<Forgotten> {
    const gone = await this.#records.postings.forget(postings.map(({ id }) => id));
    await this.takeBack(gone);
    return gone;
  }

  /** What was shown of what is forgotten says so. Private cards are out of the bot's reach. */
  async takeBack({ postings, turns }: Forgotten): Promise<void> {
    for (const posting of postings) {
      const { card, private: isPrivate, locale } = posting;
      if (card && !isPrivate) await this.#blank(placeOfCard(posting), card, locale);
    }
    for (const { shown } of turns) if (shown) await this.#blank(shown.channel, shown.message, shown.locale);
    await this.#overviews.touchThoseOf(postings.map(({ id }) => id));
  }

  /** Ends deliveries, and gives whether one of them was not over yet. What overviews say of it follows. */
  async stop(deliveries: string[]): Promise<boolean> {
    let stopped = false;
    for (const id of deliveries) stopped = (await this.#jobs.stop(id)) || stopped;
    this.#overviews.touchThoseOf(deliveries).catch(() => undefined); // the next word of them tells it too
    return stopped;
  }

  /** A thread was deleted, and with it the cards in it: what only they held is forgotten, as with a card that is deleted. */
  async threadDeleted(thread: string): Promise<void> {
    const within = (await this.#records.postings.inThread(thread)).filter(
      (posting) => posting.message === null && placeOfCard(posting) === thread,
    );
    if (within.length) await this.forget(within);
  }

  /** Ends what is being made of what is to be forgotten. Nothing is left of it, not even its name in an overview. */
  async drop(deliveries: Delivery[]): Promise<void> {
    const ids = deliveries.map(({ id }) => id);
    await this.#records.overviews.unname(ids);
    await this.stop(ids);
  }

  async #blank(channel: string, message: string, locale: string): Promise<void> {
    const { body } = render(noteCard(sayIn(locale)("removed")));
    await this.#rest.patch(Routes.channelMessage(channel, message), { body }).catch((thrown: unknown) => {
      if (!isForGood(thrown)) throw thrown;
    });
  }

  /** The bot is no member of a server any more: what was posted there and what it had set is forgotten. */
  async guildLeft(guild: string): Promise<void> {
    const { postings, settings, overviews } = this.#records;
    await settings.drop(guild);
    await overviews.drop(guild);
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
    await this.drop(await this.#records.journal.ofSource(message));
  }
}
