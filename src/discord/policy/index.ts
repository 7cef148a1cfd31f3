export { DocumentAccess, type Requester } from "./documentAccess.ts";
export { canManageGuild, Preconditions } from "./preconditions.ts";
export {
  channelSettings,
  serverSettings,
  settingsChannelId,
  updateChannelSettings,
  updateServerSettings,
} from "./settings.ts";
