import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ChatInputCommandInteraction, RESTPostAPIChatInputApplicationCommandsJSONBody } from "discord.js";
import { PithError } from "../model/index.ts";
import type { Pith } from "../pith.ts";

/** A slash command: a file in `commands/` whose default export satisfies this. It parses options and hands the work on. */
export type Command = {
  data: { name: string; toJSON(): RESTPostAPIChatInputApplicationCommandsJSONBody };
  run(interaction: ChatInputCommandInteraction, pith: Pith): Promise<void>;
};

const FOLDER = join(import.meta.dirname, "../../commands");

/**
 * All commands by name.
 * @throws PithError `bad_config` with its path for a file that is no command
 */
export async function loadCommands(folder: string = FOLDER): Promise<Map<string, Command>> {
  const commands = new Map<string, Command>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .sort()) {
    const path = join(folder, file);
    const { default: command } = (await import(pathToFileURL(path).href)) as { default?: Partial<Command> };
    if (
      typeof command?.run !== "function" ||
      typeof command.data?.name !== "string" ||
      commands.has(command.data.name)
    ) {
      throw new PithError("bad_config", `${path} is not a command`);
    }
    commands.set(command.data.name, command as Command);
  }
  return commands;
}
