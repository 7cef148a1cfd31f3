import type { Locator, Page } from "playwright-core";

/** Actions of a person on the page of the playground, for the browser tests and `tools/pictures.ts`. */

/** A selector of the bot's finished cards in the main pane. */
export const FINISHED_CARD = finishedCardIn("main");

function finishedCardIn(pane: string): string {
  return `${pane} article:has(.avatar.bot):has(.container):not(:has([data-id*=":stop:"]))`;
}

/** Returns the bot's latest finished card within the element that the selector `pane` matches. */
export function lastCard(page: Page, pane = "main"): Locator {
  return page.locator(finishedCardIn(pane)).last();
}

const messageBox = (page: Page, pane: string): Locator => page.locator(`${pane} textarea[name=content]`);

/** Sends a message. The trailing space closes the suggestions, which would otherwise handle Enter. */
export async function sendMessage(page: Page, text: string, pane = "main"): Promise<void> {
  await messageBox(page, pane).fill(text && `${text} `);
  await messageBox(page, pane).press("Enter");
}

/** Drops a file on the channel and waits until it is attached. */
export async function dropFile(page: Page, name: string, bytes: Uint8Array, type: string): Promise<void> {
  const data = Buffer.from(bytes).toString("base64");
  const transfer = await page.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(data)}), (char) => char.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} }));
    return transfer;
  })()`);
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  await page.locator("main .attached li").waitFor();
}

/** Types the name of a slash command and opens the form for its options. */
export async function openCommand(page: Page, name: string): Promise<Locator> {
  await messageBox(page, "main").fill(name);
  await page.locator("main [role=option]").filter({ hasText: name }).first().waitFor();
  await messageBox(page, "main").press("Enter");
  const dialog = page.locator("dialog[open]");
  await dialog.waitFor();
  return dialog;
}

/** Uses a message context menu command, by its registered name. */
export async function useAppsMenu(message: Locator, name: string): Promise<void> {
  await message.locator("summary").first().click();
  await message.locator(`[data-act=menu][data-id="${name}"]`).click();
}

/** Chooses an entry of a message's menu by its label, such as Reply or Edit. */
export async function useMessageMenu(message: Locator, label: string): Promise<void> {
  await message.locator("summary").first().click();
  await message.getByRole("button", { name: label, exact: true }).click();
}

/** Opens the quote of the first mark on the latest card. */
export async function openQuote(page: Page): Promise<Locator> {
  await lastCard(page).locator(".mark").first().click();
  const mark = page.locator("dialog mark");
  await mark.waitFor();
  return mark;
}

/** Opens Check quotes from a card, and turns its pages until it shows what was dropped. */
export async function openDropped(page: Page, card: Locator): Promise<Locator> {
  await card.getByRole("button", { name: "Check quotes" }).click();
  const check = page.locator("main article.private:has(.file)").last();
  await check.waitFor();
  const dropped = check.getByText("Dropped", { exact: true });
  for (let number = 2; number < 10 && !(await dropped.count()); number++) {
    await check.getByRole("button", { name: "▶" }).click();
    await check.getByText(`page ${number} of`).waitFor();
  }
  await dropped.waitFor();
  return check;
}

/** Opens the thread of the latest card. */
export async function openThread(page: Page): Promise<void> {
  await page.locator("main a.file", { hasText: "Thread," }).last().click();
  await page.locator("body.with-thread[data-ready]").waitFor();
}

/** Opens the drawer "Behind the scenes". */
export async function openDrawer(page: Page): Promise<void> {
  await page.click("#drawer-switch");
  await page.locator("#drawer").waitFor();
}

/** Selects the engine mode and waits until the bot uses it. */
export async function selectEngineMode(page: Page, mode: string): Promise<void> {
  const response = page.waitForResponse((candidate) => candidate.url().endsWith("/act/write"));
  await page.selectOption("#writer", mode);
  await response;
}
