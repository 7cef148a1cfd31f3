import { ApplicationCommandType, ContextMenuCommandBuilder } from "discord.js";
import { inAllContexts, localizeName, type MessageCommand } from "../src/discord/commands/index.ts";

export default {
  data: inAllContexts(localizeName(new ContextMenuCommandBuilder(), "menu.ask")).setType(
    ApplicationCommandType.Message,
  ),

  run: (interaction, { askContextMenu }) => askContextMenu.openModal(interaction),
} satisfies MessageCommand;
