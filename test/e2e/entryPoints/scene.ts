import { expect, vi } from "vitest";
import {
  buttonsOf,
  type Channel,
  type Interaction,
  type Message,
  type Person,
  textOf,
} from "../../../playground/discord/index.ts";
import { STORY } from "../../fakes/engine.ts";
import { articlePage } from "../../fakes/site.ts";
import type { House } from "../harness.ts";
import { openingOf } from "../reader.ts";

/** A server that the bot is in, its direct messages, and a server it is not in, where its user has brought it along. */
export const PLACES = ["server", "dm", "app"] as const;
export type Place = (typeof PLACES)[number];

/**
 * What who is "without rights" lacks in a server. `role`: the server's settings refuse a role of his. `sight`: he may not
 * see the channel in which the document was posted. `charge`: the document is another's, and he neither moderates the
 * channel nor manages the server. In a server without the bot all lack the same, Discord's Use External Apps: then
 * Discord shows every answer to its asker alone.
 */
type Lack = "role" | "sight" | "charge";

/**
 * One way in. A cell says what comes of it with rights, and after a bar without; "→" stands between what comes at once and
 * what follows when the person goes on. A cell that begins with "—" says why the case cannot be on Discord.
 */
export type Way = {
  way: string;
  lacks: Lack;
  does: (scene: Scene) => Promise<string>;
  withheld?: Partial<Record<Place, string>>;
} & Record<Place, string>;

export const UNREAD = "— Discord tells a bot nothing of servers that it is not in";
export const ALONE = "— who writes to the bot is alone with it, and has all rights there";
export const NO_THREADS = "— there are no threads";
export const NO_SETTINGS = "— settings are for servers that the bot is in";

export const QUESTION = "How many visitors had the library?";
/** What an answer is, by what it says; what is none of these stands in the outcome as it is. */
const SIGNS: [RegExp, string][] = [
  [/^### \d sources\n/, "overview"],
  [/They agree\n/, "comparison"],
  [/3 claims, 3 verified/, "card"],
  [/> The library had 48,000 visitors last year/, "answer"],
  [/Shall Pith digest this\?/, "offer"],
  [/This server does not let you use Pith, or not in this channel/, "not here"],
  [/There is no such document here, or you may not read it/, "no document"],
  [/That is not for you to do/, "not allowed"],
  [/settings are for servers/, "servers only"],
  [/here it must be one at a time/, "one at a time"],
  [/Give me something to read/, "nothing given"],
  [/I cannot read that message from here/, "cannot read it"],
  [/I can read your question only when you mention me/, "mention me"],
  [/Pith in this server/, "settings"],
  [/Last 30 days: /, "usage"],
  [/Texts are read by/, "help"],
  [/This is what is stored about you/, "export"],
  [/Shall (?:all of )?(?:it|they) be forgotten/, "asks first"],
  [/There is nothing to forget/, "nothing kept"],
  [/Forgotten: \d+ document/, "forgotten"],
];
/** Cards on which no thread is promised: looked at in the end, when one would be there. */
export const THREADLESS: string[] = [];
const PATIENCE = { timeout: 10_000, interval: 10 };
const LOADING = 1 << 7;
const labels = (message: Message): (string | undefined)[] => buttonsOf(message).map(({ label }) => label);
/** A card has a button Stop while work goes on. */
const isFinished = (message: Message): boolean => !(message.flags & LOADING) && !labels(message).includes("Stop");
const kindOf = (message: Message): string => SIGNS.find(([sign]) => sign.test(textOf(message)))?.[1] ?? textOf(message);

let editions = 0;
/** A story unlike any other, so that nothing of an earlier row answers for it. */
export const fresh = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
export const file = (name = "story.txt", text = fresh()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

type Row = Pick<Scene, "house" | "channel" | "who" | "poster" | "closed" | "expected">;

/** One row under way: who asks, where, and what came of it. */
export class Scene {
  readonly house: House;
  /** A channel that nothing else happens in. */
  readonly channel: Channel;
  readonly who: Person;
  /** Somebody else, who may do everything there; in direct messages there is nobody else. */
  readonly poster: Person;
  /** Where documents stand that the asker did not post: in that channel, or in one that he does not see. */
  readonly closed: Channel;
  /** What the table promises, step by step: it tells how long to wait, and for what. */
  readonly expected: string[];

  constructor({ house, channel, who, poster, closed, expected }: Row) {
    this.house = house;
    this.channel = channel;
    this.who = who;
    this.poster = poster;
    this.closed = closed;
    this.expected = expected;
  }

  get mention(): string {
    return `<@${this.house.discord.world.bot.id}>`;
  }

  /** The address of an article of its own. */
  page(): string {
    const path = `/article-${++editions}`;
    this.house.site.pages.set(path, articlePage(`Article ${editions}`, fresh().split("\n\n")));
    return this.house.site.origin + path;
  }

  /** A card of a document that stands there already, and the id of its posting. */
  async document(by = this.poster): Promise<{ card: Message; id: string }> {
    const card = await by.slash(this.closed, "summarise", { text: fresh() }).response(isFinished);
    return { card, id: buttonsOf(card)[0]!.custom_id!.split(":")[2]! };
  }

  /** The same, once the card itself is known too, by which it is found when people reply to it or use its menu. */
  async cardOf(): Promise<Message> {
    const { card } = await this.document();
    await vi.waitFor(async () => expect(await this.house.postingsOf(card.id)).not.toEqual([]), PATIENCE);
    return card;
  }

  /** A document's thread, with the first message in it. */
  async thread(): Promise<{ thread: Channel; opening: Message }> {
    const { card } = await this.document();
    const opening = await openingOf(this.house, card);
    return { opening, thread: this.house.discord.channel(card.id) };
  }

  /** What an interaction came to: a form, or the finished answer, and who sees it. */
  async told(start: () => Interaction, isIt = isFinished): Promise<string> {
    const asked = this.#used(start);
    if (!asked) return "not offered";
    const modal = await asked.modal.catch(() => null);
    return modal ? "form" : this.#shown(await asked.response((message) => isFinished(message) && isIt(message)));
  }

  /** The same of an interaction that opens a form, which is then filled in. */
  async filled(start: () => Interaction, values: Parameters<Person["submit"]>[1]): Promise<string> {
    const asked = this.#used(start);
    if (!asked) return "not offered";
    if (!(await asked.modal.catch(() => null))) return this.#shown(await asked.response(isFinished));
    const form = await this.who.submit(asked, values);
    return `form → ${await this.#shown(await form.response(isFinished))}`;
  }

  /** What a posted message came to: a reply of the bot's, a reaction, or nothing. */
  async heard(message: Message): Promise<string> {
    const isThere = () => this.reply(message) !== undefined || this.#reactions(message).length > 0;
    if (this.expected[0] === "nothing") await this.#meanwhile();
    else await vi.waitFor(() => expect(isThere()).toBe(true), PATIENCE);
    return this.reply(message) ? this.answered(message) : isThere() ? "reaction" : "nothing";
  }

  /** What a message is answered with at last. */
  async answered(message: Message): Promise<string> {
    if (this.expected.at(-1) === "nothing") await this.#meanwhile();
    else await vi.waitFor(() => expect(this.reply(message)).toBeDefined(), PATIENCE);
    const reply = this.reply(message);
    return reply ? this.#shown(reply) : "nothing";
  }

  reply({ id }: Message): Message | undefined {
    const { world } = this.house.discord;
    const isReply = (one: Message) =>
      one.reference?.message_id === id && one.author === world.bot.id && isFinished(one);
    return world.allMessages().find(isReply);
  }

  #used(start: () => Interaction): Interaction | null {
    try {
      return start();
    } catch (thrown) {
      if (/is not offered|lacks UseApplicationCommands/.test(String(thrown))) return null;
      throw thrown;
    }
  }

  #reactions({ id }: Message): string[] {
    const { world } = this.house.discord;
    const all = world.message(id)?.reactions ?? [];
    return all.filter(({ users }) => users.has(world.bot.id)).map(({ emoji }) => emoji);
  }

  /** Somebody else has a text digested elsewhere: what came before it has been looked at by then. */
  async #meanwhile(): Promise<void> {
    const { discord } = this.house;
    await discord.ada.slash("#news", "summarise", { text: fresh() }).response(isFinished);
  }

  async #shown(message: Message): Promise<string> {
    const kind = `${message.only === null ? "" : "private "}${kindOf(message)}`;
    const promised = this.expected.some((step) => step === `${kind}, thread`);
    if (!promised && kind.endsWith("card")) THREADLESS.push(message.id);
    if (!promised) return kind;
    await openingOf(this.house, message);
    return `${kind}, thread`;
  }
}
