import { invalidForm, refuse } from "../../state/errors.ts";
import { type Channel, ChannelType, type Json, type Message, type MessageBody } from "../../state/model.ts";
import { may } from "../../state/permissions.ts";
import { channelOf, demandOpen, messageOf, reopen, sendingNeeds } from "../access.ts";
import { messageJson, userJson } from "../json.ts";
import { type Call, done, ok, type Reply, type Route } from "../route.ts";

const REPLY = 19;
const DEFAULT = 0;
const PAGE = 50;
const LARGEST_PAGE = 100;

/** A message as REST gives it: without the Message Content intent in the portal it is as empty as over the gateway. */
const shown = ({ world, cdn }: Call, message: Message): Json =>
  messageJson(world, cdn, message, world.messageContent === "granted");

/** Messages of channels and their reactions (https://discord.com/developers/docs/resources/message). */
export const messageRoutes: Route[] = [
  { method: "GET", path: "/channels/:channel/messages", run: list },
  { method: "POST", path: "/channels/:channel/messages", schema: "MessageCreateRequestSchema", run: create },
  {
    method: "GET",
    path: "/channels/:channel/messages/:message",
    run: (call) => ok(shown(call, messageOf(call, channelOf(call, "ReadMessageHistory")))),
  },
  {
    method: "PATCH",
    path: "/channels/:channel/messages/:message",
    schema: "MessageEditRequestPartialSchema",
    run: edit,
  },
  { method: "DELETE", path: "/channels/:channel/messages/:message", run: remove },
  {
    method: "POST",
    path: "/channels/:channel/messages/bulk-delete",
    run: removeMany,
  },
  { method: "PUT", path: "/channels/:channel/messages/:message/reactions/:emoji/@me", run: react },
  { method: "DELETE", path: "/channels/:channel/messages/:message/reactions/:emoji/@me", run: unreact },
  { method: "GET", path: "/channels/:channel/messages/:message/reactions/:emoji", run: reactors },
];

/** Newest first; nothing at all without the right to read history. */
function list(call: Call): Reply {
  const channel = channelOf(call);
  if (!may(call.world, call.world.bot.id, channel, "ReadMessageHistory")) return ok([]);
  const { query } = call;
  const limit = Number(query.get("limit") ?? PAGE);
  if (!(limit >= 1 && limit <= LARGEST_PAGE)) {
    throw invalidForm([{ path: ["limit"], code: "NUMBER_TYPE_RANGE", message: "Value must be 1 to 100." }]);
  }
  const all = call.world.messages.get(channel.id)!.filter(({ only }) => only === null);
  return ok(
    page(all, query, limit)
      .toReversed()
      .map((message) => shown(call, message)),
  );
}

function page(all: Message[], query: URLSearchParams, limit: number): Message[] {
  const [before, after, around] = ["before", "after", "around"].map((key) => query.get(key));
  if (around) {
    const place = all.findIndex(({ id }) => BigInt(id) >= BigInt(around));
    const start = Math.max(0, (place < 0 ? all.length : place) - Math.floor(limit / 2));
    return all.slice(start, start + limit);
  }
  if (after) return all.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
  return all.filter(({ id }) => !before || BigInt(id) < BigInt(before)).slice(-limit);
}

/**
 * With `enforce_nonce` a nonce that was seen in the last minutes gives the message that it made
 * (https://discord.com/developers/docs/resources/message#create-message).
 */
function create(call: Call): Reply {
  const { world, messages, files, settings } = call;
  const body = call.body as MessageBody;
  const channel = channelOf(call);
  const needs = sendingNeeds(channel, files.length > 0, (body.embeds ?? []).length > 0);
  if (!may(world, world.bot.id, channel, ...needs)) throw refuse.missingPermissions();
  const isClosed = [...channel.members].some((user) => world.users.get(user)?.closedToDirectMessages);
  if (channel.type === ChannelType.Direct && isClosed) throw refuse.closedToDirectMessages();
  if (body.enforce_nonce && body.nonce != null) {
    const sameNonce = ({ author, nonce, timestamp }: Message): boolean =>
      author === world.bot.id && nonce === body.nonce && Date.now() - Date.parse(timestamp) < settings.nonceMs;
    const sent = world.messages.get(channel.id)!.find(sameNonce);
    if (sent) return ok(shown(call, sent));
  }
  const reference = referenceOf(call, channel, body);
  reopen(call, channel, world.bot.id);
  const type = reference ? REPLY : DEFAULT;
  return ok(shown(call, messages.create(body, files, { author: world.bot.id, channel, type, reference })));
}

function referenceOf(
  { world }: Call,
  channel: Channel,
  { message_reference: wanted }: MessageBody,
): Message["reference"] {
  if (!wanted) return null;
  if (!may(world, world.bot.id, channel, "ReadMessageHistory")) throw refuse.noHistoryToReply();
  const found = world.messages.get(channel.id)!.find(({ id, only }) => id === wanted.message_id && only === null);
  if (found) return { channel_id: channel.id, message_id: found.id };
  if (wanted.fail_if_not_exists === false) return null;
  const path = ["message_reference"];
  throw invalidForm([{ path, code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" }], false);
}

function edit(call: Call): Reply {
  const channel = channelOf(call, ...(call.files.length > 0 ? (["AttachFiles"] as const) : []));
  const message = messageOf(call, channel);
  if (message.author !== call.world.bot.id) throw refuse.foreignMessage();
  demandOpen(channel);
  return ok(shown(call, call.messages.edit(message, call.body as MessageBody, call.files)));
}

function remove(call: Call): Reply {
  const { world } = call;
  const channel = channelOf(call);
  const message = messageOf(call, channel);
  if (message.author !== world.bot.id && !may(world, world.bot.id, channel, "ManageMessages"))
    throw refuse.missingPermissions();
  demandOpen(channel);
  call.messages.remove(message);
  return done;
}

function removeMany(call: Call): Reply {
  const channel = channelOf(call, "ManageMessages");
  const { messages: ids = [] } = call.body as { messages?: string[] };
  if (ids.length < 2 || ids.length > LARGEST_PAGE) {
    throw invalidForm([
      { path: ["messages"], code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 2 and 100 in length." },
    ]);
  }
  call.messages.remove(...call.world.messages.get(channel.id)!.filter(({ id }) => ids.includes(id)));
  return done;
}

function react(call: Call): Reply {
  const { world, params } = call;
  const channel = channelOf(call, "ReadMessageHistory");
  const message = messageOf(call, channel);
  demandOpen(channel);
  const isThere = message.reactions.some(({ emoji }) => emoji === params.emoji);
  if (!isThere && !may(world, world.bot.id, channel, "AddReactions")) throw refuse.missingPermissions();
  call.messages.react(message, params.emoji, world.bot.id);
  return done;
}

function unreact(call: Call): Reply {
  const message = messageOf(call, channelOf(call, "ReadMessageHistory"));
  call.messages.unreact(message, call.params.emoji, call.world.bot.id);
  return done;
}

function reactors(call: Call): Reply {
  const message = messageOf(call, channelOf(call, "ReadMessageHistory"));
  const users = message.reactions.find(({ emoji }) => emoji === call.params.emoji)?.users ?? [];
  return ok([...users].map((id) => userJson(call.world.users.get(id)!)));
}
