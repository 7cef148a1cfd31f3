import { ApplicationCommandType, ContextMenuCommandBuilder } from "discord.js";
import { everywhere, type MessageCommand, named } from "../src/discord/index.ts";

export default {
  data: everywhere(named(new ContextMenuCommandBuilder(), "menu.privately")).setType(ApplicationCommandType.Message),

  run: (interaction, { desk }) => desk.summariseMessage(interaction, true),
} satisfies MessageCommand;
