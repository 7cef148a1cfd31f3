import type { Length } from "./digest.ts";

/** What the bot does when a file or link is posted without addressing it: nothing, offer a button, add a reaction, or digest. */
export const CHANNEL_MODES = ["off", "offer", "react", "auto"] as const;
type ChannelMode = (typeof CHANNEL_MODES)[number];

/** Settings of a server. Ids are Discord's. */
export type ServerSettings = {
  /** Roles that may use Pith; empty allows everyone. A refused role takes precedence. */
  allowedRoles: string[];
  refusedRoles: string[];
  /** Channels, likewise. A thread counts as its parent channel. */
  allowedChannels: string[];
  refusedChannels: string[];
  /** Defaults for digests: the language (`auto` or BCP-47) and the length. */
  language: string;
  length: Length;
  /** Whether to start a thread for questions on each card. */
  threads: boolean;
  /** Model budget per UTC day, in tokens and in US dollars. Null for the operator's limit. */
  dailyTokens: number | null;
  dailyUsd: number | null;
  /** Retention of documents, in days. Null for the operator's limit. */
  retentionDays: number | null;
};

/** Overrides for one channel and its threads. Null inherits the server's value. */
export type ChannelSettings = { [K in keyof Digesting]: Digesting[K] | null } & { mode: ChannelMode };

type Digesting = Pick<ServerSettings, "language" | "length" | "threads">;
