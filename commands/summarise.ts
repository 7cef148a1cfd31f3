import { SlashCommandBuilder } from "discord.js";
import { described, everywhere, giveModal, introduced, type SlashCommand, sourcesOf } from "../src/discord/index.ts";
import { LENGTHS, type Length } from "../src/model/index.ts";
import { sayIn } from "../src/present/index.ts";

export default {
  data: everywhere(introduced(new SlashCommandBuilder(), "name.summarise", "command.summarise"))
    .addStringOption((option) => described(option, "url", "option.url").setMaxLength(2000))
    .addAttachmentOption((option) => described(option, "file", "option.file"))
    .addStringOption((option) => described(option, "text", "option.text").setMaxLength(6000))
    .addStringOption((option) =>
      described(option, "length", "option.length").addChoices(
        LENGTHS.map((length) => ({ name: length, value: length })),
      ),
    )
    .addStringOption((option) => described(option, "focus", "option.focus").setMaxLength(300))
    .addStringOption((option) => described(option, "language", "option.language").setMaxLength(35))
    .addBooleanOption((option) => described(option, "private", "option.private"))
    .addBooleanOption((option) => described(option, "fresh", "option.fresh")),

  async run(interaction, { desk }) {
    const { options } = interaction;
    const length = options.getString("length") as Length | null;
    const language = options.getString("language");
    const focus = options.getString("focus");
    const isPrivate = options.getBoolean("private") ?? false;
    const fresh = options.getBoolean("fresh") ?? false;
    const sources = sourcesOf(options);
    if (!sources.length) {
      await interaction.showModal(giveModal({ length, language, isPrivate, fresh }, focus, sayIn(interaction.locale)));
      return;
    }
    const chosen = { ...(length && { length }), ...(language && { language }), focus };
    await desk.summarise(interaction, sources, { options: chosen, private: isPrivate, fresh, message: null });
  },
} satisfies SlashCommand;
