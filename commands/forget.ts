import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from "discord.js";
import { documentOption, offerDocuments, type SlashCommand } from "../src/discord/index.ts";

export default {
  data: new SlashCommandBuilder()
    .setName("forget")
    .setDescription("Remove what Pith keeps")
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall)
    .addSubcommand((subcommand) =>
      subcommand
        .setName("document")
        .setDescription("A document, its digest and the questions about it")
        .addStringOption((option) => documentOption(option).setRequired(true)),
    ),

  async run(interaction, desk) {
    await desk.forget(interaction, interaction.options.getString("document", true));
  },

  autocomplete: offerDocuments,
} satisfies SlashCommand;
