import type { Config } from "../config.ts";
import { createRest, deployCommands } from "../discord/index.ts";
import { PithError } from "../model/index.ts";
import type { Output } from "../output.ts";

/**
 * `pith deploy`: registers the application commands and prints the changes. With `dryRun`, it only prints them.
 * @throws PithError `bad_config` if the token is missing or Discord rejects it
 */
export async function deploy(config: Config, dryRun: boolean, { out }: Output): Promise<void> {
  if (!config.discord.token) throw new PithError("bad_config", "DISCORD_TOKEN is not set");
  const { added, changed, kept, removed } = await deployCommands(config, createRest(config).api, dryRun);
  const list = (names: string[]): string => names.join(", ") || "none";
  const verbs = dryRun ? ["would add", "would change", "would remove"] : ["added", "changed", "removed"];
  const [addedLabel, changedLabel, removedLabel] = verbs;
  const kinds = [
    `${addedLabel}: ${list(added)}`,
    `${changedLabel}: ${list(changed)}`,
    `kept: ${list(kept)}`,
    `${removedLabel}: ${list(removed)}`,
  ];
  out(`${kinds.join(" · ")}\n`);
}
