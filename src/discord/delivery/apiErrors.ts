import { DiscordAPIError } from "discord.js";

/**
 * What Discord's refusals mean for a delivery, by JSON error code
 * (https://discord.com/developers/docs/topics/opcodes-and-status-codes#json).
 */
const TOKEN_OVER = new Set([
  10_015, // unknown webhook: the interaction was never acknowledged, or is over
  10_062, // unknown interaction
  50_027, // invalid webhook token: 15 minutes have passed
]);
const NO_WAY = new Set([
  10_003, // unknown channel
  10_004, // unknown guild
  10_008, // unknown message: it was deleted, by somebody who does not want it
  50_001, // missing access
  50_007, // this person takes no direct messages
  50_013, // missing permissions
  50_083, // the thread is archived, and locked or not written to but edited
  50_278, // cannot message somebody without a shared server
  160_005, // the thread is locked
]);
const MISSING = new Set([10_003, 10_008]);
const NO_RIGHT = new Set([50_001, 50_013]);
const TOO_LARGE = 40_005; // request entity too large
const NO_HISTORY = 160_002;
const THREAD_THERE = 160_004;

const has = (codes: Set<number>, thrown: unknown): boolean =>
  thrown instanceof DiscordAPIError && codes.has(Number(thrown.code));

/** The interaction's token is of no use any more: another way may be. */
export const isTokenOver = (thrown: unknown): boolean => has(TOKEN_OVER, thrown);
/** It will not be possible later either. */
export const isForGood = (thrown: unknown): boolean => has(NO_WAY, thrown);
/** The bot lacks a right in that channel. */
export const isForbidden = (thrown: unknown): boolean => has(NO_RIGHT, thrown);
/** What came with files may be taken without them. */
export const isWithoutFiles = (thrown: unknown): boolean => isForbidden(thrown) || has(new Set([TOO_LARGE]), thrown);
/** Who may not read the history may write, but not as a reply. */
export const isNoReply = (thrown: unknown): boolean => has(new Set([NO_HISTORY]), thrown);
/** The message or its channel is no longer there. */
export const isMissing = (thrown: unknown): boolean => has(MISSING, thrown);
/** The message has its thread already, which has the message's id. */
export const isThreadThere = (thrown: unknown): boolean => has(new Set([THREAD_THERE]), thrown);
