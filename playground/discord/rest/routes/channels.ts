import { hasPermissions, permissionsIn, sendPermission } from "../../state/channelPermissions.ts";
import { apiErrors } from "../../state/errors.ts";
import { type Channel, ChannelType } from "../../state/model.ts";
import { requireChannel, requireGuild } from "../access.ts";
import { channelJson, guildJson, memberJson, roleJson, userJson } from "../json.ts";
import { noContent, ok, type Route, type RouteContext, type RouteResponse } from "../route.ts";

/** Routes for channels and guilds (https://discord.com/developers/docs/resources/channel, …/resources/guild). */
export const channelRoutes: Route[] = [
  {
    method: "GET",
    path: "/channels/:channel",
    handler: (context) => ok(channelJson(context.state, requireChannel(context))),
  },
  { method: "PATCH", path: "/channels/:channel", schema: updateSchemaName, handler: updateChannel },
  { method: "DELETE", path: "/channels/:channel", handler: deleteChannel },
  { method: "POST", path: "/channels/:channel/typing", handler: triggerTyping },
  { method: "GET", path: "/guilds/:guild", handler: (context) => ok(guildJson(requireGuild(context))) },
  {
    method: "GET",
    path: "/guilds/:guild/roles",
    handler: (context) => ok([...requireGuild(context).roles.values()].map(roleJson)),
  },
  { method: "GET", path: "/guilds/:guild/channels", handler: listGuildChannels },
  { method: "GET", path: "/guilds/:guild/members/:user", handler: getMember },
  {
    method: "GET",
    path: "/users/@me/guilds",
    handler: ({ state }) => ok([...state.guilds.values()].filter(({ id }) => state.hasBot(id)).map(guildJson)),
  },
  { method: "POST", path: "/users/@me/channels", schema: "CreatePrivateChannelRequestSchema", handler: openDm },
  {
    method: "GET",
    path: "/users/:user",
    handler: ({ state, params }) => {
      const user = state.users.get(params.user);
      if (!user) throw apiErrors.unknownUser();
      return ok(userJson(user));
    },
  },
];

function updateSchemaName({ state, params }: RouteContext): string {
  return state.channels.get(params.channel)?.thread
    ? "UpdateThreadRequestPartialSchema"
    : "UpdateGuildChannelRequestPartialSchema";
}

type ChannelUpdate = {
  name?: string | null;
  topic?: string | null;
  archived?: boolean;
  locked?: boolean;
  invitable?: boolean;
  auto_archive_duration?: number;
};

/**
 * Updates a channel or thread. A channel requires Manage Channels, and a thread Manage Threads, with two exceptions: a
 * thread's owner can change everything except `locked`, and anyone can unarchive an unlocked thread.
 * (https://discord.com/developers/docs/topics/threads#editing--deleting-threads)
 */
function updateChannel(context: RouteContext): RouteResponse {
  const { state } = context;
  const channel = requireChannel(context);
  const { name, topic, archived, locked, invitable, auto_archive_duration } = context.body as ChannelUpdate;
  const isManager = hasPermissions(state, state.bot.id, channel, channel.thread ? "ManageThreads" : "ManageChannels");
  if (channel.thread) {
    const isOwner = channel.owner_id === state.bot.id && locked === undefined;
    const isUnarchiving = archived === false && !channel.thread.locked;
    if (!isManager && !isOwner && !isUnarchiving) throw apiErrors.missingPermissions();
    if (channel.thread.archived && archived !== false) throw apiErrors.threadArchived();
    channel.thread = {
      archived: archived ?? channel.thread.archived,
      locked: locked ?? channel.thread.locked,
      invitable: invitable ?? channel.thread.invitable,
      auto_archive_duration: auto_archive_duration ?? channel.thread.auto_archive_duration,
      archive_timestamp: archived === undefined ? channel.thread.archive_timestamp : new Date().toISOString(),
    };
  } else if (!isManager) throw apiErrors.missingPermissions();
  if (name) channel.name = name;
  if (topic !== undefined) channel.topic = topic;
  state.emit("channelUpdated", channel);
  return ok(channelJson(state, channel));
}

function deleteChannel(context: RouteContext): RouteResponse {
  const { state } = context;
  const channel = requireChannel(context);
  const json = channelJson(state, channel);
  if (channel.type === ChannelType.DM) return ok(json); // deleting a DM only closes it
  const permission = channel.thread ? "ManageThreads" : "ManageChannels";
  if (!hasPermissions(state, state.bot.id, channel, permission)) throw apiErrors.missingPermissions();
  state.removeChannel(channel);
  return ok(json);
}

function triggerTyping(context: RouteContext): RouteResponse {
  const { state } = context;
  const channel = requireChannel(context);
  if (!hasPermissions(state, state.bot.id, channel, sendPermission(channel))) throw apiErrors.missingPermissions();
  state.emit("typing", channel, state.bot.id);
  return noContent;
}

function listGuildChannels(context: RouteContext): RouteResponse {
  const { state } = context;
  const guild = requireGuild(context);
  const isVisible = (channel: Channel): boolean =>
    channel.guild_id === guild.id && !channel.thread && permissionsIn(state, state.bot.id, channel) !== 0n;
  return ok([...state.channels.values()].filter(isVisible).map((channel) => channelJson(state, channel)));
}

function getMember(context: RouteContext): RouteResponse {
  const { state, params } = context;
  const guild = requireGuild(context);
  const member = guild.members.get(params.user === "@me" ? state.bot.id : params.user);
  if (!member) throw state.users.has(params.user) ? apiErrors.unknownMember() : apiErrors.unknownUser();
  return ok(memberJson(state, member));
}

/** Opens a DM. This succeeds even for users who accept no DMs; only sending them a message fails. */
function openDm({ state, body }: RouteContext): RouteResponse {
  const { recipient_id } = body as { recipient_id: string };
  if (!state.users.has(recipient_id)) throw apiErrors.unknownUser();
  return ok(channelJson(state, state.dmChannel(recipient_id, state.bot.id)));
}
