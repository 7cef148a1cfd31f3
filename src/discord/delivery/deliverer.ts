import {
  DEFAULT_OPTIONS,
  type Delivery,
  type Digest,
  NO_USAGE,
  type Options,
  PithError,
  type Posting,
  type Progress,
  type Read,
  type Result,
} from "../../model/index.ts";
import {
  answerCard,
  comparisonCard,
  digestCard,
  noteCard,
  type Print,
  progressCard,
  sayIn,
  wordsShown,
} from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import type { Rest } from "../gateway/client.ts";
import { render } from "../ui/render.ts";
import { isForbidden, isForGood } from "./apiErrors.ts";
import { Overviews, placeOfCard } from "./batchOverview.ts";
import { Outlet } from "./cardSender.ts";
import type { Messages } from "./messageClient.ts";
import { openThread } from "./threads.ts";
import { Showing } from "./throttledMessage.ts";

/** Unasked digests in automatic channels are for texts that take a while to read, and that they make much shorter. */
const QUIET_WORDS = 400;
const QUIET_SHARE = 0.3;

/**
 * Brings progress and results to Discord over REST alone, so that any process can do it. Everything may be done again:
 * interactions are finished by editing one message, messages are created once by their nonce, and a thread that is
 * there already is the thread.
 */
export class Deliverer {
  readonly #rest: Rest;
  readonly #messages: Messages;
  readonly #outlet: Outlet;
  readonly #overviews: Overviews;
  readonly #records: Records;
  readonly #host: string | null;
  readonly #now: () => number;
  readonly #showings = new Map<string, Showing>();

  /** @param host where the model is that reads the texts; null when none does */
  constructor(rest: Rest, messages: Messages, records: Records, host: string | null, now: () => number) {
    this.#rest = rest;
    this.#messages = messages;
    this.#overviews = new Overviews(rest, messages, records, now);
    this.#outlet = new Outlet(rest, messages, records, this.#overviews, now);
    this.#records = records;
    this.#host = host;
    this.#now = now;
  }

  /** Shows how far the work is, as often as Discord likes it. What cannot be shown is let go: the result comes after it. */
  report(to: Delivery, progress: Progress): void {
    if (to.via.by === "message" && to.via.quiet) return;
    const showing =
      this.#showings.get(to.id) ?? new Showing((card) => this.#outlet.put(to, card).then(() => undefined));
    this.#showings.set(to.id, showing);
    const isDraft = progress.stage === "draft";
    if (isDraft) showing.draft = progress.digest;
    if (progress.stage === "plan") showing.plan = progress;
    showing.show(progressCard(progress, showing.draft, to.id, sayIn(to.locale), showing.plan), isDraft);
  }

  /** The asker pressed Stop, or the source was deleted: what is being shown ends with a word of it. */
  async leave(to: Delivery): Promise<void> {
    const wasShown = await this.#endShowing(to);
    // Not waited for: who presses Stop has three seconds for a first response. The next word of it tells it too.
    if (to.overview) this.#overviews.touch(to.overview.id).catch(() => undefined);
    // Of what nobody has seen yet there is nothing to take back: its question was deleted, or goes on.
    if (to.via.by === "message" && !wasShown && to.message === null) return;
    await this.#outlet.put(to, noteCard(sayIn(to.locale)("stopped"))).catch(() => undefined); // the asker knows anyway
  }

  /** @throws what Discord answered, when it may go better later */
  async finish(to: Delivery, result: Result): Promise<void> {
    await this.#endShowing(to);
    try {
      // A failure last: it can be told again, but not taken back.
      if (result.kind === "failed") await this.#overviews.end(to, result.code);
      if (result.kind === "digest") await this.#digest(to, result);
      else if (result.kind === "answer") await this.#answer(to, result);
      else if (result.kind === "comparison") await this.#comparison(to, result);
      else await this.#failure(to, result);
      if (result.kind !== "failed") await this.#overviews.end(to, "done");
    } catch (thrown) {
      if (!isForGood(thrown)) throw thrown;
      // A card that nobody has opens nothing.
      if (result.kind === "digest") {
        await this.#records.postings.forget([to.id]);
        await this.#overviews.end(to, "done").catch(() => undefined); // where the thread is gone, that may be too
      }
      const isAsked = to.via.by === "message" && !to.via.quiet;
      if (isAsked && isForbidden(thrown))
        await this.#outlet.tell(to, noteCard(sayIn(to.locale)("cannotWrite", { channel: `<#${to.channel}>` })));
    }
  }

  /** Whether anything had been shown. */
  async #endShowing({ id }: Delivery): Promise<boolean> {
    const showing = this.#showings.get(id);
    await showing?.end();
    this.#showings.delete(id);
    return showing?.hasShown ?? false;
  }

  async #digest(to: Delivery, result: Extract<Result, { kind: "digest" }>): Promise<void> {
    const { digest, document, payer, estimateUsd } = result;
    const print = { cached: false, host: this.#host, paid: payer === (to.guild ?? to.asker), estimateUsd };
    if (to.via.by === "message" && to.via.quiet && !isWorthIt(digest)) return;
    const say = sayIn(to.locale);
    if (to.from !== null && (await this.#records.postings.get(to.from)) === null)
      return this.#outlet.fail(to, new PithError("no_document"));
    if (to.replaces && (await this.#replace(to, to.replaces, result, print))) return;
    const { title, url } = digest.document;
    const posting = this.#postingOf(to, { document, title, url }, result.options);
    // Before the card, so that its buttons work from the first moment on.
    await this.#records.postings.create(posting);
    const cached = digest.cached && (await this.#records.postings.known(posting));
    const told = this.#told(digest, { ...print, cached });
    await this.#records.digests.keep(to.id, told);
    const shown = digestCard({ ...told, createdAt: digest.createdAt }, to.id, { ...print, cached }, say);
    const card = await this.#outlet.put(to, shown);
    if (!card) return;
    const startsThread = to.thread === "start" && !to.private;
    // A thread has the id of its message. It is known before it is there, for the first words may come at once.
    const among = to.overview && card.channel_id !== to.channel ? card.channel_id : null;
    const thread = startsThread ? card.id : among;
    await this.#records.postings.update(to.id, { card: card.id, ...(thread && { thread }) });
    if (await this.#isUnwanted(to)) return;
    if (startsThread) await openThread(this.#rest.api, this.#messages, card, posting, say);
  }

  #postingOf(to: Delivery, read: Read, options: Options): Posting {
    const { id, guild, channel, source: message, from, asker, private: isPrivate, locale } = to;
    const thread = to.thread === "here" ? channel : null;
    const own = { guild, channel, message, from, card: null, thread, asker, private: isPrivate, locale };
    return { id, ...read, ...own, options, createdAt: this.#now() };
  }

  /**
   * Puts another digest on a card that is there, and tells the asker so. False when the card cannot be changed, or would be
   * the worse for it: then the digest comes as one of its own.
   */
  async #replace(
    to: Delivery,
    id: string,
    { digest, document, options }: Extract<Result, { kind: "digest" }>,
    print: Print,
  ): Promise<boolean> {
    const { postings, digests } = this.#records;
    const posting = await postings.get(id);
    if (!posting?.card) return false;
    // A failure of the model takes nothing from what it wrote before.
    const isWorse = digest.notices.includes("model_failed") && (await digests.of(id))?.engine.kind === "llm";
    if (isWorse) return false;
    const told = this.#told(digest, print);
    const card = digestCard({ ...told, createdAt: digest.createdAt }, id, print, sayIn(posting.locale));
    try {
      await this.#messages.edit(placeOfCard(posting), posting.card, render(card));
    } catch (thrown) {
      if (isForGood(thrown)) return false;
      throw thrown;
    }
    await postings.renew(id, { document, title: digest.document.title, options });
    await digests.keep(id, told);
    await this.#overviews.touchThoseOf([id]);
    await this.#outlet.put(to, noteCard(sayIn(to.locale)("changed")));
    return true;
  }

  /**
   * A digest as its files may tell of it: when it was made elsewhere before, and what that cost others, is as little these
   * readers' business as on the card.
   */
  #told(digest: Digest, { cached, paid }: Print): Digest {
    const isFromElsewhere = !paid || (digest.cached && !cached);
    const createdAt = isFromElsewhere ? new Date(this.#now()).toISOString() : digest.createdAt;
    return { ...digest, cached, createdAt, usage: paid ? digest.usage : NO_USAGE };
  }

  /** Whether the source was deleted, or Stop pressed, while the card was on its way: then it is taken back. */
  async #isUnwanted(to: Delivery): Promise<boolean> {
    const [delivery, posting] = await Promise.all([
      this.#records.journal.delivery(to.id),
      this.#records.postings.get(to.id),
    ]);
    if (delivery && posting) return false;
    await this.#records.postings.forget([to.id]);
    await this.#outlet.put(to, noteCard(sayIn(to.locale)(posting ? "stopped" : "removed")));
    return true;
  }

  async #answer(
    to: Delivery,
    { answer, question, postings, read }: Extract<Result, { kind: "answer" }>,
  ): Promise<void> {
    // What was read for this question can be asked about again.
    if (read) await this.#records.postings.create({ ...this.#postingOf(to, read, DEFAULT_OPTIONS), thread: null });
    const [about] = await this.#stillThere(read ? [to.id] : postings);
    if (!about) return this.#outlet.fail(to, new PithError("no_document"));
    // What somebody asked for himself alone does not become a part of everybody's talk.
    const isKept = !to.private || about.private;
    const { id, asker, channel, locale } = to;
    const turn = isKept ? { turn: id, posting: about.id } : null;
    const shown = await this.#outlet.put(to, answerCard(answer, question, turn, sayIn(locale)));
    if (!isKept) return;
    const at = shown && !to.private ? { channel, message: shown.id, locale } : null;
    const told = { id, posting: about.id, asker, question, answer, shown: at, createdAt: this.#now() };
    await this.#records.turns.add(told);
  }

  async #comparison(to: Delivery, { comparison, postings }: Extract<Result, { kind: "comparison" }>): Promise<void> {
    const isThere = (await this.#stillThere(postings)).length === postings.length;
    if (!isThere) return this.#outlet.fail(to, new PithError("no_document"));
    await this.#outlet.put(to, comparisonCard(comparison, sayIn(to.locale)));
  }

  /** The postings, or none when one was forgotten while the model was at work: it is not quoted from any more. */
  async #stillThere(postings: string[]): Promise<Posting[]> {
    const all = await Promise.all(postings.map((posting) => this.#records.postings.get(posting)));
    return all.every((posting) => posting !== null) ? all : [];
  }

  async #failure(to: Delivery, { code, detail }: Extract<Result, { kind: "failed" }>): Promise<void> {
    if (to.via.by === "message" && to.via.quiet) return;
    await this.#outlet.fail(to, new PithError(code, detail));
  }
}

/** Whether a digest that nobody asked for is worth its place. */
const isWorthIt = (digest: Digest): boolean =>
  digest.document.words >= QUIET_WORDS && wordsShown(digest) <= QUIET_SHARE * digest.document.words;
