import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

/** The beginning of a picture, by which its kind is known. */
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");

describe("messages as people post them", () => {
  let house: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  const fresh = (): string => `${STORY}\n\nThis is edition ${++editions}.`;
  const under = ({ id }: Message): Message[] =>
    [...house.discord.state.messages.values()].flat().filter(({ reference }) => reference?.message_id === id);
  const cardUnder = (message: Message): Promise<Message> =>
    house.discord.waitFor((other) => other.reference?.message_id === message.id && isDone(other));
  const bot = (): string => `<@${house.discord.state.bot.id}>`;
  const page = (name: string, text: string): string => {
    house.site.pages.set(`/${name}`, articlePage(name, text.split("\n\n")));
    return `${house.site.origin}/${name}`;
  };

  test("a link that is changed to another is offered to be digested anew, and what only was put better is not", async () => {
    const { ada, ben } = house.discord;
    const [first, second] = [page("first", fresh()), page("second", fresh())];
    const posted = ada.post("#news", { content: `${bot()} ${first}` });
    await cardUnder(posted);
    ada.edit(posted, `${bot()} Look: ${first}`);
    await sleep(300);
    expect(under(posted)).toHaveLength(1);
    ada.edit(posted, `${bot()} Sorry, this one: ${second}`);
    const offer = await house.discord.waitFor((message) => textOf(message).includes("That message was edited"));
    const card = await ben.press(offer, "Summarise").response(isDone);
    expect(textOf(card)).toContain("second");
  });

  test("a picture or a sound alone is told to hold no text, by every way", async () => {
    const { ada } = house.discord;
    const picture = { name: "cat.png", type: "image/png", bytes: PNG };
    const posted = ada.post("#news", { content: bot(), files: [picture] });
    const told = await house.discord.waitFor((message) => message.reference?.message_id === posted.id);
    expect(textOf(told)).toContain("I cannot read pictures, sounds and videos");
    const asked = await ada.slash("#news", "summarise", { file: picture }).response(isDone);
    expect(textOf(asked)).toMatch(/does not read this type of file|cannot read/);
  });

  test("several links are one overview, and several cards in its thread", async () => {
    const { ada } = house.discord;
    const urls = ["one", "two", "three"].map((name) => page(name, fresh()));
    const posted = ada.post("#news", { content: `${bot()} <${urls[0]}> and (${urls[1]}), ${urls[2]}.` });
    const overview = await cardUnder(posted);
    expect([under(posted).length, textOf(overview)]).toEqual([1, expect.stringContaining("3 sources")]);
    expect(house.discord.messagesIn(overview.id).filter(isDone)).toHaveLength(3);
  });

  test("a failure that all see can be taken away by its asker and by moderators, by nobody else", async () => {
    const { ada, ben } = house.discord;
    const failed = await cardUnder(ada.post("#news", { content: `${bot()} ${house.site.origin}/nowhere` }));
    expect(buttonsOf(failed).map(({ label }) => label)).toEqual(["Delete"]);
    const refused = await ben.press(failed, "Delete").response();
    expect(refused.ephemeralFor).toBe(ben.id);
    ada.press(failed, "Delete");
    await expect.poll(() => house.discord.state.message(failed.id)).toBeUndefined();
    const own = await ada
      .slash("#news", "summarise", { url: `${house.site.origin}/nowhere`, private: true })
      .response(isDone);
    expect(buttonsOf(own)).toEqual([]);
  });

  test("an automatic channel leaves talk and moving pictures alone, and digests one thing of a message", async () => {
    const { ada } = house.discord;
    await house.setMode("#auto", "auto");
    const long = Array.from(
      { length: 30 },
      (_, i) => `In year ${1900 + i} the council counted ${i * 700} readers and ${i} new shelves in its old library.`,
    ).join("\n\n");
    const talk = ["https://x.com/a/status/1", "https://www.youtube.com/watch?v=1", "https://old.reddit.com/r/a"];
    const asides = talk.map((url) => ada.post("#auto", { content: url }));
    const posted = ada.post("#auto", { content: `${page("long-a", long)} ${page("long-b", `${long}\n\nMore.`)}` });
    await cardUnder(posted);
    await sleep(300);
    expect(under(posted)).toHaveLength(1);
    for (const aside of asides) expect(under(aside)).toEqual([]);
    await house.setMode("#auto", "off");
  });
});
