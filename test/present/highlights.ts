import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";

/** A script that defines `readHighlight` in the page. */
const READ_HIGHLIGHT = readFileSync(join(import.meta.dirname, "readHighlight.js"), "utf8");

/** Paints what a text fragment highlights, background and letters, in a colour that no page has. */
const HIGHLIGHT_STYLE =
  "::target-text { background: rgb(255, 0, 254) !important; color: rgb(255, 0, 254) !important; }";
/** How often to look for a highlight, which appears some time after the page has loaded. */
const MAX_LOOKS = 20;
const LOOK_INTERVAL_MS = 100;

/**
 * Opens an address in a new tab, as a user does who clicks on a link outside the browser, and returns the characters
 * that the browser highlights, without white space. Scripts cannot see a highlight, so its pixels are looked up in a
 * screenshot. Text in elements with the class `not-cleaned` does not count.
 */
export async function highlightedText(browser: Browser, address: string): Promise<{ text: string; isInView: boolean }> {
  const context = await browser.newContext({ viewport: { width: 900, height: 500 } });
  try {
    const page = await context.newPage();
    await page.goto(address);
    await page.addStyleTag({ content: HIGHLIGHT_STYLE });
    for (let look = 0; look < MAX_LOOKS; look++) {
      // Under load, Chromium now and then cannot take a picture.
      const picture = await page.screenshot({ fullPage: true }).then(
        (png) => png.toString("base64"),
        () => null,
      );
      if (picture === null) continue;
      const shown = await page.evaluate(`${READ_HIGHLIGHT}; readHighlight(${JSON.stringify(picture)})`);
      const { text, isInView } = shown as { text: string; isInView: boolean };
      if (text) return { text, isInView };
      await page.waitForTimeout(LOOK_INTERVAL_MS);
    }
    return { text: "", isInView: false };
  } finally {
    await context.close();
  }
}
