import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, type Message, textOf } from "../../playground/discord/index.ts";
import { translatorFor } from "../../src/present/index.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone } from "./harness.ts";

/** Creates a text of several sentences with about this many words. */
const createText = (words: number, stop = "."): string =>
  Array.from({ length: Math.round(words / 6) }, (_, i) => `the quay of Orrin opened ${i}${stop}`).join(" ");

describe("texts that are too short for a card", () => {
  let harness: BotHarness;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const isReplyTo = (posted: Message) => (message: Message) =>
    message.reference?.message_id === posted.id && isDone(message);

  test("are answered in a line, without a thread, buttons or a model request", async () => {
    const { ada, state } = harness.discord;
    const before = harness.model.requests.length;
    const pasted = await ada.slash("#news", "summarise", { text: createText(60) }).response(isDone);
    expect(textOf(pasted)).toBe("Only 60 words, so there's nothing to shorten.");
    const file = { name: "note.txt", type: "text/plain", bytes: Buffer.from(createText(48)) };
    const posted = ada.post("#files", { content: `<@${state.bot.id}>`, files: [file] });
    const answered = await harness.discord.waitFor(isReplyTo(posted));
    expect(textOf(answered)).toContain("Only 48 words");
    harness.site.pages.set("/short", articlePage("A quay", ["The quay of Orrin opened on Monday."]));
    const page = await ada.slash("#news", "summarise", { url: `${harness.site.origin}/short` }).response(isDone);
    expect(textOf(page)).toMatch(/^### .*A quay.*\nOnly \d+ words.*\n> .*The quay of Orrin opened on Monday\./);
    for (const message of [pasted, answered, page]) {
      expect(buttonsOf(message)).toEqual([]);
      expect(state.channels.has(message.id)).toBe(false);
    }
    expect(harness.model.requests).toHaveLength(before);
    const asked = await ada.slash("#files", "ask", { question: "What opened?" }).response(isDone);
    expect(textOf(asked)).toContain("¶");
  });

  test("are answered in a line if a card becomes short by Refresh", async () => {
    const { ada, state } = harness.discord;
    const path = "/shrinking";
    const long = Array.from({ length: 40 }, (_, i) => `The quay of Orrin opened on day ${i} of the year 1999.`);
    harness.site.pages.set(path, articlePage("A shrinking page", long));
    const card = await ada.slash("#news", "summarise", { url: `${harness.site.origin}${path}` }).response(isDone);
    harness.site.pages.set(path, articlePage("A shrinking page", ["The quay of Orrin opened on Monday."]));
    const menu = await ada.press(card, "⋯").response();
    ada.press(menu, "Refresh");
    await expect
      .poll(() => textOf(state.message(card.id)!))
      .toMatch(/Only \d+ words, so there's nothing to shorten\.\n> /);
    expect(buttonsOf(state.message(card.id)!)).toEqual([]);
  });

  test.each([
    ["shorter please", "error.not_shorter"],
    ["tl;dr", "error.not_shorter"],
    ["more detail pls", "error.not_longer"],
  ] as const)("have no variant for the wish %s", async (wish, key) => {
    const { ada, state } = harness.discord;
    const file = { name: "note.txt", type: "text/plain", bytes: Buffer.from(`${createText(42)} ${wish}`) };
    const mention = `<@${state.bot.id}>`;
    const posted = ada.post("#files", { content: mention, files: [file] });
    const card = await harness.discord.waitFor(isReplyTo(posted));
    const wished = ada.post("#files", { content: `${mention} ${wish}`, replyTo: card });
    const reply = await harness.discord.waitFor(isReplyTo(wished));
    expect(textOf(reply)).toContain(translatorFor("en-GB")(key));
    expect(await harness.postingsOf(wished.id)).toEqual([]);
  });

  test("are not taken for short because they have no full stops", async () => {
    const { ada } = harness.discord;
    const before = harness.model.requests.length;
    const card = await ada.slash("#news", "summarise", { text: createText(134, "") }).response(isDone);
    expect(harness.model.requests.length).toBeGreaterThan(before);
    expect(buttonsOf(card).map(({ label }) => label)).toContain("Check quotes");
  });
});
