import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ActivityLog } from "../../../playground/activityLog.ts";
import type { BotControl } from "../../../playground/botControl.ts";
import { FakeDiscord } from "../../../playground/discord/index.ts";
import { type PageServer, servePage } from "../../../playground/page/server.ts";
import { StubModel } from "../../../playground/stubModel.ts";
import { readConfig } from "../../../src/config.ts";
import { createDocument } from "../../fakes/documents.ts";
import { articlePage, type Site, startSite } from "../../fakes/site.ts";
import { type Browser, launchBrowser, skipReason } from "./harness.ts";

const SENTENCES = ["The council met on Friday.", "It voted seven to two for the bridge.", "Work starts in March."];

describe.skipIf(skipReason)(skipReason ? `marks on the page (skipped: ${skipReason})` : "marks on the page", () => {
  let discord: FakeDiscord;
  let stub: StubModel;
  let site: Site;
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  let upload: string;
  let thread: string;

  beforeAll(async () => {
    [discord, stub, site, browser] = await Promise.all([
      FakeDiscord.start(),
      StubModel.start(),
      startSite(),
      launchBrowser(),
    ]);
    site.pages.set("/bridge", articlePage("The bridge", SENTENCES));
    const activityLog = new ActivityLog();
    activityLog.documents.push(createDocument(SENTENCES, { title: "The bridge" }));
    const bot = { config: readConfig({}), isRunning: true, engineMode: "configured" } as BotControl;
    server = await servePage({ discord, stub, activityLog, bot }, 20_000 + Math.floor(Math.random() * 10_000));

    const post = (channel: string, content: string) => discord.ada.post(channel, { content });
    const uploaded = post("news", "Here it is");
    upload = uploaded.id;
    for (let i = 0; i < 30; i++) post("news", `Some talk, number ${i}`);
    thread = discord.ada.startThread(uploaded.channel_id, "The bridge", { from: uploaded }).id;
    const news = `https://discord.com/channels/${discord.guild.id}/${uploaded.channel_id}/${upload}`;
    for (const channel of ["news", "files", thread]) {
      const [friday, vote, work] = SENTENCES;
      const content = `${friday} ¶ 1\n${vote} [¶ 2](<${site.origin}/bridge#:~:text=It%20voted>)\n${work} [¶ 3](<${news}>)`;
      post(channel, content).author = discord.state.bot.id;
    }
  });
  beforeEach(async () => {
    await page?.context().close();
    const context = await browser.newContext({ viewport: { width: 1000, height: 500 } });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await Promise.all([discord.close(), stub.close(), site.close()]);
  });

  const open = async (path: string): Promise<void> => {
    await page.goto(`${server.address}${path}`);
    await page.locator("body[data-ready]").waitFor();
  };
  const mark = (label: string, pane = "main") => page.locator(`${pane} .mark`, { hasText: label }).last();
  const quoted = (): Promise<string | null> => page.locator("dialog mark").textContent();

  test("a mark without an address opens its quote by keyboard, and gets the focus back", async () => {
    await open("/ada/news");
    await page.getByRole("button", { name: "¶ 1, quote in the source" }).press("Enter");
    await expect(quoted()).resolves.toBe(SENTENCES[0]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("¶ 1");
  });

  test("a mark with a web address opens it in a new tab, and the quote on the page", async () => {
    await open("/ada/news");
    const [tab] = await Promise.all([page.context().waitForEvent("page"), mark("¶ 2").click()]);
    await tab.waitForLoadState();
    expect(tab.url()).toMatch(`${site.origin}/bridge`);
    expect(await tab.evaluate("opener")).toBeNull();
    await expect(quoted()).resolves.toBe(SENTENCES[1]);
  });

  test("a mark with the address of a message leads to that message, and opens the quote", async () => {
    await open("/ada/news");
    await mark("¶ 3").press("Enter");
    await expect(quoted()).resolves.toBe(SENTENCES[2]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.id")).toBe(`m${upload}`);
    expect(await page.evaluate("document.activeElement.getBoundingClientRect().top")).toBeGreaterThan(0);
  });

  test.each([
    ["another channel", "/ada/files", "main", 1000],
    ["a thread that fills a phone", "/ada/news/", ".thread", 390],
  ])("a mark in %s leads to the channel of the message", async (_, path, pane, width) => {
    await page.setViewportSize({ width, height: 800 });
    await open(path.endsWith("/") ? `${path}${thread}` : path);
    await mark("¶ 3", pane).click();
    await page.waitForURL(`**/ada/news#m${upload}`);
    await expect(quoted()).resolves.toBe(SENTENCES[2]);
    await page.keyboard.press("Escape");
    const top = await page.locator(`#m${upload}`).evaluate((article) => article.getBoundingClientRect().top);
    expect(top).toBeGreaterThan(0);
    await page.reload();
    await page.locator("body[data-ready]").waitFor();
    expect(await page.locator("dialog").count()).toBe(0);
  });

  test("a mark in a thread leads to a message in the channel beside it", async () => {
    await open(`/ada/news/${thread}`);
    await mark("¶ 3", ".thread").click();
    await expect(quoted()).resolves.toBe(SENTENCES[2]);
    expect(page.url()).toBe(`${server.address}/ada/news/${thread}#m${upload}`);
  });
});
