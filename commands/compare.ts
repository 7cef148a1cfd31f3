import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from "discord.js";
import { namedDocument, offerDocuments, type SlashCommand } from "../src/discord/index.ts";

export default {
  data: new SlashCommandBuilder()
    .setName("compare")
    .setDescription("What two documents agree on, where they differ, and what only one says, quoted from both")
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall)
    .addStringOption(namedDocument("a", "A document that was posted here, or the address of a page"))
    .addStringOption(namedDocument("b", "What to compare it with: another document, or the address of a page"))
    .addBooleanOption((option) => option.setName("private").setDescription("Only you see it")),

  async run(interaction, desk) {
    const { options } = interaction;
    const named: [string, string] = [options.getString("a", true), options.getString("b", true)];
    await desk.compare(interaction, named, options.getBoolean("private") ?? false);
  },

  autocomplete: offerDocuments,
} satisfies SlashCommand;
