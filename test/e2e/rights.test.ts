import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const NO_DOCUMENT = "There is no such document here, or you may not read it";
const UNKNOWN = "AAAAAAAAAAAAAAAAAAAAAA";
const question = "How many visitors had the library?";
const FOUND = "> The library had 48,000 visitors last year";
const use = { subcommand: "document" };

let edition = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
const story = () => ({ name: "story.txt", type: "text/plain", bytes: Buffer.from(fresh()) });
const documentOf = (card: Message): string => buttonsOf(card)[0]!.custom_id!.split(":")[2]!;

describe("who sees what", () => {
  let house: BotHarness;
  let rooms = 0;

  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  /** A channel of its own, that only those named may see; with nobody named, everybody. */
  const room = (...people: Person[]) => {
    const { state, guild } = house.discord;
    const channel = state.addChannel(guild, `room-${++rooms}`);
    if (!people.length) return channel;
    state.setOverwrite(channel, guild.id, { deny: ["ViewChannel"] });
    for (const { id } of [...people, state.bot]) state.setOverwrite(channel, id, { allow: ["ViewChannel"] });
    return channel;
  };
  const replyTo = ({ id }: Message): Promise<Message> =>
    house.discord.waitFor((message) => message.reference?.message_id === id && isDone(message));

  test.each(["de", "pt.BR", "de:x", ".0.0.0", "x".repeat(35), "😀".repeat(17)])(
    "a form that was opened privately is answered privately, whatever its language: %s",
    async (language) => {
      const { ada } = house.discord;
      const opened = ada.slash("#news", "summarise", { private: true, language });
      const form = await ada.submit(opened, { text: fresh() });
      expect((await form.response(isDone)).ephemeralFor).toBe(ada.id);
    },
  );

  describe("a private document", () => {
    test("is not what a public question means that names none", async () => {
      const { ada } = house.discord;
      const channel = room();
      const digest = await ada.slash(channel, "summarise", { text: fresh(), private: true }).response(isDone);
      expect(digest.ephemeralFor).toBe(ada.id);
      const open = await ada.slash(channel, "ask", { question }).response(isDone);
      expect(textOf(open)).toContain(NO_DOCUMENT);
      const own = await ada.slash(channel, "ask", { question, private: true }).response(isDone);
      expect([own.ephemeralFor, textOf(own)]).toEqual([ada.id, expect.stringContaining(FOUND)]);
    });

    test("a private question about a public one is no part of the talk that others have", async () => {
      const { ada, ben } = house.discord;
      const channel = room();
      const card = await ada.slash(channel, "summarise", { text: fresh() }).response(isDone);
      const document = documentOf(card);
      const secret = "How many visitors did the library have that I must hide?";
      await ada.slash(channel, "ask", { question: secret, document, private: true }).response(isDone);
      await ada.slash(channel, "ask", { question: "What does the change cost?", document }).response(isDone);
      await ben.slash(channel, "ask", { question: "And how many visitors had it?", document }).response(isDone);
      const prompt = JSON.stringify(house.model.requests.at(-1)!.body.messages);
      expect(prompt).toContain("Asked before: What does the change cost?");
      expect(prompt).not.toContain("must hide");
    });

    test("is answered from privately when it is named, by id or by title", async () => {
      const { ada, ben } = house.discord;
      const channel = room();
      const titled = `# A secret of the house\n\n${fresh()}`;
      const file = { name: "secret.md", type: "text/markdown", bytes: Buffer.from(titled) };
      const digest = await ada.slash(channel, "summarise", { file, private: true }).response(isDone);
      for (const document of [documentOf(digest), `A secret of the house`]) {
        const answer = await ada.slash(channel, "ask", { question, document }).response(isDone);
        expect([answer.ephemeralFor, textOf(answer)]).toEqual([ada.id, expect.stringContaining(FOUND)]);
        const stranger = await ben.slash(channel, "ask", { question, document }).response(isDone);
        const unknown = await ben.slash(channel, "ask", { question, document: UNKNOWN }).response(isDone);
        expect([stranger.ephemeralFor, textOf(stranger)]).toEqual([unknown.ephemeralFor, textOf(unknown)]);
      }
      expect(house.discord.messagesIn(channel).filter((one) => textOf(one).includes("48,000"))).toEqual([]);
    });

    test("is not there for a stranger who asks privately himself, by id or by title, to ask or to compare", async () => {
      const { ada, ben } = house.discord;
      const channel = room();
      const titled = `# The secret of the house\n\n${fresh()}`;
      const file = { name: "own.md", type: "text/markdown", bytes: Buffer.from(titled) };
      const digest = await ada.slash(channel, "summarise", { file, private: true }).response(isDone);
      for (const document of [documentOf(digest), `The secret of the house`]) {
        const asked = await ben.slash(channel, "ask", { question, document, private: true }).response(isDone);
        const compared = { a: document, b: document, private: true };
        const both = await ben.slash(channel, "compare", compared).response(isDone);
        for (const refused of [asked, both])
          expect([refused.ephemeralFor, textOf(refused)]).toEqual([ben.id, expect.stringContaining(NO_DOCUMENT)]);
      }
    });

    test("is not what a mention asks about, in reply to the message that holds it", async () => {
      const { ada, ben, state } = house.discord;
      const channel = room();
      const posted = ben.post(channel, { files: [story()] });
      const digest = await ada.messageCommand("Summarise privately", posted).response(isDone);
      expect(digest.ephemeralFor).toBe(ada.id);
      // To everybody it is a message like any other: what it holds is digested, for all.
      const asked = ada.post(channel, { content: `<@${state.bot.id}> ${question}`, replyTo: posted });
      expect(textOf(await replyTo(asked))).toContain("3 claims, 3 verified");
    });

    test("is not betrayed by the word that the same text is cached", async () => {
      const { ada, ben } = house.discord;
      const [channel, text] = [room(), fresh()];
      const cached = async (who: Person): Promise<boolean> =>
        textOf(await who.slash(channel, "summarise", { text }).response(isDone)).includes("cached");
      await ada.slash(channel, "summarise", { text, private: true }).response(isDone);
      expect(await cached(ben)).toBe(false);
      await expect.poll(() => cached(ada), { timeout: 5000 }).toBe(true);
    });

    test("is asked about in direct messages with the bot, where nobody else listens", async () => {
      const mia = house.discord.addPerson("mia");
      await mia.slash(mia.dm(), "summarise", { text: fresh(), private: true }).response(isDone);
      expect(textOf(await mia.slash(mia.dm(), "ask", { question }).response(isDone))).toContain(FOUND);
      expect(textOf(await replyTo(mia.post(mia.dm(), { content: question })))).toContain(FOUND);
    });
  });

  test("who sees a channel but may not read its history reads no document of it from elsewhere", async () => {
    const { ada, ben, state } = house.discord;
    const channel = room();
    const document = documentOf(await ada.slash(channel, "summarise", { text: fresh() }).response(isDone));
    const ask = async () => textOf(await ben.slash(room(), "ask", { question, document }).response(isDone));
    expect(await ask()).toContain(FOUND);
    state.setOverwrite(channel, ben.id, { deny: ["ReadMessageHistory"] });
    expect(await ask()).toContain(NO_DOCUMENT);
  });

  describe("moderators", () => {
    const moderator = (name: string, channel: ReturnType<typeof room>): Person => {
      const person = house.discord.addPerson(`${name}`);
      house.discord.state.setOverwrite(channel, person.id, { allow: ["ViewChannel", "ManageMessages"] });
      return person;
    };

    test("of another channel may not forget what was posted here", async () => {
      const { ada } = house.discord;
      const [here, elsewhere] = [room(), room()];
      const card = await ada.slash(here, "summarise", { text: fresh() }).response(isDone);
      const document = documentOf(card);
      const stranger = moderator("max", elsewhere);
      const refused = await stranger.slash(elsewhere, "forget", { document }, use).response(isDone);
      expect(textOf(refused)).toContain("not for you to do");
      const own = moderator("mod", here);
      const done = await own.slash(elsewhere, "forget", { document }, use).response(isDone);
      expect(textOf(done)).toContain("Forgotten: 1 document");
    });
  });
});
