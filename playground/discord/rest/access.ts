import { refuse } from "../state/errors.ts";
import { type Channel, type Guild, type Message, MessageFlag } from "../state/model.ts";
import { may, type PermissionName, sendingIn } from "../state/permissions.ts";
import type { Call } from "./route.ts";

/** A channel of the path that the bot sees. @throws Refusal 10003, 50001, or 50013 when it lacks the named permissions */
export function channelOf({ world, params }: Call, ...wanted: PermissionName[]): Channel {
  const channel = world.channels.get(params.channel);
  if (!channel) throw refuse.unknownChannel();
  if (!may(world, world.bot.id, channel, "ViewChannel")) throw refuse.missingAccess();
  if (!may(world, world.bot.id, channel, ...wanted)) throw refuse.missingPermissions();
  return channel;
}

/** A message of a channel that is not ephemeral. @throws Refusal 10008 */
export function messageOf({ world, params }: Call, channel: Channel): Message {
  const message = world.messages.get(channel.id)?.find(({ id, only }) => id === params.message && only === null);
  if (!message || message.flags & MessageFlag.Ephemeral) throw refuse.unknownMessage();
  return message;
}

/** The guild of the path, which the bot is in. @throws Refusal 10004 or 50001 */
export function guildOf({ world, params }: Call): Guild {
  const guild = world.guilds.get(params.guild);
  if (!guild) throw refuse.unknownGuild();
  if (!world.hasBot(guild.id)) throw refuse.missingAccess();
  return guild;
}

/** The permissions that sending a message there needs. */
export function sendingNeeds(channel: Channel, hasFiles: boolean, hasEmbeds: boolean): PermissionName[] {
  return [
    sendingIn(channel),
    ...(hasFiles ? (["AttachFiles"] as const) : []),
    ...(hasEmbeds ? (["EmbedLinks"] as const) : []),
  ];
}

/** Opens an archived thread again, as anything sent there does; a locked one stays shut. @throws Refusal 50083 */
export function reopen({ world }: Pick<Call, "world">, channel: Channel, user: string): void {
  if (!channel.thread?.archived) return;
  if (channel.thread.locked && !may(world, user, channel, "ManageThreads")) throw refuse.archived();
  channel.thread = { ...channel.thread, archived: false, archive_timestamp: new Date().toISOString() };
  world.emit("channelUpdated", channel);
}

/** What is archived takes no edits and no reactions. @throws Refusal 50083 */
export function demandOpen(channel: Channel): void {
  if (channel.thread?.archived) throw refuse.archived();
}
