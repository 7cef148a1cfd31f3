import { setTimeout as sleep } from "node:timers/promises";
import {
  type ChatInputCommandInteraction,
  InteractionContextType,
  type MessageContextMenuCommandInteraction,
} from "discord.js";
import type { Jobs } from "../jobs/index.ts";
import {
  type Comparing,
  DEFAULT_OPTIONS,
  type Delivery,
  type Options,
  PithError,
  type PostedSource,
  type Posting,
  type Question,
  type Side,
  type Two,
  type Work,
} from "../model/index.ts";
import { forgottenInWords, noteCard, sayIn, visible } from "../present/index.ts";
import type { Records } from "../records/index.ts";
import type { Access, Asker } from "./access.ts";
import { contentOf, MOST_SOURCES, sourcesIn, typedSource } from "./posted.ts";
import { RESPONSE_MS, type Reception } from "./reception.ts";
import type { Remover } from "./remover.ts";
import { type Asking, askerOf, botIsThere, interactionDelivery } from "./request.ts";
import { type ChannelMode, setChannelMode } from "./settings.ts";

/** What an asker chose about a digest. `message` is the one that holds the sources, where one does. */
export type Choices = { options: Options; private: boolean; fresh: boolean; message: string | null };

/** What the desk and the cards work with. `hearsAll`: plain messages can be read, the Message Content intent is granted. */
export type Room = {
  jobs: Jobs;
  records: Records;
  access: Access;
  remover: Remover;
  reception: Reception;
  hearsAll: boolean;
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
  readonly #hearsAll: boolean;

  constructor({ jobs, records, access, remover, reception, hearsAll }: Room) {
    this.#jobs = jobs;
    this.#hearsAll = hearsAll;
    this.records = records;
    this.access = access;
    this.#remover = remover;
    this.#reception = reception;
  }

  /** Digests of what an interaction brought. The first answers it, the others come as messages after it. */
  async summarise(asking: Asking, sources: PostedSource[], choices: Choices): Promise<void> {
    const [first, ...others] = sources;
    // A private digest, or one where the bot is no member, has no message to come by but the interaction's own.
    const isOneTooMany = others.length > 0 && (choices.private || !botIsThere(asking));
    const seen = asking.isButton() ? "inPlace" : choices.private || !first || isOneTooMany ? "asker" : "all";
    await this.#reception.answering(asking, seen, async () => {
      if (!first) throw new PithError("bad_request", "nothing was given to read");
      if (isOneTooMany) throw new PithError("bad_request", sayIn(asking.locale)("one"));
      const to = interactionDelivery(asking, choices.private, choices.message);
      await this.digest(first, choices, to);
      for (const [i, source] of others.entries()) {
        const via = { by: "message", replyTo: null, quiet: false } as const;
        const next = { ...interactionDelivery(asking, false, choices.message), origin: `${asking.id}:${i + 1}`, via };
        await this.digest(source, choices, next);
      }
    });
  }

  /** Digests of what a message holds: the Apps menu. What Discord hands over with the request is all that is read. */
  async summariseMessage(asking: MessageContextMenuCommandInteraction, isPrivate: boolean): Promise<void> {
    const { targetMessage } = asking;
    const text = { ...contentOf(targetMessage) };
    const found = sourcesIn(text);
    // Whoever asks for a short text by name wants it read.
    const sources: PostedSource[] = found.length || !text.content.trim() ? found : [typedSource(text.content)];
    const choices = { options: DEFAULT_OPTIONS, private: isPrivate, fresh: false, message: targetMessage.id };
    await this.summarise(asking, sources.slice(0, MOST_SOURCES), choices);
  }

  /** One digest, for a delivery of any kind. */
  async digest(
    source: PostedSource,
    { options, fresh }: Pick<Choices, "options" | "fresh">,
    to: Delivery,
  ): Promise<void> {
    await this.#submit({ kind: "summarise", source, options, fresh, payer: payerOf(to) }, to);
  }

  /** An answer to an interaction, about the document that is named or, with none, the one of this thread or channel. */
  async ask(asking: Asking, text: string, document: string | null, wantsPrivate: boolean): Promise<void> {
    const isPrivate =
      wantsPrivate || !visible(text) || (document !== null && (await this.#namesPrivate(document, asking)));
    const isAlone = isPrivate || asking.context === InteractionContextType.BotDM;
    await this.#reception.answering(asking, isPrivate ? "asker" : "all", async () => {
      if (!visible(text)) throw new PithError("bad_request", "a question has words");
      const meant = await this.access.meant(document, askerOf(asking), isAlone ? "asker" : "all");
      const to = { ...interactionDelivery(asking, isPrivate, null), thread: null };
      await this.answer(meant, text, to);
    });
  }

  /** A comparison of two documents that the asker may read, each named as for a question, or of pages by their address. */
  async compare(asking: Asking, named: Two<string>, wantsPrivate: boolean): Promise<void> {
    const areNamedPrivate = await Promise.all(named.map((one) => this.#namesPrivate(one, asking)));
    const isPrivate = wantsPrivate || areNamedPrivate.includes(true);
    const seen = isPrivate || asking.context === InteractionContextType.BotDM ? "asker" : "all";
    await this.#reception.answering(asking, isPrivate ? "asker" : "all", async () => {
      const sideOf = async (name: string): Promise<Side> => {
        const typed = typedSource(name);
        if (typed.from === "url") return { url: typed.url };
        return { posting: (await this.access.find(name, askerOf(asking), seen)).id };
      };
      const sides: Two<Side> = [await sideOf(named[0]), await sideOf(named[1])];
      const to = { ...interactionDelivery(asking, isPrivate, null), thread: null };
      await this.#submit({ kind: "compare", sides, options: COMPARING, payer: payerOf(to) }, to);
    });
  }

  /** Looked up before the first response, which fixes who sees the answer; when that takes too long, only the asker does. */
  async #namesPrivate(document: string, asking: Asking): Promise<boolean> {
    const unknown = sleep(RESPONSE_MS / 2, true, { ref: false });
    return Promise.race([this.access.namesPrivate(document, askerOf(asking)), unknown]).catch(() => true);
  }

  /** One answer about postings that the asker may read, for a delivery of any kind. */
  async answer(about: Posting[], text: string, to: Delivery, delayMs = 0): Promise<void> {
    const postings = about.map(({ id }) => id);
    const work: Work = { kind: "ask", postings, question: question(text.trim()), payer: payerOf(to) };
    await this.#jobs.submit(work, to, delayMs);
  }

  /** Takes a question back before its answer, at the wish of whoever wrote it. */
  async withdraw(delivery: string): Promise<void> {
    await this.#jobs.stop(delivery);
  }

  /** Removes a document, if the asker posted it or moderates here, and says what went. */
  async forget(asking: Asking, document: string): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const asker = askerOf(asking);
      const posting = await this.access.find(document, asker, "asker");
      if (!(await this.#mayEnd(posting, asker))) throw new PithError("not_allowed");
      const gone = await this.#remover.forget([posting]);
      await this.#reception.reply(asking, noteCard(forgottenInWords(gone, sayIn(asking.locale))));
    });
  }

  /** What the bot does with files and links in a channel. Discord itself lets only those with Manage Server use it. */
  async setMode(asking: ChatInputCommandInteraction, mode: ChannelMode): Promise<void> {
    await this.#reception.answering(asking, "asker", async () => {
      const { guildId, channelId } = asking;
      if (guildId === null) throw new PithError("bad_request", "settings are for servers");
      await setChannelMode(this.records, guildId, channelId, mode);
      const say = sayIn(asking.locale);
      const heard = this.#hearsAll || mode === "off" ? "" : `\n${say("needsContent")}`;
      await this.#reception.reply(asking, noteCard(`${say("modeSet", { mode })}${heard}`));
    });
  }

  /** Ends a delivery at the wish of its asker or a moderator. */
  async stop(asking: Asking, delivery: string): Promise<boolean> {
    const asker = askerOf(asking);
    const to = await this.records.journal.delivery(delivery);
    if (to && !(await this.#mayEnd(to, asker))) throw new PithError("not_allowed");
    return this.#jobs.stop(delivery);
  }

  async #mayEnd(begun: Posting | Delivery, asker: Asker): Promise<boolean> {
    return begun.asker === asker.user || this.access.mayModerate(begun, asker);
  }

  async #submit(work: Work, to: Delivery): Promise<void> {
    await this.#jobs.submit(work, to);
  }
}

/** Whose budget it counts to: the server's, or outside servers the asker's own. */
export const payerOf = ({ guild, asker }: Delivery): string => guild ?? asker;
