import { InteractionContextType, PermissionFlagsBits, SlashCommandBuilder } from "discord.js";
import { CHANNEL_MODES, type ChannelMode, type SlashCommand } from "../src/discord/index.ts";

const MEANING: Record<ChannelMode, string> = {
  off: "off: only what is given to it",
  offer: "offer: a button under each",
  auto: "auto: digests long ones at once",
};

export default {
  data: new SlashCommandBuilder()
    .setName("pith")
    .setDescription("Settings of Pith")
    .setContexts(InteractionContextType.Guild)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand((subcommand) =>
      subcommand
        .setName("settings")
        .setDescription("What Pith does with files and links that people post in this channel")
        .addStringOption((option) =>
          option
            .setName("mode")
            .setDescription("What it does")
            .setRequired(true)
            .addChoices(CHANNEL_MODES.map((mode) => ({ name: MEANING[mode], value: mode }))),
        ),
    ),

  async run(interaction, desk) {
    await desk.setMode(interaction, interaction.options.getString("mode", true) as ChannelMode);
  },
} satisfies SlashCommand;
