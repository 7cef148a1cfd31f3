import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { PlaygroundHarness, skipReason } from "../test/playground/page/harness.ts";
import {
  lastCard,
  openDrawer,
  openQuote,
  openThread,
  selectEngineMode,
  sendMessage,
} from "../test/playground/page/pageActions.ts";

/**
 * `npm run pictures`: takes screenshots of the playground for the README, using the page actions of the playground's
 * tests. Requires Chromium. If the environment variable LOOK is set to a folder, the screenshots are also written there
 * as PNG, for review. Exits with 1 if a screenshot is larger than `MAX_BYTES`.
 */
const PICTURES = join(import.meta.dirname, "../docs/pictures");
/** Maximum size of a screenshot, so that the README loads fast. */
const MAX_BYTES = 200_000;

if (skipReason) {
  console.error(`no pictures: ${skipReason}`);
  process.exit(1);
}
mkdirSync(PICTURES, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "pith-pictures-"));
// The page shows the URL of the store. With a relative path, the screenshots are the same on every machine.
process.chdir(folder);
const harness = await PlaygroundHarness.start(true, { STORE_URL: "sqlite:data/pith.db" });

/** Saves a screenshot as WebP. */
async function takeScreenshot(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  // Playwright itself cannot write WebP, which is half the size of PNG.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 88 });
  const bytes = Buffer.from(data, "base64");
  writeFileSync(join(PICTURES, `${name}.webp`), bytes);
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/${name}.png` });
  console.log(`${name}.webp ${Math.round(bytes.length / 1000)} KB`);
  if (bytes.length > MAX_BYTES) process.exitCode = 1;
}

const LARGE = { width: 1200, height: 900 };
const SMALL = { width: 1200, height: 760 };

const threadPage = await harness.openPage("/ada/news", { viewport: LARGE, colorScheme: "dark" });
await openThread(threadPage);
await sendMessage(threadPage, "@pith What did the boats cost?", ".thread");
await lastCard(threadPage, ".thread").waitFor();
await threadPage.locator(".thread textarea").blur();
await takeScreenshot(threadPage, "digest");

const quotePage = await harness.openPage("/ada/news", { viewport: SMALL });
await openQuote(quotePage);
await takeScreenshot(quotePage, "quote");

const drawerPage = await harness.openPage("/ada/files", { viewport: LARGE });
await openDrawer(drawerPage);
await selectEngineMode(drawerPage, "inventing");
const sample = join(import.meta.dirname, "../playground/sample.txt");
await drawerPage.locator("main input[type=file]").setInputFiles(sample);
await sendMessage(drawerPage, "@pith");
await drawerPage
  .locator("#d-work .piece", { hasText: /refused/ })
  .first()
  .waitFor();
await lastCard(drawerPage).waitFor();
await takeScreenshot(drawerPage, "refused");

await harness.close();
rmSync(folder, { recursive: true, force: true });
