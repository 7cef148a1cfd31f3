import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pdfColumn, pdfFile } from "../../fakes/pdfFiles.ts";
import { articlePage } from "../../fakes/site.ts";
import { accessibilityViolations } from "./accessibility.ts";
import { PlaygroundHarness, skipReason } from "./harness.ts";
import {
  dropFile,
  lastCard,
  openCommand,
  openDrawer,
  openDropped,
  openQuote,
  openThread,
  selectEngineMode,
  sendMessage,
  useAppsMenu,
  useMessageMenu,
} from "./pageActions.ts";

if (skipReason) console.warn(`skipped: ${skipReason}`);

const REPORT = [
  [
    "The harbour board of Ostervik met on Friday to speak of the cables under its old quay.",
    "It spent 11 million crowns on them last year, said Anna Lind, who leads the board.",
    "The first cable was laid in May, and the fish market had to close for three weeks.",
    "Two boats of the line to Holm were out of service while the divers were at work.",
  ],
  [
    "Passengers were taken by bus across the bridge, which added 40 minutes to their way.",
    "The county paid 60 percent of the costs, and the town borrowed what was left of them.",
    "A second cable is to follow in spring, when the ice has gone from the inner harbour.",
    "Lind said the new boats would burn no diesel and carry 200 people on each crossing.",
  ],
  [
    "Not everybody is content: the union counts nine engineers who have lost their posts.",
    "Four of them were offered training, and one has found work at the yard in Vessby.",
    "The old boats were sold to a museum, where children may steer them from next summer.",
    "The board meets again on 3 October to decide on the price of a monthly ticket.",
  ],
];
const PDF = pdfFile(
  REPORT.map((lines) => pdfColumn(lines)),
  { Title: "Cables of Ostervik" },
);
const ARTICLE = [
  "The library of Norrby opened its night room on Monday with 240 seats for readers who work late.",
  "It cost 3 million crowns, of which the county paid half, said the librarian Maja Berg on Tuesday.",
  "The room stays open until two in the morning, and the last bus now waits for those who read there.",
  "Norrby expects 40,000 visitors in its first year, about twice as many as the old room had in 2024.",
  "A second night room is planned for the harbour, where the county owns 2 houses, but no date is set for it.",
];
const TEXT = ARTICLE.join(" ");

describe.skipIf(skipReason)(skipReason ? `playground page (skipped: ${skipReason})` : "playground page", () => {
  let harness: PlaygroundHarness;
  beforeAll(async () => {
    harness = await PlaygroundHarness.start();
    harness.site.pages.set("/night-room", articlePage("The night room of Norrby", ARTICLE));
  });
  afterAll(async () => {
    await harness.close();
    expect(harness.errors).toEqual([]);
  });

  test("shows the card of the sample document at first, and opens a quote in its source", async () => {
    const page = await harness.openPage("/");
    await expect(lastCard(page).textContent()).resolves.toContain("Harbour town swaps its diesel ferries");
    const quote = await (await openQuote(page)).textContent();
    expect(await page.locator("dialog .words").textContent()).toContain(quote!);
    expect(await lastCard(page).textContent()).toContain(quote!);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.textContent")).toContain("harbour-ferries.txt");
  });

  test("accepts a dropped file and a mention chosen from the suggestions", async () => {
    const page = await harness.openPage("/ada/news");
    await dropFile(page, "cables.pdf", PDF, "application/pdf");
    const box = page.locator("main textarea");
    await box.fill("@pi");
    await page.locator("main [role=option]", { hasText: "@pith" }).waitFor();
    await box.press("Enter");
    expect(await box.inputValue()).toBe("@pith ");
    await box.press("Enter");
    await page.locator("main article:has(.bot)", { hasText: "Ostervik" }).waitFor();
    expect(await page.locator("main .attached li").count()).toBe(0);
    expect(await page.locator("#status").textContent()).toMatch(/Pith/);
  });

  test("summarises a link in a message that mentions the bot", async () => {
    const page = await harness.openPage("/ada/files");
    await sendMessage(page, `@pith ${harness.site.origin}/night-room`);
    await page.locator("main article:has(.bot)", { hasText: "night room" }).last().waitFor();
  });

  test("summarises long files automatically in #auto", async () => {
    const page = await harness.openPage("/ada/auto");
    const lines = Array.from({ length: 90 }, (_, i) => `${ARTICLE[i % 5]} In year ${1900 + i} it was ${i * 7} crowns.`);
    await dropFile(page, "long.txt", Buffer.from(lines.join("\n\n")), "text/plain");
    await sendMessage(page, "");
    await lastCard(page).waitFor();
  });

  test("shows a form for command options, and the bot's modal with a file upload", async () => {
    const page = await harness.openPage("/ada/files");
    const options = await openCommand(page, "/summarise");
    expect(await page.evaluate("document.activeElement.closest('dialog') !== null")).toBe(true);
    await options.getByRole("button", { name: "Run" }).click();
    const modal = page.locator("dialog[open]").filter({ has: page.locator("button", { hasText: "Submit" }) });
    await modal.waitFor();
    await modal.locator("textarea").first().fill(TEXT);
    await modal
      .locator("input[type=file]")
      .setInputFiles({ name: "cables.pdf", mimeType: "application/pdf", buffer: Buffer.from(PDF) });
    await modal.getByRole("button", { name: "Submit" }).click();
    await page.locator("main article:has(.bot)", { hasText: "Ostervik" }).waitFor();
    expect(await page.locator("dialog[open]").count()).toBe(0);
  });

  test("autocompletes a command option", async () => {
    const page = await harness.openPage("/ada/news");
    const dialog = await openCommand(page, "/ask");
    await dialog.locator("[role=combobox]").focus();
    await dialog.locator("[role=option]", { hasText: "Harbour town" }).first().click();
    await dialog.locator("[name=f-question]").fill("What did the boats cost?");
    await dialog.getByRole("button", { name: "Run" }).click();
    await page.locator("main article:has(.bot)", { hasText: "38 million euros" }).last().waitFor();
  });

  test("runs message commands from the Apps menu", async () => {
    const page = await harness.openPage("/ben/files");
    await sendMessage(page, TEXT.repeat(2));
    const own = page.locator("main article.own").last();
    await own.waitFor();
    await useAppsMenu(own, "Summarise privately");
    await page.locator("main article.private:has(.container)").last().waitFor();
    const other = await harness.openPage("/ada/files");
    expect(await other.locator("main article.private", { hasText: "Norrby" }).count()).toBe(0);
  });

  test("answers a question in a thread", async () => {
    const page = await harness.openPage("/ada/news");
    await openThread(page);
    await sendMessage(page, "@pith When did it begin, and what happened?", ".thread");
    await lastCard(page, ".thread").waitFor();
  });

  test("sends the choice of a select immediately", async () => {
    const page = await harness.openPage("/ada/news");
    const card = page.locator("main article:has(.bot)", { hasText: "Harbour town" }).first();
    await card.getByRole("button", { name: "Adjust" }).click();
    const select = page.locator("main article.private select").last();
    await select.waitFor();
    const sent = page.waitForResponse((response) => response.url().endsWith("/act/choose"));
    await select.selectOption({ index: 1 });
    expect(await (await sent).json()).toEqual({});
  });

  test("stops and restarts the bot, whose earlier buttons keep working", async () => {
    const page = await harness.openPage("/ada/news");
    await openDrawer(page);
    await page.getByRole("button", { name: "Stop the bot" }).click();
    await page.getByRole("button", { name: "Start it again" }).waitFor();
    const ask = page.locator("main").getByRole("button", { name: "Ask", exact: true }).first();
    await ask.click();
    await page.locator("#alerts", { hasText: "did not respond" }).waitFor();
    await page.getByRole("button", { name: "Start it again" }).click();
    await page.getByRole("button", { name: "Stop the bot" }).waitFor();
    await ask.click();
    const dialog = page.locator("dialog[open]");
    await dialog.locator("textarea").fill("What did the boats cost?");
    await dialog.getByRole("button", { name: "Submit" }).click();
    await page.locator("article:has(.bot)", { hasText: "38 million" }).last().waitFor();
  });

  test("shows what the model invented only in Check quotes, and reports a model that is down", async () => {
    const page = await harness.openPage("/ada/files");
    await openDrawer(page);
    const summarise = async (mode: string, outcome: RegExp): Promise<void> => {
      await selectEngineMode(page, mode);
      await dropFile(page, "cables.pdf", PDF, "application/pdf");
      await sendMessage(page, "@pith");
      await page.locator("#d-work .piece", { hasText: outcome }).first().waitFor();
    };
    await summarise("inventing", /, \d+ dropped/);
    const card = page.locator("main article:not(.private)", { hasText: /stub-inventing/ }).last();
    await card.waitFor();
    const shown = (await card.locator(".container").textContent())!;
    expect(shown).toMatch(/\d+ dropped/);
    const dropped = await openDropped(page, card);
    const inventions = await dropped.locator("li").allTextContents();
    expect(inventions).toEqual(
      expect.arrayContaining(["The mayor resigned over it.", "Three inspectors were arrested in Lisbon."]),
    );
    for (const invention of inventions) expect(shown).not.toContain(invention);
    await summarise("down", /model_failed/);
    await selectEngineMode(page, "configured");
  });

  test("offers the settings to Ada, who manages the server, and not to Ben", async () => {
    const page = await harness.openPage("/ada/files");
    const form = await openCommand(page, "/settings");
    await form.getByRole("button", { name: "Run" }).click();
    await page.locator("main article.private", { hasText: "This channel: " }).last().waitFor();
    const other = await harness.openPage("/ben/files");
    await other.locator("main textarea").pressSequentially("/");
    await other.locator("main [role=option]", { hasText: "/vergessen mine" }).waitFor(); // Ben's locale is German.
    const offered = (await other.locator("main [role=option]").allTextContents()).join("\n");
    expect(offered).toContain("/vergessen document");
    expect(offered).not.toMatch(/\/einstellungen|settings|channel|server/);
  });

  test("supports direct messages, edits and deletions", async () => {
    const page = await harness.openPage("/ben/dm");
    await sendMessage(page, "Good mornin");
    const own = page.locator("main article.own").last();
    await useMessageMenu(own, "Edit");
    await page.locator("dialog textarea").fill("Good morning");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("main article.own", { hasText: "(edited)" }).waitFor();
    expect(await own.locator(".text").textContent()).toBe("Good morning");
    await useMessageMenu(own, "Delete");
    await own.waitFor({ state: "detached" });
  });

  test("has no accessibility violations in the light theme", async () => {
    expect(await accessibilityViolations(harness, { colorScheme: "light" })).toEqual([]);
  });

  test("keeps the focus on an element when its message is re-rendered", async () => {
    const page = await harness.openPage("/ben/files");
    await sendMessage(page, "A word about the boats");
    const own = page.locator("main article.own", { hasText: "A word about the boats" }).last();
    await useMessageMenu(own, "React with 📰");
    const reaction = own.locator(".reaction");
    await reaction.waitFor();
    await reaction.focus();
    const other = await harness.openPage("/ada/files");
    await other.locator("main article", { hasText: "A word about the boats" }).last().locator(".reaction").click();
    await own.locator(".reaction", { hasText: "2" }).waitFor();
    expect(await page.evaluate("document.activeElement.className")).toBe("reaction");
  });

  test("shows who is typing, and sends replies", async () => {
    const [ada, ben] = [await harness.openPage("/ada/files"), await harness.openPage("/ben/files")];
    await ben.locator("main textarea").pressSequentially("Well");
    await ada.locator("main .typing", { hasText: "Ben is typing…" }).waitFor();
    await useMessageMenu(ada.locator("main article").last(), "Reply");
    await sendMessage(ada, "Indeed");
    await ben.locator("main article", { hasText: "Indeed" }).locator(".above", { hasText: "Answers" }).waitFor();
  });

  test("can be used with the keyboard only", async () => {
    const page = await harness.openPage("/ada/news");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter"); // Follows the skip link to the message box.
    await page.keyboard.type("/as");
    await page.locator("main [role=option]").first().waitFor();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    expect(await page.evaluate("document.activeElement.name")).toBe("f-question");
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.localName")).toBe("textarea");
  });
});
