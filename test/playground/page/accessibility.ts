import type { BrowserContextOptions } from "playwright-core";
import { axeViolations, type PlaygroundHarness } from "./harness.ts";
import { lastCard, openCommand, openDrawer, openThread } from "./pageActions.ts";

/**
 * Returns the violations that axe finds in four states of the page: channel, command suggestions, command form, and
 * thread with drawer. Adds one more if the page scrolls sideways.
 */
export async function accessibilityViolations(
  harness: PlaygroundHarness,
  contextOptions: BrowserContextOptions,
): Promise<unknown[]> {
  const page = await harness.openPage("/ada/news", contextOptions);
  await lastCard(page).waitFor();
  const violations: unknown[] = [await axeViolations(page)];
  await page.locator("main textarea").fill("/");
  await page.locator("main [role=option]").first().waitFor();
  violations.push(await axeViolations(page));
  const dialog = await openCommand(page, "/ask");
  await dialog.locator("[role=combobox]").focus();
  await dialog.locator("[role=option]").first().waitFor();
  violations.push(await axeViolations(page));
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await openThread(page);
  await openDrawer(page);
  violations.push(await axeViolations(page));
  const scrollsSideways = !(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
  return [...violations.flat(), ...(scrollsSideways ? ["the page scrolls sideways"] : [])];
}
