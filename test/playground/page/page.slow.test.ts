import type { BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { articlePage } from "../../fakes/site.ts";
import { accessibilityViolations } from "./accessibility.ts";
import { PlaygroundHarness, skipReason } from "./harness.ts";
import {
  dropFile,
  lastCard,
  openCommand,
  openDrawer,
  openDropped,
  openThread,
  selectEngineMode,
  sendMessage,
  useAppsMenu,
  useMessageMenu,
} from "./pageActions.ts";
import { ARTICLE, PDF, TEXT } from "./pageDocuments.ts";

if (skipReason) console.warn(`skipped: ${skipReason}`);

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

  test.each<[string, BrowserContextOptions]>([
    ["in the light theme", { colorScheme: "light" }],
    ["in the dark theme", { colorScheme: "dark" }],
    ["on a phone", { viewport: { width: 390, height: 800 } }],
    ["at 200% zoom", { viewport: { width: 640, height: 430 }, deviceScaleFactor: 2 }],
  ])("has no accessibility violations %s", async (_, contextOptions) => {
    expect(await accessibilityViolations(harness, contextOptions)).toEqual([]);
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
});
