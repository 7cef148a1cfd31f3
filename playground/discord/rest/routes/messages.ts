import { hasPermissions } from "../../state/channelPermissions.ts";
import { apiErrors, invalidFormBody } from "../../state/errors.ts";
import {
  type Channel,
  ChannelType,
  type Json,
  type Message,
  type MessageBody,
  MessageType,
} from "../../state/model.ts";
import { requireChannel, requireMessage, requireNotArchived, sendPermissions, unarchive } from "../access.ts";
import { messageJson, userJson } from "../json.ts";
import { noContent, ok, type Route, type RouteContext, type RouteResponse } from "../route.ts";

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;

/** A message object for the bot. Its content depends on the Message Content setting of the application. */
const messageForBot = ({ state, cdn }: RouteContext, message: Message): Json =>
  messageJson(state, cdn, message, state.messageContent === "granted");

/** Routes for messages and reactions (https://discord.com/developers/docs/resources/message). */
export const messageRoutes: Route[] = [
  { method: "GET", path: "/channels/:channel/messages", handler: listMessages },
  { method: "POST", path: "/channels/:channel/messages", schema: "MessageCreateRequestSchema", handler: createMessage },
  {
    method: "GET",
    path: "/channels/:channel/messages/:message",
    handler: (context) =>
      ok(messageForBot(context, requireMessage(context, requireChannel(context, "ReadMessageHistory")))),
  },
  {
    method: "PATCH",
    path: "/channels/:channel/messages/:message",
    schema: "MessageEditRequestPartialSchema",
    handler: editMessage,
  },
  { method: "DELETE", path: "/channels/:channel/messages/:message", handler: deleteMessage },
  {
    method: "POST",
    path: "/channels/:channel/messages/bulk-delete",
    handler: bulkDelete,
  },
  { method: "PUT", path: "/channels/:channel/messages/:message/reactions/:emoji/@me", handler: addReaction },
  { method: "DELETE", path: "/channels/:channel/messages/:message/reactions/:emoji/@me", handler: removeReaction },
  { method: "GET", path: "/channels/:channel/messages/:message/reactions/:emoji", handler: listReactionUsers },
];

/** Lists one page of messages, newest first. The list is empty without Read Message History. */
function listMessages(context: RouteContext): RouteResponse {
  const channel = requireChannel(context);
  if (!hasPermissions(context.state, context.state.bot.id, channel, "ReadMessageHistory")) return ok([]);
  const { query } = context;
  const limit = Number(query.get("limit") ?? DEFAULT_PAGE_SIZE);
  if (!(limit >= 1 && limit <= MAX_PAGE_SIZE)) {
    throw invalidFormBody([{ path: ["limit"], code: "NUMBER_TYPE_RANGE", message: "Value must be 1 to 100." }]);
  }
  const messages = context.state.messages.get(channel.id)!.filter(({ ephemeralFor }) => ephemeralFor === null);
  return ok(
    pageOf(messages, query, limit)
      .toReversed()
      .map((message) => messageForBot(context, message)),
  );
}

function pageOf(messages: Message[], query: URLSearchParams, limit: number): Message[] {
  const [before, after, around] = ["before", "after", "around"].map((key) => query.get(key));
  if (around) {
    const index = messages.findIndex(({ id }) => BigInt(id) >= BigInt(around));
    const start = Math.max(0, (index < 0 ? messages.length : index) - Math.floor(limit / 2));
    return messages.slice(start, start + limit);
  }
  if (after) return messages.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
  return messages.filter(({ id }) => !before || BigInt(id) < BigInt(before)).slice(-limit);
}

/**
 * Creates a message. If `enforce_nonce` is set and the nonce was used recently, returns the message created with that
 * nonce.
 * (https://discord.com/developers/docs/resources/message#create-message)
 */
function createMessage(context: RouteContext): RouteResponse {
  const { state, messages, files, settings } = context;
  const body = context.body as MessageBody;
  const channel = requireChannel(context);
  const requiredPermissions = sendPermissions(channel, files.length > 0, (body.embeds ?? []).length > 0);
  if (!hasPermissions(state, state.bot.id, channel, ...requiredPermissions)) throw apiErrors.missingPermissions();
  const hasDmsClosed = [...channel.members].some((user) => state.users.get(user)?.hasDmsClosed);
  if (channel.type === ChannelType.DM && hasDmsClosed) throw apiErrors.cannotMessageUser();
  if (body.enforce_nonce && body.nonce != null) {
    const sameNonce = ({ author, nonce, timestamp }: Message): boolean =>
      author === state.bot.id && nonce === body.nonce && Date.now() - Date.parse(timestamp) < settings.nonceWindowMs;
    const existing = state.messages.get(channel.id)!.find(sameNonce);
    if (existing) return ok(messageForBot(context, existing));
  }
  const reference = resolveReference(context, channel, body);
  unarchive(context, channel, state.bot.id);
  const type = reference ? MessageType.Reply : MessageType.Default;
  return ok(messageForBot(context, messages.create(body, files, { author: state.bot.id, channel, type, reference })));
}

function resolveReference(
  { state }: RouteContext,
  channel: Channel,
  { message_reference: requested }: MessageBody,
): Message["reference"] {
  if (!requested) return null;
  if (!hasPermissions(state, state.bot.id, channel, "ReadMessageHistory")) throw apiErrors.missingReadHistory();
  const target = state.messages
    .get(channel.id)!
    .find(({ id, ephemeralFor }) => id === requested.message_id && ephemeralFor === null);
  if (target) return { channel_id: channel.id, message_id: target.id };
  if (requested.fail_if_not_exists === false) return null;
  const path = ["message_reference"];
  throw invalidFormBody([{ path, code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" }], false);
}

function editMessage(context: RouteContext): RouteResponse {
  const channel = requireChannel(context, ...(context.files.length > 0 ? (["AttachFiles"] as const) : []));
  const message = requireMessage(context, channel);
  if (message.author !== context.state.bot.id) throw apiErrors.notMessageAuthor();
  requireNotArchived(channel);
  return ok(messageForBot(context, context.messages.edit(message, context.body as MessageBody, context.files)));
}

function deleteMessage(context: RouteContext): RouteResponse {
  const { state } = context;
  const channel = requireChannel(context);
  const message = requireMessage(context, channel);
  if (message.author !== state.bot.id && !hasPermissions(state, state.bot.id, channel, "ManageMessages"))
    throw apiErrors.missingPermissions();
  requireNotArchived(channel);
  context.messages.delete(message);
  return noContent;
}

function bulkDelete(context: RouteContext): RouteResponse {
  const channel = requireChannel(context, "ManageMessages");
  const { messages: ids = [] } = context.body as { messages?: string[] };
  if (ids.length < 2 || ids.length > MAX_PAGE_SIZE) {
    throw invalidFormBody([
      { path: ["messages"], code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 2 and 100 in length." },
    ]);
  }
  context.messages.delete(...context.state.messages.get(channel.id)!.filter(({ id }) => ids.includes(id)));
  return noContent;
}

function addReaction(context: RouteContext): RouteResponse {
  const { state, params } = context;
  const channel = requireChannel(context, "ReadMessageHistory");
  const message = requireMessage(context, channel);
  requireNotArchived(channel);
  const exists = message.reactions.some(({ emoji }) => emoji === params.emoji);
  if (!exists && !hasPermissions(state, state.bot.id, channel, "AddReactions")) throw apiErrors.missingPermissions();
  context.messages.addReaction(message, params.emoji, state.bot.id);
  return noContent;
}

function removeReaction(context: RouteContext): RouteResponse {
  const message = requireMessage(context, requireChannel(context, "ReadMessageHistory"));
  context.messages.removeReaction(message, context.params.emoji, context.state.bot.id);
  return noContent;
}

function listReactionUsers(context: RouteContext): RouteResponse {
  const message = requireMessage(context, requireChannel(context, "ReadMessageHistory"));
  const users = message.reactions.find(({ emoji }) => emoji === context.params.emoji)?.users ?? [];
  return ok([...users].map((id) => userJson(context.state.users.get(id)!)));
}
