import { SlashCommandBuilder } from "discord.js";
import {
  described,
  documentOption,
  everywhere,
  introduced,
  offerDocuments,
  SCOPES,
  type SlashCommand,
} from "../src/discord/index.ts";

const data = everywhere(introduced(new SlashCommandBuilder(), "name.forget", "command.forget")).addSubcommand(
  (subcommand) =>
    described(subcommand, "document", "command.forget.document").addStringOption((option) =>
      documentOption(option).setRequired(true),
    ),
);
for (const scope of SCOPES) data.addSubcommand((subcommand) => described(subcommand, scope, `command.forget.${scope}`));

export default {
  data,

  async run(interaction, { forgetting }) {
    const named = interaction.options.getSubcommand();
    const scope = SCOPES.find((one) => one === named);
    if (scope) await forgetting.ask(interaction, scope);
    else await forgetting.document(interaction, interaction.options.getString("document", true));
  },

  autocomplete: offerDocuments,
} satisfies SlashCommand;
