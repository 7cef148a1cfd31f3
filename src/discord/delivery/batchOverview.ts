import { setTimeout as sleep } from "node:timers/promises";
import { type APIMessage, Routes } from "discord.js";
import type { Overview, SourceEnd } from "../../model/index.ts";
import { overviewCard, type SourceStatus, translatorFor } from "../../present/index.ts";
import type { Delivery, Records } from "../../records/index.ts";
import { MAX_SOURCES } from "../sources.ts";
import { render } from "../ui/index.ts";
import { isPermanent } from "./apiErrors.ts";
import { originSnowflake, withInteractionToken } from "./interactionToken.ts";
import type { MessageClient } from "./messageClient.ts";
import type { Rest } from "./rest.ts";
import { openBatchThread } from "./threads.ts";

/**
 * The edits of one overview. `nextEditAt` is the earliest time, in ms since 1970, at which the next edit may start.
 * `scheduled` is an edit that has not started yet; null for none. `inFlight` is the edit that started last.
 */
type EditQueue = { nextEditAt: number; scheduled: Promise<void> | null; inFlight: Promise<void> };

/**
 * Creates and updates the overviews of batches. An overview is a message showing the state of each source, with a
 * thread for the sources' cards. All state is in the records, so any process can update an overview, and an update can
 * be retried.
 */
export class BatchOverviews {
  readonly #rest: Rest;
  readonly #messages: MessageClient;
  readonly #records: Records;
  readonly #now: () => number;
  readonly #editIntervalMs: number;
  /**
   * Where the cards of each unfinished batch are posted: the id of the thread or, if there is none, of the channel. The
   * keys are overview ids.
   */
  readonly #cardChannels = new Map<string, Promise<string>>();
  readonly #edits = new Map<string, EditQueue>();

  constructor(rest: Rest, messages: MessageClient, records: Records, now: () => number, editIntervalMs: number) {
    this.#rest = rest;
    this.#messages = messages;
    this.#records = records;
    this.#now = now;
    this.#editIntervalMs = editIntervalMs;
  }

  /**
   * Returns the id of the thread for the cards of a batch, or of the channel if it does not allow threads. The first
   * call posts the overview and starts the thread.
   */
  threadOrChannel(delivery: Delivery): Promise<string> {
    const { id } = delivery.overview!;
    const existing = this.#cardChannels.get(id);
    if (existing) return existing;
    const channel = this.#createOverview(delivery, id);
    this.#cardChannels.set(id, channel);
    channel.catch(() => this.#cardChannels.delete(id));
    return channel;
  }

  /**
   * Records the outcome of a source and updates its overview. Does nothing if the delivery does not belong to a batch.
   */
  async recordEnd(delivery: Delivery, end: SourceEnd): Promise<void> {
    if (!delivery.overview) return;
    await this.threadOrChannel(delivery);
    await this.#records.overviews.setSourceEnd(delivery.id, end);
    await this.scheduleRefresh(delivery.overview.id);
  }

  /**
   * Updates the overviews that list these deliveries. Posting ids are accepted as well, because a posting has the same
   * id as its delivery.
   */
  async refreshByDelivery(deliveries: string[]): Promise<void> {
    const ids = await this.#records.overviews.findIdsByDeliveries(deliveries);
    await Promise.all(ids.map((id) => this.scheduleRefresh(id)));
  }

  /**
   * Updates an overview. Resolves once an edit that started after this call has finished. Several calls can share one
   * edit.
   */
  scheduleRefresh(id: string): Promise<void> {
    const edits = this.#edits.get(id) ?? { nextEditAt: 0, scheduled: null, inFlight: Promise.resolve() };
    this.#edits.set(id, edits);
    edits.scheduled ??= this.#editWhenAllowed(id, edits);
    return edits.scheduled;
  }

  async #editWhenAllowed(id: string, edits: EditQueue): Promise<void> {
    await edits.inFlight.catch(() => undefined);
    await sleep(Math.max(0, edits.nextEditAt - this.#now()));
    edits.scheduled = null;
    edits.nextEditAt = this.#now() + this.#editIntervalMs;
    edits.inFlight = this.#edit(id);
    await edits.inFlight;
  }

  async #edit(id: string): Promise<void> {
    for (let lastShown = ""; ; ) {
      const overview = await this.#records.overviews.get(id);
      if (!overview?.card) return;
      const statuses = await this.#sourceStatuses(overview);
      // Another process may overwrite this edit with an older state, so edit again until the records stop changing.
      const serialized = JSON.stringify(statuses);
      if (serialized === lastShown) return this.#releaseIfComplete(id, statuses);
      lastShown = serialized;
      const card = overviewCard(statuses, sourceCount(overview), id, translatorFor(overview.locale));
      await this.#messages.edit(overview.channel, overview.card, render(card)).catch((thrown: unknown) => {
        if (!isPermanent(thrown)) throw thrown;
      });
    }
  }

  /** Frees the memory of an overview whose sources have all been processed. Its state remains in the records. */
  #releaseIfComplete(id: string, statuses: SourceStatus[]): void {
    if (statuses.some(({ status }) => status === "reading")) return;
    this.#cardChannels.delete(id);
    if (!this.#edits.get(id)?.scheduled) this.#edits.delete(id);
  }

  async #createOverview(delivery: Delivery, id: string): Promise<string> {
    const { overviews } = this.#records;
    const overview = await overviews.get(id);
    if (!overview) return delivery.channel; // the overview has been deleted, for example after the retention period
    if (overview.thread !== undefined) return overview.thread ?? overview.channel;
    const card = overview.card ?? (await this.#postOverview(delivery, overview)).id;
    const nextEditAt = this.#now() + this.#editIntervalMs;
    this.#edits.set(id, { nextEditAt, scheduled: null, inFlight: Promise.resolve() });
    await overviews.update(id, { card });
    const message = { id: card, channel_id: overview.channel };
    const translate = translatorFor(overview.locale);
    const thread = await openBatchThread(this.#rest.api, this.#messages, message, overview, translate);
    await overviews.update(id, { thread });
    return thread ?? overview.channel;
  }

  /**
   * Posts the overview as the interaction's response or, if the interaction token has expired, as a message. A request
   * made by message gets a reply.
   */
  async #postOverview(delivery: Delivery, overview: Overview): Promise<APIMessage> {
    const { id } = overview;
    const { via } = delivery;
    const translate = translatorFor(delivery.locale);
    const card = overviewCard(await this.#sourceStatuses(overview), sourceCount(overview), id, translate);
    const { body, files } = render(card);
    const response = await withInteractionToken(delivery, this.#now, true, async ({ application, token }) => {
      const original = Routes.webhookMessage(application, token, "@original");
      return (await this.#rest.webhooks.patch(original, { body, files, auth: false })) as APIMessage;
    });
    if (response) return response;
    const lead = via.by === "message" ? null : translate("late", { asker: `<@${delivery.asker}>` });
    const replyTo = via.by === "message" ? via.replyTo : null;
    const rendered = render(card, lead, lead ? [delivery.asker] : []);
    const since = originSnowflake(delivery.origin);
    const matches = (message: APIMessage): boolean => JSON.stringify(message.components ?? []).includes(id);
    return this.#messages.create(delivery.channel, rendered, `o${id}`, since, matches, replyTo);
  }

  #sourceStatuses({ sources }: Overview): Promise<SourceStatus[]> {
    return Promise.all(
      sources.map(async ({ delivery, name, end }): Promise<SourceStatus> => {
        const { jobs, postings, digests } = this.#records;
        if (name === null) return { status: "removed" }; // the source was deleted
        if (end === null) return { status: (await jobs.getPendingDelivery(delivery)) ? "reading" : "stopped", name };
        if (end !== "done") return { status: "failed", name, code: end };
        const [posting, digest] = [await postings.get(delivery), await digests.get(delivery)];
        if (!posting || !digest) return { status: "removed" };
        return {
          status: "done",
          title: posting.title ?? (posting.url === null ? null : name),
          url: posting.url,
          gist: digest.gist,
        };
      }),
    );
  }
}

/** Returns the number of sources that are summarised, and whether more were given. */
const sourceCount = ({ of }: Overview) => ({ n: Math.min(of, MAX_SOURCES), more: of > MAX_SOURCES });
