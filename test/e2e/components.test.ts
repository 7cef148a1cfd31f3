import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { buttonsOf, type Interaction, type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { QUOTE_WITH_PLACE } from "./cardHelpers.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";
import { jsonLines, runPith } from "./pith.ts";

const NO_DOCUMENT = "I can't find that document, or you're not allowed to see it";

describe("buttons that are refused, stale or forged", () => {
  let harness: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const currentVersion = ({ id }: Message): Message => harness.discord.state.message(id)!;
  const createText = (): string => `${STORY}\n\nThis is edition ${++editions}.`;
  const summarise = (person: Person, options: object = {}): Promise<Message> =>
    person.slash("#news", "summarise", { text: createText(), ...options }).response(isDone);
  const idOf = (card: Message): string =>
    buttonsOf(card)
      .find(({ custom_id }) => custom_id?.startsWith("v1:claims:"))!
      .custom_id!.slice("v1:claims:".length);
  const isForgotten = (message: Message): boolean => textOf(message).startsWith("Deleted");
  const deleteCard = async (person: Person, card: Message): Promise<Message> =>
    person.press(await person.press(card, "⋯").response(), "Delete").response(isForgotten);

  /** Presses a button that the bot has not added to the message. */
  const pressForged = (person: Person, target: Message, custom_id: string): Interaction => {
    const message = currentVersion(target);
    const { components } = message;
    const row = { type: 1, components: [{ type: 2, style: 2, label: "forged", custom_id }] };
    message.components = [...components, row];
    try {
      return person.press(message, custom_id);
    } finally {
      message.components = components;
    }
  };

  test("refuses Adjust and offers to members with a refused role, and keeps the offer for others", async () => {
    const { ada, ben, state, guild } = harness.discord;
    const manager = harness.addManager();
    const role = state.addRole(guild, "visitors", 0n);
    const guest = harness.discord.addPerson("visitor");
    state.addMember(guild, guest.user, [role]);
    const card = await summarise(ada);
    const panel = await manager.slash("#news", "settings").response();
    const isRefused = (message: Message): boolean => JSON.stringify(message.components).includes(`{"id":"${role.id}"`);
    await manager.choose(panel, "v1:set:refusedRoles", [role.id]).response(isRefused);
    const calls = harness.model.requests.length;
    const menu = await guest.press(card, "Adjust").response();
    const shaped = await guest.choose(menu, "v1:shape", ["plain"]).response(isDone);
    expect(textOf(shaped)).toContain("not allowed to use me");
    expect(harness.model.requests.length).toBe(calls);

    await harness.setMode("#auto", "offer");
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(createText()) };
    const posted = ada.post("#auto", { files: [file] });
    const offer = await harness.discord.waitFor((message) => message.reference?.message_id === posted.id);
    const refused = await guest.press(offer, "v1:offer:").response(isDone);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      guest.id,
      expect.stringContaining("not allowed to use me"),
    ]);
    expect(textOf(currentVersion(offer))).toContain("Summarise this?");
    await ben.press(offer, "v1:offer:").response((message) => textOf(message).includes(FAITHFUL));
    await harness.setMode("#auto", "off");
    await manager.choose(currentVersion(panel), "v1:set:refusedRoles", []).response((message) => !isRefused(message));
  });

  test("does not restore a digest that is forgotten while it is being reshaped", async () => {
    const { ada, ben } = harness.discord;
    const card = await summarise(ada);
    const [ownMenu, otherMenu] = [
      await ada.press(card, "Adjust").response(),
      await ben.press(card, "Adjust").response(),
    ];
    const calls = harness.model.requests.length;
    harness.model.delayMs = 1000;
    const interactions = [ada.choose(ownMenu, "v1:shape", ["bullets"]), ben.choose(otherMenu, "v1:shape", ["plain"])];
    await vi.waitFor(() => expect(harness.model.requests.length).toBe(calls + 2), 5000);
    await deleteCard(ada, card);
    harness.model.delayMs = 0;
    for (const interaction of interactions) {
      const response = await interaction.response(
        (message) => isDone(message) && !textOf(message).includes("Change this"),
      );
      expect(textOf(response)).toContain(NO_DOCUMENT);
    }
    expect(textOf(currentVersion(card))).toBe("Deleted.");
  });

  test("forgets variants with their digest, without counting them", async () => {
    const { ada, ben } = harness.discord;
    const card = await summarise(ada);
    const menu = await ben.press(card, "Adjust").response();
    const variant = await ben.choose(menu, "v1:shape", ["plain"]).response(isDone);
    expect(textOf(await ben.press(variant, "Check quotes").response())).toMatch(QUOTE_WITH_PLACE);
    expect(textOf(await deleteCard(ada, card))).toContain("Deleted 1 document");
    expect(textOf(await ben.press(variant, "Check quotes").response())).toContain(NO_DOCUMENT);
  });

  test("refuses a rating of a private answer through a button of a public card", async () => {
    const { ada, ben } = harness.discord;
    const privateCard = await summarise(ada, { private: true });
    const form = ada.press(privateCard, "Ask");
    const answer = await (await ada.submit(form, { question: "What would it cost a year?" })).response(isDone);
    const thumbsUpId = buttonsOf(answer).find(({ label }) => label === "👍")!.custom_id!;
    expect(textOf(await ada.press(answer, "👍").response())).toContain("Thanks");
    const card = await summarise(ben);
    const response = await pressForged(ben, card, `v1:good:${idOf(card)}.${thumbsUpId.split(".")[1]}`).response();
    expect(textOf(response)).toContain(NO_DOCUMENT);
    const feedback = jsonLines((await runPith(["feedback"], harness.environment)).stdout);
    expect(feedback).toMatchObject([{ of: "answer", private: true }]);
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
  ])("leaves a card unchanged when a forged button %s is pressed", async (button) => {
    const { ada, ben } = harness.discord;
    const card = await summarise(ada);
    const before = textOf(card);
    const answer = await pressForged(ben, card, `v1:${button.replace("$", idOf(card))}`).response();
    expect(answer.ephemeralFor).toBe(ben.id);
    expect(textOf(currentVersion(card))).toBe(before);
  });

  test("buttons of cards in their earlier form still work", async () => {
    const { ada, ben } = harness.discord;
    const card = await summarise(ada);
    const id = idOf(card);
    const claims = await pressForged(ben, card, `v1:claims:${id}`).response();
    expect(claims.ephemeralFor).toBe(ben.id);
    expect(textOf(claims)).toMatch(QUOTE_WITH_PLACE);
    // The pages of claims were longer, so the number of a page may be too high.
    for (const button of ["before", "after"]) {
      const page = await pressForged(ben, claims, `v1:${button}:${id}.7`).response(isDone);
      expect([page.id, page.ephemeralFor]).toEqual([claims.id, ben.id]);
      expect(textOf(page)).toMatch(QUOTE_WITH_PLACE);
    }
    const menu = await pressForged(ben, card, `v1:shape:${id}`).response();
    expect(menu.ephemeralFor).toBe(ben.id);
    const own = await ben.choose(menu, "v1:shape", ["plain"]).response(isDone);
    expect([own.ephemeralFor, textOf(own)]).toEqual([ben.id, expect.stringContaining(FAITHFUL)]);
    const more = await pressForged(ben, card, `v1:more:${id}`).response();
    expect(textOf(await ben.press(more, "Source text").response())).toContain("words");
    const answer = await ben.submit(pressForged(ben, card, `v1:ask:${id}`), { question: "How many visitors?" });
    expect(textOf(await answer.response(isDone))).toContain("48,000 visitors");
  });

  test("refuses to dismiss a card", async () => {
    const { ada, ben } = harness.discord;
    const card = await summarise(ada);
    const answer = await pressForged(ben, card, `v1:dismiss:${ben.id}`).response();
    expect([answer.ephemeralFor, textOf(answer)]).toEqual([
      ben.id,
      expect.stringContaining("You're not allowed to do that"),
    ]);
    expect(textOf(currentVersion(card))).toBe(textOf(card));
  });

  test("reports failed questions and comparisons ephemerally, without buttons", async () => {
    const { ada } = harness.discord;
    for (const interaction of [
      ada.slash("#news", "compare", { a: "x", b: "y" }),
      ada.slash("#news", "ask", { question: "Why?", document: "none" }),
    ]) {
      const failed = await interaction.response(isDone);
      expect([failed.ephemeralFor, textOf(failed)]).toEqual([ada.id, expect.stringContaining(NO_DOCUMENT)]);
      expect(buttonsOf(failed)).toEqual([]);
    }
  });

  test("reports an unknown button of the settings panel as old, and changes nothing", async () => {
    const manager = harness.addManager();
    const panel = await manager.slash("#news", "settings").response();
    expect(textOf(await pressForged(manager, panel, "v1:set:nope").response())).toMatch(
      /\(that button is out of date\)\. \/pith help shows/,
    );
    expect(JSON.stringify(currentVersion(panel).components)).toContain("Threads: on");
  });

  test("does not reveal in the files of a digest that another server has requested it", async () => {
    const { ada, state } = harness.discord;
    const text = createText();
    await summarise(ada, { text });
    const guild = state.addGuild("Elsewhere");
    const channel = state.addChannel(guild, "there");
    const eve = harness.discord.addPerson("eve", {}, guild);
    const startedAt = Date.now();
    const card = await eve.slash(channel, "summarise", { text }).response(isDone);
    const { attachments } = await eve.press(card, "Check quotes").response();
    const [markdown, json] = attachments.map((one) => String(harness.discord.cdn.bytesOf(one)));
    expect(markdown).not.toMatch(/cached|tokens/);
    const digest = JSON.parse(json!) as { cached: boolean; usage: { calls: number }; createdAt: string };
    expect(digest).toMatchObject({ cached: false, usage: { calls: 0 } });
    expect(Date.parse(digest.createdAt)).toBeGreaterThanOrEqual(startedAt);
  });

  test("keeps the language and focus of a card in Refresh and Adjust", async () => {
    const { ada } = harness.discord;
    const lastPrompt = (): string => harness.model.requests.at(-1)!.body.messages.at(-1)!.content;
    harness.site.pages.set("/kept", articlePage("The quay", [...STORY.split("\n\n"), createText()]));
    const options = { url: `${harness.site.origin}/kept`, language: "de", focus: "the price of tickets" };
    const card = await ada.slash("#news", "summarise", options).response(isDone);
    const calls = harness.model.requests.length;
    const isUpdated = (message: Message): boolean => /Updated|Nothing changed/.test(textOf(message));
    await ada.press(await ada.press(card, "⋯").response(), "Refresh").response(isUpdated);
    expect(lastPrompt()).toMatch(/German[\s\S]*the price of tickets|the price of tickets[\s\S]*German/);
    await ada
      .choose(await ada.press(currentVersion(card), "Adjust").response(), "v1:shape", ["plain"])
      .response(isUpdated);
    expect(lastPrompt()).toMatch(/German[\s\S]*the price of tickets|the price of tickets[\s\S]*German/);
    expect(harness.model.requests.length).toBe(calls + 2);
  });
});

test("keeps the language and focus of a digest that its requester approves", async () => {
  const harness = await BotHarness.build("SQLite", {
    environment: { PITH_PRICE_INPUT: "900", PITH_PRICE_OUTPUT: "900", PITH_ASK_USD: "0.05" },
  });
  await harness.start();
  const { ada } = harness.discord;
  const options = { text: `${STORY}\n\nA dear edition.`, language: "de", focus: "the price of tickets" };
  const card = await ada.slash("#news", "summarise", options).response(isDone);
  await ada.press(card, "v1:agree:").response((message) => textOf(message).includes("Updated"));
  const prompt = harness.model.requests.at(-1)!.body.messages.at(-1)!.content;
  expect(prompt).toContain("German");
  expect(prompt).toContain("the price of tickets");
  await harness.close();
  expect([harness.faults, harness.discord.violations]).toEqual([[], []]);
});
