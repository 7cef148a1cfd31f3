import { createHash } from "node:crypto";
import { type REST, Routes } from "discord.js";
import type { Config } from "../../config.ts";
import { PithError } from "../../model/index.ts";
import type { KeyValueStore } from "../../records/index.ts";
import type { Command } from "../commands/index.ts";
import { loadCommands } from "./commandLoader.ts";

/**
 * Returns the application that the bot token belongs to. `bot` is the user id of the bot.
 * @throws PithError `bad_config` if Discord rejects the token or cannot be reached
 */
export async function fetchApplication(rest: REST): Promise<{ id: string; name: string; bot: string }> {
  try {
    const { id, name, bot } = (await rest.get(Routes.currentApplication())) as {
      id: string;
      name: string;
      bot?: { id: string };
    };
    return { id, name, bot: bot?.id ?? id };
  } catch (cause) {
    throw new PithError("bad_config", "DISCORD_TOKEN: Discord rejects it, or can't be reached", { cause });
  }
}

/** Names of the commands that a deployment adds, keeps and removes. */
export type Deployment = { added: string[]; kept: string[]; removed: string[] };

const toRequestBody = (commands: Map<string, Command>) => [...commands.values()].map(({ data }) => data.toJSON());

const commandsRoute = (application: string, { discord }: Config): `/${string}` =>
  discord.devGuild
    ? Routes.applicationGuildCommands(application, discord.devGuild)
    : Routes.applicationCommands(application);

/**
 * Registers the commands with Discord: globally or, if PITH_DEV_GUILD is set, only in that server.
 * @param dryRun if true, registers nothing and only returns what would change
 */
export async function deployCommands(config: Config, rest: REST, dryRun: boolean): Promise<Deployment> {
  const commands = await loadCommands();
  const route = commandsRoute(config.discord.applicationId ?? (await fetchApplication(rest)).id, config);
  const registered = new Set(((await rest.get(route)) as { name: string }[]).map(({ name }) => name));
  if (!dryRun) await rest.put(route, { body: toRequestBody(commands) });
  return {
    added: [...commands.keys()].filter((name) => !registered.has(name)),
    kept: [...commands.keys()].filter((name) => registered.has(name)),
    removed: [...registered].filter((name) => !commands.has(name)),
  };
}

/**
 * Registers the commands if their SHA-256 hash differs from the hash at the last registration.
 * @returns whether the commands were registered
 */
export async function deployIfChanged(
  config: Config,
  rest: REST,
  application: string,
  commands: Map<string, Command>,
  keyValue: KeyValueStore,
): Promise<boolean> {
  const body = toRequestBody(commands);
  const route = commandsRoute(application, config);
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  const key = `commands:${route}`;
  if ((await keyValue.get(key)) === hash) return false;
  await rest.put(route, { body });
  await keyValue.set(key, hash);
  return true;
}
