import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

/** The first bytes of a PNG file. */
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");

describe("sources in messages", () => {
  let harness: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const createText = (): string => `${STORY}\n\nThis is edition ${++editions}.`;
  const repliesTo = ({ id }: Message): Message[] =>
    [...harness.discord.state.messages.values()].flat().filter(({ reference }) => reference?.message_id === id);
  const cardUnder = (message: Message): Promise<Message> =>
    harness.discord.waitFor((other) => other.reference?.message_id === message.id && isDone(other));
  const mention = (): string => `<@${harness.discord.state.bot.id}>`;
  const createPage = (name: string, text: string): string => {
    harness.site.pages.set(`/${name}`, articlePage(name, text.split("\n\n")));
    return `${harness.site.origin}/${name}`;
  };

  test("offers to summarise an edited message again if its URL changed, and only then", async () => {
    const { ada, ben } = harness.discord;
    const [first, second] = [createPage("first", createText()), createPage("second", createText())];
    const posted = ada.post("#news", { content: `${mention()} ${first}` });
    await cardUnder(posted);
    ada.edit(posted, `${mention()} Look: ${first}`);
    // Once a later message has its card, the edit has been handled.
    await cardUnder(ada.post("#news", { content: `${mention()} ${createPage("third", createText())}` }));
    expect(repliesTo(posted)).toHaveLength(1);
    ada.edit(posted, `${mention()} Sorry, this one: ${second}`);
    const offer = await harness.discord.waitFor((message) => textOf(message).includes("That message was edited"));
    const card = await ben.press(offer, "Summarise").response(isDone);
    expect(textOf(card)).toContain("second");
  });

  test("reports that images cannot be read, in mentions and in /summarise", async () => {
    const { ada } = harness.discord;
    const image = { name: "cat.png", type: "image/png", bytes: PNG };
    const posted = ada.post("#news", { content: mention(), files: [image] });
    const reply = await harness.discord.waitFor((message) => message.reference?.message_id === posted.id);
    expect(textOf(reply)).toContain("I can't read images, audio or video");
    const response = await ada.slash("#news", "summarise", { file: image }).response(isDone);
    expect(textOf(response)).toMatch(/can't read/);
  });

  test("summarises several URLs in one overview, with a card for each in its thread", async () => {
    const { ada } = harness.discord;
    const urls = ["one", "two", "three"].map((name) => createPage(name, createText()));
    const posted = ada.post("#news", { content: `${mention()} <${urls[0]}> and (${urls[1]}), ${urls[2]}.` });
    const overview = await cardUnder(posted);
    expect([repliesTo(posted).length, textOf(overview)]).toEqual([1, expect.stringContaining("3 sources")]);
    expect(harness.discord.messagesIn(overview.id).filter(isDone)).toHaveLength(3);
  });

  test("lets only its requester delete a public error message", async () => {
    const { ada, ben } = harness.discord;
    const failed = await cardUnder(ada.post("#news", { content: `${mention()} ${harness.site.origin}/nowhere` }));
    expect(buttonsOf(failed).map(({ label }) => label)).toEqual(["Delete"]);
    const refused = await ben.press(failed, "Delete").response();
    expect(refused.ephemeralFor).toBe(ben.id);
    ada.press(failed, "Delete");
    await expect.poll(() => harness.discord.state.message(failed.id)).toBeUndefined();
    const own = await ada
      .slash("#news", "summarise", { url: `${harness.site.origin}/nowhere`, private: true })
      .response(isDone);
    expect(buttonsOf(own)).toEqual([]);
  });

  test("ignores social media and video sites in mode auto, and summarises one URL per message", async () => {
    const { ada } = harness.discord;
    await harness.setMode("#auto", "auto");
    const long = Array.from(
      { length: 30 },
      (_, i) => `In year ${1900 + i} the council counted ${i * 700} readers and ${i} new shelves in its old library.`,
    ).join("\n\n");
    const urls = ["https://x.com/a/status/1", "https://www.youtube.com/watch?v=1", "https://old.reddit.com/r/a"];
    const ignored = urls.map((url) => ada.post("#auto", { content: url }));
    const posted = ada.post("#auto", {
      content: `${createPage("long-a", long)} ${createPage("long-b", `${long}\n\nMore.`)}`,
    });
    await cardUnder(posted);
    // Once a later message has its card, the earlier ones have been handled.
    await cardUnder(ada.post("#auto", { content: createPage("long-c", `${long}\n\nMore again.`) }));
    expect(repliesTo(posted)).toHaveLength(1);
    for (const message of ignored) expect(repliesTo(message)).toEqual([]);
    await harness.setMode("#auto", "off");
  });
});
