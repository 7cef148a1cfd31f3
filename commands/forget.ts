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
  data: inAllContexts(localizeCommand(new SlashCommandBuilder(), "name.forget", "command.forget"))
    .addSubcommand((subcommand) =>
      localizeOption(subcommand, "document", "command.forget.document").addStringOption((option) =>
        documentOption(option).setRequired(true),
      ),
    )
    .addSubcommand((subcommand) => localizeOption(subcommand, "mine", "command.forget.mine")),

  async run(interaction, { forget, admin }) {
    const { options } = interaction;
    const subcommand = options.getSubcommand();
    if (subcommand === "document") await forget.forgetDocument(interaction, options.getString("document", true));
    else if (subcommand === "mine") await forget.requestConfirmation(interaction, "mine");
    else await admin.explainMove(interaction, "movedForget");
  },

  autocomplete: autocompleteDocuments,
} satisfies SlashCommand;
