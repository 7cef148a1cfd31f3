import { refuse } from "../../state/errors.ts";
import type { OpenInteraction } from "../../state/interactions.ts";
import { type Json, type Message, type MessageBody, MessageFlag } from "../../state/model.ts";
import { messageJson } from "../json.ts";
import { type Call, done, ok, type Reply, type Route } from "../route.ts";
import { originalOf, originOf } from "./interactions.ts";

/** What a user-installed run may send after its first answer, where the bot is not (…/receiving-and-responding#followup-messages). */
const EXTERNAL_FOLLOW_UPS = 5;

const SCHEMA = {
  edit: "IncomingWebhookUpdateRequestPartialSchema",
  create: "IncomingWebhookRequestPartialSchema",
};

/** An interaction's own webhook: its answer and what follows it. The token in the path is all it needs. */
const ROUTES: Route[] = [
  { method: "POST", path: "/webhooks/:id/:token", schema: SCHEMA.create, run: followUp },
  { method: "GET", path: "/webhooks/:id/:token/messages/:message", run: (call) => ok(told(call, messageOf(call))) },
  { method: "PATCH", path: "/webhooks/:id/:token/messages/:message", schema: SCHEMA.edit, run: edit },
  { method: "DELETE", path: "/webhooks/:id/:token/messages/:message", run: remove },
];

export const webhookRoutes: Route[] = ROUTES.map((route) => ({ ...route, isOpen: true }));

/** What the bot's own interactions say is always shown to it in full. */
const told = ({ world, cdn }: Call, message: Message): Json => messageJson(world, cdn, message, true);

function interactionOf({ world, interactions, params }: Call): OpenInteraction {
  if (params.id !== world.application) throw refuse.unknownWebhook();
  return interactions.demandLive(params.token);
}

function messageOf(call: Call): Message {
  const interaction = interactionOf(call);
  const { message: id } = call.params;
  if (id === "@original" || id === interaction.original) return originalOf(call, interaction);
  const message = interaction.followUps.includes(id) ? call.world.message(id) : undefined;
  if (!message) throw refuse.unknownMessage();
  return message;
}

function edit(call: Call): Reply {
  return ok(told(call, call.messages.edit(messageOf(call), call.body as MessageBody, call.files)));
}

function remove(call: Call): Reply {
  call.messages.remove(messageOf(call));
  return done;
}

/** The first one after a deferral takes the place of "thinking…", and stays as private as that was. */
function followUp(call: Call): Reply {
  const interaction = interactionOf(call);
  const body = call.body as MessageBody;
  const original = interaction.original ? call.world.message(interaction.original) : undefined;
  if (original && original.flags & MessageFlag.Loading)
    return ok(told(call, call.messages.edit(original, body, call.files)));
  const isExternal =
    !call.world.hasBot(interaction.channel.guild_id) && !interaction.channel.members.has(call.world.bot.id);
  if (isExternal && interaction.followUps.length >= EXTERNAL_FOLLOW_UPS) throw refuse.followUpLimit();
  const isPrivate = ((body.flags ?? 0) & MessageFlag.Ephemeral) !== 0;
  const message = call.messages.create(body, call.files, originOf(call, interaction, isPrivate));
  interaction.followUps.push(message.id);
  call.world.emit("followedUp", interaction.id);
  return ok(told(call, message));
}
