import { ApplicationCommandType, ContextMenuCommandBuilder } from "discord.js";
import { inAllContexts, localizeName, type MessageCommand } from "../src/discord/commands/index.ts";

export default {
  data: inAllContexts(localizeName(new ContextMenuCommandBuilder(), "menu.summarise")).setType(
    ApplicationCommandType.Message,
  ),

  run: (interaction, { requests }) => requests.summariseMessage(interaction, false),
} satisfies MessageCommand;
