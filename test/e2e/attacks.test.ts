import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { completion, FAITHFUL, modelError } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "I can't find that document, or you're not allowed to see it";
const UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";
const question = "How many visitors had the library?";
const documentOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
let edition = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const createFile = (name: string, text = createText()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

describe("access control and hostile input", () => {
  let harness: BotHarness;
  let channels = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => {
    harness.model.delayMs = 0;
    harness.discord.faults.clear();
    expectNoViolations(harness);
  });
  afterAll(() => harness.close());

  /** Creates a channel visible only to the given people and the bot, or to everybody if no people are given. */
  const createChannel = (...people: Person[]): Channel => {
    const { state, guild } = harness.discord;
    const channel = state.addChannel(guild, `channel-${++channels}`);
    if (!people.length) return channel;
    state.setOverwrite(channel, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [...people, state.bot]) state.setOverwrite(channel, id, { allow: ["ViewChannel"] });
    return channel;
  };
  const mention = (): string => `<@${harness.discord.state.bot.id}>`;
  const replyTo = ({ id }: Message): Promise<Message> =>
    harness.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
  const dmTo = (person: Person, text: string): Promise<Message> =>
    harness.discord.waitFor((one) => one.channel_id === person.dm().id && textOf(one).includes(text));

  describe("private digests", () => {
    test("sends a hint by direct message, and nothing to the channel, if the token has expired", async () => {
      const channel = createChannel();
      const person = harness.discord.addPerson("late");
      harness.model.delayMs = 800;
      const interaction = person.slash(channel, "summarise", { text: createText(), private: true });
      await interaction.acknowledged;
      harness.discord.expireTokens();
      expect(textOf(await dmTo(person, "private result is ready"))).not.toContain("library");
      expect(harness.discord.messagesIn(channel)).toEqual([]);
    });

    test("reports an error by direct message if the token has expired", async () => {
      const channel = createChannel();
      const person = harness.discord.addPerson("failed");
      harness.discord.faults.respond({ method: "POST", path: "/callback" }, 404, { code: 10_062, message: "x" });
      person.slash(channel, "summarise", { url: "http://127.0.0.1:9/", private: true });
      await dmTo(person, "I'm not allowed to open that address");
      expect(harness.discord.messagesIn(channel)).toEqual([]);
    });

    test("stay private after a restart", async () => {
      const channel = createChannel();
      harness.model.delayMs = 1500;
      const interaction = harness.discord.ada.slash(channel, "summarise", { text: createText(), private: true });
      await interaction.acknowledged;
      await harness.stop();
      await harness.start();
      const card = await interaction.response(isDone);
      expect([card.ephemeralFor, textOf(card)]).toEqual([harness.discord.ada.id, expect.stringContaining(FAITHFUL)]);
      expect(harness.discord.messagesIn(channel)).toEqual([]);
    });

    test("refuses a message with two files from the Apps menu ephemerally", async () => {
      const channel = createChannel();
      const posted = harness.discord.ben.post(channel, { files: [createFile("a.txt"), createFile("b.txt")] });
      const refused = await harness.discord.ada.messageCommand("Summarise privately", posted).response(isDone);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([
        harness.discord.ada.id,
        expect.stringContaining("one at a time"),
      ]);
    });

    test("answers the Ask button ephemerally, and lists the document for nobody else", async () => {
      const channel = createChannel();
      const { ada, ben } = harness.discord;
      const card = await ada.slash(channel, "summarise", { text: createText(), private: true }).response(isDone);
      const answer = await (await ada.submit(ada.press(card, "Ask"), { question })).response(isDone);
      expect(answer.ephemeralFor).toBe(ada.id);
      const listedDocuments = async (person: Person) =>
        (await person.autocomplete(channel, "ask", { question, document: "" }, "document")).map(({ value }) => value);
      expect(await listedDocuments(ben)).not.toContain(documentOf(card));
      expect(await listedDocuments(ada)).toContain(documentOf(card));
    });
  });

  describe("inaccessible documents", () => {
    const ask = async (person: Person, channel: Channel | string, document: string): Promise<string> =>
      textOf(await person.slash(channel, "ask", { question, document }).response(isDone));

    test("hides a private thread from people who are not members or were removed", async () => {
      const { ada, ben, state } = harness.discord;
      const channel = createChannel();
      const thread = ada.startThread(channel, "hidden", { type: 12 });
      for (const { id } of [state.bot, ben]) {
        thread.members.add(id);
        state.emit("threadMembers", thread, [id], []);
      }
      const card = await ada.slash(thread, "summarise", { text: createText() }).response(isDone);
      const document = documentOf(card);
      expect(await ask(ben, channel, document)).toContain("48,000 visitors");
      const eve = harness.discord.addPerson("eve");
      expect(await ask(eve, channel, document)).toBe(await ask(eve, channel, UNKNOWN));
      thread.members.delete(ben.id);
      state.emit("threadMembers", thread, [], [ben.id]);
      expect(await ask(ben, channel, document)).toContain(NO_DOCUMENT);
      const listed = await ben.autocomplete(channel, "ask", { question, document: "" }, "document");
      expect(listed.map(({ value }) => value)).not.toContain(document);
    });

    test("hides a channel's documents from a member who loses the viewing role, even in an open Ask modal", async () => {
      const { ada, state, guild } = harness.discord;
      const role = state.addRole(guild, `readers-${channels}`);
      const channel = createChannel(ada);
      state.setOverwrite(channel, role.id, { allow: ["ViewChannel"] });
      const person = harness.discord.addPerson("reader");
      state.addMember(guild, person.user, [role]);
      const card = await ada.slash(channel, "summarise", { text: createText() }).response(isDone);
      expect(await ask(person, "#news", documentOf(card))).toContain("48,000 visitors");
      const pressed = person.press(card, "Ask");
      await pressed.modal;
      state.addMember(guild, person.user, []);
      expect(textOf(await (await person.submit(pressed, { question })).response(isDone))).toContain(NO_DOCUMENT);
      expect(await ask(person, "#news", documentOf(card))).toContain(NO_DOCUMENT);
    });

    test("hides documents of other servers and of direct messages", async () => {
      const { ada, state } = harness.discord;
      const guild = state.addGuild("Another");
      const otherChannel = state.addChannel(guild, "there");
      state.addMember(guild, ada.user, []);
      guild.owner_id = ada.id;
      const serverCard = await ada.slash("#news", "summarise", { text: createText() }).response(isDone);
      const dmCard = await ada.slash(ada.dm(), "summarise", { text: createText() }).response(isDone);
      const ben = harness.discord.ben;
      for (const [person, channel, card] of [
        [ada, otherChannel, serverCard],
        [ada, ada.dm(), serverCard],
        [ada, "#news", dmCard],
        [ben, ben.dm(), dmCard],
      ] as const)
        expect(await ask(person, channel, documentOf(card))).toBe(await ask(person, channel, UNKNOWN));
      const document = documentOf(serverCard);
      const forgotten = ada.slash(otherChannel, "forget", { document }, { subcommand: "document" });
      expect(textOf(await forgotten.response(isDone))).toContain(NO_DOCUMENT);
    });
  });

  describe("hostile text", () => {
    const hostile = [
      "@everyone @here <@1> <@&1>",
      "[gift](https://evil.example/1) <https://evil.example/2> https://evil.example/3",
      "discord.gg/evil",
      "\u202egpj.exe \u200b\u2066x\u2069",
      "```js\nx\n``` `y`",
      "# Large\n-# 4 quotes found · stub\n> quoted",
      "😀".repeat(4000),
      "||a|| ~~b~~ __c__",
    ];
    const expectHarmless = (text: string): void => {
      expect(text).not.toMatch(/(?<!\\)@(?:everyone|here)|(?<!\\)<@|(?<!\\)\]\(|[\u202e\u200b\u2066]/);
      expect(text).not.toMatch(/(?<!\\)`|(?<!\\)\|\||discord\.gg/);
      expect(text).not.toMatch(/https?:\/\/evil/);
    };

    test.each(hostile)(
      "neutralises %s in titles, file names, texts, focus, questions and model output",
      async (hostileText) => {
        const { ada, ben } = harness.discord;
        const channel = createChannel();
        const short = hostileText.slice(0, 250);
        const markdown = `# ${hostileText.replace(/\n/g, " ")}\n\n${createText()}\n\n${hostileText}`;
        const options = {
          file: { ...createFile(`${short.replace(/[/\n]/g, "")}.md`, markdown), type: "text/markdown" },
        };
        const card = await ada.slash(channel, "summarise", { ...options, focus: short }).response(isDone);
        expectHarmless(textOf(card));
        const answer = await ben
          .slash(channel, "ask", { question: `${hostileText.slice(0, 900)} visitors?` })
          .response(isDone);
        expectHarmless(textOf(answer));
        const [choice] = await ben.autocomplete(channel, "ask", { question, document: "" }, "document");
        expect(choice!.name.length).toBeLessThanOrEqual(100);
        for (const text of harness.botTextsIn(channel)) expectHarmless(text);
      },
    );

    test.each(hostile)("neutralises %s as the whole output of the model", async (hostileText) => {
      const { respond } = harness.model;
      harness.model.respond = () =>
        completion({
          gist: hostileText,
          points: [{ text: hostileText, quotes: [hostileText] }],
          answerable: true,
          text: hostileText,
          quotes: [hostileText],
        });
      const channel = createChannel();
      const card = await harness.discord.ada.slash(channel, "summarise", { text: createText() }).response(isDone);
      expectHarmless(textOf(card));
      const answer = await harness.discord.ada.slash(channel, "ask", { question }).response(isDone);
      expectHarmless(textOf(answer));
      harness.model.respond = respond;
    });

    test("neutralises file names and URLs in error messages", async () => {
      const channel = createChannel();
      const { ada } = harness.discord;
      for (const url of [
        "https://x@evil.example/@everyone",
        "javascript:alert(1)",
        "https://[evil](https://evil.example)",
        "<@1>",
      ]) {
        const card = await ada.slash(channel, "summarise", { url }).response(isDone);
        expectHarmless(textOf(card));
      }
      const file = {
        name: "@everyone[x](https://evil.example).exe",
        type: "application/x",
        bytes: Buffer.from([0, 1, 2, 0]),
      };
      expectHarmless(textOf(await ada.slash(channel, "summarise", { file }).response(isDone)));
    });
  });

  describe("deletions", () => {
    test("handles a channel that is deleted or hidden from the bot during the work, and still answers commands", async () => {
      const { ada, state } = harness.discord;
      const [deleted, hidden] = [createChannel(), createChannel()];
      harness.model.delayMs = 1000;
      const before = harness.model.requests.length;
      for (const channel of [deleted, hidden]) ada.post(channel, { content: mention(), files: [createFile("a.txt")] });
      const [inDeleted, inHidden] = [deleted, hidden].map((channel) =>
        ada.slash(channel, "summarise", { text: createText() }),
      );
      await Promise.all([inDeleted!.acknowledged, inHidden!.acknowledged]);
      await expect.poll(() => harness.model.requests.length - before).toBe(4);
      state.removeChannel(deleted);
      state.setOverwrite(hidden, state.bot.id, { deny: ["ViewChannel"] });
      expect(textOf(await inHidden!.response(isDone))).toContain(FAITHFUL);
      await dmTo(ada, `I'm not allowed to post in <#${hidden.id}>`);
    });

    test("makes a document unreachable by id, title, thread and reply after its message is deleted", async () => {
      const { ada, ben } = harness.discord;
      const channel = createChannel();
      harness.site.pages.set("/gone", articlePage("The one that goes", STORY.split("\n\n")));
      const posted = ada.post(channel, { content: `${mention()} ${harness.site.origin}/gone` });
      const card = await replyTo(posted);
      const document = documentOf(card);
      const opening = await harness.discord.waitFor((message) => message.channel_id === card.id);
      ada.deleteMessage(posted);
      for (const reference of [document, "The one that goes"]) {
        const refused = await ben.slash(channel, "ask", { question, document: reference }).response(isDone);
        expect(textOf(refused)).toContain(NO_DOCUMENT);
      }
      const mentionInThread = ben.post(opening.channel_id, { content: `${mention()} ${question}` });
      expect(textOf(await replyTo(mentionInThread))).toContain(NO_DOCUMENT);
      const reply = ben.post(channel, { content: `${mention()} ${question}`, replyTo: card });
      const answer = await harness.discord.waitFor((message) => message.reference?.message_id === reply.id);
      expect(textOf(answer)).not.toContain("48,000");
    });
  });

  describe("deletions while the bot is offline", () => {
    test("makes a document unreachable if its message was deleted while the bot was offline", async () => {
      const { ada, ben } = harness.discord;
      const channel = createChannel();
      const posted = ada.post(channel, { content: mention(), files: [createFile("gone.txt")] });
      const document = documentOf(await replyTo(posted));
      const ask = async () => textOf(await ben.slash(channel, "ask", { question, document }).response(isDone));
      expect(await ask()).toContain("48,000 visitors");
      await harness.stop();
      ada.deleteMessage(posted);
      await harness.start();
      expect(await ask()).toContain(NO_DOCUMENT);
    });
  });

  describe("messages", () => {
    test("reads a short forwarded text from its snapshot, without fetching the original", async () => {
      const { ada } = harness.discord;
      const channel = createChannel(ada);
      const posted = ada.post(channel, { content: STORY.slice(0, 300) });
      const forwarded = ada.forward(posted, ada.dm());
      const card = await replyTo(forwarded);
      expect(textOf(card)).toBe("Only 53 words, so there's nothing to shorten.");
      const lookups = harness.discord.requests.filter(
        ({ method, path }) => method === "GET" && path.includes(posted.id),
      );
      expect(lookups).toEqual([]);
    });

    test("ignores other bots", async () => {
      const channel = createChannel();
      const otherBot = harness.discord.addPerson("robot");
      otherBot.user.bot = true;
      const ignored = otherBot.post(channel, { content: mention(), files: [createFile("a.txt")] });
      await replyTo(harness.discord.ada.post(channel, { content: mention(), files: [createFile("b.txt")] }));
      expect(harness.discord.messagesIn(channel).filter((one) => one.reference?.message_id === ignored.id)).toEqual([]);
    });

    test("reads a long text that Discord converted to message.txt", async () => {
      const { ada } = harness.discord;
      const posted = ada.post(createChannel(), { content: mention(), files: [createFile("message.txt")] });
      expect(textOf(await replyTo(posted))).toContain(FAITHFUL);
    });

    test("keeps the extractive digest ephemeral if the model fails", async () => {
      const { respond } = harness.model;
      harness.model.respond = () => modelError(500, "broken");
      const { ada } = harness.discord;
      const card = await ada
        .slash(createChannel(), "summarise", { text: createText(), private: true })
        .response(isDone, 30_000);
      expect(card.ephemeralFor).toBe(ada.id);
      harness.model.respond = respond;
    }, 60_000);
  });
});
