import { type REST, Routes } from "discord.js";
import type { JobQueue } from "../../jobs/index.ts";
import { cardChannel, type Posting } from "../../model/index.ts";
import { noteCard, translatorFor } from "../../present/index.ts";
import type { DeletedPostings, Delivery, Records } from "../../records/index.ts";
import { render } from "../ui/index.ts";
import { isPermanent } from "./apiErrors.ts";
import type { BatchOverviews } from "./batchOverview.ts";

/** Maximum number of postings that are read and deleted at a time. */
const BATCH_SIZE = 500;

/** Deletes stored data, replaces the messages that show it, and cancels pending deliveries. */
export class Deletion {
  readonly #rest: REST;
  readonly #records: Records;
  readonly #jobs: JobQueue;
  readonly #overviews: BatchOverviews;

  constructor(rest: REST, records: Records, jobs: JobQueue, overviews: BatchOverviews) {
    this.#overviews = overviews;
    this.#rest = rest;
    this.#records = records;
    this.#jobs = jobs;
  }

  /** Deletes postings with their digests and answers, then redacts the messages that show them. Returns what was deleted. */
  async forget(postings: Posting[]): Promise<DeletedPostings> {
    const deleted = await this.#records.postings.delete(postings.map(({ id }) => id));
    await this.redactCards(deleted);
    return deleted;
  }

  /**
   * Edits the public messages of deleted postings, variants and answers, so that they show a notice instead. Also updates
   * the overviews of the postings. The bot cannot edit ephemeral messages.
   */
  async redactCards({ postings, variants, turns }: DeletedPostings): Promise<void> {
    for (const posting of [...postings, ...variants]) {
      const { card, private: isPrivate, locale } = posting;
      if (card && !isPrivate) await this.#redact(cardChannel(posting), card, locale);
    }
    for (const { shown } of turns) if (shown) await this.#redact(shown.channel, shown.message, shown.locale);
    await this.#overviews.refreshByDelivery(postings.map(({ id }) => id));
  }

  /** Cancels deliveries and updates their overviews. Returns whether any of the deliveries was still pending. */
  async cancel(deliveries: string[]): Promise<boolean> {
    let isCancelled = false;
    for (const id of deliveries) isCancelled = (await this.#jobs.cancel(id)) || isCancelled;
    // Not awaited, because the caller has to respond in time. If the update fails, the next one shows the cancellation
    // as well.
    this.#overviews.refreshByDelivery(deliveries).catch(() => undefined);
    return isCancelled;
  }

  /**
   * Stops deliveries and updates their overviews. A delivery whose draft can be shown gets that, the others are
   * cancelled. Returns what happened to each.
   */
  async stop(deliveries: string[]): Promise<Awaited<ReturnType<JobQueue["stop"]>>[]> {
    const ends: Awaited<ReturnType<JobQueue["stop"]>>[] = [];
    for (const id of deliveries) ends.push(await this.#jobs.stop(id));
    this.#overviews.refreshByDelivery(deliveries).catch(() => undefined); // as in `cancel`
    return ends;
  }

  /** Cancels deliveries whose source is being deleted, and removes the names of these sources from overviews. */
  async cancelAndForget(deliveries: Delivery[]): Promise<void> {
    const ids = deliveries.map(({ id }) => id);
    await this.#records.overviews.clearNames(ids);
    await this.cancel(ids);
  }

  /**
   * Handles a deleted message. Deletes the postings whose source was in the message. A posting whose source is in no
   * message is deleted if the message was its card. Cancels the pending deliveries for sources in the message.
   */
  async onMessageDelete(message: string): Promise<void> {
    const postings = (await this.#records.postings.findByMessage(message)).filter(
      (posting) => (posting.message ?? posting.card) === message,
    );
    if (postings.length) await this.forget(postings);
    await this.cancelAndForget(await this.#records.jobs.findPendingDeliveriesBySource(message));
  }

  /**
   * Handles a deleted thread: deletes the postings whose cards were in the thread, except those whose source is in a
   * message.
   */
  async onThreadDelete(thread: string): Promise<void> {
    const postings = (await this.#records.postings.findByThread(thread)).filter(
      (posting) => posting.message === null && cardChannel(posting) === thread,
    );
    if (postings.length) await this.forget(postings);
  }

  /** Handles the bot's removal from a server: deletes the server's settings, overviews and postings. */
  async onGuildDelete(guild: string): Promise<void> {
    const { postings, settings, overviews } = this.#records;
    await settings.deleteByGuild(guild);
    await overviews.deleteByGuild(guild);
    for (;;) {
      const batch = await postings.findRecent({ guild, channel: null }, BATCH_SIZE);
      if (!batch.length) return;
      await postings.delete(batch.map(({ id }) => id));
    }
  }

  async #redact(channel: string, message: string, locale: string): Promise<void> {
    const { body } = render(noteCard(translatorFor(locale)("removed")));
    await this.#rest.patch(Routes.channelMessage(channel, message), { body }).catch((thrown: unknown) => {
      if (!isPermanent(thrown)) throw thrown;
    });
  }
}
