import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  ContextMenuCommandBuilder,
  InteractionContextType,
} from "discord.js";
import type { MessageCommand } from "../src/discord/index.ts";

export default {
  data: new ContextMenuCommandBuilder()
    .setName("Summarise privately")
    .setType(ApplicationCommandType.Message)
    .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall),

  run: (interaction, desk) => desk.summariseMessage(interaction, true),
} satisfies MessageCommand;
