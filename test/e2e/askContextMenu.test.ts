import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

const question = "How many visitors had the library?";
const NO_DOCUMENT = "There is no such document here";
let editions = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++editions} of the story.`;
const file = (name: string, text = fresh()) => ({ name, type: "text/plain", bytes: Buffer.from(text) });

describe.each([
  ["granted", "granted"],
  ["not granted", "disallowed"],
] as const)("Ask about this on what nobody had read, Message Content %s", (_, messageContent) => {
  let house: BotHarness;
  let rooms = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite", { discord: { messageContent } });
    await house.start();
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  const room = () => house.discord.state.addChannel(house.discord.guild, `unread-${++rooms}`);
  const about = async (posted: Message, asked = question, who = house.discord.ada) =>
    who.submit(who.messageCommand("Ask about this", posted), { question: asked });

  test.each<[string, () => { content?: string; files?: ReturnType<typeof file>[] }]>([
    ["a file", () => ({ files: [file("story.txt")] })],
    ["a text", () => ({ content: fresh() })],
    [
      "a link",
      () => {
        const path = `/unread-${++editions}`;
        house.site.pages.set(path, articlePage("Unread", fresh().split("\n\n")));
        return { content: `look: ${house.site.origin}${path}` };
      },
    ],
  ])("%s is read, answered from, and asked about again as any document", async (_kind, post) => {
    const channel = room();
    const { ada, ben } = house.discord;
    const posted = ben.post(channel, post());
    const answer = await (await about(posted)).response(isDone);
    expect([answer.ephemeralFor, textOf(answer)]).toEqual([null, expect.stringContaining("48,000 visitors")]);
    const [posting] = await house.postingsOf(posted.id);
    expect(posting).toMatchObject({ asker: ada.id, private: false, card: null, message: posted.id });
    const fetched = house.site.requestedPaths.length;
    expect(textOf(await (await about(posted, question, ben)).response(isDone))).toContain("48,000 visitors");
    expect(textOf(await ben.slash(channel, "ask", { question }).response(isDone))).toContain("48,000 visitors");
    expect([(await house.postingsOf(posted.id)).length, house.site.requestedPaths.length]).toEqual([1, fetched]);
    ben.deleteMessage(posted);
    await expect.poll(() => house.postingsOf(posted.id)).toEqual([]);
  });

  test("what cannot be read is told to the asker alone", async () => {
    const channel = room();
    const { ada, ben } = house.discord;
    const failing = await (await about(ben.post(channel, { files: [file("empty.txt", "")] }))).response(isDone);
    expect([failing.ephemeralFor, textOf(failing)]).toEqual([
      ada.id,
      expect.stringContaining("There is no text in it"),
    ]);
    const several = ben.post(channel, { files: [file("a.txt"), file("b.txt")] });
    expect(textOf(await ada.messageCommand("Ask about this", several).response(isDone))).toContain("one at a time");
    const picture = ben.post(channel, { files: [{ name: "a.png", type: "image/png", bytes: Buffer.from("x") }] });
    expect(textOf(await ada.messageCommand("Ask about this", picture).response(isDone))).toContain(NO_DOCUMENT);
    expect(house.botTextsIn(channel)).toEqual([]);
  });

  test("a card that was taken back is not read again", async () => {
    const channel = room();
    const { ada } = house.discord;
    const card = await ada.slash(channel, "summarise", { text: fresh() }).response(isDone);
    await expect.poll(() => house.postingsOf(card.id)).toHaveLength(1);
    const [posting] = await house.postingsOf(card.id);
    await ada.slash(channel, "forget", { document: posting!.id }, { subcommand: "document" }).response(isDone);
    expect(textOf(await ada.messageCommand("Ask about this", card).response(isDone))).toContain(NO_DOCUMENT);
  });

  test("a message that is deleted while the form is open is not read", async () => {
    const channel = room();
    const { ada, ben } = house.discord;
    const posted = ben.post(channel, { content: fresh() });
    const form = ada.messageCommand("Ask about this", posted);
    await form.modal;
    ben.deleteMessage(posted);
    const told = await (await ada.submit(form, { question })).response(isDone);
    expect([told.ephemeralFor, textOf(told)]).toEqual([ada.id, expect.stringContaining("the message was deleted")]);
    expect(house.botTextsIn(channel)).toEqual([]);
  });

  test("a restart while the form is open: the message is looked at again, where Discord lets it be read", async () => {
    const channel = room();
    const { ada, ben } = house.discord;
    const posted = ben.post(channel, { content: fresh() });
    const form = ada.messageCommand("Ask about this", posted);
    await form.modal;
    await house.stop();
    await house.start();
    const told = textOf(await (await ada.submit(form, { question })).response(isDone));
    expect(told).toContain(messageContent === "granted" ? "48,000 visitors" : "I cannot read it");
  });
});
