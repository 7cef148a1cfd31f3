import { setTimeout as sleep } from "node:timers/promises";
import { type APIMessage, Routes } from "discord.js";
import type { Delivery, Overview, Posting, SourceEnd } from "../../model/index.ts";
import { overviewCard, type SourceLine, sayIn } from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import type { Rest } from "../gateway/client.ts";
import { MOST_SOURCES } from "../sources.ts";
import { render } from "../ui/render.ts";
import { isForGood } from "./apiErrors.ts";
import { beginOf, byToken } from "./interactionToken.ts";
import type { Messages } from "./messageClient.ts";
import { openThreadForAll } from "./threads.ts";

/** As with cards, people need no more edits than one in so long. */
export const PACE = { editMs: 1500 };

/** The edits of one overview: when the next may be, the one that waits, and the one under way. */
type Edits = { free: number; next: Promise<void> | null; under: Promise<void> };

/**
 * Sources that were given at once: a message that tells how each stands, and a thread on it for their cards. All of it is
 * told from the records, so that any process can do it, again if need be.
 */
export class Overviews {
  readonly #rest: Rest;
  readonly #messages: Messages;
  readonly #records: Records;
  readonly #now: () => number;
  readonly #homes = new Map<string, Promise<string>>();
  readonly #edits = new Map<string, Edits>();

  constructor(rest: Rest, messages: Messages, records: Records, now: () => number) {
    this.#rest = rest;
    this.#messages = messages;
    this.#records = records;
    this.#now = now;
  }

  /** Where the card of a source goes: the thread, begun when it is not there yet, or where none can be had the channel. */
  home(to: Delivery): Promise<string> {
    const { id } = to.overview!;
    const known = this.#homes.get(id);
    if (known) return known;
    const home = this.#open(to, id);
    this.#homes.set(id, home);
    home.catch(() => this.#homes.delete(id));
    return home;
  }

  /** Says what became of a source. */
  async end(to: Delivery, end: SourceEnd): Promise<void> {
    if (!to.overview) return;
    await this.home(to);
    await this.#records.overviews.ended(to.id, end);
    await this.touch(to.overview.id);
  }

  /** Brings the overviews of these deliveries, or of what was posted by them, up to date. */
  async touchThoseOf(deliveries: string[]): Promise<void> {
    const ids = await this.#records.overviews.of(deliveries);
    await Promise.all(ids.map((id) => this.touch(id)));
  }

  /** Brings an overview up to date; resolves when an edit that began after this call is there. */
  touch(id: string): Promise<void> {
    const edits = this.#edits.get(id) ?? { free: 0, next: null, under: Promise.resolve() };
    this.#edits.set(id, edits);
    edits.next ??= this.#editSoon(id, edits);
    return edits.next;
  }

  async #editSoon(id: string, edits: Edits): Promise<void> {
    await edits.under.catch(() => undefined);
    await sleep(Math.max(0, edits.free - this.#now()));
    edits.next = null;
    edits.free = this.#now() + PACE.editMs;
    edits.under = this.#edit(id);
    await edits.under;
  }

  async #edit(id: string): Promise<void> {
    for (let shown = ""; ; ) {
      const overview = await this.#records.overviews.get(id);
      if (!overview?.card) return;
      const lines = await this.#lines(overview);
      // Another process may have shown less than this one just now: what stands there last must be the last.
      const stands = JSON.stringify(lines);
      if (stands === shown) return this.#letGo(id, lines);
      shown = stands;
      const card = overviewCard(lines, countOf(overview), id, sayIn(overview.locale));
      await this.#messages.edit(overview.channel, overview.card, render(card)).catch((thrown: unknown) => {
        if (!isForGood(thrown)) throw thrown;
      });
    }
  }

  /** What nothing more is expected of is not remembered: the records know it. */
  #letGo(id: string, lines: SourceLine[]): void {
    if (lines.some(({ is }) => is === "reading")) return;
    this.#homes.delete(id);
    if (!this.#edits.get(id)?.next) this.#edits.delete(id);
  }

  async #open(to: Delivery, id: string): Promise<string> {
    const { overviews } = this.#records;
    const overview = await overviews.get(id);
    if (!overview) return to.channel; // it has outlived its time
    if (overview.thread !== undefined) return overview.thread ?? overview.channel;
    const card = overview.card ?? (await this.#show(to, overview)).id;
    this.#edits.set(id, { free: this.#now() + PACE.editMs, next: null, under: Promise.resolve() });
    await overviews.shown(id, { card });
    const on = { id: card, channel_id: overview.channel };
    const thread = await openThreadForAll(this.#rest.api, this.#messages, on, overview, sayIn(overview.locale));
    await overviews.shown(id, { thread });
    return thread ?? overview.channel;
  }

  /** Puts the overview where the answer is waited for, or as a message when that way is closed. */
  async #show(to: Delivery, overview: Overview): Promise<APIMessage> {
    const { id } = overview;
    const say = sayIn(to.locale);
    const card = overviewCard(await this.#lines(overview), countOf(overview), id, say);
    const { body, files } = render(card);
    const put = await byToken(to, this.#now, true, async ({ application, token }) => {
      const original = Routes.webhookMessage(application, token, "@original");
      return (await this.#rest.hooks.patch(original, { body, files, auth: false })) as APIMessage;
    });
    if (put) return put;
    const isReply = to.via.by === "message";
    const late = isReply ? null : say("late", { asker: `<@${to.asker}>` });
    const isIt = (message: APIMessage): boolean => JSON.stringify(message.components ?? []).includes(id);
    const rendered = render(card, late, late ? [to.asker] : []);
    const replyTo = to.via.by === "message" ? to.via.replyTo : null;
    return this.#messages.create(to.channel, rendered, `o${id}`, beginOf(to.origin), isIt, replyTo);
  }

  #lines({ sources }: Overview): Promise<SourceLine[]> {
    return Promise.all(
      sources.map(async ({ delivery, name, end }): Promise<SourceLine> => {
        const { journal, postings, digests } = this.#records;
        if (name === null) return { is: "removed" }; // it is forgotten
        if (end === null) return { is: (await journal.delivery(delivery)) ? "reading" : "stopped", name };
        if (end !== "done") return { is: "failed", name, code: end };
        const [posting, digest] = [await postings.get(delivery), await digests.of(delivery)];
        if (!posting || !digest) return { is: "removed" };
        return { is: "done", title: posting.title ?? name, url: posting.url, gist: digest.gist };
      }),
    );
  }
}

/** How many sources are read, and whether more were given. */
const countOf = ({ of }: Overview) => ({ n: Math.min(of, MOST_SOURCES), more: of > MOST_SOURCES });

/** The channel in which a posting's card stands: a thread that was not begun on it holds it, beside others. */
export const placeOfCard = ({ channel, card, thread }: Posting): string =>
  thread !== null && thread !== card ? thread : channel;
