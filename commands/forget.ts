import { SlashCommandBuilder } from "discord.js";
import {
  autocompleteDocuments,
  documentOption,
  FORGET_SCOPES,
  inAllContexts,
  localizeCommand,
  localizeOption,
  type SlashCommand,
} from "../src/discord/commands/index.ts";

const data = inAllContexts(localizeCommand(new SlashCommandBuilder(), "name.forget", "command.forget")).addSubcommand(
  (subcommand) =>
    localizeOption(subcommand, "document", "command.forget.document").addStringOption((option) =>
      documentOption(option).setRequired(true),
    ),
);
for (const scope of FORGET_SCOPES)
  data.addSubcommand((subcommand) => localizeOption(subcommand, scope, `command.forget.${scope}`));

export default {
  data,

  async run(interaction, { forget }) {
    const subcommand = interaction.options.getSubcommand();
    const scope = FORGET_SCOPES.find((candidate) => candidate === subcommand);
    if (scope) await forget.requestConfirmation(interaction, scope);
    else await forget.forgetDocument(interaction, interaction.options.getString("document", true));
  },

  autocomplete: autocompleteDocuments,
} satisfies SlashCommand;
