import { DiscordAPIError } from "discord.js";

/**
 * JSON error codes of the Discord API, grouped by what they mean for a delivery
 * (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
 */
const TOKEN_EXPIRED = new Set([
  10_015, // unknown webhook: the interaction was never acknowledged, or has expired
  10_062, // unknown interaction
  50_027, // invalid webhook token: the interaction is older than 15 minutes
]);
const PERMANENT = new Set([
  10_003, // unknown channel
  10_004, // unknown guild
  10_008, // unknown message: it was deleted
  50_001, // missing access
  50_007, // the user does not accept direct messages
  50_013, // missing permissions
  50_083, // the thread is archived
  50_278, // cannot send a direct message to a user who shares no server with the bot
  160_005, // the thread is locked
]);
const MISSING = new Set([10_003, 10_008]);
const FORBIDDEN = new Set([50_001, 50_013]);
const TOO_LARGE = new Set([40_005]); // request entity too large
const REPLY_REJECTED = new Set([160_002]); // cannot reply without permission to read message history
const THREAD_ALREADY_CREATED = new Set([160_004]);

const hasCode = (codes: Set<number>, thrown: unknown): boolean =>
  thrown instanceof DiscordAPIError && codes.has(Number(thrown.code));

/**
 * Returns whether the interaction token is invalid, because it has expired or the interaction has not been acknowledged
 * yet. A message can still be sent without the token.
 */
export const isTokenExpired = (thrown: unknown): boolean => hasCode(TOKEN_EXPIRED, thrown);
/** Returns whether retrying the request later is pointless. */
export const isPermanent = (thrown: unknown): boolean => hasCode(PERMANENT, thrown);
/** Returns whether the bot lacks a permission in the channel. */
export const isForbidden = (thrown: unknown): boolean => hasCode(FORBIDDEN, thrown);
/** Returns whether the request may succeed without its files. */
export const isFileRejected = (thrown: unknown): boolean => isForbidden(thrown) || hasCode(TOO_LARGE, thrown);
/**
 * Returns whether the bot cannot reply because it may not read the message history. It may still send a plain message.
 */
export const isReplyRejected = (thrown: unknown): boolean => hasCode(REPLY_REJECTED, thrown);
/** Returns whether the message or its channel no longer exists. */
export const isMissing = (thrown: unknown): boolean => hasCode(MISSING, thrown);
/** Returns whether a thread was already started on the message. The thread has the same id as the message. */
export const isThreadAlreadyCreated = (thrown: unknown): boolean => hasCode(THREAD_ALREADY_CREATED, thrown);
