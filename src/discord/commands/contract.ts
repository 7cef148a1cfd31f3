import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  RESTPostAPIApplicationCommandsJSONBody,
} from "discord.js";
import type { Handlers, RequestHandler } from "../handlers/index.ts";

type CommandBase = { data: { name: string; toJSON(): RESTPostAPIApplicationCommandsJSONBody } };

/**
 * A slash command. `run` parses its options and calls a handler. The default export of each file in `commands/` is a
 * `SlashCommand` or a `MessageCommand`.
 */
export type SlashCommand = CommandBase & {
  run(interaction: ChatInputCommandInteraction, handlers: Handlers): Promise<void>;
  autocomplete?(interaction: AutocompleteInteraction, requests: RequestHandler): Promise<void>;
};
/** A message context menu command, listed under "Apps" in the menu of a message. */
export type MessageCommand = CommandBase & {
  run(interaction: MessageContextMenuCommandInteraction, handlers: Handlers): Promise<void>;
};
export type Command = SlashCommand | MessageCommand;
