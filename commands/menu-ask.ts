import { ApplicationCommandType, ContextMenuCommandBuilder } from "discord.js";
import { everywhere, type MessageCommand, named } from "../src/discord/index.ts";

export default {
  data: everywhere(named(new ContextMenuCommandBuilder(), "menu.ask")).setType(ApplicationCommandType.Message),

  run: (interaction, { unread }) => unread.askAbout(interaction),
} satisfies MessageCommand;
