import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery } from "../../records/index.ts";
import { isTokenExpired } from "./apiErrors.ts";
import { snowflakeTime } from "./messageClient.ts";

/**
 * Time limit, in ms, for the initial response to an interaction
 * (https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction).
 */
export const INITIAL_RESPONSE_MS = 3000;
/** Delay, in ms, between attempts to use the token of an interaction that may not have been acknowledged yet. */
const RETRY_MS = 100;

/**
 * Calls `send` with the interaction token of a delivery and returns its result. Returns null if there is no valid
 * token. Outside batches, also returns null if the delivery already has a message other than the interaction's
 * response.
 * @param mayRetry whether to retry an invalid token until the time limit for the initial response. A token is invalid
 *   until the interaction is acknowledged, and a result may be ready before that.
 */
export async function withInteractionToken<T>(
  { via, message, overview, origin }: Delivery,
  now: () => number,
  mayRetry: boolean,
  send: (via: Extract<Delivery["via"], { by: "interaction" }>) => Promise<T>,
): Promise<T | null> {
  while (via.by === "interaction" && now() < via.until && (!message || overview)) {
    try {
      return await send(via);
    } catch (thrown) {
      if (!isTokenExpired(thrown)) throw thrown;
      if (now() > snowflakeTime(originSnowflake(origin)) + INITIAL_RESPONSE_MS || !mayRetry) break;
      await sleep(RETRY_MS);
    }
  }
  return null;
}

/** Returns the id of the interaction or message that a delivery originates from. */
export const originSnowflake = (origin: string): string => origin.split(":", 1)[0]!;
