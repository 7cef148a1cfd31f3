import { SlashCommandBuilder } from "discord.js";
import {
  described,
  everywhere,
  introduced,
  namedDocument,
  offerDocuments,
  type SlashCommand,
} from "../src/discord/index.ts";

export default {
  data: everywhere(introduced(new SlashCommandBuilder(), "name.compare", "command.compare"))
    .addStringOption(namedDocument("a", "option.first"))
    .addStringOption(namedDocument("b", "option.second"))
    .addBooleanOption((option) => described(option, "private", "option.private")),

  async run(interaction, { desk }) {
    const { options } = interaction;
    const named: [string, string] = [options.getString("a", true), options.getString("b", true)];
    await desk.compare(interaction, named, options.getBoolean("private") ?? false);
  },

  autocomplete: offerDocuments,
} satisfies SlashCommand;
