import type { Message } from "discord.js";
import type { ChannelSettings, ServerSettings } from "../../model/index.ts";
import { ChannelSettingsSchema, ServerSettingsSchema } from "../../model/settingsSchemas.ts";
import type { Records } from "../../records/index.ts";
import { parseLanguage } from "../../text/index.ts";
import type { Requester } from "./documentAccess.ts";

/** Returns the settings of a server, with defaults for those that are not set. If `guild` is null, all are defaults. */
export async function serverSettings({ settings }: Records, guild: string | null): Promise<ServerSettings> {
  const stored = ServerSettingsSchema.parse(guild === null ? {} : await settings.get(guild, null));
  return { ...stored, language: knownLanguage(stored.language) ?? "auto" };
}

/** Returns the tag of a stored language, or null. Earlier versions stored languages as they were typed: "German". */
const knownLanguage = (stored: string): string | null => (stored === "auto" ? stored : parseLanguage(stored));

/** Merges changes into the settings of a server. */
export const updateServerSettings = (
  { settings }: Records,
  guild: string,
  change: Partial<ServerSettings>,
): Promise<void> => settings.update(guild, null, change);

/**
 * Returns the settings of a channel, with defaults for those that are not set. If `guildId` is null, all are defaults.
 */
export async function channelSettings(
  { settings }: Records,
  { guildId, channelId }: Pick<Message, "guildId" | "channelId">,
): Promise<ChannelSettings> {
  const stored = ChannelSettingsSchema.parse(guildId === null ? {} : await settings.get(guildId, channelId));
  return { ...stored, language: stored.language === null ? null : knownLanguage(stored.language) };
}

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
