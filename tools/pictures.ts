import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Locator, Page } from "playwright-core";
import { PlaygroundHarness, skipReason } from "../test/playground/page/harness.ts";
import {
  FINISHED_CARD,
  lastCard,
  openDrawer,
  openDropped,
  openQuote,
  openThread,
  selectEngineMode,
  sendMessage,
} from "../test/playground/page/pageActions.ts";

/**
 * `npm run pictures`: takes screenshots of the playground for the README, using the page actions of the playground's
 * tests. Requires Chromium. If the environment variable LOOK is set to a folder, the screenshots are also written there
 * as PNG, for review. It also prints how high cards are on a phone: those of the sample, of a press release, and of the
 * files given as arguments. Exits with 1 if a screenshot is larger than `MAX_BYTES`, or a card higher than
 * `MAX_CARD_HEIGHT`.
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
const START_FOLDER = process.cwd();
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
/** The width of a common phone, and a height at which the whole card is seen, in CSS pixels. */
const PHONE = { width: 390, height: 990 };
/** Maximum height of a card on a phone, in CSS pixels, for its buttons to be seen without scrolling. */
const MAX_CARD_HEIGHT = 700;

const SAMPLE = join(import.meta.dirname, "../playground/sample.txt");
const PRESS_RELEASE = join(import.meta.dirname, "../test/playground/page/pressRelease.txt");

/** Posts a file to the bot in the page's channel and returns its finished card. */
async function postFile(page: Page, path: string): Promise<Locator> {
  const cards = page.locator(FINISHED_CARD);
  const before = await cards.count();
  await page.locator("main input[type=file]").setInputFiles(path);
  await sendMessage(page, "@pith");
  await cards.nth(before).waitFor();
  return lastCard(page);
}

/** Returns the height of the latest card in CSS pixels, and the number of words in its gist and points. */
function measureLastCard(page: Page): Promise<{ height: number; words: number }> {
  // All elements are found and measured in one step, because an edited message replaces its element.
  return page.locator(`${FINISHED_CARD} .container`).evaluateAll((containers) => {
    const container = containers.at(-1)!;
    const copy = container.cloneNode(true) as typeof container;
    for (const other of copy.querySelectorAll(".small, .mark, .row, [role=heading]")) other.remove();
    const words = copy.textContent!.match(/[\p{L}\p{N}]\S*/gu) ?? [];
    return { height: Math.round(container.getBoundingClientRect().height), words: words.length };
  });
}

/** Prints the height of the documents' cards on a phone for one engine, as rows of a Markdown table. */
async function printHeights(page: Page, engine: "configured" | "honest", paths: string[]): Promise<void> {
  await openDrawer(page);
  await selectEngineMode(page, engine);
  await page.click("#drawer-switch");
  for (const path of paths) {
    await postFile(page, path);
    const { height, words } = await measureLastCard(page);
    console.log(`| ${basename(path)} | ${engine === "honest" ? "stub model" : "extractive"} | ${height} | ${words} |`);
    if (height > MAX_CARD_HEIGHT) process.exitCode = 1;
  }
}

const threadPage = await harness.openPage("/ada/news", { viewport: LARGE, colorScheme: "dark" });
await openThread(threadPage);
await sendMessage(threadPage, "@pith What did the boats cost?", ".thread");
await lastCard(threadPage, ".thread").waitFor();
await threadPage.locator(".thread textarea").blur();
await takeScreenshot(threadPage, "digest");

const quotePage = await harness.openPage("/ada/news", { viewport: SMALL });
await openQuote(quotePage);
await takeScreenshot(quotePage, "quote");

const phonePage = await harness.openPage("/ada/news", { viewport: PHONE, deviceScaleFactor: 2, colorScheme: "dark" });
await takeScreenshot(phonePage, "phone");
console.log(`\n| document | engine | px at ${PHONE.width} px | words |\n| --- | --- | ---: | ---: |`);
const documents = [SAMPLE, PRESS_RELEASE, ...process.argv.slice(2).map((path) => resolve(START_FOLDER, path))];
for (const engine of ["configured", "honest"] as const) await printHeights(phonePage, engine, documents);

const droppedPage = await harness.openPage("/ada/files", { viewport: LARGE });
await openDrawer(droppedPage);
await selectEngineMode(droppedPage, "inventing");
await openDropped(droppedPage, await postFile(droppedPage, SAMPLE));
await takeScreenshot(droppedPage, "dropped");

await harness.close();
rmSync(folder, { recursive: true, force: true });
