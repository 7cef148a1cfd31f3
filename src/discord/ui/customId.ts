/**
 * All that a button or modal knows, in the 100 characters that Discord gives it: version, action, id. State in it
 * survives restarts and works on every shard; the version lets a later release tell its own from older ones.
 */
const VERSION = "v1";

export const encodeId = (action: string, id: string): string => `${VERSION}:${action}:${id}`;

/** Null for what this version did not write. The id is all that is left, colons too. */
export function decodeId(customId: string): { action: string; id: string } | null {
  const [, version, action, id] = /^([^:]*):([^:]+):(.+)$/s.exec(customId) ?? [];
  return version === VERSION && action && id ? { action, id } : null;
}
