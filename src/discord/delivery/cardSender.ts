import { type APIMessage, Routes } from "discord.js";
import type { PithError } from "../../model/index.ts";
import {
  type Card,
  createAction,
  errorCard,
  escapeUntrusted,
  noteCard,
  translatorFor,
  withoutFiles,
} from "../../present/index.ts";
import type { Delivery, Records } from "../../records/index.ts";
import { render, renderEphemeral } from "../ui/index.ts";
import { isFileRejected, isForbidden, isMissing, isPermanent } from "./apiErrors.ts";
import type { BatchOverviews } from "./batchOverview.ts";
import { originSnowflake, withInteractionToken } from "./interactionToken.ts";
import type { MessageClient } from "./messageClient.ts";
import type { Rest } from "./rest.ts";

/** Maximum length of a source's name in an error, in UTF-16 code units. */
const MAX_NAME_LENGTH = 120;

/**
 * Sends the card of a delivery as the interaction's response, as a reply or as a message. The last resort is a direct
 * message.
 */
export class CardSender {
  readonly #rest: Rest;
  readonly #messages: MessageClient;
  readonly #records: Records;
  readonly #overviews: BatchOverviews;
  readonly #now: () => number;

  constructor(rest: Rest, messages: MessageClient, records: Records, overviews: BatchOverviews, now: () => number) {
    this.#overviews = overviews;
    this.#rest = rest;
    this.#messages = messages;
    this.#records = records;
    this.#now = now;
  }

  /**
   * Creates or edits the message of a delivery. If Discord rejects the files of the card, sends the card without them.
   * @returns the message; null if the card could not be shown, in which case the requester may have received a direct
   *   message
   */
  async send(delivery: Delivery, card: Card): Promise<APIMessage | null> {
    try {
      return await this.#sendCard(delivery, card);
    } catch (thrown) {
      if (!card.files.length || !isFileRejected(thrown)) throw thrown;
      return this.#sendCard(delivery, withoutFiles(card, translatorFor(delivery.locale)));
    }
  }

  /**
   * Reports an error. If the answer to an interaction would have been public, the public response is deleted and the
   * error is shown to the requester alone, as long as the interaction token is valid.
   *
   * The response is deleted first for two reasons. A follow-up to a deferred reply that still shows "thinking…" would
   * replace that reply and be public, whatever its flags. And if the process crashes between the two steps, no reply is
   * left "thinking": the failure is stored with the job and reported at the next attempt.
   *
   * Follow-ups have no nonce. If Discord's response to one is lost, the requester may see the error twice.
   */
  async sendError(delivery: Delivery, error: PithError): Promise<void> {
    const { via, overview } = delivery;
    const translate = translatorFor(delivery.locale);
    // Public errors have a button that deletes them. Discord itself lets users dismiss ephemeral messages.
    const actions = delivery.private ? [] : [createAction("dismiss", delivery.asker, translate)];
    const publicCard = { ...errorCard(error, translate), actions };
    if (via.by === "message" || via.alone || delivery.private) {
      await this.send(delivery, publicCard);
      return;
    }
    const name = overview ? [escapeUntrusted(overview.name, MAX_NAME_LENGTH)] : [];
    const card = errorCard(error, translatorFor(via.own));
    const batchThread = overview ? await this.#overviews.threadOrChannel(delivery) : null;
    const sent = await withInteractionToken(delivery, this.#now, true, async ({ application, token }) => {
      // In a batch, the response is the overview, which other sources still need. Only the failed source's own message
      // is deleted.
      const deletion =
        batchThread === null
          ? this.#rest.webhooks.delete(Routes.webhookMessage(application, token, "@original"), { auth: false })
          : delivery.message && this.#messages.delete(batchThread, delivery.message);
      await Promise.resolve(deletion).catch((thrown: unknown) => {
        if (!isMissing(thrown)) throw thrown;
      });
      const { body } = renderEphemeral({ ...card, blocks: [...name, ...card.blocks] });
      return this.#rest.webhooks.post(Routes.webhook(application, token), { body, auth: false });
    });
    if (sent) return;
    await (overview ? this.#sendToBatchThread(delivery, publicCard) : this.#sendAfterExpiry(delivery, publicCard));
  }

  async #sendCard(delivery: Delivery, card: Card): Promise<APIMessage | null> {
    if (delivery.overview) return this.#sendToBatchThread(delivery, card);
    if (delivery.via.by === "message") return this.#createOrEdit(delivery, card, delivery.via.replyTo, null);
    const isWorking = card.state === "working";
    const response = await withInteractionToken(delivery, this.#now, !isWorking, async ({ application, token }) => {
      const { body, files } = render(card);
      const original = Routes.webhookMessage(application, token, "@original");
      return (await this.#rest.webhooks.patch(original, { body, files, auth: false })) as APIMessage;
    });
    if (response || isWorking) return response; // after the token has expired, progress is not shown
    return this.#sendAfterExpiry(delivery, card);
  }

  /** Sends a card to the thread of its batch, or to the channel if the batch has no thread. */
  async #sendToBatchThread(delivery: Delivery, card: Card): Promise<APIMessage> {
    const { via } = delivery;
    const channel = await this.#overviews.threadOrChannel(delivery);
    const replyTo = via.by === "message" && channel === delivery.channel ? via.replyTo : null;
    return this.#createOrEdit(delivery, card, replyTo, null, channel);
  }

  /**
   * Sends a card after the interaction token has expired. A public card becomes a message that mentions the requester.
   * If the bot may not write in the channel, a direct message says so. A private error is sent as a direct message. For
   * any other private card, a direct message only says that the result is ready.
   */
  async #sendAfterExpiry(delivery: Delivery, card: Card): Promise<APIMessage | null> {
    const translate = translatorFor(delivery.locale);
    if (delivery.private) {
      await this.sendDm(delivery, card.state === "failed" ? card : noteCard(translate("ready")));
      return null;
    }
    const lead = translate(card.state === "failed" ? "lateFailure" : "late", { asker: `<@${delivery.asker}>` });
    try {
      return await this.#createOrEdit(delivery, card, null, lead);
    } catch (thrown) {
      if (!isForbidden(thrown) || card.files.length) throw thrown;
      await this.sendDm(delivery, noteCard(translate("cannotWrite", { channel: `<#${delivery.channel}>` })));
      return null;
    }
  }

  /** Sends a card to the requester in a direct message. Does nothing if the requester does not accept direct messages. */
  async sendDm(delivery: Delivery, card: Card): Promise<void> {
    const [firstBlock] = card.blocks;
    const matches = (message: APIMessage): boolean =>
      JSON.stringify(message.components).includes(JSON.stringify(firstBlock));
    try {
      const channel = await this.#messages.createDm(delivery.asker);
      const since = originSnowflake(delivery.origin);
      await this.#messages.create(channel, render(card), `d${delivery.id}`, since, matches);
    } catch (thrown) {
      if (!isPermanent(thrown)) throw thrown;
    }
  }

  /** Edits the message of a delivery if there is one. Otherwise creates the message and stores its id. */
  async #createOrEdit(
    delivery: Delivery,
    card: Card,
    replyTo: string | null,
    lead: string | null,
    channel = delivery.channel,
  ): Promise<APIMessage> {
    const rendered = render(card, lead, lead ? [delivery.asker] : []);
    if (delivery.message) return this.#messages.edit(channel, delivery.message, rendered);
    const matches = (message: APIMessage): boolean =>
      JSON.stringify(message.components ?? []).includes(delivery.id) ||
      (replyTo !== null && delivery.overview === null && message.message_reference?.message_id === replyTo);
    const since = originSnowflake(delivery.origin);
    const message = await this.#messages.create(channel, rendered, delivery.id, since, matches, replyTo);
    delivery.message = message.id;
    await this.#records.jobs.setDeliveryMessage(delivery.id, message.id);
    return this.#messages.isStale(message, rendered) ? this.#messages.edit(channel, message.id, rendered) : message;
  }
}
