import { SlashCommandBuilder } from "discord.js";
import {
  autocompleteDocuments,
  inAllContexts,
  localizeCommand,
  localizeOption,
  requiredDocumentOption,
  type SlashCommand,
} from "../src/discord/commands/index.ts";

export default {
  data: inAllContexts(localizeCommand(new SlashCommandBuilder(), "name.compare", "command.compare"))
    .addStringOption(requiredDocumentOption("a", "option.first"))
    .addStringOption(requiredDocumentOption("b", "option.second"))
    .addBooleanOption((option) => localizeOption(option, "private", "option.private")),

  async run(interaction, { requests }) {
    const { options } = interaction;
    const references: [string, string] = [options.getString("a", true), options.getString("b", true)];
    await requests.compare(interaction, references, options.getBoolean("private") ?? false);
  },

  autocomplete: autocompleteDocuments,
} satisfies SlashCommand;
