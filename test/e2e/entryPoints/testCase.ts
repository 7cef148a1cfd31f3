import { expect, vi } from "vitest";
import {
  buttonsOf,
  type Channel,
  type Interaction,
  type Message,
  MessageFlag,
  type Person,
  textOf,
} from "../../../playground/discord/index.ts";
import { STORY } from "../../fakes/engine.ts";
import { FAITHFUL } from "../../fakes/modelServer.ts";
import { articlePage } from "../../fakes/site.ts";
import { waitForOpening } from "../cardHelpers.ts";
import type { BotHarness } from "../harness.ts";

/**
 * Where an entry point is used. `server`: a server with the bot. `dm`: direct messages with the bot. `userInstall`: a
 * server without the bot, by a user who has installed the app.
 */
export const PLACES = ["server", "dm", "userInstall"] as const;
export type Place = (typeof PLACES)[number];

/**
 * What a user without rights lacks in a server. `refusedRole`: the server's settings refuse one of the user's roles.
 * `hiddenChannel`: the user cannot view the channel of the document. `notModerator`: the document belongs to somebody
 * else, and the user has neither Manage Messages nor Manage Server. In a server without the bot, users without rights
 * lack Use External Apps, and Discord makes every response ephemeral.
 */
type Restriction = "refusedRole" | "hiddenChannel" | "notModerator";

/**
 * One way to use the bot, with the expected outcomes for each place: the outcome with rights and, after " | ", the
 * outcome without rights. " → " separates the outcomes of consecutive steps. An outcome that begins with "—" states why
 * Discord does not allow the case. `withoutIntent` holds the outcomes that differ without the Message Content intent.
 */
export type EntryPoint = {
  name: string;
  restriction: Restriction;
  run: (testCase: TestCase) => Promise<string>;
  withoutIntent?: Partial<Record<Place, string>>;
} & Record<Place, string>;

export const NO_EVENTS = "— Discord sends a bot no messages from servers without it";
export const NO_OTHER_MEMBERS = "— direct messages have no other members, and the user has all rights";
export const NO_THREADS = "— direct messages have no threads";
export const NO_SETTINGS = "— only servers with the bot have settings";

export const QUESTION = "How many visitors had the library?";
/** Patterns that map the text of a response to its outcome. If none matches, the text itself is the outcome. */
const OUTCOMES: [RegExp, string][] = [
  [/^### \d sources\n/, "overview"],
  [/Where they agree\n/, "comparison"],
  [new RegExp(FAITHFUL), "card"],
  [/> The library had 48,000 visitors last year/, "answer"],
  [/Summarise this\?/, "offer"],
  [/You're not allowed to use me in this server or channel/, "not here"],
  [/I can't find that document, or you're not allowed to see it/, "no document"],
  [/You're not allowed to do that|That's for people who manage this server/, "not allowed"],
  [/settings only work in servers/, "servers only"],
  [/ (?:to|in) \/settings/, "moved"],
  [/I can only take one at a time here/, "one at a time"],
  [/I need something to read/, "nothing given"],
  [/I can't read that message from here/, "cannot read it"],
  [/I can only read your question if you mention me/, "mention me"],
  [/### This channel: .*\n/, "settings"],
  [/Last 30 days: /, "usage"],
  [/ reads the texts\./, "help"],
  [/This is everything stored about you/, "export"],
  [/^Delete everything you've posted|^Delete \d+ documents? from/, "asks first"],
  [/There's nothing to delete/, "nothing kept"],
  [/^Deleted \d+ document/, "forgotten"],
];
/**
 * Ids of cards that must not have a thread. They are checked after all other cases, so that a wrongly created thread
 * would exist by then.
 */
export const cardsWithoutThread: string[] = [];
const WAIT_OPTIONS = { timeout: 10_000, interval: 10 };
const labelsOf = (message: Message): (string | undefined)[] => buttonsOf(message).map(({ label }) => label);
/** Whether the work for a message has ended. Until then its card has a Stop button. */
const isFinished = (message: Message): boolean =>
  !(message.flags & MessageFlag.Loading) && !labelsOf(message).includes("Stop");
const classify = (message: Message): string =>
  OUTCOMES.find(([pattern]) => pattern.test(textOf(message)))?.[1] ?? textOf(message);

let editions = 0;
/** Creates text that no other case uses, so that no result comes from the cache. */
export const createText = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
export const createFile = (name = "story.txt", text = createText()) => ({
  name,
  type: "text/plain",
  bytes: Buffer.from(text),
});

type TestCaseOptions = Pick<TestCase, "harness" | "channel" | "user" | "poster" | "documentChannel" | "expected">;

/** One run of an entry point: who uses it, where, and what is expected. */
export class TestCase {
  readonly harness: BotHarness;
  /** A channel that no other case uses. */
  readonly channel: Channel;
  readonly user: Person;
  /** Another person with all rights. In direct messages, the same person as `user`. */
  readonly poster: Person;
  /** The channel in which documents are posted: `channel`, or a channel whose documents the user may not read. */
  readonly documentChannel: Channel;
  /** The expected outcome of each step. It determines what the case waits for. */
  readonly expected: string[];

  constructor({ harness, channel, user, poster, documentChannel, expected }: TestCaseOptions) {
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

  /** Adds an article to the website and returns its URL. */
  addPage(): string {
    const path = `/article-${++editions}`;
    this.harness.site.pages.set(path, articlePage(`Article ${editions}`, createText().split("\n\n")));
    return this.harness.site.origin + path;
  }

  /** Posts a document in `documentChannel`. Returns its card and the id of its posting. */
  async createDocument(author = this.poster): Promise<{ card: Message; id: string }> {
    const card = await author.slash(this.documentChannel, "summarise", { text: createText() }).response(isFinished);
    return { card, id: buttonsOf(card)[0]!.custom_id!.split(":")[2]! };
  }

  /** Posts a document and waits until the id of its card is stored, because replies and message commands need it. */
  async createCard(): Promise<Message> {
    const { card } = await this.createDocument();
    await vi.waitFor(async () => expect(await this.harness.postingsOf(card.id)).not.toEqual([]), WAIT_OPTIONS);
    return card;
  }

  /** Posts a document. Returns its thread and the first message in the thread. */
  async createThread(): Promise<{ thread: Channel; opening: Message }> {
    const { card } = await this.createDocument();
    const opening = await waitForOpening(this.harness, card);
    return { opening, thread: this.harness.discord.channel(card.id) };
  }

  /** Registers a subcommand that the bot no longer has, as if its commands were not deployed yet. */
  registerOldSubcommand(command: string, name: string): void {
    const options = this.harness.discord.state.commands.find((one) => one.name === command)?.options;
    if (!options?.some((option) => option.name === name)) options?.push({ type: 1, name, description: "Old" });
  }

  /**
   * Returns the outcome of an interaction: `form` if it opens a modal, `not offered` if Discord does not offer it, and
   * the outcome of the finished response otherwise.
   */
  async interactionOutcome(start: () => Interaction, isExpected = isFinished): Promise<string> {
    const interaction = this.#tryInteraction(start);
    if (!interaction) return "not offered";
    if (await interaction.modal.catch(() => null)) return "form";
    return this.#responseOutcome(await interaction.response((message) => isFinished(message) && isExpected(message)));
  }

  /** Returns the outcome of an interaction that opens a modal, followed by the outcome of submitting the modal. */
  async modalOutcome(start: () => Interaction, values: Parameters<Person["submit"]>[1]): Promise<string> {
    const interaction = this.#tryInteraction(start);
    if (!interaction) return "not offered";
    if (!(await interaction.modal.catch(() => null)))
      return this.#responseOutcome(await interaction.response(isFinished));
    const submission = await this.user.submit(interaction, values);
    return `form → ${await this.#responseOutcome(await submission.response(isFinished))}`;
  }

  /** Returns the outcome of a posted message: the outcome of the bot's reply, `reaction` or `nothing`. */
  async messageOutcome(message: Message): Promise<string> {
    const hasResponse = () => this.replyTo(message) !== undefined || this.#botReactions(message).length > 0;
    if (this.expected[0] === "nothing") await this.#waitForUnrelatedWork();
    else await vi.waitFor(() => expect(hasResponse()).toBe(true), WAIT_OPTIONS);
    return this.replyTo(message) ? this.replyOutcome(message) : hasResponse() ? "reaction" : "nothing";
  }

  /** Returns the outcome of the bot's reply to a message, or `nothing`. */
  async replyOutcome(message: Message): Promise<string> {
    if (this.expected.at(-1) === "nothing") await this.#waitForUnrelatedWork();
    else await vi.waitFor(() => expect(this.replyTo(message)).toBeDefined(), WAIT_OPTIONS);
    const reply = this.replyTo(message);
    return reply ? this.#responseOutcome(reply) : "nothing";
  }

  /** Returns the bot's finished reply to a message, or undefined if there is none. */
  replyTo({ id }: Message): Message | undefined {
    const { state } = this.harness.discord;
    const isReply = (one: Message) =>
      one.reference?.message_id === id && one.author === state.bot.id && isFinished(one);
    return state.allMessages().find(isReply);
  }

  /** Starts an interaction. Returns null if Discord does not offer it to the user. */
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

  /** Requests a digest and waits for it. By then, the bot has handled every earlier event. */
  async #waitForUnrelatedWork(): Promise<void> {
    const { discord } = this.harness;
    await discord.ada.slash("#news", "summarise", { text: createText() }).response(isFinished);
  }

  async #responseOutcome(message: Message): Promise<string> {
    const outcome = `${message.ephemeralFor === null ? "" : "private "}${classify(message)}`;
    const expectsThread = this.expected.some((step) => step === `${outcome}, thread`);
    if (!expectsThread && outcome.endsWith("card")) cardsWithoutThread.push(message.id);
    if (!expectsThread) return outcome;
    await waitForOpening(this.harness, message);
    return `${outcome}, thread`;
  }
}
