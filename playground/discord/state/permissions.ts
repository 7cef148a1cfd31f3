import type { World } from "./discordState.ts";
import { type Channel, ChannelType, type Guild } from "./model.ts";

/** Permission bits that matter here (https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags). */
export const PERMISSION = {
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

export type PermissionName = keyof typeof PERMISSION;

const ALL = (1n << 53n) - 1n;

/** The bits of named permissions. */
export const bits = (...names: PermissionName[]): bigint => names.reduce((sum, name) => sum | PERMISSION[name], 0n);

/** What everybody in a direct or group channel may do. */
export const DIRECT = bits(
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

/** What a bot may do through an interaction in a guild where it is not. */
export const EXTERNAL = bits("EmbedLinks", "AttachFiles", "MentionEveryone");

/** What a member of a guild usually may do. */
export const MEMBER = bits(
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

/** What the bot's role gives: what Pith asks for when it is invited. */
export const BOT = bits(
  "AddReactions",
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
);

/** Everyone, the bot too, may mention everyone, as in a new guild: what pings here would ping there. */
export const EVERYONE = bits("MentionEveryone", "UseApplicationCommands", "UseExternalApps");

/** A member's permissions in the guild itself, before channels change them. */
function base(guild: Guild, user: string): bigint {
  const member = guild.members.get(user);
  if (!member) return 0n;
  if (guild.owner_id === user) return ALL;
  const roles = [guild.id, ...member.roles];
  const sum = roles.reduce((all, role) => all | (guild.roles.get(role)?.permissions ?? 0n), 0n);
  return sum & PERMISSION.Administrator ? ALL : sum;
}

/**
 * What somebody may do in a channel: roles, then overwrites of everyone, of roles, of the member; a thread has those of
 * its parent, and a private one is seen by its members only.
 * (https://discord.com/developers/docs/topics/permissions#permission-overwrites, …/topics/threads#permissions)
 */
export function permissionsIn(world: World, user: string, channel: Channel): bigint {
  const guild = channel.guild_id ? world.guilds.get(channel.guild_id) : undefined;
  if (!guild) return channel.members.has(user) ? DIRECT : 0n;
  const parent = channel.parent_id ? world.channels.get(channel.parent_id) : channel;
  const all = base(guild, user);
  if (!parent || all === ALL) return all;
  const own = guild.members.get(user)?.roles ?? [];
  const layers = [
    parent.overwrites.filter(({ id }) => id === guild.id),
    parent.overwrites.filter(({ id, type }) => type === 0 && own.includes(id)),
    parent.overwrites.filter(({ id, type }) => type === 1 && id === user),
  ];
  const sum = layers.reduce((before, layer) => {
    const deny = layer.reduce((bitsOf, overwrite) => bitsOf | overwrite.deny, 0n);
    const allow = layer.reduce((bitsOf, overwrite) => bitsOf | overwrite.allow, 0n);
    return (before & ~deny) | allow;
  }, all);
  const hidden =
    channel.type === ChannelType.PrivateThread && !channel.members.has(user) && !(sum & PERMISSION.ManageThreads);
  return sum & PERMISSION.ViewChannel && !hidden ? sum : 0n;
}

/** Whether somebody has all of the named permissions in a channel. */
export function may(world: World, user: string, channel: Channel, ...names: PermissionName[]): boolean {
  const wanted = bits(...names);
  return (permissionsIn(world, user, channel) & wanted) === wanted;
}

/** The permission that sending needs: threads have one of their own. */
export const sendingIn = (channel: Channel): PermissionName =>
  channel.thread ? "SendMessagesInThreads" : "SendMessages";
