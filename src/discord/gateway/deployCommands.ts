import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
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

/**
 * Names of the commands that a deployment adds, changes, leaves as they are, and removes. The name of a changed command
 * is followed by the options that it gains and loses: "forget (-channel, -server)".
 */
export type Deployment = { added: string[]; changed: string[]; kept: string[]; removed: string[] };

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
  const query = new URLSearchParams({ with_localizations: "true" });
  const registered = new Map(((await rest.get(route, { query })) as CommandJson[]).map((json) => [json.name, json]));
  const body = toRequestBody(commands);
  if (!dryRun) await rest.put(route, { body });
  const deployment: Deployment = { added: [], changed: [], kept: [], removed: [] };
  for (const command of body as CommandJson[]) {
    const before = registered.get(command.name);
    if (!before) deployment.added.push(command.name);
    else if (isUnchanged(before, command)) deployment.kept.push(command.name);
    else deployment.changed.push(describeChange(before, command));
  }
  deployment.removed = [...registered.keys()].filter((name) => !commands.has(name));
  return deployment;
}

type CommandJson = { name: string; options?: CommandJson[]; default_member_permissions?: string | null };

const isSet = (value: unknown): boolean =>
  value != null && value !== false && value !== "" && !(Array.isArray(value) && !value.length);

/** Removes empty values, which Discord adds to registered commands. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (isSet(each) ? [[key, withoutEmpty(each)]] : [])),
  );
}

/**
 * Returns whether a registered command is the same as one of this version. Discord adds ids, versions and defaults to
 * registered commands, so only the fields that this version sets are compared, and the permissions.
 */
function isUnchanged(before: CommandJson, command: CommandJson): boolean {
  const fields = (Object.keys(command) as (keyof CommandJson)[]).filter((key) => isSet(command[key]));
  const select = (one: CommandJson): unknown =>
    withoutEmpty(Object.fromEntries([...fields, "default_member_permissions" as const].map((key) => [key, one[key]])));
  return isDeepStrictEqual(select(before), select(command));
}

function describeChange({ options: before = [] }: CommandJson, { name, options: after = [] }: CommandJson): string {
  const namesOnlyIn = (one: CommandJson[], other: CommandJson[]): string[] =>
    one.filter((option) => !other.some((same) => same.name === option.name)).map((option) => option.name);
  const gained = namesOnlyIn(after, before).map((option) => `+${option}`);
  const lost = namesOnlyIn(before, after).map((option) => `-${option}`);
  return gained.length + lost.length ? `${name} (${[...gained, ...lost].join(", ")})` : name;
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
