import type { Message } from "discord.js";
import type { ChannelSettings, ServerSettings } from "../../model/index.ts";
import { ChannelSettingsSchema, ServerSettingsSchema } from "../../model/settingsSchemas.ts";
import type { Records } from "../../records/index.ts";
import type { Requester } from "./documentAccess.ts";

/** Returns the settings of a server, with defaults for those that are not set. If `guild` is null, all are defaults. */
export const serverSettings = async ({ settings }: Records, guild: string | null): Promise<ServerSettings> =>
  ServerSettingsSchema.parse(guild === null ? {} : await settings.get(guild, null));

/** Merges changes into the settings of a server. */
export const updateServerSettings = (
  { settings }: Records,
  guild: string,
  change: Partial<ServerSettings>,
): Promise<void> => settings.update(guild, null, change);

/**
 * Returns the settings of a channel, with defaults for those that are not set. If `guildId` is null, all are defaults.
 */
export const channelSettings = async (
  { settings }: Records,
  { guildId, channelId }: Pick<Message, "guildId" | "channelId">,
): Promise<ChannelSettings> =>
  ChannelSettingsSchema.parse(guildId === null ? {} : await settings.get(guildId, channelId));

/** Merges changes into the settings of a channel. */
export const updateChannelSettings = (
  { settings }: Records,
  guild: string,
  channel: string,
  change: Partial<ChannelSettings>,
): Promise<void> => settings.update(guild, channel, change);

/** Returns the id of the channel whose settings apply: for threads and forum posts, the parent channel. */
export const settingsChannelId = ({ channel, parent }: Pick<Requester, "channel" | "parent">): string =>
  parent ?? channel;

/**
 * Returns the settings that apply in a channel. These are the server's settings, except that the channel's `language`,
 * `length` and `threads` take precedence if they are set.
 */
export async function effectiveSettings(
  records: Records,
  { guild, channel, parent }: Pick<Requester, "guild" | "channel" | "parent">,
): Promise<ServerSettings> {
  const server = await serverSettings(records, guild);
  const channelOverrides = await channelSettings(records, {
    guildId: guild,
    channelId: settingsChannelId({ channel, parent }),
  });
  return {
    ...server,
    language: channelOverrides.language ?? server.language,
    length: channelOverrides.length ?? server.length,
    threads: channelOverrides.threads ?? server.threads,
  };
}
