import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Message, type Person, textOf } from "../../playground/discord/index.ts";
import { DigestSchema } from "../../src/model/schemas.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { QUOTE_WITH_PLACE, visibleTextOf } from "./cardHelpers.ts";
import { expectNoViolations } from "./expectNoViolations.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";
import { jsonLines, runPith } from "./pith.ts";

describe("card actions", () => {
  let harness: BotHarness;
  let editions = 0;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => expectNoViolations(harness));
  afterAll(() => harness.close());

  const currentVersion = ({ id }: Message): Message => harness.discord.state.message(id)!;
  const filesOf = (message: Message): Record<string, string> =>
    Object.fromEntries(message.attachments.map((one) => [one.filename, String(harness.discord.cdn.bytesOf(one))]));

  const isForgotten = (message: Message): boolean => textOf(message).startsWith("Deleted");

  /** Creates a card from text that no other test uses. */
  const createCard = async (person: Person = harness.discord.ada): Promise<Message> => {
    const text = `${STORY}\n\nThis is edition ${++editions}.`;
    return person.slash("#news", "summarise", { text }).response(isDone);
  };

  test("Check quotes shows the statements with quotes and locations ephemerally, and attaches the digest", async () => {
    const { ben } = harness.discord;
    const shown = await ben.press(await createCard(), "Check quotes").response();
    expect(shown.ephemeralFor).toBe(ben.id);
    const attached = filesOf(shown);
    expect(Object.keys(attached).sort()).toEqual(["digest.json", "digest.md"]);
    const digest = DigestSchema.parse(JSON.parse(attached["digest.json"]!));
    const quotes = [...digest.gistQuotes, ...digest.points.flatMap((one) => one.quotes)];
    expect(quotes).toHaveLength(4);
    for (const { text, paragraph } of quotes) {
      expect(visibleTextOf(shown)).toContain(`\n> ${text} ¶ ${paragraph}\n`);
      expect(attached["digest.md"]).toContain(text);
    }
  });

  test("Check quotes splits many statements into pages", async () => {
    const { ada } = harness.discord;
    const paragraphs = Array.from(
      { length: 40 },
      (_, i) => `The ferry number ${i + 3} carried ${(i + 2) * 117} people to the island of Hesk in ${1950 + i}.`,
    );
    // If the model fails, the card shows the extractive digest, which has more statements.
    const { respond } = harness.model;
    harness.model.respond = () => ({ status: 400, body: { error: { message: "no" } } });
    const interaction = ada.slash("#news", "summarise", { text: paragraphs.join("\n\n"), length: "detailed" });
    const card = await interaction.response(isDone);
    harness.model.respond = respond;
    const first = await ada.press(card, "Check quotes").response();
    expect(textOf(first)).toMatch(/page 1 of [2-9]/);
    expect(labelsOf(first)).toEqual(["▶"]);
    const second = await ada.press(first, "▶").response((message) => textOf(message).includes("page 2 of"));
    expect(second.id).toBe(first.id);
    const quotesOn = (page: Message): string[] => textOf(page).match(/^> .*/gm) ?? [];
    expect([quotesOn(first).length, new Set([...quotesOn(first), ...quotesOn(second)]).size]).toEqual([
      5,
      5 + quotesOn(second).length,
    ]);
    expect(quotesOn(second)).not.toEqual([]);
    expect(labelsOf(second)).toContain("◀");
    const back = await ada.press(second, "◀").response((message) => textOf(message).includes("page 1 of"));
    expect(textOf(back)).toBe(textOf(first));
  });

  test("Source text shows the extracted text and the number of removed lines", async () => {
    const { ben, state } = harness.discord;
    harness.site.pages.set("/source", articlePage("The quay", STORY.split("\n\n")));
    const interaction = ben.slash("#news", "summarise", { url: `${harness.site.origin}/source` });
    const menu = await ben.press(await interaction.response(isDone), "⋯").response();
    expect(menu.ephemeralFor).toBe(ben.id);
    const shown = await ben.press(menu, "Source text").response();
    const attached = filesOf(shown);
    expect(attached["source.txt"]).toContain(STORY.split("\n\n")[1]);
    expect(textOf(shown)).toMatch(/\d+ words · \d+ lines? removed/);
    expect(state.message(menu.id)).toBeDefined();
  });

  test("Adjust changes the card for its requester, and creates an ephemeral digest for others", async () => {
    const { ada, ben } = harness.discord;
    const card = await createCard();
    const before = textOf(card);
    const otherMenu = await ben.press(card, "Adjust").response();
    expect(otherMenu.ephemeralFor).toBe(ben.id);
    const ownDigest = await ben.choose(otherMenu, "v1:shape", ["plain"]).response(isDone);
    expect(textOf(ownDigest)).toMatch(/^### /);
    expect(textOf(currentVersion(card))).toBe(before);
    const prompts = harness.model.requests.map(({ body }) => body.messages.at(-1)!.content);
    expect(prompts.filter((prompt) => prompt.includes("twelve-year-old"))).toHaveLength(1);

    const menu = await ada.press(card, "Adjust").response();
    await ada.choose(menu, "v1:language", ["de"]).response((message) => textOf(message).includes("Updated"));
    expect(harness.model.requests.at(-1)!.body.messages.at(-1)!.content).toContain("German");
    expect(isDone(currentVersion(card))).toBe(true);
    // The changed card belongs to the same posting, so its buttons keep working.
    expect(textOf(await ben.press(currentVersion(card), "Check quotes").response())).toMatch(QUOTE_WITH_PLACE);
  });

  test("Adjust leaves the card unchanged and shows an ephemeral extractive digest if the model fails", async () => {
    const { ada } = harness.discord;
    const card = await createCard();
    const menu = await ada.press(card, "Adjust").response();
    const { respond } = harness.model;
    harness.model.respond = () => ({ status: 400, body: { error: { message: "no" } } });
    const extractive = await ada.choose(menu, "v1:shape", ["shorter"]).response((one) => isDone(one));
    harness.model.respond = respond;
    expect([extractive.ephemeralFor, textOf(extractive)]).toEqual([
      ada.id,
      expect.stringContaining("The AI model failed"),
    ]);
    expect(textOf(currentVersion(card))).toBe(textOf(card));
    expect(textOf(currentVersion(card))).toContain(FAITHFUL);
  });

  test("Adjust says when it changes nothing, and leaves the card as it is", async () => {
    const { ada } = harness.discord;
    const card = await createCard();
    const adjust = async (value: string): Promise<string> => {
      const menu = await ada.press(card, "Adjust").response();
      const note = await ada
        .choose(menu, "v1:shape", [value])
        .response((message) => /Updated|Nothing changed|get any/.test(textOf(message)));
      expect(note.ephemeralFor).toBe(ada.id);
      return textOf(note);
    };
    // The stub writes the same digest in each style.
    expect(await adjust("bullets")).toContain("Nothing changed");
    for (const step of ["brief", "headline"])
      expect([step, await adjust("shorter")]).toEqual([step, expect.anything()]);
    expect(await adjust("shorter")).toContain("It can't get any shorter");
    expect(textOf(currentVersion(card))).toContain("quotes found · stub");
  });

  test("Refresh fetches the page again, and is offered only to people who may change the card", async () => {
    const { ada, ben } = harness.discord;
    harness.site.pages.set("/fresh", articlePage("Old harbour news", STORY.split("\n\n")));
    const card = await ada.slash("#news", "summarise", { url: `${harness.site.origin}/fresh` }).response(isDone);
    expect(labelsOf(await ben.press(card, "⋯").response())).toEqual(["Source text", "👍", "👎"]);
    harness.site.pages.set("/fresh", articlePage("New harbour news", STORY.split("\n\n")));
    const menu = await ada.press(card, "⋯").response();
    await ada.press(menu, "Refresh").response((message) => textOf(message).includes("Updated"));
    expect(textOf(currentVersion(card))).toContain("New harbour news");
    const shown = await ben.press(await ben.press(currentVersion(card), "⋯").response(), "Source text").response();
    expect(textOf(shown)).toContain("New harbour news");
  });

  test("Delete removes the card and forgets its document", async () => {
    const { ada } = harness.discord;
    const card = await createCard();
    const menu = await ada.press(card, "⋯").response();
    expect(textOf(await ada.press(menu, "Delete").response(isForgotten))).toContain("Deleted 1 document");
    expect(textOf(currentVersion(card))).toContain("Deleted.");
  });

  test("buttons of a forgotten card report that there is no such document", async () => {
    const { ada, ben } = harness.discord;
    const card = await createCard();
    const menu = await ben.press(card, "⋯").response();
    await ada.press(await ada.press(card, "⋯").response(), "Delete").response(isForgotten);
    const answer = await ben.press(menu, "Source text").response(isDone);
    expect(textOf(answer)).toContain("I can't find that document, or you're not allowed to see it");
  });

  test("stores the latest rating per person for digests and answers, and no content of private ones", async () => {
    const { ada, ben } = harness.discord;
    const card = await createCard();
    const menu = await ben.press(card, "⋯").response();
    expect(textOf(await ben.press(menu, "👍").response())).toContain("Thanks");
    await ben.press(menu, "👎").response();
    const question = ada.slash("#news", "ask", { question: "What would the change cost a year?" });
    await ben.press(await question.response(isDone), "👍").response();
    const privateOptions = { text: `${STORY}\n\nThis is known to ada alone.`, private: true };
    const privateCard = await ada.slash("#news", "summarise", privateOptions).response(isDone);
    await ada.press(await ada.press(privateCard, "⋯").response(), "👍").response();
    const { stdout } = await runPith(["feedback"], harness.environment);
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

test("without a model, Adjust says what needs one", async () => {
  const harness = await BotHarness.build("SQLite", { environment: { PITH_MODEL: "", OPENAI_BASE_URL: "" } });
  await harness.start();
  const { ada } = harness.discord;
  const card = await ada.slash("#news", "summarise", { text: STORY }).response(isDone);
  const adjust = async (menuId: string, value: string): Promise<string> => {
    const menu = await ada.press(card, "Adjust").response();
    return textOf(await ada.choose(menu, menuId, [value]).response((message) => textOf(message).includes("AI")));
  };
  expect(await adjust("v1:shape", "plain")).toBe("I need an AI model for that, and none is set up.");
  expect(await adjust("v1:language", "de")).toBe("I need an AI model for that, and none is set up.");
  expect(textOf(harness.discord.state.message(card.id)!)).toBe(textOf(card));
  await harness.close();
  expect([harness.faults, harness.discord.violations]).toEqual([[], []]);
});
