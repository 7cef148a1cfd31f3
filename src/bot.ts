import { once } from "node:events";
import type { App } from "./app.ts";
import type { Config } from "./config.ts";
import { deployCommands, startBot } from "./discord/index.ts";
import { asPithError } from "./model/index.ts";
import type { Output } from "./terminal/output.ts";

/** `pith bot`: logs in and answers until it is stopped. */
export async function runBot(config: Config, { pith }: App, stopped: AbortSignal, { out, err }: Output): Promise<void> {
  const onFault = (thrown: unknown): void => {
    const { code, cause } = asPithError(thrown);
    err(`${code}: ${cause instanceof Error ? cause.message : ""}\n`);
  };
  const client = await startBot(config, pith, onFault);
  out(`${client.user.username} is online. Ctrl-C stops it.\n`);
  if (!stopped.aborted) await once(stopped, "abort");
  await client.destroy();
}

/** `pith deploy`: registers the slash commands, and says what changed or, with `--dry-run`, would change. */
export async function deploy(config: Config, dryRun: boolean, { out }: Output): Promise<void> {
  const { added, kept, removed } = await deployCommands(config, dryRun);
  const list = (names: string[]): string => names.map((name) => `/${name}`).join(" ") || "none";
  out(
    `${dryRun ? "would add" : "added"}: ${list(added)} · kept: ${list(kept)} · ${dryRun ? "would remove" : "removed"}: ${list(removed)}\n`,
  );
}
