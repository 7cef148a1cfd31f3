import { createHash } from "node:crypto";
import { type REST, Routes } from "discord.js";
import type { Config } from "../../config.ts";
import { PithError } from "../../model/index.ts";
import type { Marks } from "../../records/index.ts";
import { type Command, loadCommands } from "./commandLoader.ts";

/** The application that the token belongs to. @throws PithError `bad_config` when Discord does not take the token */
export async function applicationOf(rest: REST): Promise<{ id: string; name: string; bot: string }> {
  try {
    const { id, name, bot } = (await rest.get(Routes.currentApplication())) as {
      id: string;
      name: string;
      bot?: { id: string };
    };
    return { id, name, bot: bot?.id ?? id };
  } catch (cause) {
    throw new PithError("bad_config", "DISCORD_TOKEN: Discord does not know it, or cannot be reached", { cause });
  }
}

/** What Discord has registered and what the program has, by name. */
export type Deployment = { added: string[]; kept: string[]; removed: string[] };

const bodyOf = (commands: Map<string, Command>) => [...commands.values()].map(({ data }) => data.toJSON());

const routeOf = (application: string, { discord }: Config): `/${string}` =>
  discord.devGuild
    ? Routes.applicationGuildCommands(application, discord.devGuild)
    : Routes.applicationCommands(application);

/** Registers the commands, in one server when PITH_DEV_GUILD names it; with `dryRun` only says what would change. */
export async function deployCommands(config: Config, rest: REST, dryRun: boolean): Promise<Deployment> {
  const commands = await loadCommands();
  const route = routeOf(config.discord.applicationId ?? (await applicationOf(rest)).id, config);
  const there = new Set(((await rest.get(route)) as { name: string }[]).map(({ name }) => name));
  if (!dryRun) await rest.put(route, { body: bodyOf(commands) });
  return {
    added: [...commands.keys()].filter((name) => !there.has(name)),
    kept: [...commands.keys()].filter((name) => there.has(name)),
    removed: [...there].filter((name) => !commands.has(name)),
  };
}

/** Registers the commands when they differ from those that were registered last. Gives whether it did. */
export async function registerChanged(
  config: Config,
  rest: REST,
  application: string,
  commands: Map<string, Command>,
  marks: Marks,
): Promise<boolean> {
  const body = bodyOf(commands);
  const route = routeOf(application, config);
  const hash = createHash("sha256").update(JSON.stringify(body)).digest("hex");
  const mark = `commands:${route}`;
  if ((await marks.get(mark)) === hash) return false;
  await rest.put(route, { body });
  await marks.set(mark, hash);
  return true;
}
