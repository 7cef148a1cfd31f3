import { setTimeout as sleep } from "node:timers/promises";
import { type APIMessage, Routes } from "discord.js";
import { type Delivery, type Digest, PithError, type Posting, type Progress, type Result } from "../model/index.ts";
import {
  answerCard,
  type Card,
  digestCard,
  errorCard,
  noteCard,
  progressCard,
  sayIn,
  withoutFiles,
} from "../present/index.ts";
import type { Records } from "../records/index.ts";
import type { Rest } from "./client.ts";
import { type Messages, sentAt } from "./messages.ts";
import { isForbidden, isForGood, isTokenOver } from "./refusal.ts";
import { render } from "./render.ts";
import { Showing } from "./showing.ts";
import { openThread } from "./threads.ts";

/** Unasked digests in automatic channels are for texts that take a while to read (product.md: from 400 words). */
const QUIET_WORDS = 400;
/** A first response is there within three seconds or not at all. */
const RESPONSE_MS = 3000;
const AGAIN_MS = 100;

/**
 * Brings progress and results to Discord over REST alone, so that any process can do it. Everything may be done again:
 * interactions are finished by editing one message, messages are created once by their nonce, and a thread that is
 * there already is the thread.
 */
export class Deliverer {
  readonly #rest: Rest;
  readonly #messages: Messages;
  readonly #records: Records;
  readonly #now: () => number;
  readonly #showings = new Map<string, Showing>();

  constructor(rest: Rest, messages: Messages, records: Records, now: () => number) {
    this.#rest = rest;
    this.#messages = messages;
    this.#records = records;
    this.#now = now;
  }

  /** Shows how far the work is, as often as Discord likes it. What cannot be shown is let go: the result comes after it. */
  report(to: Delivery, progress: Progress): void {
    if (to.via.by === "message" && to.via.quiet) return;
    const showing = this.#showings.get(to.id) ?? new Showing((card) => this.#put(to, card).then(() => undefined));
    this.#showings.set(to.id, showing);
    const isDraft = progress.stage === "draft";
    if (isDraft) showing.draft = progress.digest;
    showing.show(progressCard(progress, showing.draft, to.id, sayIn(to.locale)), isDraft);
  }

  /** The asker pressed Stop, or the source was deleted: what is being shown ends with a word of it. */
  async leave(to: Delivery): Promise<void> {
    const wasShown = await this.#endShowing(to);
    // Of what nobody has seen yet there is nothing to take back: its question was deleted, or goes on.
    if (to.via.by === "message" && !wasShown && to.message === null) return;
    await this.#put(to, noteCard(sayIn(to.locale)("stopped"))).catch(() => undefined); // the asker knows anyway
  }

  /** @throws what Discord answered, when it may go better later */
  async finish(to: Delivery, result: Result): Promise<void> {
    await this.#endShowing(to);
    try {
      if (result.kind === "digest") await this.#digest(to, result);
      else if (result.kind === "answer") await this.#answer(to, result);
      else await this.#failure(to, result);
    } catch (thrown) {
      if (!isForGood(thrown)) throw thrown;
      // A card that nobody has opens nothing.
      if (result.kind === "digest") await this.#records.postings.forget([to.id]);
      const isAsked = to.via.by === "message" && !to.via.quiet;
      if (isAsked && isForbidden(thrown))
        await this.#tell(to, noteCard(sayIn(to.locale)("cannotWrite", { channel: `<#${to.channel}>` })));
    }
  }

  /** Whether anything had been shown. */
  async #endShowing({ id }: Delivery): Promise<boolean> {
    const showing = this.#showings.get(id);
    await showing?.end();
    this.#showings.delete(id);
    return showing?.hasShown ?? false;
  }

  async #digest(to: Delivery, { digest, document }: Extract<Result, { kind: "digest" }>): Promise<void> {
    if (to.via.by === "message" && to.via.quiet && digest.document.words < QUIET_WORDS) return;
    if (to.replaces && (await this.#replace(to, to.replaces, digest, document))) return;
    const say = sayIn(to.locale);
    const posting: Posting = {
      id: to.id,
      document,
      title: digest.document.title,
      url: digest.document.url,
      guild: to.guild,
      channel: to.channel,
      message: to.source,
      card: null,
      thread: to.thread === "here" ? to.channel : null,
      asker: to.asker,
      private: to.private,
      locale: to.locale,
      createdAt: this.#now(),
    };
    // Before the card, so that its buttons work from the first moment on.
    await this.#records.postings.create(posting);
    await this.#records.digests.keep(to.id, digest);
    const cached = digest.cached && (await this.#records.postings.known(posting));
    const card = await this.#put(to, digestCard(digest, to.id, say, cached));
    if (!card) return;
    const startsThread = to.thread === "start" && !to.private;
    // A thread has the id of its message. It is known before it is there, for the first words may come at once.
    await this.#records.postings.update(to.id, { card: card.id, ...(startsThread && { thread: card.id }) });
    if (await this.#isUnwanted(to)) return;
    if (startsThread) await openThread(this.#rest.api, this.#messages, card, posting, say);
  }

  /**
   * Puts another digest on a card that is there, and tells the asker so. False when the card cannot be changed: then the
   * digest comes as one of its own.
   */
  async #replace(to: Delivery, id: string, digest: Digest, document: string): Promise<boolean> {
    const { postings, digests } = this.#records;
    const posting = await postings.get(id);
    if (!posting?.card) return false;
    const card = digestCard(digest, id, sayIn(posting.locale), false);
    try {
      await this.#messages.edit(posting.channel, posting.card, render(card));
    } catch (thrown) {
      if (isForGood(thrown)) return false;
      throw thrown;
    }
    await postings.renew(id, document, digest.document.title);
    await digests.keep(id, digest);
    await this.#put(to, noteCard(sayIn(to.locale)("changed")));
    return true;
  }

  /** Whether the source was deleted, or Stop pressed, while the card was on its way: then it is taken back. */
  async #isUnwanted(to: Delivery): Promise<boolean> {
    const [delivery, posting] = await Promise.all([
      this.#records.journal.delivery(to.id),
      this.#records.postings.get(to.id),
    ]);
    if (delivery && posting) return false;
    await this.#records.postings.forget([to.id]);
    await this.#put(to, noteCard(sayIn(to.locale)(posting ? "stopped" : "removed")));
    return true;
  }

  async #answer(to: Delivery, { answer, question, postings }: Extract<Result, { kind: "answer" }>): Promise<void> {
    const all = await Promise.all(postings.map((posting) => this.#records.postings.get(posting)));
    const [about] = all;
    // What was forgotten while the model was at work is not quoted from any more.
    if (!about || all.includes(null)) {
      await this.#put(to, errorCard(new PithError("no_document"), sayIn(to.locale)));
      return;
    }
    // What somebody asked for himself alone does not become a part of everybody's talk.
    const isKept = !to.private || about.private;
    await this.#put(
      to,
      answerCard(answer, question, isKept ? { turn: to.id, posting: about.id } : null, sayIn(to.locale)),
    );
    const { id, asker } = to;
    if (isKept)
      await this.#records.turns.add({ id, posting: about.id, asker, question, answer, createdAt: this.#now() });
  }

  async #failure(to: Delivery, { code, detail }: Extract<Result, { kind: "failed" }>): Promise<void> {
    if (to.via.by === "message" && to.via.quiet) return;
    await this.#put(to, errorCard(new PithError(code, detail), sayIn(to.locale)));
  }

  /** Puts a card where the asker waits for it. Null when all that could be told is that it is ready. */
  async #put(to: Delivery, card: Card): Promise<APIMessage | null> {
    try {
      return await this.#putWhole(to, card);
    } catch (thrown) {
      if (!card.files.length || !isForbidden(thrown)) throw thrown;
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
      await this.#tell(to, card.state === "failed" ? card : noteCard(sayIn(to.locale)("ready")));
      return null;
    }
    try {
      return await this.#putMessage(to, card, null, sayIn(to.locale)("late", { asker: `<@${to.asker}>` }));
    } catch (thrown) {
      if (!isForbidden(thrown) || card.files.length) throw thrown;
      await this.#tell(to, noteCard(sayIn(to.locale)("cannotWrite", { channel: `<#${to.channel}>` })));
      return null;
    }
  }

  /** Tells the asker alone, in direct messages; who takes none is not told. */
  async #tell(to: Delivery, card: Card): Promise<void> {
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
