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
 * Takes README's pictures from the playground, on the ways that the tests go: `npm run pictures`. They are looked at
 * before they are committed; LOOK names a folder for the same as PNG.
 */
const PICTURES = join(import.meta.dirname, "../docs/pictures");
/** A picture in a README is loaded by everybody who reads it. */
const MOST_BYTES = 200_000;

if (skipReason) {
  console.error(`no pictures: ${skipReason}`);
  process.exit(1);
}
mkdirSync(PICTURES, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "pith-pictures-"));
process.chdir(folder); // so that the page names the store as it does for a newcomer
const harness = await PlaygroundHarness.start(true, { STORE_URL: "sqlite:data/pith.db" });

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(400);
  // Half the bytes of a PNG, which is all that playwright itself takes.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 88 });
  const bytes = Buffer.from(data, "base64");
  writeFileSync(join(PICTURES, `${name}.webp`), bytes);
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/${name}.png` });
  console.log(`${name}.webp ${Math.round(bytes.length / 1000)} KB`);
  if (bytes.length > MOST_BYTES) process.exitCode = 1;
}

const SIZE = { width: 1200, height: 760 };

const first = await harness.openPage("/ada/news", { viewport: { width: 1200, height: 900 }, colorScheme: "dark" });
await openThread(first);
await sendMessage(first, "@pith What did the boats cost?", ".thread");
await lastCard(first, ".thread").waitFor();
await first.locator(".thread textarea").blur();
await take(first, "digest");

const quote = await harness.openPage("/ada/news", { viewport: SIZE });
await openQuote(quote);
await take(quote, "quote");

const behind = await harness.openPage("/ada/files", { viewport: { width: 1200, height: 900 } });
await openDrawer(behind);
await selectEngineMode(behind, "inventing");
const sample = join(import.meta.dirname, "../playground/sample.txt");
await behind.locator("main input[type=file]").setInputFiles(sample);
await sendMessage(behind, "@pith");
await behind
  .locator("#d-work .piece", { hasText: /refused/ })
  .first()
  .waitFor();
await lastCard(behind).waitFor();
await take(behind, "refused");

await harness.close();
rmSync(folder, { recursive: true, force: true });
