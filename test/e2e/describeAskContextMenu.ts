import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const question = "How many visitors had the library?";
const NO_DOCUMENT = "I can't find that document";
let editions = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const createFile = (name: string, text = createText()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

/**
 * Tests "Ask about this" on messages that have no card.
 * @param messageContent whether the Message Content intent is granted
 */
export function describeAskContextMenu(messageContent: "granted" | "disallowed"): void {
  describe(`Ask about this on a message without a card, Message Content ${messageContent}`, () => {
    let harness: BotHarness;
    let channels = 0;
    beforeAll(async () => {
      harness = await BotHarness.build("SQLite", { discord: { messageContent } });
      await harness.start();
    });
    afterEach(() => expectNoViolations(harness));
    afterAll(() => harness.close());

    const createChannel = () => harness.discord.state.addChannel(harness.discord.guild, `unread-${++channels}`);
    const askAbout = async (target: Message, person = harness.discord.ada) =>
      person.submit(person.messageCommand("Ask about this", target), { question });

    test.each<[string, () => { content?: string; files?: ReturnType<typeof createFile>[] }]>([
      ["a file", () => ({ files: [createFile("story.txt")] })],
      ["a text", () => ({ content: createText() })],
      [
        "a link",
        () => {
          const path = `/unread-${++editions}`;
          harness.site.pages.set(path, articlePage("Unread", createText().split("\n\n")));
          return { content: `look: ${harness.site.origin}${path}` };
        },
      ],
    ])("reads %s, answers from it, and keeps it as a document for further questions", async (_kind, post) => {
      const channel = createChannel();
      const { ada, ben } = harness.discord;
      const posted = ben.post(channel, post());
      const answer = await (await askAbout(posted)).response(isDone);
      expect([answer.ephemeralFor, textOf(answer)]).toEqual([null, expect.stringContaining("48,000 visitors")]);
      const [posting] = await harness.postingsOf(posted.id);
      expect(posting).toMatchObject({ asker: ada.id, private: false, card: null, message: posted.id });
      const requestCount = harness.site.requestedPaths.length;
      expect(textOf(await (await askAbout(posted, ben)).response(isDone))).toContain("48,000 visitors");
      expect(textOf(await ben.slash(channel, "ask", { question }).response(isDone))).toContain("48,000 visitors");
      expect([(await harness.postingsOf(posted.id)).length, harness.site.requestedPaths.length]).toEqual([
        1,
        requestCount,
      ]);
      ben.deleteMessage(posted);
      await expect.poll(() => harness.postingsOf(posted.id)).toEqual([]);
    });

    test("reports unreadable messages ephemerally", async () => {
      const channel = createChannel();
      const { ada, ben } = harness.discord;
      const refused = await (await askAbout(ben.post(channel, { files: [createFile("empty.txt", "")] }))).response(
        isDone,
      );
      expect([refused.ephemeralFor, textOf(refused)]).toEqual([
        ada.id,
        expect.stringContaining("There's no text in it"),
      ]);
      const withTwoFiles = ben.post(channel, { files: [createFile("a.txt"), createFile("b.txt")] });
      expect(textOf(await ada.messageCommand("Ask about this", withTwoFiles).response(isDone))).toContain(
        "one at a time",
      );
      const withImage = ben.post(channel, { files: [{ name: "a.png", type: "image/png", bytes: Buffer.from("x") }] });
      expect(textOf(await ada.messageCommand("Ask about this", withImage).response(isDone))).toContain(NO_DOCUMENT);
      expect(harness.botTextsIn(channel)).toEqual([]);
    });

    test("does not read a card whose document was forgotten", async () => {
      const channel = createChannel();
      const { ada } = harness.discord;
      const card = await ada.slash(channel, "summarise", { text: createText() }).response(isDone);
      await expect.poll(() => harness.postingsOf(card.id)).toHaveLength(1);
      const [posting] = await harness.postingsOf(card.id);
      await ada.slash(channel, "forget", { document: posting!.id }, { subcommand: "document" }).response(isDone);
      expect(textOf(await ada.messageCommand("Ask about this", card).response(isDone))).toContain(NO_DOCUMENT);
    });

    test("does not read a message that is deleted while the modal is open", async () => {
      const channel = createChannel();
      const { ada, ben } = harness.discord;
      const posted = ben.post(channel, { content: createText() });
      const form = ada.messageCommand("Ask about this", posted);
      await form.modal;
      ben.deleteMessage(posted);
      const response = await (await ada.submit(form, { question })).response(isDone);
      expect([response.ephemeralFor, textOf(response)]).toEqual([
        ada.id,
        expect.stringContaining("the message was deleted"),
      ]);
      expect(harness.botTextsIn(channel)).toEqual([]);
    });

    test("fetches the message again after a restart while the modal is open, if the intent allows it", async () => {
      const channel = createChannel();
      const { ada, ben } = harness.discord;
      const posted = ben.post(channel, { content: createText() });
      const form = ada.messageCommand("Ask about this", posted);
      await form.modal;
      await harness.stop();
      await harness.start();
      const text = textOf(await (await ada.submit(form, { question })).response(isDone));
      expect(text).toContain(messageContent === "granted" ? "48,000 visitors" : "I can't read it");
    });
  });
}
