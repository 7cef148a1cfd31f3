import { apiErrors } from "../../state/errors.ts";
import type { InteractionRecord } from "../../state/interactions.ts";
import { type Json, type Message, type MessageBody, MessageFlag } from "../../state/model.ts";
import { messageJson } from "../json.ts";
import { noContent, ok, type Route, type RouteContext, type RouteResponse } from "../route.ts";
import { messageMetadata, requireOriginal } from "./interactions.ts";

/**
 * Maximum number of follow-up messages per interaction, for a user-installed app in a guild or DM without the bot.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages)
 */
const MAX_USER_INSTALL_FOLLOW_UPS = 5;

const SCHEMA_NAMES = {
  edit: "IncomingWebhookUpdateRequestPartialSchema",
  create: "IncomingWebhookRequestPartialSchema",
};

/** Routes of an interaction webhook: the original response and follow-ups. The token in the path authenticates them. */
const ROUTES: Route[] = [
  { method: "POST", path: "/webhooks/:id/:token", schema: SCHEMA_NAMES.create, handler: createFollowUp },
  {
    method: "GET",
    path: "/webhooks/:id/:token/messages/:message",
    handler: (context) => ok(fullMessageJson(context, requireMessage(context))),
  },
  { method: "PATCH", path: "/webhooks/:id/:token/messages/:message", schema: SCHEMA_NAMES.edit, handler: editMessage },
  { method: "DELETE", path: "/webhooks/:id/:token/messages/:message", handler: deleteMessage },
];

export const webhookRoutes: Route[] = ROUTES.map((route) => ({ ...route, isUnauthenticated: true }));

/** A message object with content. The bot always receives the content of its interaction responses. */
const fullMessageJson = ({ state, cdn }: RouteContext, message: Message): Json =>
  messageJson(state, cdn, message, true);

function requireInteraction({ state, interactions, params }: RouteContext): InteractionRecord {
  if (params.id !== state.applicationId) throw apiErrors.unknownWebhook();
  return interactions.requireLiveToken(params.token);
}

function requireMessage(context: RouteContext): Message {
  const interaction = requireInteraction(context);
  const { message: id } = context.params;
  if (id === "@original" || id === interaction.originalId) return requireOriginal(context, interaction);
  const message = interaction.followUpIds.includes(id) ? context.state.message(id) : undefined;
  if (!message) throw apiErrors.unknownMessage();
  return message;
}

function editMessage(context: RouteContext): RouteResponse {
  const { messages, body, files } = context;
  return ok(fullMessageJson(context, messages.edit(requireMessage(context), body as MessageBody, files)));
}

function deleteMessage(context: RouteContext): RouteResponse {
  context.messages.delete(requireMessage(context));
  return noContent;
}

/**
 * Creates a follow-up message. The first follow-up to a deferred response edits that response instead, without changing
 * whether it is ephemeral.
 */
function createFollowUp(context: RouteContext): RouteResponse {
  const { state, messages, files } = context;
  const interaction = requireInteraction(context);
  const body = context.body as MessageBody;
  const original = interaction.originalId ? state.message(interaction.originalId) : undefined;
  if (original && original.flags & MessageFlag.Loading)
    return ok(fullMessageJson(context, messages.edit(original, body, files)));
  const { channel } = interaction;
  const isExternal = !state.hasBot(channel.guild_id) && !channel.members.has(state.bot.id);
  if (isExternal && interaction.followUpIds.length >= MAX_USER_INSTALL_FOLLOW_UPS) throw apiErrors.followUpLimit();
  const isEphemeral = ((body.flags ?? 0) & MessageFlag.Ephemeral) !== 0;
  const message = messages.create(body, files, messageMetadata(context, interaction, isEphemeral));
  interaction.followUpIds.push(message.id);
  state.emit("followedUp", interaction.id);
  return ok(fullMessageJson(context, message));
}
