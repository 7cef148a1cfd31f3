import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axeCore from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { runPlayground } from "../../../playground/index.ts";
import { readConfig } from "../../../src/config.ts";
import { type Site, startSite } from "../../fakes/site.ts";

/** Where Debian and others put it. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const found = [process.env.CHROMIUM_PATH ?? "", ...PLACES].find((path) => path && existsSync(path));

/** Why there can be no browser tests here; null when there can. */
export const skipReason = found ? null : "no Chromium (CHROMIUM_PATH, or apt-get install chromium)";

/** A playground with a web site beside it, and a browser to visit it with. */
export class PlaygroundHarness {
  readonly url: string;
  readonly site: Site;
  /** What the terminal was told. */
  readonly output: () => string;
  /** What went wrong in any page, and what was asked of another machine. */
  readonly errors: string[] = [];
  readonly #browser: Browser | null;
  readonly close: () => Promise<void>;

  private constructor(
    address: string,
    site: Site,
    browser: Browser | null,
    printed: () => string,
    close: () => Promise<void>,
  ) {
    this.url = address;
    this.site = site;
    this.output = printed;
    this.#browser = browser;
    this.close = close;
  }

  /** @param withBrowser whether somebody will look at it */
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
    const stopping = new AbortController();
    let told = "";
    let running: Promise<void> = Promise.resolve();
    const address = await new Promise<string>((resolve, reject) => {
      const out = (text: string): void => {
        told += text;
        const [shown] = /http:\/\/127\.0\.0\.1:\d+(?= +ready)/.exec(told) ?? [];
        if (shown) resolve(shown);
      };
      running = runPlayground(config, stopping.signal, { out, err: out, isTTY: false }, false);
      running.catch(reject);
    });
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    const browser = withBrowser ? await chromium.launch({ executablePath: found!, args }) : null;
    const end = async (): Promise<void> => {
      await browser?.close();
      stopping.abort();
      await running;
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    };
    return new PlaygroundHarness(address, site, browser, () => told, end);
  }

  /** Opens a page of the playground, as a new visitor. */
  async openPage(path: string, look: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser!.newContext({ viewport: { width: 1280, height: 860 }, ...look });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on("pageerror", ({ message }) => this.errors.push(message));
    page.on("console", (line) => line.type() === "error" && this.errors.push(line.text()));
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") this.errors.push(`asked ${request.url()}`);
    });
    await page.goto(`${this.url}${path}`);
    await page.locator("body[data-ready]").waitFor();
    return page;
  }

  end(): Promise<void> {
    return this.close();
  }
}

/** What axe finds wrong with a page as it stands, one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  // By its debugger, not as a script of the page: the page's policy refuses those.
  await page.evaluate(axeCore.source);
  type Violation = { id: string; nodes: { html: string }[] };
  const { violations } = (await page.evaluate("axe.run()")) as { violations: Violation[] };
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}
