import { SlashCommandBuilder } from "discord.js";
import { described, everywhere, introduced, type SlashCommand } from "../src/discord/index.ts";

const TASKS = ["settings", "usage", "help", "export"] as const;

const data = everywhere(introduced(new SlashCommandBuilder(), "name.pith", "command.pith"));
for (const task of TASKS) data.addSubcommand((subcommand) => described(subcommand, task, `command.pith.${task}`));

export default {
  data,

  async run(interaction, { office }) {
    const task = TASKS.find((one) => one === interaction.options.getSubcommand());
    if (task) await office[task](interaction);
  },
} satisfies SlashCommand;
