import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axeCore from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { runPlayground } from "../../../playground/index.ts";
import { readConfig } from "../../../src/config.ts";
import { launchBrowser, skipReason } from "../../fakes/browser.ts";
import { type Site, startSite } from "../../fakes/site.ts";

export type { Browser };
export { launchBrowser, skipReason };

/** A running playground, a website that the bot may fetch, and a browser. */
export class PlaygroundHarness {
  readonly url: string;
  readonly site: Site;
  /** Everything that the playground has printed. */
  readonly output: () => string;
  /** Errors in any page, and requests to hosts other than 127.0.0.1. */
  readonly errors: string[] = [];
  readonly #browser: Browser | null;
  readonly #close: () => Promise<void>;

  private constructor(
    url: string,
    site: Site,
    browser: Browser | null,
    output: () => string,
    close: () => Promise<void>,
  ) {
    this.url = url;
    this.site = site;
    this.output = output;
    this.#browser = browser;
    this.#close = close;
  }

  /** Starts the playground on a free port. Without a browser, `openPage` cannot be used. */
  static async start(withBrowser = true, environment: Record<string, string> = {}): Promise<PlaygroundHarness> {
    const folder = mkdtempSync(join(tmpdir(), "pith-playground-"));
    const site = await startSite();
    const config = readConfig({
      STORE_URL: `sqlite:${folder}/pith.db`,
      CACHE_URL: "memory:",
      PITH_FETCH_ALLOW: site.origin,
      LOG_LEVEL: "silent",
      ...environment,
    });
    const abortController = new AbortController();
    let printed = "";
    let running: Promise<void> = Promise.resolve();
    const url = await new Promise<string>((resolve, reject) => {
      const out = (text: string): void => {
        printed += text;
        const [readyUrl] = /http:\/\/127\.0\.0\.1:\d+(?= +ready)/.exec(printed) ?? [];
        if (readyUrl) resolve(readyUrl);
      };
      running = runPlayground(config, abortController.signal, { out, err: out, isTTY: false }, false);
      running.catch(reject);
    });
    const browser = withBrowser ? await launchBrowser() : null;
    const close = async (): Promise<void> => {
      await browser?.close();
      abortController.abort();
      await running;
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    };
    return new PlaygroundHarness(url, site, browser, () => printed, close);
  }

  /** Opens a page of the playground in a new browser context. */
  async openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser!.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on("pageerror", ({ message }) => this.errors.push(message));
    page.on("console", (line) => line.type() === "error" && this.errors.push(line.text()));
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") this.errors.push(`requested ${request.url()}`);
    });
    await page.goto(`${this.url}${path}`);
    await page.locator("body[data-ready]").waitFor();
    return page;
  }

  async close(): Promise<void> {
    await this.#close();
  }
}

/** Returns the accessibility violations that axe finds in the current state of a page, one string for each element. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Evaluated through the debugger, because the page's Content Security Policy forbids inline scripts.
  await page.evaluate(axeCore.source);
  type Violation = { id: string; nodes: { html: string }[] };
  const { violations } = (await page.evaluate("axe.run()")) as { violations: Violation[] };
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}
