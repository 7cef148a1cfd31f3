import manifest from "../package.json" with { type: "json" };
import type { Config } from "../src/config.ts";

/** Display name of the configured engine. */
export const describeEngine = ({ model }: Pick<Config, "model">): string =>
  model ? `AI model ${model.name}` : "quotes only, no AI";

/** Display name of the configured store. */
export const describeStore = ({ storeUrl }: Pick<Config, "storeUrl">): string =>
  storeUrl === "memory:" ? "memory" : storeUrl.replace(":", " ");

/**
 * The text printed to the terminal once the playground has started.
 * @param address URL of the page; null with `--once`
 * @param ms startup time: milliseconds since the start of the process
 */
export function startupBanner(config: Config, address: string | null, ms: number): string {
  const hint = config.model ? "" : " (for AI, set PITH_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL)";
  const rows = [
    ["Discord", "no DISCORD_TOKEN, so the bot runs in a local playground"],
    ["Engine", `${describeEngine(config)}${hint}`],
    ["Store", describeStore(config)],
    ["Playground", address ? `${address}        ready in ${(ms / 1000).toFixed(1)} s` : "not started (--once)"],
    ["Try", `${address ? "open the address, or run: " : ""}npx pith summarise playground/sample.txt`],
    ["Connect", `set DISCORD_TOKEN in .env and start again${address ? "                  Ctrl-C stops" : ""}`],
  ];
  return `\nPith ${manifest.version}\n${rows.map(([name, value]) => `  ${name!.padEnd(12)}${value}\n`).join("")}\n`;
}
