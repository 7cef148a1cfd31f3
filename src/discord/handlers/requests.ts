import { setTimeout as sleep } from "node:timers/promises";
import type { MessageContextMenuCommandInteraction } from "discord.js";
import type { Jobs } from "../../jobs/index.ts";
import {
  type Comparing,
  DEFAULT_OPTIONS,
  type Delivery,
  newId,
  type Options,
  PithError,
  type PostedSource,
  type Posting,
  type Question,
  type ServerSettings,
  type Side,
  type Two,
  type Work,
} from "../../model/index.ts";
import { sayIn, visible } from "../../present/index.ts";
import type { Records } from "../../records/index.ts";
import type { Remover } from "../delivery/deletion.ts";
import {
  type Asking,
  askerOf,
  botIsThere,
  interactionDelivery,
  isBetweenTwo,
  isUnseen,
  mayBeginThread,
} from "../interactions/context.ts";
import { RESPONSE_MS, type Reception } from "../interactions/defer.ts";
import { unfit } from "../interactions/errorReply.ts";
import type { Access, Asker } from "../policy/documentAccess.ts";
import type { Admission } from "../policy/preconditions.ts";
import { comeTogether, MOST_SOURCES, nameOf, sourcesNamed, typedSource } from "../sources.ts";

/** What an asker chose about a digest; the rest is as the server has it. `message` is the one that holds the sources, where one does. */
export type Choices = { options: Partial<Options>; private: boolean; fresh: boolean; message: string | null };

/** What the desk and the cards work with. */
export type Room = {
  jobs: Jobs;
  records: Records;
  access: Access;
  remover: Remover;
  reception: Reception;
  admission: Admission;
};

const COMPARING: Comparing = { language: "auto", engine: "auto" };
const question = (text: string): Question => ({ text, language: "auto", engine: "auto" });

/**
 * Where requests come in: commands, buttons and messages hand over what was asked, and the desk checks who may ask it
 * and sees that it is done. Everything it takes is written down before it is worked on.
 */
export class Desk {
  readonly access: Access;
  readonly records: Records;
  readonly #jobs: Jobs;
  readonly #remover: Remover;
  readonly #reception: Reception;
  readonly #admission: Admission;

  constructor({ jobs, records, access, remover, reception, admission }: Room) {
    this.#remover = remover;
    this.#jobs = jobs;
    this.#admission = admission;
    this.records = records;
    this.access = access;
    this.#reception = reception;
  }

  /** Digests of what an interaction brought. */
  async summarise(asking: Asking, sources: PostedSource[], choices: Choices): Promise<void> {
    const [first, ...others] = sources;
    const isPrivate = choices.private || isUnseen(asking);
    const { isAdmitted, server } = await this.#knock(asking);
    // A private digest, or one where the bot is no member, has no message to come by but the interaction's own.
    const isOneTooMany = others.length > 0 && (isPrivate || !botIsThere(asking));
    const isAlone = isPrivate || !first || isOneTooMany || !isAdmitted;
    // An offer stays for the others when one of them may not take it.
    const seen = isAlone ? "asker" : asking.isButton() ? "inPublicPlace" : "all";
    await this.#reception.answering(asking, seen, async () => {
      if (!first) throw unfit(asking, "nothing");
      if (isOneTooMany) throw new PithError("bad_request", sayIn(asking.locale)("one"));
      const to = (nth: number, together: boolean): Delivery => {
        const own = interactionDelivery(asking, isPrivate, choices.message);
        if (nth === 0) return own;
        // Where they do not come together, the first answers, and the others come as messages after it.
        const via = together ? own.via : ({ by: "message", replyTo: null, quiet: false } as const);
        return { ...own, origin: `${asking.id}:${nth}`, via };
      };
      const [settings, mayBegin] = [await server, mayBeginThread(asking)];
      // A word beside the answer would come before it, and so in its place.
      if (sources.length > MOST_SOURCES && !comeTogether(sources, mayBegin, settings))
        throw new PithError("bad_request", sayIn(asking.locale)("tooManyHere", { n: MOST_SOURCES }));
      await this.digestAll(sources, choices, to, mayBegin, settings);
    });
  }

  /**
   * Digests of sources that were given at once. Where a thread can be begun for them, they come together: an overview, and
   * a card for each in its thread. Of more than can be taken the first are, and the overview says so.
   * @param to how each travels, by its place, and by whether they come together
   * @returns whether some were left out and no overview says it
   */
  async digestAll(
    sources: PostedSource[],
    choices: Pick<Choices, "options" | "fresh">,
    to: (nth: number, together: boolean) => Delivery,
    mayBegin: boolean,
    settings: ServerSettings,
  ): Promise<boolean> {
    const [id, of, together] = [newId(), sources.length, comeTogether(sources, mayBegin, settings)];
    for (const [i, source] of sources.slice(0, MOST_SOURCES).entries()) {
      const one = to(i, together);
      const overview = { id, of, name: nameOf(source) };
      await this.digest(source, choices, together ? { ...one, thread: null, overview } : one, settings);
    }
    return of > MOST_SOURCES && !together;
  }

  /** Digests of what a message holds: the Apps menu. What Discord hands over with the request is all that is read. */
  async summariseMessage(asking: MessageContextMenuCommandInteraction, isPrivate: boolean): Promise<void> {
    const { targetMessage } = asking;
    const choices = { options: {}, private: isPrivate, fresh: false, message: targetMessage.id };
    await this.summarise(asking, sourcesNamed(targetMessage), choices);
  }

  /** Counts one request of somebody's, and gives what the server has set. @throws PithError `not_here`, `busy`, `rate_limited` */
  admit(asker: Asker): Promise<ServerSettings> {
    return this.#admission.admit(asker);
  }

  /** One digest, for a delivery of any kind. */
  async digest(
    source: PostedSource,
    { options: chosen, fresh }: Pick<Choices, "options" | "fresh">,
    to: Delivery,
    { length, language, threads }: ServerSettings,
  ): Promise<void> {
    const options = { ...DEFAULT_OPTIONS, length, language, ...chosen };
    const thread = to.thread === "start" && !threads ? null : to.thread;
    await this.#jobs.submit({ kind: "summarise", source, options, fresh, payer: payerOf(to) }, { ...to, thread });
  }

  /** An answer to an interaction, about the document that is named or, with none, the one of this thread or channel. */
  async ask(asking: Asking, text: string, document: string | null, wantsPrivate: boolean): Promise<void> {
    const { isAdmitted, server, due } = await this.#knock(asking);
    const isPrivate =
      wantsPrivate ||
      isUnseen(asking) ||
      !visible(text) ||
      (document !== null && (await this.#namesPrivate(document, asking, due)));
    const isAlone = isPrivate || isBetweenTwo(asking);
    const meant = this.access.meant(document, askerOf(asking), isAlone ? "asker" : "all");
    const isRefused = (await fails(meant, due)) || !isAdmitted;
    await this.#reception.answering(asking, isPrivate || isRefused ? "asker" : "all", async () => {
      if (!visible(text)) throw unfit(asking, "wordless");
      await server;
      const to = { ...interactionDelivery(asking, isPrivate, null), thread: null };
      await this.answer(await meant, text, to);
    });
  }

  /** An answer to an interaction about what nobody had read before; `message` holds it. @param find gives it, or throws */
  async askUnread(
    asking: Asking,
    text: string,
    message: string,
    wantsPrivate: boolean,
    find: () => Promise<PostedSource>,
  ): Promise<void> {
    const { isAdmitted, server } = await this.#knock(asking);
    const isPrivate = wantsPrivate || isUnseen(asking) || !visible(text);
    await this.#reception.answering(asking, isPrivate || !isAdmitted ? "asker" : "all", async () => {
      if (!visible(text)) throw unfit(asking, "wordless");
      await server;
      const to = { ...interactionDelivery(asking, isPrivate, message), thread: null };
      const of = { source: await find(), question: question(text.trim()), payer: payerOf(to) };
      await this.#jobs.submit({ kind: "ask", postings: [], ...of }, to);
    });
  }

  /** A comparison of two documents that the asker may read, each named as for a question, or of pages by their address. */
  async compare(asking: Asking, named: Two<string>, wantsPrivate: boolean): Promise<void> {
    const { isAdmitted, server, due } = await this.#knock(asking);
    const areNamedPrivate = await Promise.all(named.map((one) => this.#namesPrivate(one, asking, due)));
    const isPrivate = wantsPrivate || isUnseen(asking) || areNamedPrivate.includes(true);
    const seen = isPrivate || isBetweenTwo(asking) ? "asker" : "all";
    const sideOf = async (name: string): Promise<Side> => {
      const typed = typedSource(name);
      if (typed.from === "url") return { url: typed.url };
      return { posting: (await this.access.find(name, askerOf(asking), seen)).id };
    };
    const both = Promise.all([sideOf(named[0]), sideOf(named[1])]);
    const isRefused = (await fails(both, due)) || !isAdmitted;
    await this.#reception.answering(asking, isPrivate || isRefused ? "asker" : "all", async () => {
      await server;
      const sides: Two<Side> = await both;
      const to = { ...interactionDelivery(asking, isPrivate, null), thread: null };
      await this.#jobs.submit({ kind: "compare", sides, options: COMPARING, payer: payerOf(to) }, to);
    });
  }

  /** Looked at before the first response, which fixes who sees a refusal; what takes too long is waited for after it. */
  async #knock(asking: Asking) {
    const server = this.admit(askerOf(asking));
    const due = sleep(RESPONSE_MS / 2, undefined, { ref: false });
    const isAdmitted = await Promise.race([server.then(() => true).catch(() => false), due.then(() => false)]);
    return { isAdmitted, server, due };
  }

  /** Looked up before the first response, which fixes who sees the answer; when that takes too long, only the asker does. */
  async #namesPrivate(document: string, asking: Asking, due: Promise<void>): Promise<boolean> {
    const named = this.access.namesPrivate(document, askerOf(asking));
    return Promise.race([named, due.then(() => true)]).catch(() => true);
  }

  /** One answer about postings that the asker may read, for a delivery of any kind. */
  async answer(about: Posting[], text: string, to: Delivery, delayMs = 0): Promise<void> {
    const postings = about.map(({ id }) => id);
    const work: Work = { kind: "ask", postings, source: null, question: question(text.trim()), payer: payerOf(to) };
    await this.#jobs.submit(work, to, delayMs);
  }

  /** Takes a question back before its answer, at the wish of whoever wrote it. */
  async withdraw(delivery: string): Promise<void> {
    await this.#jobs.stop(delivery);
  }

  /** Ends a delivery, or all of an overview, at the wish of its asker or a moderator. True when one has ended by itself. */
  async stop(asking: Asking, id: string): Promise<boolean> {
    const asker = askerOf(asking);
    const overview = await this.records.overviews.get(id);
    const begun = overview ?? (await this.records.journal.delivery(id));
    if (begun && !(await this.access.mayChange(begun, asker))) throw new PithError("not_yours");
    if (!overview) return this.#remover.stop([id]);
    await this.#remover.stop(overview.sources.map(({ delivery }) => delivery));
    return false; // it tells itself how each stands
  }
}

/** Whether something is known to fail when the first response is due: who is refused is told so alone. */
const fails = (work: Promise<unknown>, due: Promise<void>): Promise<boolean> =>
  Promise.race([work.then(() => false).catch(() => true), due.then(() => false)]);

/** Whose budget it counts to: the server's, or outside servers the asker's own. */
export const payerOf = ({ guild, asker }: Delivery): string => guild ?? asker;
