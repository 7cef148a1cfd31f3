import { Client, Events, GatewayIntentBits, REST, Routes } from "discord.js";
import type { Config } from "../config.ts";
import { PithError } from "../model/index.ts";
import type { Pith } from "../pith.ts";
import { type Command, loadCommands } from "./command.ts";

/** Where Discord is: the client adds /v10 itself. */
function restOptions({ discord }: Config): { api?: string; cdn?: string } {
  return { ...(discord.apiUrl && { api: discord.apiUrl }), ...(discord.cdnUrl && { cdn: discord.cdnUrl }) };
}

/**
 * The bot, logged in and answering. Slash commands need no privileged intent.
 * @param onFault told what an interaction failed with beyond what its asker was told
 * @throws PithError `bad_config` when Discord does not take the token
 */
export async function startBot(config: Config, pith: Pith, onFault: (error: unknown) => void): Promise<Client<true>> {
  const commands = await loadCommands();
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: restOptions(config),
    allowedMentions: { parse: [] },
  });
  client.on(Events.Error, onFault);
  client.on(Events.InteractionCreate, (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    commands.get(interaction.commandName)?.run(interaction, pith).catch(onFault);
  });
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(config.discord.token ?? "");
  } catch (cause) {
    throw new PithError("bad_config", "DISCORD_TOKEN: Discord does not let the bot in", { cause });
  }
  return ready;
}

/** The application that the token belongs to. @throws PithError `bad_config` when Discord does not take the token */
export async function applicationOf(config: Config): Promise<{ id: string; name: string }> {
  const rest = new REST(restOptions(config)).setToken(config.discord.token ?? "");
  try {
    return (await rest.get(Routes.currentApplication())) as { id: string; name: string };
  } catch (cause) {
    throw new PithError("bad_config", "DISCORD_TOKEN: Discord does not know it, or cannot be reached", { cause });
  }
}

/** What Discord has registered and what the program has, by name. */
export type Deployment = { added: string[]; kept: string[]; removed: string[] };

/** Registers the slash commands, in one server when PITH_DEV_GUILD names it; with `dryRun` only says what would change. */
export async function deployCommands(config: Config, dryRun: boolean): Promise<Deployment> {
  const { token, applicationId, devGuild } = config.discord;
  if (!token) throw new PithError("bad_config", "DISCORD_TOKEN is not set");
  const rest = new REST(restOptions(config)).setToken(token);
  const id = applicationId ?? (await applicationOf(config)).id;
  const route = devGuild ? Routes.applicationGuildCommands(id, devGuild) : Routes.applicationCommands(id);
  const commands: Command[] = [...(await loadCommands()).values()];
  const there = new Set(((await rest.get(route)) as { name: string }[]).map(({ name }) => name));
  const here = new Set(commands.map(({ data }) => data.name));
  if (!dryRun) await rest.put(route, { body: commands.map(({ data }) => data.toJSON()) });
  return {
    added: [...here].filter((name) => !there.has(name)),
    kept: [...here].filter((name) => there.has(name)),
    removed: [...there].filter((name) => !here.has(name)),
  };
}
