import type { DiscordState } from "./discordState.ts";
import { type Channel, ChannelType, type Guild, OverwriteType } from "./model.ts";
import {
  ALL_PERMISSIONS,
  DM_PERMISSIONS,
  PermissionFlags,
  type PermissionName,
  permissionBits,
} from "./permissions.ts";

/** Guild-level permissions of a member, before channel overwrites. */
function guildPermissions(guild: Guild, user: string): bigint {
  const member = guild.members.get(user);
  if (!member) return 0n;
  if (guild.owner_id === user) return ALL_PERMISSIONS;
  const roles = [guild.id, ...member.roles];
  const granted = roles.reduce((sum, role) => sum | (guild.roles.get(role)?.permissions ?? 0n), 0n);
  return granted & PermissionFlags.Administrator ? ALL_PERMISSIONS : granted;
}

/**
 * Permissions of a user in a channel: roles, then overwrites for @everyone, for roles and for the member. Threads
 * inherit from their parent; private threads are visible to members and to users with Manage Threads only.
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

/** Whether a user has all of the permissions in a channel. */
export function hasPermissions(
  state: DiscordState,
  user: string,
  channel: Channel,
  ...permissions: PermissionName[]
): boolean {
  const required = permissionBits(...permissions);
  return (permissionsIn(state, user, channel) & required) === required;
}

/** The permission required to send messages in a channel; threads have a separate one. */
export const sendPermission = (channel: Channel): PermissionName =>
  channel.thread ? "SendMessagesInThreads" : "SendMessages";
