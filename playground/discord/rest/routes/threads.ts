import { hasPermissions, permissionsIn } from "../../state/channelPermissions.ts";
import { apiErrors } from "../../state/errors.ts";
import { type Channel, ChannelType, type Message, MessageFlag, MessageType } from "../../state/model.ts";
import { requireChannel, requireGuild, requireMessage } from "../access.ts";
import { channelJson, threadMemberJson } from "../json.ts";
import { noContent, ok, type Route, type RouteContext, type RouteResponse, type ServerContext } from "../route.ts";

const DEFAULT_AUTO_ARCHIVE_MINUTES = 1440;

/**
 * Routes for threads (https://discord.com/developers/docs/resources/channel#start-thread-from-message,
 * …/topics/threads).
 */
export const threadRoutes: Route[] = [
  {
    method: "POST",
    path: "/channels/:channel/messages/:message/threads",
    schema: "CreateTextThreadWithMessageRequestSchema",
    handler: startThreadFromMessage,
  },
  {
    method: "POST",
    path: "/channels/:channel/threads",
    schema: "CreateTextThreadWithoutMessageRequestSchema",
    handler: startThreadWithoutMessage,
  },
  {
    method: "GET",
    path: "/channels/:channel/threads/archived/public",
    handler: (context) => listArchivedThreads(context, ChannelType.PublicThread),
  },
  {
    method: "GET",
    path: "/channels/:channel/threads/archived/private",
    handler: (context) => listArchivedThreads(context, ChannelType.PrivateThread),
  },
  { method: "GET", path: "/guilds/:guild/threads/active", handler: listActiveThreads },
  { method: "GET", path: "/channels/:channel/thread-members", handler: listThreadMembers },
  { method: "GET", path: "/channels/:channel/thread-members/:user", handler: getThreadMember },
  {
    method: "PUT",
    path: "/channels/:channel/thread-members/:user",
    handler: (context) => updateThreadMembership(context, true),
  },
  {
    method: "DELETE",
    path: "/channels/:channel/thread-members/:user",
    handler: (context) => updateThreadMembership(context, false),
  },
];

type ThreadPayload = { name: string; auto_archive_duration?: number; type?: number; invitable?: boolean };

/**
 * Creates a thread with its creator as the first member. Also posts a system message, except for a private thread that
 * is not started from a message.
 * @throws ApiError 160004 if the message already has a thread, 50024 if the channel cannot have threads
 */
export function startThread(
  { state, messages }: ServerContext,
  channel: Channel,
  starterId: string,
  options: ThreadPayload,
  from: Message | null,
): Channel {
  if (from && state.channels.has(from.id)) throw apiErrors.threadExists();
  if (!channel.guild_id || channel.thread) throw apiErrors.wrongChannelType();
  const thread = state.addChannel(state.guilds.get(channel.guild_id!)!, options.name, {
    ...(from && { id: from.id }),
    type: options.type ?? ChannelType.PublicThread,
    parent_id: channel.id,
    owner_id: starterId,
    members: new Set([starterId]),
    thread: {
      archived: false,
      locked: false,
      invitable: options.invitable ?? true,
      auto_archive_duration: options.auto_archive_duration ?? DEFAULT_AUTO_ARCHIVE_MINUTES,
      archive_timestamp: new Date().toISOString(),
    },
  });
  state.emit("threadCreated", thread);
  if (from) {
    messages.replace({ ...from, flags: from.flags | MessageFlag.HasThread });
    messages.createSystemMessage(MessageType.ThreadStarterMessage, thread, starterId, "", {
      channel_id: channel.id,
      message_id: from.id,
    });
  } else if (thread.type === ChannelType.PublicThread) {
    messages.createSystemMessage(MessageType.ThreadCreated, channel, starterId, options.name, {
      channel_id: thread.id,
      message_id: thread.id,
    });
  }
  return thread;
}

function startThreadFromMessage(context: RouteContext): RouteResponse {
  const channel = requireChannel(context, "CreatePublicThreads");
  const message = requireMessage(context, channel);
  const { type: _, ...options } = context.body as ThreadPayload;
  return {
    status: 201,
    body: channelJson(context.state, startThread(context, channel, context.state.bot.id, options, message)),
  };
}

/** Starts a thread that does not belong to a message. It is private by default, as in Discord's API. */
function startThreadWithoutMessage(context: RouteContext): RouteResponse {
  const channel = requireChannel(context);
  const { type = ChannelType.PrivateThread, ...options } = context.body as ThreadPayload;
  const permission = type === ChannelType.PrivateThread ? "CreatePrivateThreads" : "CreatePublicThreads";
  if (!hasPermissions(context.state, context.state.bot.id, channel, permission)) throw apiErrors.missingPermissions();
  return {
    status: 201,
    body: channelJson(context.state, startThread(context, channel, context.state.bot.id, { ...options, type }, null)),
  };
}

function threadListJson({ state }: RouteContext, threads: Channel[]): object {
  const joined = threads.filter(({ members }) => members.has(state.bot.id));
  return {
    threads: threads.map((thread) => channelJson(state, thread)),
    members: joined.map((thread) => threadMemberJson(thread, state.bot.id)),
  };
}

function listArchivedThreads(context: RouteContext, type: number): RouteResponse {
  const channel = requireChannel(
    context,
    "ReadMessageHistory",
    ...(type === ChannelType.PrivateThread ? (["ManageThreads"] as const) : []),
  );
  const threads = context.state.threadsOf(channel).filter((thread) => thread.type === type && thread.thread!.archived);
  return ok({ ...threadListJson(context, threads), has_more: false });
}

function listActiveThreads(context: RouteContext): RouteResponse {
  const { state } = context;
  const guild = requireGuild(context);
  const isActive = (channel: Channel): boolean =>
    channel.guild_id === guild.id &&
    channel.thread?.archived === false &&
    permissionsIn(state, state.bot.id, channel) !== 0n;
  return ok(threadListJson(context, [...state.channels.values()].filter(isActive)));
}

function requireThread(context: RouteContext): Channel {
  const channel = requireChannel(context);
  if (!channel.thread) throw apiErrors.unknownChannel();
  return channel;
}

function listThreadMembers(context: RouteContext): RouteResponse {
  const thread = requireThread(context);
  return ok([...thread.members].map((user) => threadMemberJson(thread, user)));
}

const userIdOf = ({ state, params }: RouteContext): string => (params.user === "@me" ? state.bot.id : params.user);

function getThreadMember(context: RouteContext): RouteResponse {
  const thread = requireThread(context);
  if (!thread.members.has(userIdOf(context))) throw apiErrors.unknownMember();
  return ok(threadMemberJson(thread, userIdOf(context)));
}

function updateThreadMembership(context: RouteContext, isJoining: boolean): RouteResponse {
  const { state } = context;
  const thread = requireThread(context);
  const user = userIdOf(context);
  if (thread.thread!.archived) throw apiErrors.threadArchived();
  if (!state.users.has(user)) throw apiErrors.unknownUser();
  if (!isJoining && user !== state.bot.id && !hasPermissions(state, state.bot.id, thread, "ManageThreads"))
    throw apiErrors.missingPermissions();
  if (thread.members.has(user) === isJoining) return noContent;
  if (isJoining) thread.members.add(user);
  else thread.members.delete(user);
  state.emit("threadMembers", thread, isJoining ? [user] : [], isJoining ? [] : [user]);
  return noContent;
}
