import { ApplicationIntegrationType, InteractionContextType, SlashCommandBuilder } from "discord.js";
import { type Choices, giveModal, type SlashCommand, sourcesOf } from "../src/discord/index.ts";
import { DEFAULT_OPTIONS, LENGTHS, type Length } from "../src/model/index.ts";
import { sayIn } from "../src/present/index.ts";

export default {
  data: new SlashCommandBuilder()
    .setName("summarise")
    .setNameLocalizations({ "en-US": "summarize" })
    .setDescription("Digest an article or a file, every claim with its quote")
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall)
    .addStringOption((option) => option.setName("url").setDescription("The address of an article").setMaxLength(2000))
    .addAttachmentOption((option) => option.setName("file").setDescription("A file with text in it"))
    .addStringOption((option) => option.setName("text").setDescription("The text itself").setMaxLength(6000))
    .addStringOption((option) =>
      option
        .setName("length")
        .setDescription("How long the digest should be")
        .addChoices(LENGTHS.map((length) => ({ name: length, value: length }))),
    )
    .addStringOption((option) =>
      option.setName("focus").setDescription("What it should be about above all").setMaxLength(300),
    )
    .addStringOption((option) =>
      option.setName("language").setDescription("A language such as de or pt-BR").setMaxLength(35),
    )
    .addBooleanOption((option) => option.setName("private").setDescription("Only you see it"))
    .addBooleanOption((option) => option.setName("fresh").setDescription("Write it anew")),

  async run(interaction, desk) {
    const { options } = interaction;
    const length = (options.getString("length") as Length | null) ?? DEFAULT_OPTIONS.length;
    const language = options.getString("language") ?? DEFAULT_OPTIONS.language;
    const focus = options.getString("focus");
    const isPrivate = options.getBoolean("private") ?? false;
    const fresh = options.getBoolean("fresh") ?? false;
    const sources = sourcesOf(options);
    if (!sources.length) {
      await interaction.showModal(giveModal({ length, language, isPrivate, fresh }, focus, sayIn(interaction.locale)));
      return;
    }
    const chosen = { ...DEFAULT_OPTIONS, length, language, focus };
    const choices: Choices = { options: chosen, private: isPrivate, fresh, message: null };
    await desk.summarise(interaction, sources, choices);
  },
} satisfies SlashCommand;
