import manifest from "../package.json" with { type: "json" };
import type { Config } from "../src/config.ts";

/** Display name of the configured engine. */
export const describeEngine = ({ model }: Pick<Config, "model">): string =>
  model ? `model ${model.name}` : "offline extractive";

/** Display name of the configured store. */
export const describeStore = ({ storeUrl }: Pick<Config, "storeUrl">): string =>
  storeUrl === "memory:" ? "memory" : storeUrl.replace(":", " ");

/**
 * The text printed to the terminal once the playground has started.
 * @param address URL of the page; null with `--once`
 * @param ms startup time: milliseconds since the start of the process
 */
export function startupBanner(config: Config, address: string | null, ms: number): string {
  const hint = config.model ? "" : " (set OPENAI_API_KEY or OPENAI_BASE_URL, and PITH_MODEL, for a model)";
  const rows = [
    ["Discord", "no DISCORD_TOKEN: local playground (the real bot, Discord inside this process)"],
    ["Engine", `${describeEngine(config)}${hint}`],
    ["Store", describeStore(config)],
    ["Playground", address ? `${address}        ready in ${(ms / 1000).toFixed(1)} s` : "not started (--once)"],
    ["Try", "open the address, or in the checkout: npx pith summarise playground/sample.txt"],
    ["Connect", `put DISCORD_TOKEN in .env and start again${address ? "                  Ctrl-C stops" : ""}`],
  ];
  return `\nPith ${manifest.version}\n${rows.map(([name, value]) => `  ${name!.padEnd(12)}${value}\n`).join("")}\n`;
}
