import { hasPermissions, sendPermission } from "../state/channelPermissions.ts";
import { apiErrors } from "../state/errors.ts";
import { type Channel, type Guild, type Message, MessageFlag } from "../state/model.ts";
import type { PermissionName } from "../state/permissions.ts";
import type { RouteContext } from "./route.ts";

/**
 * Returns the channel named in the path.
 * @throws ApiError 10003 if the channel does not exist, 50001 if the bot cannot view it, 50013 if the bot lacks one of
 * the permissions
 */
export function requireChannel({ state, params }: RouteContext, ...permissions: PermissionName[]): Channel {
  const channel = state.channels.get(params.channel);
  if (!channel) throw apiErrors.unknownChannel();
  if (!hasPermissions(state, state.bot.id, channel, "ViewChannel")) throw apiErrors.missingAccess();
  if (!hasPermissions(state, state.bot.id, channel, ...permissions)) throw apiErrors.missingPermissions();
  return channel;
}

/**
 * Returns the message named in the path.
 * @throws ApiError 10008 if the message does not exist in the channel or is ephemeral
 */
export function requireMessage({ state, params }: RouteContext, channel: Channel): Message {
  const message = state.messages
    .get(channel.id)
    ?.find(({ id, ephemeralFor }) => id === params.message && ephemeralFor === null);
  if (!message || message.flags & MessageFlag.Ephemeral) throw apiErrors.unknownMessage();
  return message;
}

/**
 * Returns the guild named in the path.
 * @throws ApiError 10004 if the guild does not exist, 50001 if the bot is not a member
 */
export function requireGuild({ state, params }: RouteContext): Guild {
  const guild = state.guilds.get(params.guild);
  if (!guild) throw apiErrors.unknownGuild();
  if (!state.hasBot(guild.id)) throw apiErrors.missingAccess();
  return guild;
}

/** The permissions required to send a message in a channel. */
export function sendPermissions(channel: Channel, hasFiles: boolean, hasEmbeds: boolean): PermissionName[] {
  return [
    sendPermission(channel),
    ...(hasFiles ? (["AttachFiles"] as const) : []),
    ...(hasEmbeds ? (["EmbedLinks"] as const) : []),
  ];
}

/**
 * Unarchives the channel if it is an archived thread, as sending a message in it does.
 * @throws ApiError 50083 if the thread is locked and the user does not have Manage Threads
 */
export function unarchive({ state }: Pick<RouteContext, "state">, channel: Channel, user: string): void {
  if (!channel.thread?.archived) return;
  if (channel.thread.locked && !hasPermissions(state, user, channel, "ManageThreads")) throw apiErrors.threadArchived();
  channel.thread = { ...channel.thread, archived: false, archive_timestamp: new Date().toISOString() };
  state.emit("channelUpdated", channel);
}

/**
 * Rejects edits and reactions in an archived thread.
 * @throws ApiError 50083 if the channel is an archived thread
 */
export function requireNotArchived(channel: Channel): void {
  if (channel.thread?.archived) throw apiErrors.threadArchived();
}
