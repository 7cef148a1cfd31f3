import type { Length } from "./digest.ts";

/** What the bot does with files and links that nobody gave to it: nothing, a button, a reaction to tap, or a digest. */
export const CHANNEL_MODES = ["off", "offer", "react", "auto"] as const;
type ChannelMode = (typeof CHANNEL_MODES)[number];

/** What a server has set for all its channels. Ids are Discord's. */
export type ServerSettings = {
  /** Who may use Pith: members with one of these roles, and with none there, all; and none who has a refused one. */
  allowedRoles: string[];
  refusedRoles: string[];
  /** Where: as with roles; a thread counts as its channel. */
  allowedChannels: string[];
  refusedChannels: string[];
  /** What digests are made in and how long when their asker says nothing: `auto` or BCP-47. */
  language: string;
  length: Length;
  /** Whether a thread for questions is begun on each card. */
  threads: boolean;
  /** Tokens and US dollars a UTC day for the model; null for what the operator allows. */
  dailyTokens: number | null;
  dailyUsd: number | null;
  /** Days that documents are kept; null for as long as the operator keeps them. */
  retentionDays: number | null;
};

/** What one of its channels has otherwise; null is as the server has it, in a thread as its channel does. */
export type ChannelSettings = { [K in keyof Digesting]: Digesting[K] | null } & { mode: ChannelMode };

type Digesting = Pick<ServerSettings, "language" | "length" | "threads">;
