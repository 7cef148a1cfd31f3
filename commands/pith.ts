import { SlashCommandBuilder } from "discord.js";
import { inAllContexts, localizeCommand, localizeOption, type SlashCommand } from "../src/discord/commands/index.ts";

const SUBCOMMANDS = ["usage", "help", "export"] as const;

const data = inAllContexts(localizeCommand(new SlashCommandBuilder(), "name.pith", "command.pith"));
for (const name of SUBCOMMANDS)
  data.addSubcommand((subcommand) => localizeOption(subcommand, name, `command.pith.${name}`));

export default {
  data,

  async run(interaction, { admin }) {
    const subcommand = SUBCOMMANDS.find((name) => name === interaction.options.getSubcommand());
    if (subcommand) await admin[subcommand](interaction);
    else await admin.explainMove(interaction, "movedSettings");
  },
} satisfies SlashCommand;
