import { z } from "zod";
import { LENGTHS } from "./digest.ts";
import { CHANNEL_MODES, type ChannelSettings, type ServerSettings } from "./settings.ts";

const idList = z.array(z.string()).catch([]);
const limit = z.number().positive().nullable().catch(null);
/** Missing and invalid values fall back to the defaults. */
export const ServerSettingsSchema = z.object({
  allowedRoles: idList,
  refusedRoles: idList,
  allowedChannels: idList,
  refusedChannels: idList,
  language: z.string().catch("auto"),
  length: z.enum(LENGTHS).catch("standard"),
  threads: z.boolean().catch(true),
  dailyTokens: limit,
  dailyUsd: limit,
  retentionDays: limit,
}) satisfies z.ZodType<ServerSettings>;

export const ChannelSettingsSchema = z.object({
  mode: z.enum(CHANNEL_MODES).catch("off"),
  language: z.string().nullable().catch(null),
  length: z.enum(LENGTHS).nullable().catch(null),
  threads: z.boolean().nullable().catch(null),
}) satisfies z.ZodType<ChannelSettings>;
