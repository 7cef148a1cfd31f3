import { SlashCommandBuilder } from "discord.js";
import {
  described,
  documentOption,
  everywhere,
  introduced,
  offerDocuments,
  type SlashCommand,
} from "../src/discord/index.ts";

export default {
  data: everywhere(introduced(new SlashCommandBuilder(), "name.ask", "command.ask"))
    .addStringOption((option) => described(option, "question", "option.question").setRequired(true).setMaxLength(1000))
    .addStringOption(documentOption)
    .addBooleanOption((option) => described(option, "private", "option.private")),

  async run(interaction, { desk }) {
    const { options } = interaction;
    const question = options.getString("question", true);
    await desk.ask(interaction, question, options.getString("document"), options.getBoolean("private") ?? false);
  },

  autocomplete: offerDocuments,
} satisfies SlashCommand;
