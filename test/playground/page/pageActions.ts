import type { Locator, Page } from "playwright-core";

/** What people do on the page: the tests go through it, and the pictures of README are taken on the way. */

/** The newest card of the bot that is finished. @param pane within which part of the page */
export function lastCard(page: Page, pane = "main"): Locator {
  return page.locator(`${pane} article:has(.avatar.bot):has(.container):not(:has([data-id*=":stop:"]))`).last();
}

const box = (page: Page, pane: string): Locator => page.locator(`${pane} textarea[name=content]`);

/** Says something; the space behind it ends a name, so that no list of names stands in the way. */
export async function sendMessage(page: Page, words: string, pane = "main"): Promise<void> {
  await box(page, pane).fill(words && `${words} `);
  await box(page, pane).press("Enter");
}

/** Drops a file on the channel, as from a folder. */
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

/** Types a slash command's name and opens its form. */
export async function openCommand(page: Page, name: string): Promise<Locator> {
  await box(page, "main").fill(name);
  await page.locator("main [role=option]").filter({ hasText: name }).first().waitFor();
  await box(page, "main").press("Enter");
  const dialog = page.locator("dialog[open]");
  await dialog.waitFor();
  return dialog;
}

/** Uses a command of the Apps menu of a message, by the name that it is registered with. */
export async function useAppsMenu(message: Locator, name: string): Promise<void> {
  await message.locator("summary").first().click();
  await message.locator(`[data-act=menu][data-id="${name}"]`).click();
}

/** Does something else with a message, as its menu calls it. */
export async function useMessageMenu(message: Locator, words: string): Promise<void> {
  await message.locator("summary").first().click();
  await message.getByRole("button", { name: words, exact: true }).click();
}

/** Opens the quote behind the first number of a card. */
export async function openQuote(page: Page): Promise<Locator> {
  await lastCard(page).locator(".cite").first().click();
  const mark = page.locator("dialog mark");
  await mark.waitFor();
  return mark;
}

/** Opens the thread on the newest card. */
export async function openThread(page: Page): Promise<void> {
  await page.locator("main a.file", { hasText: "Thread," }).last().click();
  await page.locator("body.with-thread[data-ready]").waitFor();
}

/** Opens the drawer. */
export async function openDrawer(page: Page): Promise<void> {
  await page.click("#drawer-switch");
  await page.locator("#drawer").waitFor();
}

/** Lets another write, and waits until the bot is there again. */
export async function selectModel(page: Page, writer: string): Promise<void> {
  const done = page.waitForResponse((response) => response.url().endsWith("/act/write"));
  await page.selectOption("#writer", writer);
  await done;
}
