import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PlaygroundHarness, skipReason } from "./harness.ts";
import { dropFile, lastCard, openCommand, openDrawer, openQuote } from "./pageActions.ts";
import { PDF, TEXT } from "./pageDocuments.ts";

if (skipReason) console.warn(`skipped: ${skipReason}`);

describe.skipIf(skipReason)(skipReason ? `playground page (skipped: ${skipReason})` : "playground page", () => {
  let harness: PlaygroundHarness;
  beforeAll(async () => {
    harness = await PlaygroundHarness.start();
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
