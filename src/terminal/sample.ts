import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App } from "../app.ts";
import type { Config } from "../config.ts";
import { DEFAULT_OPTIONS, type Run } from "../model/index.ts";
import { digestMarkdown } from "../present/index.ts";
import { say } from "./output.ts";

const SAMPLE = join(import.meta.dirname, "sample.txt");

/** What `npm start` shows without a Discord token: a page as a scraper gives it, its digest, and what to set next. */
export async function showSample(config: Config, { pith }: App, run: Run): Promise<string> {
  const text = readFileSync(SAMPLE, "utf8");
  const source = { from: "text", text, mediaType: "text/plain", name: "sample.txt" } as const;
  const document = await pith.extract(source, run);
  const digest = await pith.summarise(source, DEFAULT_OPTIONS, run);
  const removed = document.removed.filter(({ rule }) => rule !== "head");
  return [
    "Pith at work on its sample, a news page with all its furniture:",
    `${document.blocks.length} paragraphs kept, ${removed.length} lines taken out (${removed
      .slice(0, 3)
      .map((line) => `"${line.text}"`)
      .join(", ")}, …).`,
    "",
    digestMarkdown(digest, say),
    'Try your own:   npx pith summarise FILE-OR-URL      npx pith ask FILE-OR-URL "What does it cost?"',
    config.model
      ? ""
      : "A model:        set PITH_MODEL and OPENAI_API_KEY (or OPENAI_BASE_URL); without one the extractive engine serves.",
    "On Discord:     set DISCORD_TOKEN. All settings are in .env.example; `npx pith doctor` checks them.",
    "",
  ]
    .filter((line, i, all) => line !== "" || all[i - 1] !== "")
    .join("\n");
}
