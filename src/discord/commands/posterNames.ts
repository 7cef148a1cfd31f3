import { setTimeout as sleep } from "node:timers/promises";
import type { AutocompleteInteraction } from "discord.js";

/** Maximum number of users fetched for one list. Discord asks for a new list at each key press. */
const MAX_FETCHED = 5;
/** Time for fetching users, in ms. Discord waits 3 seconds for a list. */
const FETCH_MS = 800;

/**
 * Returns the display names of users by id: of members if they are cached, otherwise of users. Fetches the first
 * `MAX_FETCHED` users that are not cached. A user whose name is not known in time is missing.
 */
export async function findPosterNames(
  { client, guild }: Pick<AutocompleteInteraction, "client" | "guild">,
  ids: string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const unknown: string[] = [];
  for (const id of new Set(ids)) {
    const cached = guild?.members.cache.get(id) ?? client.users.cache.get(id);
    // A partial user has no name.
    if (cached && !cached.partial) names.set(id, cached.displayName);
    else unknown.push(id);
  }
  const fetches = unknown.slice(0, MAX_FETCHED).map(async (id) => {
    const user = await client.users.fetch(id).catch(() => null);
    if (user) names.set(id, user.displayName);
  });
  if (fetches.length) await Promise.race([Promise.all(fetches), sleep(FETCH_MS, undefined, { ref: false })]);
  return names;
}
