import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "I can't find that document, or you're not allowed to see it";
const UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";
const question = "How many visitors had the library?";
const FOUND = "> The library had 48,000 visitors last year";

let edition = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const createFile = (name = "story.txt", text = createText(), type = "text/plain") => ({
  name,
  type,
  bytes: Buffer.from(text),
});
const documentOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

describe("private documents and permissions", () => {
  let harness: BotHarness;
  let channels = 0;

  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const createChannel = (): Channel => harness.discord.state.addChannel(harness.discord.guild, `channel-${++channels}`);
  const replyTo = ({ id }: Message): Promise<Message> =>
    harness.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));

  test.each(["de", "zh-Hant-TW", "ドイツ語", "Brazilian Portuguese", "auto"])(
    "answers the modal of a private command ephemerally, with the language %s",
    async (language) => {
      const { ada } = harness.discord;
      const command = ada.slash("#news", "summarise", { private: true, language });
      const modal = await ada.submit(command, { text: createText() });
      expect((await modal.response(isDone)).ephemeralFor).toBe(ada.id);
    },
  );

  test.each(["pt.BR", "de:x", ".0.0.0", "x".repeat(35), "😀".repeat(17)])(
    "refuses a private command ephemerally, without its modal, with the unknown language %s",
    async (language) => {
      const { ada } = harness.discord;
      const refused = await ada.slash("#news", "summarise", { private: true, language }).response(isDone);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([
        ada.id,
        expect.stringMatching(/^I don't know that language \(.+\)\. /),
      ]);
    },
  );

  describe("a private document", () => {
    test("is not used for a public question that names no document", async () => {
      const { ada } = harness.discord;
      const channel = createChannel();
      const digest = await ada.slash(channel, "summarise", { text: createText(), private: true }).response(isDone);
      expect(digest.ephemeralFor).toBe(ada.id);
      const publicAnswer = await ada.slash(channel, "ask", { question }).response(isDone);
      expect(textOf(publicAnswer)).toContain(NO_DOCUMENT);
      const privateAnswer = await ada.slash(channel, "ask", { question, private: true }).response(isDone);
      expect([privateAnswer.ephemeralFor, textOf(privateAnswer)]).toEqual([ada.id, expect.stringContaining(FOUND)]);
    });

    test("keeps private questions about a public document out of the conversation of others", async () => {
      const { ada, ben } = harness.discord;
      const channel = createChannel();
      const card = await ada.slash(channel, "summarise", { text: createText() }).response(isDone);
      const document = documentOf(card);
      const privateQuestion = "How many visitors did the library have that I must hide?";
      await ada.slash(channel, "ask", { question: privateQuestion, document, private: true }).response(isDone);
      await ada.slash(channel, "ask", { question: "What does the change cost?", document }).response(isDone);
      await ben.slash(channel, "ask", { question: "And how many visitors had it?", document }).response(isDone);
      const prompt = JSON.stringify(harness.model.requests.at(-1)!.body.messages);
      expect(prompt).toContain("Asked before: What does the change cost?");
      expect(prompt).not.toContain("must hide");
    });

    test("is used for ephemeral answers to its requester, by id or by title, and to nobody else", async () => {
      const { ada, ben } = harness.discord;
      const channel = createChannel();
      const file = createFile("secret.md", `# A secret of the house\n\n${createText()}`, "text/markdown");
      const digest = await ada.slash(channel, "summarise", { file, private: true }).response(isDone);
      for (const document of [documentOf(digest), `A secret of the house`]) {
        const answer = await ada.slash(channel, "ask", { question, document }).response(isDone);
        expect([answer.ephemeralFor, textOf(answer)]).toEqual([ada.id, expect.stringContaining(FOUND)]);
        const stranger = await ben.slash(channel, "ask", { question, document }).response(isDone);
        const unknown = await ben.slash(channel, "ask", { question, document: UNKNOWN }).response(isDone);
        expect([stranger.ephemeralFor, textOf(stranger)]).toEqual([unknown.ephemeralFor, textOf(unknown)]);
      }
      expect(harness.discord.messagesIn(channel).filter((one) => textOf(one).includes("48,000"))).toEqual([]);
    });

    test("is hidden from the private questions and comparisons of others, by id or by title", async () => {
      const { ada, ben } = harness.discord;
      const channel = createChannel();
      const file = createFile("own.md", `# The secret of the house\n\n${createText()}`, "text/markdown");
      const digest = await ada.slash(channel, "summarise", { file, private: true }).response(isDone);
      for (const document of [documentOf(digest), `The secret of the house`]) {
        const answer = await ben.slash(channel, "ask", { question, document, private: true }).response(isDone);
        const options = { a: document, b: document, private: true };
        const comparison = await ben.slash(channel, "compare", options).response(isDone);
        for (const refused of [answer, comparison])
          expect([refused.ephemeralFor, textOf(refused)]).toEqual([ben.id, expect.stringContaining(NO_DOCUMENT)]);
      }
    });

    test("is not used for a mention in reply to its source message", async () => {
      const { ada, ben, state } = harness.discord;
      const channel = createChannel();
      const posted = ben.post(channel, { files: [createFile()] });
      const digest = await ada.messageCommand("Summarise privately", posted).response(isDone);
      expect(digest.ephemeralFor).toBe(ada.id);
      // The bot treats `posted` as a message that has not been summarised yet, and posts a public card.
      const mention = ada.post(channel, { content: `<@${state.bot.id}> ${question}`, replyTo: posted });
      expect(textOf(await replyTo(mention))).toContain(FAITHFUL);
    });

    test("is not revealed by marking the digest of another user as cached", async () => {
      const { ada, ben } = harness.discord;
      const [channel, text] = [createChannel(), createText()];
      const isCachedFor = async (person: Person): Promise<boolean> =>
        textOf(await person.slash(channel, "summarise", { text }).response(isDone)).includes("cached");
      await ada.slash(channel, "summarise", { text, private: true }).response(isDone);
      expect(await isCachedFor(ben)).toBe(false);
      await expect.poll(() => isCachedFor(ada)).toBe(true);
    });

    test("is used for questions in direct messages with the bot", async () => {
      const mia = harness.discord.addPerson("mia");
      await mia.slash(mia.dm(), "summarise", { text: createText(), private: true }).response(isDone);
      expect(textOf(await mia.slash(mia.dm(), "ask", { question }).response(isDone))).toContain(FOUND);
      expect(textOf(await replyTo(mia.post(mia.dm(), { content: question })))).toContain(FOUND);
    });
  });

  test("hides documents of a channel from people without Read Message History", async () => {
    const { ada, ben, state } = harness.discord;
    const channel = createChannel();
    const document = documentOf(await ada.slash(channel, "summarise", { text: createText() }).response(isDone));
    const ask = async () => textOf(await ben.slash(createChannel(), "ask", { question, document }).response(isDone));
    expect(await ask()).toContain(FOUND);
    state.setOverwrite(channel, ben.id, { deny: ["ReadMessageHistory"] });
    expect(await ask()).toContain(NO_DOCUMENT);
  });

  describe("the message with an upload", () => {
    const link = ({ channel_id, id }: Message): string => `/${channel_id}/${id}>`;
    const upload = async (
      channel: Channel,
      name: string,
    ): Promise<{ posted: Message; card: Message; document: string; thread: Channel }> => {
      const { ada, state } = harness.discord;
      const posted = ada.post(channel, { content: `<@${state.bot.id}>`, files: [createFile(name)] });
      const card = await replyTo(posted);
      await expect.poll(() => state.channels.has(card.id)).toBe(true);
      return { posted, card, document: documentOf(card), thread: state.channels.get(card.id)! };
    };

    test("is linked only where all readers can see it, and to the requester alone", async () => {
      const { ada, ben, state } = harness.discord;
      const [secret, open] = [createChannel(), createChannel()];
      state.setOverwrite(secret, ben.id, { deny: ["ViewChannel"] });
      const { posted, card, document, thread } = await upload(secret, "secret.txt");
      const { thread: otherThread } = await upload(secret, "other.txt");
      const { posted: otherPosted, document: other } = await upload(open, "open.txt");
      const ask = async (channel: Channel, isPrivate = false): Promise<string> =>
        textOf(await ada.slash(channel, "ask", { question, document, private: isPrivate }).response(isDone));
      for (const channel of [secret, thread, otherThread]) expect(await ask(channel)).toContain(link(posted));
      expect(await ask(open, true)).toContain(link(posted));
      const answer = await ask(open);
      expect(answer).not.toContain(secret.id);
      expect(answer).toMatch(/48,000 visitors.* ¶ \d/);
      const compare = async (channel: Channel): Promise<string> =>
        textOf(await ada.slash(channel, "compare", { a: document, b: other }).response(isDone));
      expect(await compare(open)).not.toContain(secret.id);
      expect(await compare(open)).toContain(link(otherPosted));
      expect(await compare(secret)).toContain(link(posted));
      // A card is still linked after it was changed.
      const menu = await ada.press(card, "Adjust").response();
      await ada.choose(menu, "v1:shape", ["bullets"]).response(isDone);
      expect(textOf(state.message(card.id)!)).toContain(link(posted));
    });
  });

  describe("moderators", () => {
    const addModerator = (name: string, channel: Channel): Person => {
      const person = harness.discord.addPerson(name);
      harness.discord.state.setOverwrite(channel, person.id, { allow: ["ViewChannel", "ManageMessages"] });
      return person;
    };

    test("can forget only documents of their own channels", async () => {
      const { ada } = harness.discord;
      const [here, elsewhere] = [createChannel(), createChannel()];
      const card = await ada.slash(here, "summarise", { text: createText() }).response(isDone);
      const document = documentOf(card);
      const otherModerator = addModerator("max", elsewhere);
      const refused = await otherModerator
        .slash(elsewhere, "forget", { document }, { subcommand: "document" })
        .response(isDone);
      expect(textOf(refused)).toContain("You're not allowed to do that");
      const moderator = addModerator("mod", here);
      const done = await moderator
        .slash(elsewhere, "forget", { document }, { subcommand: "document" })
        .response(isDone);
      expect(textOf(done)).toContain("Deleted 1 document");
    });
  });
});
