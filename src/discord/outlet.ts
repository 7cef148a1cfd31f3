import { setTimeout as sleep } from "node:timers/promises";
import { type APIMessage, Routes } from "discord.js";
import type { Delivery, PithError } from "../model/index.ts";
import { action, type Card, errorCard, noteCard, sayIn, withoutFiles } from "../present/index.ts";
import type { Records } from "../records/index.ts";
import type { Rest } from "./client.ts";
import { type Messages, sentAt } from "./messages.ts";
import { isForbidden, isForGood, isMissing, isTokenOver, isWithoutFiles } from "./refusal.ts";
import { render, renderForOne } from "./render.ts";

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

  /**
   * Says what went wrong: to the asker alone where an interaction lets it, and then what all saw of the work goes away.
   *
   * It goes first. What follows a deferred answer that still says "thinking…" takes its place and is seen by all, whatever
   * its flags; and after a crash between the two steps nothing stays "thinking", for the failure is in the journal and is told
   * on the next try, when there is nothing to take away any more. A follow-up has no nonce at Discord: one whose answer is
   * lost is sent once more, so that the asker, and nobody else, may read the same words twice.
   */
  async fail(to: Delivery, error: PithError): Promise<void> {
    const { via } = to;
    const say = sayIn(to.locale);
    // A failure that all see may be taken away; what one alone sees Discord lets him dismiss.
    const open = { ...errorCard(error, say), actions: to.private ? [] : [action("dismiss", to.asker, say)] };
    if (via.by === "message" || via.alone) {
      await this.put(to, open);
      return;
    }
    const { application, token } = via;
    const told = await this.#byToken(to, true, async () => {
      await this.#rest.hooks
        .delete(Routes.webhookMessage(application, token, "@original"), { auth: false })
        .catch((thrown: unknown) => {
          if (!isMissing(thrown)) throw thrown;
        });
      const { body } = renderForOne(errorCard(error, sayIn(via.own)));
      return this.#rest.hooks.post(Routes.webhook(application, token), { body, auth: false });
    });
    if (!told) await this.#late(to, open);
  }

  async #putWhole(to: Delivery, card: Card): Promise<APIMessage | null> {
    const { via } = to;
    if (via.by === "message") return this.#putMessage(to, card, via.replyTo, null);
    const isWorking = card.state === "working";
    const put = await this.#byToken(to, !isWorking, async () => {
      const { body, files } = render(card);
      const original = Routes.webhookMessage(via.application, via.token, "@original");
      return (await this.#rest.hooks.patch(original, { body, files, auth: false })) as APIMessage;
    });
    if (put || isWorking) return put; // the result alone is worth a message of its own
    return this.#late(to, card);
  }

  /**
   * Does something with an interaction's token; null when that is over.
   * @param waits for the first response: a result may be there before it, when the token is not over but not open yet
   */
  async #byToken<T>(to: Delivery, waits: boolean, act: () => Promise<T>): Promise<T | null> {
    while (to.via.by === "interaction" && this.#now() < to.via.until && !to.message) {
      try {
        return await act();
      } catch (thrown) {
        if (!isTokenOver(thrown)) throw thrown;
        if (this.#now() > sentAt(to.origin) + RESPONSE_MS || !waits) break;
        await sleep(AGAIN_MS);
      }
    }
    return null;
  }

  /** The interaction is over: a public result comes as a message that mentions its asker, a private one as a hint. */
  async #late(to: Delivery, card: Card): Promise<APIMessage | null> {
    if (to.private) {
      await this.tell(to, card.state === "failed" ? card : noteCard(sayIn(to.locale)("ready")));
      return null;
    }
    try {
      return await this.#putMessage(
        to,
        card,
        null,
        sayIn(to.locale)(card.state === "failed" ? "lateFailure" : "late", { asker: `<@${to.asker}>` }),
      );
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
