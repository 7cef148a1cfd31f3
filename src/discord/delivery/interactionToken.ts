import { setTimeout as sleep } from "node:timers/promises";
import type { Delivery } from "../../model/index.ts";
import { isTokenOver } from "./apiErrors.ts";
import { sentAt } from "./messageClient.ts";

/** A first response is there within three seconds or not at all. */
const RESPONSE_MS = 3000;
const AGAIN_MS = 100;

/**
 * Does something with an interaction's token; null when that is over, or the delivery goes by a message of its own.
 * @param waits for the first response: a result may be there before it, when the token is not over but not open yet
 */
export async function byToken<T>(
  { via, message, overview, origin }: Delivery,
  now: () => number,
  waits: boolean,
  act: (via: Extract<Delivery["via"], { by: "interaction" }>) => Promise<T>,
): Promise<T | null> {
  while (via.by === "interaction" && now() < via.until && (!message || overview)) {
    try {
      return await act(via);
    } catch (thrown) {
      if (!isTokenOver(thrown)) throw thrown;
      if (now() > sentAt(beginOf(origin)) + RESPONSE_MS || !waits) break;
      await sleep(AGAIN_MS);
    }
  }
  return null;
}

/** The id of what Discord handed over. */
export const beginOf = (origin: string): string => origin.split(":", 1)[0]!;
