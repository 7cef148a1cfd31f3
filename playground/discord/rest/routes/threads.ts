import { refuse } from "../../state/errors.ts";
import { type Channel, ChannelType, type Message, MessageFlag } from "../../state/model.ts";
import { may, permissionsIn } from "../../state/permissions.ts";
import { channelOf, guildOf, messageOf } from "../access.ts";
import { channelJson, threadMemberJson } from "../json.ts";
import { type Call, done, ok, type Parts, type Reply, type Route } from "../route.ts";

const THREAD_CREATED = 18;
const THREAD_STARTER_MESSAGE = 21;
const DAY_MINUTES = 1440;

/** Threads (https://discord.com/developers/docs/resources/channel#start-thread-from-message, …/topics/threads). */
export const threadRoutes: Route[] = [
  {
    method: "POST",
    path: "/channels/:channel/messages/:message/threads",
    schema: "CreateTextThreadWithMessageRequestSchema",
    run: startFromMessage,
  },
  {
    method: "POST",
    path: "/channels/:channel/threads",
    schema: "CreateTextThreadWithoutMessageRequestSchema",
    run: start,
  },
  {
    method: "GET",
    path: "/channels/:channel/threads/archived/public",
    run: (call) => archived(call, ChannelType.PublicThread),
  },
  {
    method: "GET",
    path: "/channels/:channel/threads/archived/private",
    run: (call) => archived(call, ChannelType.PrivateThread),
  },
  { method: "GET", path: "/guilds/:guild/threads/active", run: active },
  { method: "GET", path: "/channels/:channel/thread-members", run: members },
  { method: "GET", path: "/channels/:channel/thread-members/:user", run: membership },
  { method: "PUT", path: "/channels/:channel/thread-members/:user", run: (call) => join(call, true) },
  { method: "DELETE", path: "/channels/:channel/thread-members/:user", run: (call) => join(call, false) },
];

type Wanted = { name: string; auto_archive_duration?: number; type?: number; invitable?: boolean };

/**
 * A thread, and the message with which Discord marks its beginning. Its starter is its first member.
 * @throws Refusal 160004 for a message that has one, 50024 where none can be
 */
export function startThread(
  { world, messages }: Parts,
  channel: Channel,
  starter: string,
  wanted: Wanted,
  from: Message | null,
): Channel {
  if (from && world.channels.has(from.id)) throw refuse.threadExists();
  if (!channel.guild_id || channel.thread) throw refuse.wrongChannelType();
  const thread = world.addChannel(world.guilds.get(channel.guild_id!)!, wanted.name, {
    ...(from && { id: from.id }),
    type: wanted.type ?? ChannelType.PublicThread,
    parent_id: channel.id,
    owner_id: starter,
    members: new Set([starter]),
    thread: {
      archived: false,
      locked: false,
      invitable: wanted.invitable ?? true,
      auto_archive_duration: wanted.auto_archive_duration ?? DAY_MINUTES,
      archive_timestamp: new Date().toISOString(),
    },
  });
  world.emit("threadCreated", thread);
  if (from) {
    messages.change({ ...from, flags: from.flags | MessageFlag.HasThread });
    messages.system(THREAD_STARTER_MESSAGE, thread, starter, "", { channel_id: channel.id, message_id: from.id });
  } else if (thread.type === ChannelType.PublicThread) {
    messages.system(THREAD_CREATED, channel, starter, wanted.name, { channel_id: thread.id, message_id: thread.id });
  }
  return thread;
}

function startFromMessage(call: Call): Reply {
  const channel = channelOf(call, "CreatePublicThreads");
  const message = messageOf(call, channel);
  const { type: _, ...wanted } = call.body as Wanted;
  return { status: 201, body: channelJson(call.world, startThread(call, channel, call.world.bot.id, wanted, message)) };
}

/** Without a type a thread is private, for old times' sake. */
function start(call: Call): Reply {
  const channel = channelOf(call);
  const { type = ChannelType.PrivateThread, ...wanted } = call.body as Wanted;
  const needed = type === ChannelType.PrivateThread ? "CreatePrivateThreads" : "CreatePublicThreads";
  if (!may(call.world, call.world.bot.id, channel, needed)) throw refuse.missingPermissions();
  return {
    status: 201,
    body: channelJson(call.world, startThread(call, channel, call.world.bot.id, { ...wanted, type }, null)),
  };
}

function listed({ world }: Call, threads: Channel[]): object {
  const mine = threads.filter(({ members }) => members.has(world.bot.id));
  return {
    threads: threads.map((thread) => channelJson(world, thread)),
    members: mine.map((thread) => threadMemberJson(thread, world.bot.id)),
  };
}

function archived(call: Call, type: number): Reply {
  const channel = channelOf(
    call,
    "ReadMessageHistory",
    ...(type === ChannelType.PrivateThread ? (["ManageThreads"] as const) : []),
  );
  const threads = call.world.threadsOf(channel).filter((thread) => thread.type === type && thread.thread!.archived);
  return ok({ ...listed(call, threads), has_more: false });
}

function active(call: Call): Reply {
  const { world } = call;
  const guild = guildOf(call);
  const isActive = (channel: Channel): boolean =>
    channel.guild_id === guild.id &&
    channel.thread?.archived === false &&
    permissionsIn(world, world.bot.id, channel) !== 0n;
  return ok(listed(call, [...world.channels.values()].filter(isActive)));
}

function threadOf(call: Call): Channel {
  const channel = channelOf(call);
  if (!channel.thread) throw refuse.unknownChannel();
  return channel;
}

function members(call: Call): Reply {
  const thread = threadOf(call);
  return ok([...thread.members].map((user) => threadMemberJson(thread, user)));
}

const userOf = ({ world, params }: Call): string => (params.user === "@me" ? world.bot.id : params.user);

function membership(call: Call): Reply {
  const thread = threadOf(call);
  if (!thread.members.has(userOf(call))) throw refuse.unknownMember();
  return ok(threadMemberJson(thread, userOf(call)));
}

function join(call: Call, isJoining: boolean): Reply {
  const { world } = call;
  const thread = threadOf(call);
  const user = userOf(call);
  if (thread.thread!.archived) throw refuse.archived();
  if (!world.users.has(user)) throw refuse.unknownUser();
  if (!isJoining && user !== world.bot.id && !may(world, world.bot.id, thread, "ManageThreads"))
    throw refuse.missingPermissions();
  if (thread.members.has(user) === isJoining) return done;
  if (isJoining) thread.members.add(user);
  else thread.members.delete(user);
  world.emit("threadMembers", thread, isJoining ? [user] : [], isJoining ? [] : [user]);
  return done;
}
