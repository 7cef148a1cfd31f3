import manifest from "../package.json" with { type: "json" };
import type { Config } from "../src/config.ts";

/** Which engine writes, in words. */
export const engineInWords = ({ model }: Pick<Config, "model">): string =>
  model ? `model ${model.name}` : "offline extractive";

/** Where records are, in words. */
export const storeInWords = ({ storeUrl }: Pick<Config, "storeUrl">): string =>
  storeUrl === "memory:" ? "memory" : storeUrl.replace(":", " ");

/**
 * What the terminal says when all is there.
 * @param address of the page; null when there is none
 * @param ms since the program started
 */
export function banner(config: Config, address: string | null, ms: number): string {
  const hint = config.model ? "" : " (set OPENAI_API_KEY or OPENAI_BASE_URL, and PITH_MODEL, for a model)";
  const rows = [
    ["Discord", "no DISCORD_TOKEN: local playground (the real bot, Discord inside this process)"],
    ["Engine", `${engineInWords(config)}${hint}`],
    ["Store", storeInWords(config)],
    ["Playground", address ? `${address}        ready in ${(ms / 1000).toFixed(1)} s` : "not started (--once)"],
    ["Try", "open the address, or in the checkout: npx pith summarise playground/sample.txt"],
    ["Connect", `put DISCORD_TOKEN in .env and start again${address ? "                  Ctrl-C stops" : ""}`],
  ];
  return `\nPith ${manifest.version}\n${rows.map(([name, words]) => `  ${name!.padEnd(12)}${words}\n`).join("")}\n`;
}
