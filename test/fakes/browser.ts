import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Paths at which Linux distributions install Chromium. */
const CHROMIUM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = [process.env.CHROMIUM_PATH ?? "", ...CHROMIUM_PATHS].find((path) => path && existsSync(path));

/** The reason for skipping the browser tests, or null if Chromium is installed. */
export const skipReason = executablePath ? null : "no Chromium (CHROMIUM_PATH, or apt-get install chromium)";

/** Starts Chromium. It must be installed. */
export function launchBrowser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: executablePath!, args });
}
