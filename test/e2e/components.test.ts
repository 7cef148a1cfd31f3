import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { buttonsOf, type Interaction, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";
import { jsonLines, spawnPith } from "./pith.ts";

const NO_DOCUMENT = "There is no such document here, or you may not read it";

describe("buttons of what was refused, forgotten or never shown", () => {
  let house: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  const now = ({ id }: Message): Message => house.discord.state.message(id)!;
  const fresh = (): string => `${STORY}\n\nThis is edition ${++editions}.`;
  const summarise = (who: Person, options: object = {}): Promise<Message> =>
    who.slash("#news", "summarise", { text: fresh(), ...options }).response(isDone);
  const idOf = (card: Message): string =>
    buttonsOf(card)
      .find(({ custom_id }) => custom_id?.startsWith("v1:claims:"))!
      .custom_id!.slice("v1:claims:".length);
  const isForgotten = (message: Message): boolean => textOf(message).includes("Forgotten");
  const remove = async (who: Person, card: Message): Promise<Message> =>
    who.press(await who.press(card, "⋯").response(), "Delete").response(isForgotten);

  /** Presses a button that the bot never put on a message. */
  const forge = (who: Person, on: Message, custom_id: string): Interaction => {
    const message = now(on);
    const { components } = message;
    const row = { type: 1, components: [{ type: 2, style: 2, label: "forged", custom_id }] };
    message.components = [...components, row];
    try {
      return who.press(message, custom_id);
    } finally {
      message.components = components;
    }
  };

  test("who may not use Pith here has no card shaped either, and an offer stays there for the others", async () => {
    const { ada, ben, state, guild } = house.discord;
    const { manager } = house;
    const role = state.addRole(guild, "visitors", 0n);
    const guest = house.discord.addPerson("visitor");
    state.addMember(guild, guest.user, [role]);
    const card = await summarise(ada);
    const panel = await manager.slash("#news", "pith", {}, { subcommand: "settings" }).response();
    const isRefused = (message: Message): boolean => JSON.stringify(message.components).includes(`{"id":"${role.id}"`);
    await manager.choose(panel, "v1:set:refusedRoles", [role.id]).response(isRefused);
    const calls = house.model.requests.length;
    const shape = await guest.press(card, "Shape").response();
    const shaped = await guest.choose(shape, "v1:shape", ["plain"]).response(isDone);
    expect(textOf(shaped)).toContain("does not let you use Pith");
    expect(house.model.requests.length).toBe(calls);

    await house.setMode("#auto", "offer");
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(fresh()) };
    const posted = ada.post("#auto", { files: [file] });
    const offer = await house.discord.waitFor((message) => message.reference?.message_id === posted.id);
    const refused = await guest.press(offer, "v1:offer:").response(isDone);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      guest.id,
      expect.stringContaining("does not let you use Pith"),
    ]);
    expect(textOf(now(offer))).toContain("Shall Pith digest this?");
    await ben.press(offer, "v1:offer:").response((message) => textOf(message).includes("3 claims"));
    await house.setMode("#auto", "off");
    await manager.choose(now(panel), "v1:set:refusedRoles", []).response((message) => !isRefused(message));
  });

  test("what is forgotten while it is being shaped does not come back, for nobody", async () => {
    const { ada, ben } = house.discord;
    const card = await summarise(ada);
    const [own, others] = [await ada.press(card, "Shape").response(), await ben.press(card, "Shape").response()];
    const calls = house.model.requests.length;
    house.model.delayMs = 1000;
    const shaping = [ada.choose(own, "v1:shape", ["bullets"]), ben.choose(others, "v1:shape", ["plain"])];
    await vi.waitFor(() => expect(house.model.requests.length).toBe(calls + 2), 5000);
    await remove(ada, card);
    house.model.delayMs = 0;
    for (const one of shaping) {
      const ended = await one.response((message) => isDone(message) && !textOf(message).includes("How would you"));
      expect(textOf(ended)).toContain(NO_DOCUMENT);
    }
    expect(textOf(now(card))).toBe("Removed.");
  });

  test("the form that somebody had a digest in goes with it, and is not told of", async () => {
    const { ada, ben } = house.discord;
    const card = await summarise(ada);
    const shape = await ben.press(card, "Shape").response();
    const own = await ben.choose(shape, "v1:shape", ["plain"]).response(isDone);
    expect(textOf(await ben.press(own, "Claims & quotes").response())).toContain("**1.**");
    expect(textOf(await remove(ada, card))).toContain("Forgotten: 1 document");
    expect(textOf(await ben.press(own, "Claims & quotes").response())).toContain(NO_DOCUMENT);
  });

  test("another's private answer is not judged as if it were about a public card", async () => {
    const { ada, ben } = house.discord;
    const secret = await summarise(ada, { private: true });
    const form = ada.press(secret, "Ask");
    const answer = await (await ada.submit(form, { question: "What would it cost a year?" })).response(isDone);
    const good = buttonsOf(answer).find(({ label }) => label === "👍")!.custom_id!;
    expect(textOf(await ada.press(answer, "👍").response())).toContain("Thank you");
    const card = await summarise(ben);
    const judged = await forge(ben, card, `v1:good:${idOf(card)}.${good.split(".")[1]}`).response();
    expect(textOf(judged)).toContain(NO_DOCUMENT);
    const given = jsonLines((await spawnPith(["feedback"], house.environment)).stdout);
    expect(given).toMatchObject([{ of: "answer", private: true }]);
  });

  test.each([
    "after:$.0",
    "before:nope.3",
    "refresh:$",
    "remove:$",
    "set:threads",
    "set:nope",
    "forget:server",
    "agree:$",
  ])("%s, pressed where it never was, leaves a card as all see it", async (button) => {
    const { ada, ben } = house.discord;
    const card = await summarise(ada);
    const before = textOf(card);
    const answer = await forge(ben, card, `v1:${button.replace("$", idOf(card))}`).response();
    expect(answer.ephemeralFor).toBe(ben.id);
    expect(textOf(now(card))).toBe(before);
  });

  test("only a complaint is dismissed", async () => {
    const { ada, ben } = house.discord;
    const card = await summarise(ada);
    const answer = await forge(ben, card, `v1:dismiss:${ben.id}`).response();
    expect([answer.ephemeralFor, textOf(answer)]).toEqual([
      ben.id,
      expect.stringContaining("That is not for you to do"),
    ]);
    expect(textOf(now(card))).toBe(textOf(card));
  });

  test("what could not be asked or compared is told to who tried alone, and is his to dismiss", async () => {
    const { ada } = house.discord;
    for (const asked of [
      ada.slash("#news", "compare", { a: "x", b: "y" }),
      ada.slash("#news", "ask", { question: "Why?", document: "none" }),
    ]) {
      const failed = await asked.response(isDone);
      expect([failed.ephemeralFor, textOf(failed)]).toEqual([ada.id, expect.stringContaining(NO_DOCUMENT)]);
      expect(buttonsOf(failed)).toEqual([]);
    }
  });

  test("a button of the panel that this version does not have changes nothing", async () => {
    const { manager } = house;
    const panel = await manager.slash("#news", "pith", {}, { subcommand: "settings" }).response();
    expect(textOf(await forge(manager, panel, "v1:set:nope").response())).toMatch(
      /\(an old button\)\. \/pith help tells/,
    );
    expect(JSON.stringify(now(panel).components)).toContain("Threads on cards: on");
  });

  test("the files of a digest do not tell either that another server had it, or what it cost", async () => {
    const { ada, state } = house.discord;
    const text = fresh();
    await summarise(ada, { text });
    const guild = state.addGuild("Elsewhere");
    const channel = state.addChannel(guild, "there");
    const eve = house.discord.addPerson("eve", {}, guild);
    const asked = Date.now();
    const card = await eve.slash(channel, "summarise", { text }).response(isDone);
    const { attachments } = await eve.press(card, "Claims & quotes").response();
    const [markdown, json] = attachments.map((one) => String(house.discord.cdn.bytesOf(one)));
    expect(markdown).not.toMatch(/cached|tokens/);
    const told = JSON.parse(json!) as { cached: boolean; usage: { calls: number }; createdAt: string };
    expect(told).toMatchObject({ cached: false, usage: { calls: 0 } });
    expect(Date.parse(told.createdAt)).toBeGreaterThanOrEqual(asked);
  });

  test("a card that is had anew is in the language, and about what, it was asked for", async () => {
    const { ada } = house.discord;
    const asked = (): string => house.model.requests.at(-1)!.body.messages.at(-1)!.content;
    house.site.pages.set("/kept", articlePage("The quay", [...STORY.split("\n\n"), fresh()]));
    const what = { url: `${house.site.origin}/kept`, language: "de", focus: "the price of tickets" };
    const card = await ada.slash("#news", "summarise", what).response(isDone);
    const calls = house.model.requests.length;
    const isChanged = (message: Message): boolean => textOf(message).includes("Done");
    await ada.press(await ada.press(card, "⋯").response(), "Refresh").response(isChanged);
    expect(asked()).toMatch(/German[\s\S]*the price of tickets|the price of tickets[\s\S]*German/);
    await ada.choose(await ada.press(now(card), "Shape").response(), "v1:shape", ["plain"]).response(isChanged);
    expect(asked()).toMatch(/German[\s\S]*the price of tickets|the price of tickets[\s\S]*German/);
    expect(house.model.requests.length).toBe(calls + 2);
  });
});

test("what the asker agrees to pay for is what was asked for", async () => {
  const house = await BotHarness.build("SQLite", {
    environment: { PITH_PRICE_INPUT: "900", PITH_PRICE_OUTPUT: "900", PITH_ASK_USD: "0.05" },
  });
  await house.start();
  const { ada } = house.discord;
  const what = { text: `${STORY}\n\nA dear edition.`, language: "de", focus: "the price of tickets" };
  const card = await ada.slash("#news", "summarise", what).response(isDone);
  await ada.press(card, "v1:agree:").response((message) => textOf(message).includes("Done"));
  const asked = house.model.requests.at(-1)!.body.messages.at(-1)!.content;
  expect(asked).toContain("German");
  expect(asked).toContain("the price of tickets");
  await house.close();
  expect([house.faults, house.discord.violations]).toEqual([[], []]);
});
