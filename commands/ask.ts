import { SlashCommandBuilder } from "discord.js";
import {
  autocompleteDocuments,
  documentOption,
  inAllContexts,
  localizeCommand,
  localizeOption,
  type SlashCommand,
} from "../src/discord/commands/index.ts";

export default {
  data: inAllContexts(localizeCommand(new SlashCommandBuilder(), "name.ask", "command.ask"))
    .addStringOption((option) =>
      localizeOption(option, "question", "option.question").setRequired(true).setMaxLength(1000),
    )
    .addStringOption(documentOption)
    .addBooleanOption((option) => localizeOption(option, "private", "option.private")),

  async run(interaction, { requests }) {
    const { options } = interaction;
    const question = options.getString("question", true);
    await requests.ask(interaction, question, options.getString("document"), options.getBoolean("private") ?? false);
  },

  autocomplete: autocompleteDocuments,
} satisfies SlashCommand;
