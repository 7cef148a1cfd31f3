import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PithError } from "../../model/index.ts";
import type { Command } from "../commands/index.ts";

const COMMANDS_FOLDER = join(import.meta.dirname, "../../../commands");

/**
 * Loads all commands in a folder and returns them by name.
 * @throws PithError `bad_config` if a file is not a command, or if two commands have the same name; the detail contains
 *   the paths of the files
 */
export async function loadCommands(folder: string = COMMANDS_FOLDER): Promise<Map<string, Command>> {
  const commands = new Map<string, Command>();
  const paths = new Map<string, string>();
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  for (const file of files.sort()) {
    const path = join(folder, file);
    const command = await loadCommand(path);
    if (!command) throw new PithError("bad_config", `${path} is not a command`);
    const { name } = command.data;
    const other = paths.get(name);
    if (other) throw new PithError("bad_config", `${path} and ${other} are both named ${name}`);
    commands.set(name, command);
    paths.set(name, path);
  }
  return commands;
}

async function loadCommand(path: string): Promise<Command | null> {
  try {
    const { default: command } = (await import(pathToFileURL(path).href)) as { default?: Partial<Command> };
    const isCommand =
      typeof command?.run === "function" && typeof command.data?.name === "string" && command.data.toJSON();
    return isCommand ? (command as Command) : null;
  } catch (cause) {
    throw new PithError("bad_config", `${path} is not a command`, { cause });
  }
}
