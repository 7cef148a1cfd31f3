import { invalidForm, refuse } from "../../state/errors.ts";
import { InteractionType, type OpenInteraction } from "../../state/interactions.ts";
import { modalViolations } from "../../state/limits.ts";
import type { Origin } from "../../state/messages.ts";
import { type Choice, type Message, type MessageBody, MessageFlag, type Modal } from "../../state/model.ts";
import { messageJson } from "../json.ts";
import { type Call, done, ok, type Reply, type Route } from "../route.ts";

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
const Callback = { message: 4, deferredMessage: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 };

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure */
const CHOICE_VALUE = 100;

const UPDATES = [Callback.deferredUpdate, Callback.update];

const SCHEMAS: Record<number, string> = {
  [Callback.message]: "CreateMessageInteractionCallbackRequestSchema",
  [Callback.deferredMessage]: "CreateMessageInteractionCallbackRequestSchema",
  [Callback.deferredUpdate]: "UpdateMessageInteractionCallbackRequestSchema",
  [Callback.update]: "UpdateMessageInteractionCallbackRequestSchema",
  [Callback.choices]: "ApplicationCommandAutocompleteCallbackRequestSchema",
  [Callback.modal]: "ModalInteractionCallbackRequestSchema",
};

/** The first answer to an interaction. */
export const interactionRoutes: Route[] = [
  {
    method: "POST",
    path: "/interactions/:id/:token/callback",
    isOpen: true,
    schema: ({ body }) => SCHEMAS[(body as { type?: number } | null)?.type ?? 0] ?? SCHEMAS[Callback.message]!,
    run: answer,
  },
];

/** How an interaction's messages are made. @throws Refusal 10003 when the channel is gone by now */
export function originOf({ world }: Call, interaction: OpenInteraction, isPrivate: boolean): Origin {
  const { id, type, user, owners, channel, answerType } = interaction;
  if (!world.channels.has(channel.id)) throw refuse.unknownChannel();
  return {
    author: world.bot.id,
    channel,
    type: answerType,
    interaction: { id, type, user: user.id, owners },
    only: isPrivate || interaction.isForcedPrivate ? user.id : null,
  };
}

/** The message that `@original` names. @throws Refusal 10008 */
export function originalOf({ world }: Call, { original }: OpenInteraction): Message {
  const message = original ? world.message(original) : undefined;
  if (!message) throw refuse.unknownMessage();
  return message;
}

function answer(call: Call): Reply {
  const { interactions, params, query } = call;
  const { type, data } = call.body as { type: number; data?: unknown };
  const interaction = interactions.demandPending(params.id, params.token);
  demandFitting(interaction, type);
  if (type === Callback.choices) showChoices(interaction, data as { choices?: Choice[] });
  else if (type === Callback.modal) showModal(call, interaction, data as Modal);
  else if (interaction.source && UPDATES.includes(type))
    updateSource(call, interaction, type, (data ?? {}) as MessageBody);
  else showMessage(call, interaction, type, (data ?? {}) as MessageBody);
  interaction.acknowledgedAt = Date.now();
  call.world.emit("acknowledged", interaction.id);
  return query.get("with_response") === "true" ? ok(responseOf(call, interaction, type)) : done;
}

/** Which answers fit which interaction: choices to autocomplete only, updates to components, no modal after a modal. */
function demandFitting({ type: asked, source }: OpenInteraction, type: number): void {
  const fits =
    asked === InteractionType.Autocomplete
      ? type === Callback.choices
      : type !== Callback.choices &&
        (!UPDATES.includes(type) || source !== null) &&
        (type !== Callback.modal || asked !== InteractionType.ModalSubmit);
  if (fits) return;
  throw invalidForm([
    { path: ["type"], code: "INTERACTION_RESPONSE_TYPE_INVALID", message: `Type ${type} does not fit` },
  ]);
}

function showChoices(interaction: OpenInteraction, { choices = [] }: { choices?: Choice[] }): void {
  const isTooLong = ({ name, value }: Choice): boolean => !name || String(value).length > CHOICE_VALUE;
  const at = choices.findIndex(isTooLong);
  if (at >= 0) {
    const path = ["data", "choices", at, "value"];
    throw invalidForm([{ path, code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 1 and 100 in length." }]);
  }
  interaction.choices = choices;
}

function showModal({ world }: Call, interaction: OpenInteraction, modal: Modal): void {
  const violations = modalViolations(modal);
  if (violations.length) throw invalidForm(violations);
  world.emit("modalShown", modal, interaction.id, interaction.user.id);
  interaction.modal = modal;
}

function showMessage(call: Call, interaction: OpenInteraction, type: number, body: MessageBody): void {
  const origin = originOf(call, interaction, ((body.flags ?? 0) & MessageFlag.Ephemeral) !== 0);
  const message =
    type === Callback.message ? call.messages.create(body, call.files, origin) : call.messages.defer(origin);
  interaction.original = message.id;
}

function updateSource(call: Call, interaction: OpenInteraction, type: number, body: MessageBody): void {
  interaction.original = interaction.source!.id;
  if (type === Callback.update) call.messages.edit(originalOf(call, interaction), body, call.files);
}

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object */
function responseOf(call: Call, interaction: OpenInteraction, type: number): object {
  const { id, type: asked, original } = interaction;
  const message = original ? call.world.message(original) : undefined;
  return {
    interaction: {
      ...{ id, type: asked },
      ...(message && {
        response_message_id: message.id,
        response_message_loading: (message.flags & MessageFlag.Loading) !== 0,
        response_message_ephemeral: message.only !== null,
      }),
    },
    resource: { type, ...(message && { message: messageJson(call.world, call.cdn, message, true) }) },
  };
}
