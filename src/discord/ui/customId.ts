/**
 * Format version of custom ids. A custom id holds the whole state of a component or modal (version, action and id, at
 * most 100 characters), so that components keep working after a restart and in every process.
 */
const VERSION = "v1";

/** Returns the `custom_id` for an action on an object. */
export const encodeCustomId = (action: string, id: string): string => `${VERSION}:${action}:${id}`;

/** Parses a `custom_id`. Returns null if it has another format or version. The id may contain colons. */
export function decodeCustomId(customId: string): { action: string; id: string } | null {
  const [, version, action, id] = /^([^:]*):([^:]+):(.+)$/s.exec(customId) ?? [];
  return version === VERSION && action && id ? { action, id } : null;
}
