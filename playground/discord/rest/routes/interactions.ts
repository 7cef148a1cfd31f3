import { apiErrors, invalidFormBody } from "../../state/errors.ts";
import { type InteractionRecord, InteractionType } from "../../state/interactions.ts";
import { validateModal } from "../../state/limits.ts";
import type { MessageMetadata } from "../../state/messages.ts";
import { type Choice, type Message, type MessageBody, MessageFlag, type Modal } from "../../state/model.ts";
import { messageJson } from "../json.ts";
import { noContent, ok, type Route, type RouteContext, type RouteResponse } from "../route.ts";

/**
 * Interaction callback types.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type)
 */
const CallbackType = {
  ChannelMessage: 4,
  DeferredChannelMessage: 5,
  DeferredMessageUpdate: 6,
  UpdateMessage: 7,
  AutocompleteResult: 8,
  Modal: 9,
};

/**
 * Maximum length of a choice value, in UTF-16 code units.
 * (https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure)
 */
const MAX_CHOICE_VALUE = 100;

const UPDATE_TYPES = [CallbackType.DeferredMessageUpdate, CallbackType.UpdateMessage];

const SCHEMA_NAMES: Record<number, string> = {
  [CallbackType.ChannelMessage]: "CreateMessageInteractionCallbackRequestSchema",
  [CallbackType.DeferredChannelMessage]: "CreateMessageInteractionCallbackRequestSchema",
  [CallbackType.DeferredMessageUpdate]: "UpdateMessageInteractionCallbackRequestSchema",
  [CallbackType.UpdateMessage]: "UpdateMessageInteractionCallbackRequestSchema",
  [CallbackType.AutocompleteResult]: "ApplicationCommandAutocompleteCallbackRequestSchema",
  [CallbackType.Modal]: "ModalInteractionCallbackRequestSchema",
};

/** The route for the initial response to an interaction. */
export const interactionRoutes: Route[] = [
  {
    method: "POST",
    path: "/interactions/:id/:token/callback",
    isUnauthenticated: true,
    schema: ({ body }) =>
      SCHEMA_NAMES[(body as { type?: number } | null)?.type ?? 0] ?? SCHEMA_NAMES[CallbackType.ChannelMessage]!,
    handler: createCallback,
  },
];

/**
 * Metadata for the messages of an interaction.
 * @throws ApiError 10003 if the channel was deleted
 */
export function messageMetadata(
  { state }: RouteContext,
  interaction: InteractionRecord,
  isEphemeral: boolean,
): MessageMetadata {
  const { id, type, user, integrationOwners, channel, responseMessageType } = interaction;
  if (!state.channels.has(channel.id)) throw apiErrors.unknownChannel();
  return {
    author: state.bot.id,
    channel,
    type: responseMessageType,
    interaction: { id, type, user: user.id, integrationOwners },
    ephemeralFor: isEphemeral || interaction.isForcedEphemeral ? user.id : null,
  };
}

/**
 * Returns the message that `@original` refers to.
 * @throws ApiError 10008 if there is no such message or it has been deleted
 */
export function requireOriginal({ state }: RouteContext, { originalId }: InteractionRecord): Message {
  const message = originalId ? state.message(originalId) : undefined;
  if (!message) throw apiErrors.unknownMessage();
  return message;
}

function createCallback(context: RouteContext): RouteResponse {
  const { interactions, params, query } = context;
  const { type, data } = context.body as { type: number; data?: unknown };
  const interaction = interactions.requirePending(params.id, params.token);
  requireValidCallbackType(interaction, type);
  if (type === CallbackType.AutocompleteResult) setChoices(interaction, data as { choices?: Choice[] });
  else if (type === CallbackType.Modal) showModal(context, interaction, data as Modal);
  else if (interaction.sourceMessage && UPDATE_TYPES.includes(type))
    updateSourceMessage(context, interaction, type, (data ?? {}) as MessageBody);
  else createResponse(context, interaction, type, (data ?? {}) as MessageBody);
  interaction.acknowledgedAt = Date.now();
  context.state.emit("acknowledged", interaction.id);
  return query.get("with_response") === "true" ? ok(callbackResponseJson(context, interaction, type)) : noContent;
}

/**
 * Checks that the callback type is valid for the interaction. Autocomplete accepts only choices, which no other
 * interaction accepts. Updates require a source message. A modal submission cannot be answered with a modal.
 * @throws ApiError 50035 if the type is invalid
 */
function requireValidCallbackType({ type: interactionType, sourceMessage }: InteractionRecord, type: number): void {
  const isValid =
    interactionType === InteractionType.Autocomplete
      ? type === CallbackType.AutocompleteResult
      : type !== CallbackType.AutocompleteResult &&
        (!UPDATE_TYPES.includes(type) || sourceMessage !== null) &&
        (type !== CallbackType.Modal || interactionType !== InteractionType.ModalSubmit);
  if (isValid) return;
  throw invalidFormBody([
    { path: ["type"], code: "INTERACTION_RESPONSE_TYPE_INVALID", message: `Type ${type} does not fit` },
  ]);
}

function setChoices(interaction: InteractionRecord, { choices = [] }: { choices?: Choice[] }): void {
  const isTooLong = ({ name, value }: Choice): boolean => !name || String(value).length > MAX_CHOICE_VALUE;
  const index = choices.findIndex(isTooLong);
  if (index >= 0) {
    const path = ["data", "choices", index, "value"];
    throw invalidFormBody([{ path, code: "BASE_TYPE_BAD_LENGTH", message: "Must be between 1 and 100 in length." }]);
  }
  interaction.choices = choices;
}

function showModal({ state }: RouteContext, interaction: InteractionRecord, modal: Modal): void {
  const errors = validateModal(modal);
  if (errors.length) throw invalidFormBody(errors);
  state.emit("modalShown", modal, interaction.id, interaction.user.id);
  interaction.modal = modal;
}

function createResponse(context: RouteContext, interaction: InteractionRecord, type: number, body: MessageBody): void {
  const metadata = messageMetadata(context, interaction, ((body.flags ?? 0) & MessageFlag.Ephemeral) !== 0);
  const message =
    type === CallbackType.ChannelMessage
      ? context.messages.create(body, context.files, metadata)
      : context.messages.createDeferred(metadata);
  interaction.originalId = message.id;
}

function updateSourceMessage(
  context: RouteContext,
  interaction: InteractionRecord,
  type: number,
  body: MessageBody,
): void {
  interaction.originalId = interaction.sourceMessage!.id;
  if (type === CallbackType.UpdateMessage)
    context.messages.edit(requireOriginal(context, interaction), body, context.files);
}

/**
 * The response body of a callback that was requested with `with_response=true`.
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-callback-interaction-callback-response-object)
 */
function callbackResponseJson(context: RouteContext, interaction: InteractionRecord, type: number): object {
  const { id, type: interactionType, originalId } = interaction;
  const message = originalId ? context.state.message(originalId) : undefined;
  return {
    interaction: {
      id,
      type: interactionType,
      ...(message && {
        response_message_id: message.id,
        response_message_loading: (message.flags & MessageFlag.Loading) !== 0,
        response_message_ephemeral: message.ephemeralFor !== null,
      }),
    },
    resource: { type, ...(message && { message: messageJson(context.state, context.cdn, message, true) }) },
  };
}
