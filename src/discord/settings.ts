import type { Message } from "discord.js";
import { z } from "zod";
import type { Records } from "../records/index.ts";

/** What the bot does with files and links that nobody gave to it: nothing, a button, or a digest. */
export const CHANNEL_MODES = ["off", "offer", "auto"] as const;
export type ChannelMode = (typeof CHANNEL_MODES)[number];

/** What a channel has set; what is not set, or not understood, is off. */
const ChannelSettings = z.object({ mode: z.enum(CHANNEL_MODES).catch("off") });

export async function channelMode(
  { settings }: Records,
  { guildId, channelId }: Pick<Message, "guildId" | "channelId">,
): Promise<ChannelMode> {
  return guildId === null ? "off" : ChannelSettings.parse(await settings.get(guildId, channelId)).mode;
}

export async function setChannelMode(
  { settings }: Records,
  guild: string,
  channel: string,
  mode: ChannelMode,
): Promise<void> {
  await settings.set(guild, channel, { mode });
}
