import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from "discord.js";
import { documentOption, offerDocuments, type SlashCommand } from "../src/discord/index.ts";

export default {
  data: new SlashCommandBuilder()
    .setName("ask")
    .setDescription("Ask about a document that was posted here; the answer is quoted from it")
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall)
    .addStringOption((option) =>
      option.setName("question").setDescription("What you want to know").setRequired(true).setMaxLength(1000),
    )
    .addStringOption(documentOption)
    .addBooleanOption((option) => option.setName("private").setDescription("Only you see it")),

  async run(interaction, desk) {
    const { options } = interaction;
    const question = options.getString("question", true);
    await desk.ask(interaction, question, options.getString("document"), options.getBoolean("private") ?? false);
  },

  autocomplete: offerDocuments,
} satisfies SlashCommand;
