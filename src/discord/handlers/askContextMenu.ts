import type { MessageContextMenuCommandInteraction, ModalSubmitInteraction } from "discord.js";
import { PithError, type PostedSource } from "../../model/index.ts";
import { sayIn } from "../../present/index.ts";
import { isMissing } from "../delivery/apiErrors.ts";
import { askerOf, botIsThere } from "../interactions/context.ts";
import { sourcesNamed } from "../sources.ts";
import { askModal } from "../ui/modals.ts";
import type { Desk } from "./requests.ts";

/** Forms that are open at a time, and how long somebody may write at one. */
const MOST_OPEN = 1000;
const OPEN_MS = 900_000;

/**
 * Questions from the Apps menu of a message. What nobody had digested yet is read for the question. Discord hands its text
 * over with the menu alone, not with the form that follows, so it is remembered while that is filled in; after a restart the
 * message is looked at again.
 */
export class Unread {
  readonly #desk: Desk;
  readonly #now: () => number;
  readonly #open = new Map<string, { source: PostedSource; at: number }>();

  constructor(desk: Desk, now: () => number) {
    this.#desk = desk;
    this.#now = now;
  }

  /** Asks for the question about what a message holds, or is the card of. @throws PithError `no_document`, `bad_request` */
  async askAbout(asking: MessageContextMenuCommandInteraction): Promise<void> {
    const { targetMessage } = asking;
    const { records, access } = this.#desk;
    const say = sayIn(asking.locale);
    for (const { id } of await records.postings.ofMessage(targetMessage.id)) {
      const found = await access.find(id, askerOf(asking), "asker").catch(() => null);
      if (found) return asking.showModal(askModal("ask", found.id, say)).then(() => undefined);
    }
    const [source, ...others] = sourcesNamed(targetMessage);
    // The bot's own words are no source: what was forgotten is not read again from where its card stood.
    if (!source || targetMessage.author.id === asking.client.user.id) throw new PithError("no_document");
    if (others.length) throw new PithError("bad_request", say("one"));
    this.#keep(`${asking.user.id}:${targetMessage.id}`, source);
    await asking.showModal(askModal("askUnread", targetMessage.id, say));
  }

  /** The form was filled in. */
  async answer(asking: ModalSubmitInteraction, message: string): Promise<void> {
    const text = asking.fields.getTextInputValue("question");
    // As for documents that are there: see the form of the Ask button.
    await this.#desk.askUnread(asking, text, message, !botIsThere(asking), () => this.#sourceOf(asking, message));
  }

  /** @throws PithError `not_found` when the message is gone, or was never to be read from here */
  async #sourceOf(asking: ModalSubmitInteraction, message: string): Promise<PostedSource> {
    const known = this.#open.get(`${asking.user.id}:${message}`)?.source;
    const isThere = botIsThere(asking) && asking.channel !== null;
    const now = isThere
      ? await asking.channel!.messages.fetch({ message, force: true }).catch((thrown: unknown) => isMissing(thrown))
      : false;
    // True when it is missing; false when that cannot be known.
    const source = now === true ? undefined : (known ?? (now === false ? undefined : sourcesNamed(now)[0]));
    if (!source) throw new PithError("not_found", sayIn(asking.locale)("offerOver"));
    return source;
  }

  #keep(key: string, source: PostedSource): void {
    const now = this.#now();
    for (const [old, { at }] of this.#open) {
      if (now - at < OPEN_MS && this.#open.size < MOST_OPEN) break;
      this.#open.delete(old);
    }
    this.#open.delete(key); // so that the order stays that of time
    this.#open.set(key, { source, at: now });
  }
}
