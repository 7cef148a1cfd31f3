import { setTimeout as sleep } from "node:timers/promises";
import { type APIMessage, Routes } from "discord.js";
import type { Delivery } from "../model/index.ts";
import { type Card, noteCard, sayIn, withoutFiles } from "../present/index.ts";
import type { Records } from "../records/index.ts";
import type { Rest } from "./client.ts";
import { type Messages, sentAt } from "./messages.ts";
import { isForbidden, isForGood, isTokenOver, isWithoutFiles } from "./refusal.ts";
import { render } from "./render.ts";

/** A first response is there within three seconds or not at all. */
const RESPONSE_MS = 3000;
const AGAIN_MS = 100;

/** Where askers wait: by which message a card comes to each, and how when that way is closed. */
export class Outlet {
  readonly #rest: Rest;
  readonly #messages: Messages;
  readonly #records: Records;
  readonly #now: () => number;

  constructor(rest: Rest, messages: Messages, records: Records, now: () => number) {
    this.#rest = rest;
    this.#messages = messages;
    this.#records = records;
    this.#now = now;
  }

  /** Puts a card where the asker waits for it. Null when all that could be told is that it is ready. */
  async put(to: Delivery, card: Card): Promise<APIMessage | null> {
    try {
      return await this.#putWhole(to, card);
    } catch (thrown) {
      if (!card.files.length || !isWithoutFiles(thrown)) throw thrown;
      return this.#putWhole(to, withoutFiles(card, sayIn(to.locale)));
    }
  }

  async #putWhole(to: Delivery, card: Card): Promise<APIMessage | null> {
    if (to.via.by === "message") return this.#putMessage(to, card, to.via.replyTo, null);
    const { application, token, until } = to.via;
    while (this.#now() < until && !to.message) {
      try {
        const { body, files } = render(card);
        const original = Routes.webhookMessage(application, token, "@original");
        return (await this.#rest.hooks.patch(original, { body, files, auth: false })) as APIMessage;
      } catch (thrown) {
        if (!isTokenOver(thrown)) throw thrown;
        // A result may be there before the first response is: until that is due, the token is not over but not open yet.
        if (this.#now() > sentAt(to.origin) + RESPONSE_MS || card.state === "working") break;
        await sleep(AGAIN_MS);
      }
    }
    if (card.state === "working") return null; // the result alone is worth a message of its own
    return this.#late(to, card);
  }

  /** The interaction is over: a public result comes as a message that mentions its asker, a private one as a hint. */
  async #late(to: Delivery, card: Card): Promise<APIMessage | null> {
    if (to.private) {
      await this.tell(to, card.state === "failed" ? card : noteCard(sayIn(to.locale)("ready")));
      return null;
    }
    try {
      return await this.#putMessage(to, card, null, sayIn(to.locale)("late", { asker: `<@${to.asker}>` }));
    } catch (thrown) {
      if (!isForbidden(thrown) || card.files.length) throw thrown;
      await this.tell(to, noteCard(sayIn(to.locale)("cannotWrite", { channel: `<#${to.channel}>` })));
      return null;
    }
  }

  /** Tells the asker alone, in direct messages; who takes none is not told. */
  async tell(to: Delivery, card: Card): Promise<void> {
    const [words] = card.blocks;
    const isIt = (message: APIMessage): boolean => JSON.stringify(message.components).includes(JSON.stringify(words));
    try {
      const channel = await this.#messages.directChannel(to.asker);
      await this.#messages.create(channel, render(card), `d${to.id}`, to.origin.split(":", 1)[0]!, isIt);
    } catch (thrown) {
      if (!isForGood(thrown)) throw thrown;
    }
  }

  async #putMessage(to: Delivery, card: Card, replyTo: string | null, lead: string | null): Promise<APIMessage> {
    const rendered = render(card, lead, lead ? [to.asker] : []);
    if (to.message) return this.#messages.edit(to.channel, to.message, rendered);
    const isIt = (message: APIMessage): boolean =>
      JSON.stringify(message.components ?? []).includes(to.id) ||
      (replyTo !== null && message.message_reference?.message_id === replyTo);
    const since = to.origin.split(":", 1)[0]!;
    const message = await this.#messages.create(to.channel, rendered, to.id, since, isIt, replyTo);
    to.message = message.id;
    await this.#records.journal.sent(to.id, message.id);
    return this.#messages.isOlder(message, rendered) ? this.#messages.edit(to.channel, message.id, rendered) : message;
  }
}
