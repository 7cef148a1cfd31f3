import type { Message } from "discord.js";
import type { ChannelSettings, ServerSettings } from "../../model/index.ts";
import { ChannelSettingsSchema, ServerSettingsSchema } from "../../model/settingsSchemas.ts";
import type { Records } from "../../records/index.ts";
import type { Asker } from "./documentAccess.ts";

/** What a server has set; outside servers, and where nothing is set, all is as usual. */
export const serverSettings = async ({ settings }: Records, guild: string | null): Promise<ServerSettings> =>
  ServerSettingsSchema.parse(guild === null ? {} : await settings.get(guild, null));

export const changeServer = ({ settings }: Records, guild: string, change: Partial<ServerSettings>): Promise<void> =>
  settings.change(guild, null, change);

export const channelSettings = async (
  { settings }: Records,
  { guildId, channelId }: Pick<Message, "guildId" | "channelId">,
): Promise<ChannelSettings> =>
  ChannelSettingsSchema.parse(guildId === null ? {} : await settings.get(guildId, channelId));

export const changeChannel = (
  { settings }: Records,
  guild: string,
  channel: string,
  change: Partial<ChannelSettings>,
): Promise<void> => settings.change(guild, channel, change);

/** Where the settings of a place are kept: a thread, or a post of a forum, has those of its channel. */
export const homeOf = ({ channel, parent }: Pick<Asker, "channel" | "parent">): string => parent ?? channel;

/** What holds where somebody asks: what the channel has set before the server. */
export async function settingsAt(
  records: Records,
  { guild, channel, parent }: Pick<Asker, "guild" | "channel" | "parent">,
): Promise<ServerSettings> {
  const server = await serverSettings(records, guild);
  const here = await channelSettings(records, { guildId: guild, channelId: homeOf({ channel, parent }) });
  return {
    ...server,
    language: here.language ?? server.language,
    length: here.length ?? server.length,
    threads: here.threads ?? server.threads,
  };
}
