import { SlashCommandBuilder } from "discord.js";
import {
  inAllContexts,
  localizeCommand,
  localizeOption,
  type SlashCommand,
  sourcesFromOptions,
  summariseModal,
} from "../src/discord/commands/index.ts";
import { LENGTHS, type Length } from "../src/model/index.ts";
import { translatorFor } from "../src/present/index.ts";
import { readLanguage } from "../src/text/index.ts";

export default {
  data: inAllContexts(localizeCommand(new SlashCommandBuilder(), "name.summarise", "command.summarise"))
    .addStringOption((option) => localizeOption(option, "url", "option.url").setMaxLength(2000))
    .addAttachmentOption((option) => localizeOption(option, "file", "option.file"))
    .addStringOption((option) => localizeOption(option, "text", "option.text").setMaxLength(6000))
    .addStringOption((option) =>
      localizeOption(option, "length", "option.length").addChoices(
        LENGTHS.map((length) => ({ name: length, value: length })),
      ),
    )
    .addStringOption((option) => localizeOption(option, "focus", "option.focus").setMaxLength(300))
    .addStringOption((option) => localizeOption(option, "language", "option.language").setMaxLength(60))
    .addBooleanOption((option) => localizeOption(option, "private", "option.private"))
    .addBooleanOption((option) => localizeOption(option, "fresh", "option.fresh")),

  async run(interaction, { requests }) {
    const { options } = interaction;
    const length = options.getString("length") as Length | null;
    const typedLanguage = options.getString("language")?.trim();
    const language = typedLanguage ? readLanguage(typedLanguage) : null;
    const focus = options.getString("focus");
    const isPrivate = options.getBoolean("private") ?? false;
    const bypassCache = options.getBoolean("fresh") ?? false;
    const sources = sourcesFromOptions(options);
    if (!sources.length) {
      await interaction.showModal(
        summariseModal({ length, language, isPrivate, bypassCache }, focus, translatorFor(interaction.locale)),
      );
      return;
    }
    const overrides = { ...(length && { length }), ...(language && { language }), focus };
    await requests.summarise(interaction, sources, {
      options: overrides,
      private: isPrivate,
      bypassCache,
      message: null,
    });
  },
} satisfies SlashCommand;
