import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Channel, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { completion, modelError } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "There is no such document here, or you may not read it";
const UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";
const question = "How many visitors had the library?";
const documentOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;
let edition = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const file = (name: string, text = fresh()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

describe("attacks", () => {
  let house: BotHarness;
  let rooms = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => {
    house.model.delayMs = 0;
    house.discord.faults.clear();
    expectNoViolations(house);
  });
  afterAll(() => house.close());

  const room = (...people: Person[]): Channel => {
    const { state, guild } = house.discord;
    const channel = state.addChannel(guild, `room-${++rooms}`);
    if (!people.length) return channel;
    state.setOverwrite(channel, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [...people, state.bot]) state.setOverwrite(channel, id, { allow: ["ViewChannel"] });
    return channel;
  };
  const mention = (): string => `<@${house.discord.state.bot.id}>`;
  const replyTo = ({ id }: Message): Promise<Message> =>
    house.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));
  const dmTo = (person: Person, words: string): Promise<Message> =>
    house.discord.waitFor((one) => one.channel_id === person.dm().id && textOf(one).includes(words));

  describe("a private digest", () => {
    test("whose token has run out: a hint in direct messages, nothing in the channel", async () => {
      const channel = room();
      const who = house.discord.addPerson("late");
      house.model.delayMs = 800;
      const asked = who.slash(channel, "summarise", { text: fresh(), private: true });
      await asked.acknowledged;
      house.discord.expireTokens();
      expect(textOf(await dmTo(who, "asked for privately is ready"))).not.toContain("library");
      expect(house.discord.messagesIn(channel)).toEqual([]);
    });

    test("whose token has run out and which failed: what went wrong, in direct messages", async () => {
      const channel = room();
      const who = house.discord.addPerson("failed");
      house.discord.faults.respond({ method: "POST", path: "/callback" }, 404, { code: 10_062, message: "x" });
      who.slash(channel, "summarise", { url: "http://127.0.0.1:9/", private: true });
      await dmTo(who, "Pith does not open that address");
      expect(house.discord.messagesIn(channel)).toEqual([]);
    });

    test("over a restart: it stays private", async () => {
      const channel = room();
      house.model.delayMs = 1500;
      const asked = house.discord.ada.slash(channel, "summarise", { text: fresh(), private: true });
      await asked.acknowledged;
      await house.stop();
      await house.start();
      const card = await asked.response(isDone);
      expect([card.ephemeralFor, textOf(card)]).toEqual([house.discord.ada.id, expect.stringContaining("claims")]);
      expect(house.discord.messagesIn(channel)).toEqual([]);
    });

    test("by the Apps menu of two files: one at a time, said privately", async () => {
      const channel = room();
      const posted = house.discord.ben.post(channel, { files: [file("a.txt"), file("b.txt")] });
      const refused = await house.discord.ada.messageCommand("Summarise privately", posted).response(isDone);
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([
        house.discord.ada.id,
        expect.stringContaining("one at a time"),
      ]);
    });

    test("with its Ask button: answered privately, and no one else finds it in any list", async () => {
      const channel = room();
      const { ada, ben } = house.discord;
      const card = await ada.slash(channel, "summarise", { text: fresh(), private: true }).response(isDone);
      const answer = await (await ada.submit(ada.press(card, "Ask"), { question })).response(isDone);
      expect(answer.ephemeralFor).toBe(ada.id);
      const values = async (who: Person) =>
        (await who.autocomplete(channel, "ask", { question, document: "" }, "document")).map(({ value }) => value);
      expect(await values(ben)).not.toContain(documentOf(card));
      expect(await values(ada)).toContain(documentOf(card));
    });
  });

  describe("what may not be read looks as if it were not there", () => {
    const ask = async (who: Person, where: Channel | string, document: string): Promise<string> =>
      textOf(await who.slash(where, "ask", { question, document }).response(isDone));

    test("a private thread: to who is not in it, and to who was taken out of it", async () => {
      const { ada, ben, state } = house.discord;
      const channel = room();
      const thread = ada.startThread(channel, "hidden", { type: 12 });
      for (const { id } of [state.bot, ben]) {
        thread.members.add(id);
        state.emit("threadMembers", thread, [id], []);
      }
      const card = await ada.slash(thread, "summarise", { text: fresh() }).response(isDone);
      const document = documentOf(card);
      expect(await ask(ben, channel, document)).toContain("48,000 visitors");
      const eve = house.discord.addPerson("eve");
      expect(await ask(eve, channel, document)).toBe(await ask(eve, channel, UNKNOWN));
      thread.members.delete(ben.id);
      state.emit("threadMembers", thread, [], [ben.id]);
      expect(await ask(ben, channel, document)).toContain(NO_DOCUMENT);
      const listed = await ben.autocomplete(channel, "ask", { question, document: "" }, "document");
      expect(listed.map(({ value }) => value)).not.toContain(document);
    });

    test("a channel whose role was taken away between post and question, also by the Ask button", async () => {
      const { ada, state, guild } = house.discord;
      const role = state.addRole(guild, `readers-${rooms}`);
      const channel = room(ada);
      state.setOverwrite(channel, role.id, { allow: ["ViewChannel"] });
      const who = house.discord.addPerson("reader");
      state.addMember(guild, who.user, [role]);
      const card = await ada.slash(channel, "summarise", { text: fresh() }).response(isDone);
      expect(await ask(who, "#news", documentOf(card))).toContain("48,000 visitors");
      const pressed = who.press(card, "Ask");
      await pressed.modal;
      state.addMember(guild, who.user, []);
      expect(textOf(await (await who.submit(pressed, { question })).response(isDone))).toContain(NO_DOCUMENT);
      expect(await ask(who, "#news", documentOf(card))).toContain(NO_DOCUMENT);
    });

    test("another server's, and what stands in direct messages", async () => {
      const { ada, state } = house.discord;
      const guild = state.addGuild("Another");
      const there = state.addChannel(guild, "there");
      state.addMember(guild, ada.user, []);
      guild.owner_id = ada.id;
      const here = await ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
      const mine = await ada.slash(ada.dm(), "summarise", { text: fresh() }).response(isDone);
      const ben = house.discord.ben;
      for (const [who, where, card] of [
        [ada, there, here],
        [ada, ada.dm(), here],
        [ada, "#news", mine],
        [ben, ben.dm(), mine],
      ] as const)
        expect(await ask(who, where, documentOf(card))).toBe(await ask(who, where, UNKNOWN));
      const document = documentOf(here);
      const forgotten = ada.slash(there, "forget", { document }, { subcommand: "document" });
      expect(textOf(await forgotten.response(isDone))).toContain(NO_DOCUMENT);
    });
  });

  describe("hostile words", () => {
    const hostile = [
      "@everyone @here <@1> <@&1>",
      "[gift](https://evil.example/1) <https://evil.example/2> https://evil.example/3",
      "discord.gg/evil",
      "\u202egpj.exe \u200b\u2066x\u2069",
      "```js\nx\n``` `y`",
      "# Large\n-# 3 claims, 3 verified\n> quoted",
      "😀".repeat(4000),
      "||a|| ~~b~~ __c__",
    ];
    const isTame = (text: string): void => {
      expect(text).not.toMatch(/(?<!\\)@(?:everyone|here)|(?<!\\)<@|(?<!\\)\]\(|[\u202e\u200b\u2066]/);
      expect(text).not.toMatch(/(?<!\\)`|(?<!\\)\|\||discord\.gg/);
      expect(text).not.toMatch(/https?:\/\/evil/);
    };

    test.each(hostile)("%s: as a title, a file's name, a text, a focus, a question, a model's words", async (words) => {
      const { ada, ben } = house.discord;
      const channel = room();
      const short = words.slice(0, 250);
      const titled = `# ${words.replace(/\n/g, " ")}\n\n${fresh()}\n\n${words}`;
      const options = { file: { ...file(`${short.replace(/[/\n]/g, "")}.md`, titled), type: "text/markdown" } };
      const card = await ada.slash(channel, "summarise", { ...options, focus: short }).response(isDone);
      isTame(textOf(card));
      const answer = await ben.slash(channel, "ask", { question: `${words.slice(0, 900)} visitors?` }).response(isDone);
      isTame(textOf(answer));
      const [choice] = await ben.autocomplete(channel, "ask", { question, document: "" }, "document");
      expect(choice!.name.length).toBeLessThanOrEqual(100);
      for (const text of house.botTextsIn(channel)) isTame(text);
    });

    test.each(hostile)("%s: as all that a model says", async (words) => {
      const real = house.model.respond;
      house.model.respond = () =>
        completion({
          gist: words,
          points: [{ text: words, quotes: [words] }],
          answerable: true,
          text: words,
          quotes: [words],
        });
      const channel = room();
      const card = await house.discord.ada.slash(channel, "summarise", { text: fresh() }).response(isDone);
      isTame(textOf(card));
      const answer = await house.discord.ada.slash(channel, "ask", { question }).response(isDone);
      isTame(textOf(answer));
      house.model.respond = real;
    });

    test("an error repeats no live link or ping of a file's name or address", async () => {
      const channel = room();
      const { ada } = house.discord;
      for (const url of [
        "https://x@evil.example/@everyone",
        "javascript:alert(1)",
        "https://[evil](https://evil.example)",
        "<@1>",
      ]) {
        const card = await ada.slash(channel, "summarise", { url }).response(isDone);
        isTame(textOf(card));
      }
      const bad = {
        name: "@everyone[x](https://evil.example).exe",
        type: "application/x",
        bytes: Buffer.from([0, 1, 2, 0]),
      };
      isTame(textOf(await ada.slash(channel, "summarise", { file: bad }).response(isDone)));
    });
  });

  describe("what goes away", () => {
    test("the channel, or the right to see it, during the work: nothing fails, and commands are answered", async () => {
      const { ada, state } = house.discord;
      const [gone, hidden] = [room(), room()];
      house.model.delayMs = 1000;
      const before = house.model.requests.length;
      for (const channel of [gone, hidden]) ada.post(channel, { content: mention(), files: [file("a.txt")] });
      const [lost, asked] = [gone, hidden].map((channel) => ada.slash(channel, "summarise", { text: fresh() }));
      await Promise.all([lost!.acknowledged, asked!.acknowledged]);
      await expect.poll(() => house.model.requests.length - before, { timeout: 5000 }).toBe(4);
      state.removeChannel(gone);
      state.setOverwrite(hidden, state.bot.id, { deny: ["ViewChannel"] });
      expect(textOf(await asked!.response(isDone))).toContain("3 claims");
      await dmTo(ada, `I may not write in <#${hidden.id}>`);
    });

    test("the message that holds the source: unreachable by id, title, thread and reply", async () => {
      const { ada, ben } = house.discord;
      const channel = room();
      house.site.pages.set("/gone", articlePage("The one that goes", STORY.split("\n\n")));
      const posted = ada.post(channel, { content: `${mention()} ${house.site.origin}/gone` });
      const card = await replyTo(posted);
      const document = documentOf(card);
      const opening = await house.discord.waitFor((message) => message.channel_id === card.id);
      ada.deleteMessage(posted);
      for (const named of [document, "The one that goes"]) {
        const refused = await ben.slash(channel, "ask", { question, document: named }).response(isDone);
        expect(textOf(refused)).toContain(NO_DOCUMENT);
      }
      const talk = ben.post(opening.channel_id, { content: `${mention()} ${question}` });
      expect(textOf(await replyTo(talk))).toContain(NO_DOCUMENT);
      const reply = ben.post(channel, { content: `${mention()} ${question}`, replyTo: card });
      const answer = await house.discord.waitFor((message) => message.reference?.message_id === reply.id);
      expect(textOf(answer)).not.toContain("48,000");
    });
  });

  describe("what goes away unseen", () => {
    test("the message that holds the source, while the bot is not there to hear of it", async () => {
      const { ada, ben } = house.discord;
      const channel = room();
      const posted = ada.post(channel, { content: mention(), files: [file("gone.txt")] });
      const document = documentOf(await replyTo(posted));
      const ask = async () => textOf(await ben.slash(channel, "ask", { question, document }).response(isDone));
      expect(await ask()).toContain("48,000 visitors");
      await house.stop();
      ada.deleteMessage(posted);
      await house.start();
      expect(await ask()).toContain(NO_DOCUMENT);
    });
  });

  describe("what people post", () => {
    test("a text that is forwarded to the bot is read as it was carried there, however short", async () => {
      const { ada } = house.discord;
      const channel = room(ada);
      const posted = ada.post(channel, { content: STORY.slice(0, 300) });
      const forwarded = ada.forward(posted, ada.dm());
      const card = await replyTo(forwarded);
      expect(textOf(card)).toContain("verified");
      const looked = house.discord.requests.filter(({ method, path }) => method === "GET" && path.includes(posted.id));
      expect(looked).toEqual([]);
    });

    test("other bots are not listened to", async () => {
      const channel = room();
      const robot = house.discord.addPerson("robot");
      robot.user.bot = true;
      const ignored = robot.post(channel, { content: mention(), files: [file("a.txt")] });
      await replyTo(house.discord.ada.post(channel, { content: mention(), files: [file("b.txt")] }));
      expect(house.discord.messagesIn(channel).filter((one) => one.reference?.message_id === ignored.id)).toEqual([]);
    });

    test("a long text that Discord made a message.txt of is read", async () => {
      const { ada } = house.discord;
      const posted = ada.post(room(), { content: mention(), files: [file("message.txt")] });
      expect(textOf(await replyTo(posted))).toContain("3 claims, 3 verified");
    });

    test("the model fails: the extractive digest, as private as it was asked for", async () => {
      const real = house.model.respond;
      house.model.respond = () => modelError(500, "broken");
      const { ada } = house.discord;
      const card = await ada.slash(room(), "summarise", { text: fresh(), private: true }).response(isDone, 30_000);
      expect(card.ephemeralFor).toBe(ada.id);
      house.model.respond = real;
    }, 60_000);
  });
});
