import { refuse } from "../../state/errors.ts";
import { type Channel, ChannelType } from "../../state/model.ts";
import { may, permissionsIn } from "../../state/permissions.ts";
import { channelOf, guildOf } from "../access.ts";
import { channelJson, guildJson, memberJson, roleJson, userJson } from "../json.ts";
import { type Call, done, ok, type Reply, type Route } from "../route.ts";

/** Channels and guilds (https://discord.com/developers/docs/resources/channel, …/resources/guild). */
export const channelRoutes: Route[] = [
  { method: "GET", path: "/channels/:channel", run: (call) => ok(channelJson(call.world, channelOf(call))) },
  { method: "PATCH", path: "/channels/:channel", schema: schemaOfChange, run: change },
  { method: "DELETE", path: "/channels/:channel", run: remove },
  { method: "POST", path: "/channels/:channel/typing", run: type },
  { method: "GET", path: "/guilds/:guild", run: (call) => ok(guildJson(guildOf(call))) },
  { method: "GET", path: "/guilds/:guild/roles", run: (call) => ok([...guildOf(call).roles.values()].map(roleJson)) },
  { method: "GET", path: "/guilds/:guild/channels", run: channelsOf },
  { method: "GET", path: "/guilds/:guild/members/:user", run: member },
  {
    method: "GET",
    path: "/users/@me/guilds",
    run: ({ world }) => ok([...world.guilds.values()].filter(({ id }) => world.hasBot(id)).map(guildJson)),
  },
  { method: "POST", path: "/users/@me/channels", schema: "CreatePrivateChannelRequestSchema", run: openDirect },
  {
    method: "GET",
    path: "/users/:user",
    run: ({ world, params }) => {
      const user = world.users.get(params.user);
      if (!user) throw refuse.unknownUser();
      return ok(userJson(user));
    },
  },
];

function schemaOfChange({ world, params }: Call): string {
  return world.channels.get(params.channel)?.thread
    ? "UpdateThreadRequestPartialSchema"
    : "UpdateGuildChannelRequestPartialSchema";
}

type Change = {
  name?: string | null;
  topic?: string | null;
  archived?: boolean;
  locked?: boolean;
  invitable?: boolean;
  auto_archive_duration?: number;
};

/** A thread is archived and renamed by whoever started it, all else needs a permission (…/topics/threads#editing--deleting-threads). */
function change(call: Call): Reply {
  const { world } = call;
  const channel = channelOf(call);
  const { name, topic, archived, locked, invitable, auto_archive_duration } = call.body as Change;
  const isManager = may(world, world.bot.id, channel, channel.thread ? "ManageThreads" : "ManageChannels");
  if (channel.thread) {
    const isOwner = channel.owner_id === world.bot.id && locked === undefined;
    const reopens = archived === false && !channel.thread.locked;
    if (!isManager && !isOwner && !reopens) throw refuse.missingPermissions();
    if (channel.thread.archived && archived !== false) throw refuse.archived();
    channel.thread = {
      archived: archived ?? channel.thread.archived,
      locked: locked ?? channel.thread.locked,
      invitable: invitable ?? channel.thread.invitable,
      auto_archive_duration: auto_archive_duration ?? channel.thread.auto_archive_duration,
      archive_timestamp: archived === undefined ? channel.thread.archive_timestamp : new Date().toISOString(),
    };
  } else if (!isManager) throw refuse.missingPermissions();
  if (name) channel.name = name;
  if (topic !== undefined) channel.topic = topic;
  world.emit("channelUpdated", channel);
  return ok(channelJson(world, channel));
}

function remove(call: Call): Reply {
  const channel = channelOf(call);
  const json = channelJson(call.world, channel);
  if (channel.type === ChannelType.Direct) return ok(json); // it is only closed
  if (!may(call.world, call.world.bot.id, channel, channel.thread ? "ManageThreads" : "ManageChannels"))
    throw refuse.missingPermissions();
  call.world.removeChannel(channel);
  return ok(json);
}

function type(call: Call): Reply {
  const channel = channelOf(call);
  if (!may(call.world, call.world.bot.id, channel, channel.thread ? "SendMessagesInThreads" : "SendMessages"))
    throw refuse.missingPermissions();
  call.world.emit("typing", channel, call.world.bot.id);
  return done;
}

function channelsOf(call: Call): Reply {
  const guild = guildOf(call);
  const isShown = (channel: Channel): boolean =>
    channel.guild_id === guild.id && !channel.thread && permissionsIn(call.world, call.world.bot.id, channel) !== 0n;
  return ok([...call.world.channels.values()].filter(isShown).map((channel) => channelJson(call.world, channel)));
}

function member(call: Call): Reply {
  const guild = guildOf(call);
  const found = guild.members.get(call.params.user === "@me" ? call.world.bot.id : call.params.user);
  if (!found) throw call.world.users.has(call.params.user) ? refuse.unknownMember() : refuse.unknownUser();
  return ok(memberJson(call.world, found));
}

/** Opening succeeds with everybody; it is sending that a closed person refuses. */
function openDirect({ world, body }: Call): Reply {
  const { recipient_id } = body as { recipient_id: string };
  if (!world.users.has(recipient_id)) throw refuse.unknownUser();
  return ok(channelJson(world, world.directChannel(recipient_id, world.bot.id)));
}
