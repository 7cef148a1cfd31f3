import { ApplicationCommandType, ContextMenuCommandBuilder } from "discord.js";
import { inAllContexts, localizeName, type MessageCommand } from "../src/discord/commands/index.ts";

export default {
  data: inAllContexts(localizeName(new ContextMenuCommandBuilder(), "menu.privately")).setType(
    ApplicationCommandType.Message,
  ),

  run: (interaction, { requests }) => requests.summariseMessage(interaction, true),
} satisfies MessageCommand;
