export {
  authorOf,
  canReply,
  canStartThread,
  canStartThreadOn,
  interactionDelivery,
  isBotDm,
  isForcedEphemeral,
  isGuildInstalled,
  localeForUpdate,
  messageDelivery,
  messageLocale,
  type RepliableInteraction,
  requesterOf,
} from "./context.ts";
export { InteractionDeferrer } from "./defer.ts";
export { badRequest, replyWithError, withErrorReply } from "./errorReply.ts";
