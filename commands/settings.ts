import { SlashCommandBuilder } from "discord.js";
import { forManagers, localizeCommand, type SlashCommand } from "../src/discord/commands/index.ts";

export default {
  data: forManagers(localizeCommand(new SlashCommandBuilder(), "name.settings", "command.settings")),

  run: (interaction, { admin }) => admin.settings(interaction),
} satisfies SlashCommand;
