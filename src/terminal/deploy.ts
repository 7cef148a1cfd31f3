import type { Config } from "../config.ts";
import { createRest, deployCommands } from "../discord/index.ts";
import { PithError } from "../model/index.ts";
import type { Output } from "./output.ts";

/**
 * `pith deploy`: registers the commands, and says what changed or, with `--dry-run`, would change.
 * @throws PithError `bad_config` without a token, or with one that Discord does not know
 */
export async function deploy(config: Config, dryRun: boolean, { out }: Output): Promise<void> {
  if (!config.discord.token) throw new PithError("bad_config", "DISCORD_TOKEN is not set");
  const { added, kept, removed } = await deployCommands(config, createRest(config).api, dryRun);
  const list = (names: string[]): string => names.join(", ") || "none";
  const [adds, removes] = dryRun ? ["would add", "would remove"] : ["added", "removed"];
  out(`${adds}: ${list(added)} · kept: ${list(kept)} · ${removes}: ${list(removed)}\n`);
}
