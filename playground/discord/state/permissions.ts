/**
 * The permissions that the fake Discord checks.
 * (https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags)
 */
export const PermissionFlags = {
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  ManageRoles: 1n << 28n,
  UseApplicationCommands: 1n << 31n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  CreatePrivateThreads: 1n << 36n,
  SendMessagesInThreads: 1n << 38n,
  UseExternalApps: 1n << 50n,
} as const;

export type PermissionName = keyof typeof PermissionFlags;

export const ALL_PERMISSIONS = (1n << 53n) - 1n;

/** The permissions combined into one bit field. */
export const permissionBits = (...names: PermissionName[]): bigint =>
  names.reduce((sum, name) => sum | PermissionFlags[name], 0n);

/** Permissions in DMs and group DMs. */
export const DM_PERMISSIONS = permissionBits(
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
  "AddReactions",
  "MentionEveryone",
  "UseApplicationCommands",
  "UseExternalApps",
);

/** Permissions of a user-installed app that responds to an interaction in a guild without its bot. */
export const USER_INSTALL_PERMISSIONS = permissionBits("EmbedLinks", "AttachFiles", "MentionEveryone");

/** Permissions of the role "people", which every member except the bot has. */
export const MEMBER_PERMISSIONS = permissionBits(
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "CreatePrivateThreads",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
  "AddReactions",
);

/** Permissions of the bot's role, as in Pith's invite link. */
export const BOT_PERMISSIONS = permissionBits(
  "AddReactions",
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
);

/**
 * Permissions of @everyone. Mention Everyone is included, as in a new guild, so that an unsuppressed mention is
 * recorded as a ping.
 */
export const EVERYONE_PERMISSIONS = permissionBits("MentionEveryone", "UseApplicationCommands", "UseExternalApps");
