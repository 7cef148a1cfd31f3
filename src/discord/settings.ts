import type { Message } from "discord.js";
import type { ChannelMode, ServerSettings } from "../model/index.ts";
import { ChannelSettingsSchema, ServerSettingsSchema } from "../model/settingsSchemas.ts";
import type { Records } from "../records/index.ts";

/** What a server has set; outside servers, and where nothing is set, all is as usual. */
export const serverSettings = async ({ settings }: Records, guild: string | null): Promise<ServerSettings> =>
  ServerSettingsSchema.parse(guild === null ? {} : await settings.get(guild, null));

export async function changeServer(
  records: Records,
  guild: string,
  change: Partial<ServerSettings>,
): Promise<ServerSettings> {
  const settings = { ...(await serverSettings(records, guild)), ...change };
  await records.settings.set(guild, null, settings);
  return settings;
}

export async function channelMode(
  { settings }: Records,
  { guildId, channelId }: Pick<Message, "guildId" | "channelId">,
): Promise<ChannelMode> {
  return guildId === null ? "off" : ChannelSettingsSchema.parse(await settings.get(guildId, channelId)).mode;
}

export async function setChannelMode(
  { settings }: Records,
  guild: string,
  channel: string,
  mode: ChannelMode,
): Promise<void> {
  await settings.set(guild, channel, { mode });
}
