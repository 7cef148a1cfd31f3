import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { DigestSchema } from "../../src/model/schemas.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";
import { jsonLines, spawnPith } from "./pith.ts";

describe("what people do with a card", () => {
  let house: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => expectNoViolations(house));
  afterAll(() => house.close());

  const now = ({ id }: Message): Message => house.discord.state.message(id)!;
  const files = (message: Message): Record<string, string> =>
    Object.fromEntries(message.attachments.map((one) => [one.filename, String(house.discord.cdn.bytesOf(one))]));

  const isForgotten = (message: Message): boolean => textOf(message).includes("Forgotten");

  /** A card that ada had made, of a text unlike any other. */
  const card = async (by: Person = house.discord.ada): Promise<Message> => {
    const text = `${STORY}\n\nThis is edition ${++editions}.`;
    return by.slash("#news", "summarise", { text }).response(isDone);
  };

  test("Claims & quotes shows each claim with its quote and place to the reader alone, with the digest as files", async () => {
    const { ben } = house.discord;
    const shown = await ben.press(await card(), "Claims & quotes").response();
    expect(shown.ephemeralFor).toBe(ben.id);
    expect(textOf(shown)).toMatch(/\*\*1\.\*\* .+\n(?:-# .+\n)?-# paragraph \d+\n> /);
    const attached = files(shown);
    expect(Object.keys(attached).sort()).toEqual(["digest.json", "digest.md"]);
    const digest = DigestSchema.parse(JSON.parse(attached["digest.json"]!));
    expect(digest.claims.length).toBeGreaterThan(0);
    for (const { quote } of digest.claims)
      if (quote) expect(textOf(shown) + attached["digest.md"]).toContain(quote.text);
  });

  test("many claims stand on pages", async () => {
    const { ada } = house.discord;
    const paragraphs = Array.from(
      { length: 40 },
      (_, i) => `The ferry number ${i + 3} carried ${(i + 2) * 117} people to the island of Hesk in ${1950 + i}.`,
    );
    // The model declines, so the extractive digest stays, which makes more claims.
    const { respond } = house.model;
    house.model.respond = () => ({ status: 400, body: { error: { message: "no" } } });
    const asked = ada.slash("#news", "summarise", { text: paragraphs.join("\n\n"), length: "detailed" });
    const made = await asked.response(isDone);
    house.model.respond = respond;
    const first = await ada.press(made, "Claims & quotes").response();
    expect(textOf(first)).toMatch(/page 1 of [2-9]/);
    expect(labelsOf(first)).toEqual(["▶"]);
    const second = await ada.press(first, "▶").response((message) => textOf(message).includes("page 2 of"));
    expect(second.id).toBe(first.id);
    expect(textOf(second)).toContain("**6.**");
    expect(labelsOf(second)).toContain("◀");
    const back = await ada.press(second, "◀").response((message) => textOf(message).includes("page 1 of"));
    expect(textOf(back)).toBe(textOf(first));
  });

  test("⋯ gives the text that was read and what was removed", async () => {
    const { ben, state } = house.discord;
    house.site.pages.set("/source", articlePage("The quay", STORY.split("\n\n")));
    const asked = ben.slash("#news", "summarise", { url: `${house.site.origin}/source` });
    const menu = await ben.press(await asked.response(isDone), "⋯").response();
    expect(menu.ephemeralFor).toBe(ben.id);
    const shown = await ben.press(menu, "Source text").response();
    const attached = files(shown);
    expect(attached["source.txt"]).toContain(STORY.split("\n\n")[1]);
    expect(textOf(shown)).toMatch(/\d+ words · \d+ lines? removed/);
    expect(state.message(menu.id)).toBeDefined();
  });

  test("the asker shapes the card, others get a digest of their own", async () => {
    const { ada, ben } = house.discord;
    const made = await card();
    const before = textOf(made);
    const others = await ben.press(made, "Shape").response();
    expect(others.ephemeralFor).toBe(ben.id);
    const own = await ben.choose(others, "v1:shape", ["plain"]).response(isDone);
    expect(textOf(own)).toMatch(/^## /);
    expect(textOf(now(made))).toBe(before);
    const asked = house.model.requests.map(({ body }) => body.messages.at(-1)!.content);
    expect(asked.filter((prompt) => prompt.includes("twelve-year-old"))).toHaveLength(1);

    const mine = await ada.press(made, "Shape").response();
    await ada.choose(mine, "v1:language", ["de"]).response((message) => textOf(message).includes("Done"));
    expect(house.model.requests.at(-1)!.body.messages.at(-1)!.content).toContain("German");
    expect(isDone(now(made))).toBe(true);
    // The card is the same posting still: its buttons and its thread go on working.
    expect(textOf(await ben.press(now(made), "Claims & quotes").response())).toContain("**1.**");
  });

  test("a model that fails takes nothing from a card that it wrote: the asker alone has what could be made", async () => {
    const { ada } = house.discord;
    const made = await card();
    const choices = await ada.press(made, "Shape").response();
    const { respond } = house.model;
    house.model.respond = () => ({ status: 400, body: { error: { message: "no" } } });
    const own = await ada.choose(choices, "v1:shape", ["shorter"]).response((one) => isDone(one));
    house.model.respond = respond;
    expect([own.ephemeralFor, textOf(own)]).toEqual([ada.id, expect.stringContaining("The language model failed")]);
    expect(textOf(now(made))).toBe(textOf(made));
    expect(textOf(now(made))).toContain("model stub");
  });

  test("Refresh reads the page as it is now, for who may change the card", async () => {
    const { ada, ben } = house.discord;
    house.site.pages.set("/fresh", articlePage("Old harbour news", STORY.split("\n\n")));
    const made = await ada.slash("#news", "summarise", { url: `${house.site.origin}/fresh` }).response(isDone);
    expect(labelsOf(await ben.press(made, "⋯").response())).toEqual(["Source text", "👍", "👎"]);
    house.site.pages.set("/fresh", articlePage("New harbour news", STORY.split("\n\n")));
    const menu = await ada.press(made, "⋯").response();
    await ada.press(menu, "Refresh").response((message) => textOf(message).includes("Done"));
    expect(textOf(now(made))).toContain("New harbour news");
    const shown = await ben.press(await ben.press(now(made), "⋯").response(), "Source text").response();
    expect(textOf(shown)).toContain("New harbour news");
  });

  test("Delete removes the card with all that is kept of it", async () => {
    const { ada } = house.discord;
    const made = await card();
    const menu = await ada.press(made, "⋯").response();
    expect(textOf(await ada.press(menu, "Delete").response(isForgotten))).toContain("Forgotten: 1 document");
    expect(textOf(now(made))).toContain("Removed.");
  });

  test("a press on a card that was forgotten says that there is none, and nothing more", async () => {
    const { ada, ben } = house.discord;
    const made = await card();
    const menu = await ben.press(made, "⋯").response();
    await ada.press(await ada.press(made, "⋯").response(), "Delete").response(isForgotten);
    const answer = await ben.press(menu, "Source text").response(isDone);
    expect(textOf(answer)).toContain("There is no such document here, or you may not read it");
  });

  test("thumbs are kept, each person's last word, for digests and for answers", async () => {
    const { ada, ben } = house.discord;
    const made = await card();
    const menu = await ben.press(made, "⋯").response();
    expect(textOf(await ben.press(menu, "👍").response())).toContain("Thank you");
    await ben.press(menu, "👎").response();
    const asked = ada.slash("#news", "ask", { question: "What would the change cost a year?" });
    await ben.press(await asked.response(isDone), "👍").response();
    const secret = { text: `${STORY}\n\nThis is known to ada alone.`, private: true };
    const own = await ada.slash("#news", "summarise", secret).response(isDone);
    await ada.press(await ada.press(own, "⋯").response(), "👍").response();
    const { stdout } = await spawnPith(["feedback"], house.environment);
    expect(jsonLines(stdout).slice(-3)).toMatchObject([
      { of: "digest", good: false, private: false, digest: { gist: expect.any(String) } },
      { of: "answer", good: true, private: false, question: "What would the change cost a year?" },
      { of: "digest", good: true, private: true },
    ]);
    expect(stdout).not.toContain("ada alone");
    expect(Object.keys(jsonLines(stdout).at(-1) as object).sort()).toEqual(["at", "engine", "good", "of", "private"]);
    for (const { id } of [ada, ben]) expect(stdout).not.toContain(id);
  });
});
