/**
 * Version of the custom id format, `version:action:id`. Discord limits custom ids to 100 characters. A custom id holds
 * the whole state of a component or modal, so components keep working after a restart and in every process.
 */
const VERSION = "v1";

/** Returns the `custom_id` for an action and the id that it applies to, such as a posting id. */
export const encodeCustomId = (action: string, id: string): string => `${VERSION}:${action}:${id}`;

/** Parses a `custom_id`. Returns null if its format or version differs. The `id` part may contain colons. */
export function decodeCustomId(customId: string): { action: string; id: string } | null {
  const [, version, action, id] = /^([^:]*):([^:]+):(.+)$/s.exec(customId) ?? [];
  return version === VERSION && action && id ? { action, id } : null;
}
