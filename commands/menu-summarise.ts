import { ApplicationCommandType, ContextMenuCommandBuilder } from "discord.js";
import { everywhere, type MessageCommand, named } from "../src/discord/index.ts";

export default {
  data: everywhere(named(new ContextMenuCommandBuilder(), "menu.summarise")).setType(ApplicationCommandType.Message),

  run: (interaction, { desk }) => desk.summariseMessage(interaction, false),
} satisfies MessageCommand;
