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
import type { BotHarness } from "../harness.ts";
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
type Restriction = "role" | "sight" | "charge";

/**
 * One way in. A cell says what comes of it with rights, and after a bar without; "→" stands between what comes at once and
 * what follows when the person goes on. A cell that begins with "—" says why the case cannot be on Discord.
 */
export type EntryPoint = {
  way: string;
  lacks: Restriction;
  does: (scene: TestCase) => Promise<string>;
  withheld?: Partial<Record<Place, string>>;
} & Record<Place, string>;

export const NO_EVENTS = "— Discord tells a bot nothing of servers that it is not in";
export const NO_OTHER_MEMBERS = "— who writes to the bot is alone with it, and has all rights there";
export const NO_THREADS = "— there are no threads";
export const NO_SETTINGS = "— settings are for servers that the bot is in";

export const QUESTION = "How many visitors had the library?";
/** What an answer is, by what it says; what is none of these stands in the outcome as it is. */
const OUTCOMES: [RegExp, string][] = [
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
export const cardsWithoutThread: string[] = [];
const WAIT_OPTIONS = { timeout: 10_000, interval: 10 };
const LOADING = 1 << 7;
const labels = (message: Message): (string | undefined)[] => buttonsOf(message).map(({ label }) => label);
/** A card has a button Stop while work goes on. */
const isFinished = (message: Message): boolean => !(message.flags & LOADING) && !labels(message).includes("Stop");
const kindOf = (message: Message): string => OUTCOMES.find(([sign]) => sign.test(textOf(message)))?.[1] ?? textOf(message);

let editions = 0;
/** A story unlike any other, so that nothing of an earlier row answers for it. */
export const createText = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
export const createFile = (name = "story.txt", text = createText()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

type Row = Pick<TestCase, "house" | "channel" | "who" | "poster" | "closed" | "expected">;

/** One row under way: who asks, where, and what came of it. */
export class TestCase {
  readonly harness: BotHarness;
  /** A channel that nothing else happens in. */
  readonly channel: Channel;
  readonly user: Person;
  /** Somebody else, who may do everything there; in direct messages there is nobody else. */
  readonly poster: Person;
  /** Where documents stand that the asker did not post: in that channel, or in one that he does not see. */
  readonly documentChannel: Channel;
  /** What the table promises, step by step: it tells how long to wait, and for what. */
  readonly expected: string[];

  constructor({ harness, channel, user, poster, documentChannel, expected }: Row) {
    this.harness = harness;
    this.channel = channel;
    this.user = user;
    this.poster = poster;
    this.documentChannel = documentChannel;
    this.expected = expected;
  }

  get mention(): string {
    return `<@${this.harness.discord.state.bot.id}>`;
  }

  /** The address of an article of its own. */
  addPage(): string {
    const path = `/article-${++editions}`;
    this.harness.site.pages.set(path, articlePage(`Article ${editions}`, createText().split("\n\n")));
    return this.harness.site.origin + path;
  }

  /** A card of a document that stands there already, and the id of its posting. */
  async createDocument(by = this.poster): Promise<{ card: Message; id: string }> {
    const card = await by.slash(this.documentChannel, "summarise", { text: createText() }).response(isFinished);
    return { card, id: buttonsOf(card)[0]!.custom_id!.split(":")[2]! };
  }

  /** The same, once the card itself is known too, by which it is found when people reply to it or use its menu. */
  async createCard(): Promise<Message> {
    const { card } = await this.createDocument();
    await vi.waitFor(async () => expect(await this.harness.postingsOf(card.id)).not.toEqual([]), WAIT_OPTIONS);
    return card;
  }

  /** A document's thread, with the first message in it. */
  async createThread(): Promise<{ thread: Channel; opening: Message }> {
    const { card } = await this.createDocument();
    const opening = await openingOf(this.harness, card);
    return { opening, thread: this.harness.discord.channel(card.id) };
  }

  /** What an interaction came to: a form, or the finished answer, and who sees it. */
  async outcomeOf(start: () => Interaction, isIt = isFinished): Promise<string> {
    const asked = this.#tryInteraction(start);
    if (!asked) return "not offered";
    const modal = await asked.modal.catch(() => null);
    return modal ? "form" : this.#describeResponse(await asked.response((message) => isFinished(message) && isIt(message)));
  }

  /** The same of an interaction that opens a form, which is then filled in. */
  async modalOutcome(start: () => Interaction, values: Parameters<Person["submit"]>[1]): Promise<string> {
    const asked = this.#tryInteraction(start);
    if (!asked) return "not offered";
    if (!(await asked.modal.catch(() => null))) return this.#describeResponse(await asked.response(isFinished));
    const form = await this.user.submit(asked, values);
    return `form → ${await this.#describeResponse(await form.response(isFinished))}`;
  }

  /** What a posted message came to: a reply of the bot's, a reaction, or nothing. */
  async messageOutcome(message: Message): Promise<string> {
    const isThere = () => this.reply(message) !== undefined || this.#botReactions(message).length > 0;
    if (this.expected[0] === "nothing") await this.#waitForUnrelatedWork();
    else await vi.waitFor(() => expect(isThere()).toBe(true), WAIT_OPTIONS);
    return this.reply(message) ? this.replyOutcome(message) : isThere() ? "reaction" : "nothing";
  }

  /** What a message is answered with at last. */
  async replyOutcome(message: Message): Promise<string> {
    if (this.expected.at(-1) === "nothing") await this.#waitForUnrelatedWork();
    else await vi.waitFor(() => expect(this.reply(message)).toBeDefined(), WAIT_OPTIONS);
    const findReply = this.reply(message);
    return findReply ? this.#describeResponse(findReply) : "nothing";
  }

  reply({ id }: Message): Message | undefined {
    const { state } = this.harness.discord;
    const isReply = (one: Message) =>
      one.reference?.message_id === id && one.author === state.bot.id && isFinished(one);
    return state.allMessages().find(isReply);
  }

  #tryInteraction(start: () => Interaction): Interaction | null {
    try {
      return start();
    } catch (thrown) {
      if (/is not offered|lacks UseApplicationCommands/.test(String(thrown))) return null;
      throw thrown;
    }
  }

  #botReactions({ id }: Message): string[] {
    const { state } = this.harness.discord;
    const all = state.message(id)?.reactions ?? [];
    return all.filter(({ users }) => users.has(state.bot.id)).map(({ emoji }) => emoji);
  }

  /** Somebody else has a text digested elsewhere: what came before it has been looked at by then. */
  async #waitForUnrelatedWork(): Promise<void> {
    const { discord } = this.harness;
    await discord.ada.slash("#news", "summarise", { text: createText() }).response(isFinished);
  }

  async #describeResponse(message: Message): Promise<string> {
    const kind = `${message.ephemeralFor === null ? "" : "private "}${kindOf(message)}`;
    const promised = this.expected.some((step) => step === `${kind}, thread`);
    if (!promised && kind.endsWith("card")) cardsWithoutThread.push(message.id);
    if (!promised) return kind;
    await openingOf(this.harness, message);
    return `${kind}, thread`;
  }
}
