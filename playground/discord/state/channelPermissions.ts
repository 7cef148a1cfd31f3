import type { DiscordState } from "./discordState.ts";
import { type Channel, ChannelType, type Guild, OverwriteType } from "./model.ts";
import {
  ALL_PERMISSIONS,
  DM_PERMISSIONS,
  PermissionFlags,
  type PermissionName,
  permissionBits,
} from "./permissions.ts";

/** A member's guild-level permissions, before channel overwrites; 0 for a user who is not a member. */
function guildPermissions(guild: Guild, user: string): bigint {
  const member = guild.members.get(user);
  if (!member) return 0n;
  if (guild.owner_id === user) return ALL_PERMISSIONS;
  const roles = [guild.id, ...member.roles];
  const granted = roles.reduce((sum, role) => sum | (guild.roles.get(role)?.permissions ?? 0n), 0n);
  return granted & PermissionFlags.Administrator ? ALL_PERMISSIONS : granted;
}

/**
 * A user's permissions in a channel: those of the user's roles, changed by the overwrites for @everyone, then for the
 * roles, then for the user. Threads inherit the permissions of their parent channel. A private thread can be viewed
 * only by its members and by users with Manage Threads. In a DM, all members have `DM_PERMISSIONS`. The result is 0 if
 * the user cannot view the channel.
 * (https://discord.com/developers/docs/topics/permissions#permission-overwrites, …/topics/threads#permissions)
 */
export function permissionsIn(state: DiscordState, user: string, channel: Channel): bigint {
  const guild = channel.guild_id ? state.guilds.get(channel.guild_id) : undefined;
  if (!guild) return channel.members.has(user) ? DM_PERMISSIONS : 0n;
  const parent = channel.parent_id ? state.channels.get(channel.parent_id) : channel;
  const basePermissions = guildPermissions(guild, user);
  if (!parent || basePermissions === ALL_PERMISSIONS) return basePermissions;
  const memberRoles = guild.members.get(user)?.roles ?? [];
  const overwritesByPrecedence = [
    parent.overwrites.filter(({ id }) => id === guild.id),
    parent.overwrites.filter(({ id, type }) => type === OverwriteType.Role && memberRoles.includes(id)),
    parent.overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === user),
  ];
  const granted = overwritesByPrecedence.reduce((current, overwrites) => {
    const deny = overwrites.reduce((bits, overwrite) => bits | overwrite.deny, 0n);
    const allow = overwrites.reduce((bits, overwrite) => bits | overwrite.allow, 0n);
    return (current & ~deny) | allow;
  }, basePermissions);
  const isHidden =
    channel.type === ChannelType.PrivateThread &&
    !channel.members.has(user) &&
    !(granted & PermissionFlags.ManageThreads);
  return granted & PermissionFlags.ViewChannel && !isHidden ? granted : 0n;
}

/** Whether a user has all of the given permissions in a channel. */
export function hasPermissions(
  state: DiscordState,
  user: string,
  channel: Channel,
  ...permissions: PermissionName[]
): boolean {
  const required = permissionBits(...permissions);
  return (permissionsIn(state, user, channel) & required) === required;
}

/** The permission required to send messages in a channel. It differs between threads and other channels. */
export const sendPermission = (channel: Channel): PermissionName =>
  channel.thread ? "SendMessagesInThreads" : "SendMessages";
