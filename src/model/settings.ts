import type { Length } from "./digest.ts";

/**
 * What the bot does with a file or link in a message that is not addressed to it: nothing, offer a button that requests
 * a digest, add a reaction that requests one, or post a digest at once.
 */
export const CHANNEL_MODES = ["off", "offer", "react", "auto"] as const;
type ChannelMode = (typeof CHANNEL_MODES)[number];

/** Settings of a server. All ids are Discord ids. */
export type ServerSettings = {
  /** Roles that may use Pith. An empty list allows everyone. A refused role takes precedence. */
  allowedRoles: string[];
  refusedRoles: string[];
  /** Channels in which Pith may be used, by the same rules. The id of a channel also covers its threads. */
  allowedChannels: string[];
  refusedChannels: string[];
  /** Default language of digests: BCP-47, or `auto` for the language of the source. */
  language: string;
  length: Length;
  /** Whether to start a thread on each card, for questions. */
  threads: boolean;
  /** Model tokens per UTC day; null for no limit. Any limit set by the operator also applies. */
  dailyTokens: number | null;
  /** Model cost in US dollars per UTC day; null for no limit. */
  dailyUsd: number | null;
  /** How long postings are kept, in days; null for the period set by the operator, which is the maximum. */
  retentionDays: number | null;
};

/** Settings of one channel and its threads. Null inherits the server's value. */
export type ChannelSettings = { [K in keyof OverridableSettings]: OverridableSettings[K] | null } & {
  mode: ChannelMode;
};

type OverridableSettings = Pick<ServerSettings, "language" | "length" | "threads">;
