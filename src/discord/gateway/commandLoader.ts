import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  RESTPostAPIApplicationCommandsJSONBody,
} from "discord.js";
import { PithError } from "../../model/index.ts";
import type { Counter } from "../handlers/components.ts";
import type { Desk } from "../handlers/requests.ts";

type Declared = { data: { name: string; toJSON(): RESTPostAPIApplicationCommandsJSONBody } };

/** A slash command: a file in `commands/` whose default export satisfies this. It parses options and hands them over. */
export type SlashCommand = Declared & {
  run(interaction: ChatInputCommandInteraction, counter: Counter): Promise<void>;
  autocomplete?(interaction: AutocompleteInteraction, desk: Desk): Promise<void>;
};
/** An entry of the Apps menu on a message. */
export type MessageCommand = Declared & {
  run(interaction: MessageContextMenuCommandInteraction, counter: Counter): Promise<void>;
};
export type Command = SlashCommand | MessageCommand;

const FOLDER = join(import.meta.dirname, "../../../commands");

/**
 * All commands by name.
 * @throws PithError `bad_config` with its path for a file that is no command, and with both for two of one name
 */
export async function loadCommands(folder: string = FOLDER): Promise<Map<string, Command>> {
  const commands = new Map<string, Command>();
  const paths = new Map<string, string>();
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  for (const file of files.sort()) {
    const path = join(folder, file);
    const command = await load(path);
    if (!command) throw new PithError("bad_config", `${path} is not a command`);
    const { name } = command.data;
    const other = paths.get(name);
    if (other) throw new PithError("bad_config", `${path} and ${other} are both named ${name}`);
    commands.set(name, command);
    paths.set(name, path);
  }
  return commands;
}

async function load(path: string): Promise<Command | null> {
  try {
    const { default: command } = (await import(pathToFileURL(path).href)) as { default?: Partial<Command> };
    const isCommand =
      typeof command?.run === "function" && typeof command.data?.name === "string" && command.data.toJSON();
    return isCommand ? (command as Command) : null;
  } catch (cause) {
    throw new PithError("bad_config", `${path} is not a command`, { cause });
  }
}
