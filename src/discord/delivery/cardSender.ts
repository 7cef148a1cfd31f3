import { type APIMessage, Routes } from "discord.js";
import type { Delivery, PithError } from "../../model/index.ts";
import { action, type Card, errorCard, noteCard, outside, sayIn, withoutFiles } from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import type { Rest } from "../gateway/client.ts";
import { render, renderForOne } from "../ui/render.ts";
import { isForbidden, isForGood, isMissing, isWithoutFiles } from "./apiErrors.ts";
import type { Overviews } from "./batchOverview.ts";
import { beginOf, byToken } from "./interactionToken.ts";
import type { Messages } from "./messageClient.ts";

const LONGEST_NAME = 120;

/** Where askers wait: by which message a card comes to each, and how when that way is closed. */
export class Outlet {
  readonly #rest: Rest;
  readonly #messages: Messages;
  readonly #records: Records;
  readonly #overviews: Overviews;
  readonly #now: () => number;

  constructor(rest: Rest, messages: Messages, records: Records, overviews: Overviews, now: () => number) {
    this.#overviews = overviews;
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
    if (via.by === "message" || via.alone || to.private) {
      await this.put(to, open);
      return;
    }
    const named = to.overview ? [outside(to.overview.name, LONGEST_NAME)] : [];
    const own = errorCard(error, sayIn(via.own));
    const home = to.overview ? await this.#overviews.home(to) : null;
    const told = await byToken(to, this.#now, true, async ({ application, token }) => {
      // The message of an overview tells of others too.
      const removed =
        home === null
          ? this.#rest.hooks.delete(Routes.webhookMessage(application, token, "@original"), { auth: false })
          : to.message && this.#messages.remove(home, to.message);
      await Promise.resolve(removed).catch((thrown: unknown) => {
        if (!isMissing(thrown)) throw thrown;
      });
      const { body } = renderForOne({ ...own, blocks: [...named, ...own.blocks] });
      return this.#rest.hooks.post(Routes.webhook(application, token), { body, auth: false });
    });
    if (!told) await (to.overview ? this.#putAmong(to, open) : this.#late(to, open));
  }

  async #putWhole(to: Delivery, card: Card): Promise<APIMessage | null> {
    if (to.overview) return this.#putAmong(to, card);
    if (to.via.by === "message") return this.#putMessage(to, card, to.via.replyTo, null);
    const isWorking = card.state === "working";
    const put = await byToken(to, this.#now, !isWorking, async ({ application, token }) => {
      const { body, files } = render(card);
      const original = Routes.webhookMessage(application, token, "@original");
      return (await this.#rest.hooks.patch(original, { body, files, auth: false })) as APIMessage;
    });
    if (put || isWorking) return put; // the result alone is worth a message of its own
    return this.#late(to, card);
  }

  /** Puts a card where those of its overview are: in the thread, or where there is none, after it in the channel. */
  async #putAmong(to: Delivery, card: Card): Promise<APIMessage> {
    const channel = await this.#overviews.home(to);
    const replyTo = to.via.by === "message" && channel === to.channel ? to.via.replyTo : null;
    return this.#putMessage(to, card, replyTo, null, channel);
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
      await this.#messages.create(channel, render(card), `d${to.id}`, beginOf(to.origin), isIt);
    } catch (thrown) {
      if (!isForGood(thrown)) throw thrown;
    }
  }

  async #putMessage(
    to: Delivery,
    card: Card,
    replyTo: string | null,
    lead: string | null,
    channel = to.channel,
  ): Promise<APIMessage> {
    const rendered = render(card, lead, lead ? [to.asker] : []);
    if (to.message) return this.#messages.edit(channel, to.message, rendered);
    const isIt = (message: APIMessage): boolean =>
      JSON.stringify(message.components ?? []).includes(to.id) ||
      (replyTo !== null && to.overview === null && message.message_reference?.message_id === replyTo);
    const message = await this.#messages.create(channel, rendered, to.id, beginOf(to.origin), isIt, replyTo);
    to.message = message.id;
    await this.#records.journal.sent(to.id, message.id);
    return this.#messages.isOlder(message, rendered) ? this.#messages.edit(channel, message.id, rendered) : message;
  }
}
