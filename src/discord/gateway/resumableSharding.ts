import { type SessionInfo, SimpleShardingStrategy } from "discord.js";

/**
 * Time, in ms, for which a session is kept after a disconnect so that it can be resumed. Discord keeps sessions for a
 * few minutes.
 */
const RESUME_WINDOW_MS = 90_000;

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];
type ManagerEvent = Parameters<Manager["on"]>[0];
/** Values of `WebSocketShardEvents` in `@discordjs/ws`; the enum of that name in `discord.js` has other values. */
const [CLOSED, HELLO] = ["closed", "hello"] as ManagerEvent[] as [ManagerEvent, ManagerEvent];
/** Close code of a connection that was lost or could not be opened (https://datatracker.ietf.org/doc/html/rfc6455#section-7.4.1). */
const ABNORMAL_CLOSURE = 1006;

/**
 * Returns the default sharding strategy and makes its manager keep sessions across failed reconnects. On its own,
 * `@discordjs/ws` discards a session after the first failed attempt and so loses the events of an outage. Here, a
 * session is kept for `RESUME_WINDOW_MS` after the connection is lost. A session that Discord invalidates is still
 * discarded at once.
 */
export function resumableShardingStrategy(manager: Manager, now: () => number = Date.now): SimpleShardingStrategy {
  const { options } = manager;
  const { updateSessionInfo } = options;
  /** Time of the disconnect, in ms since 1970, by shard id. */
  const disconnectedSince = new Map<number, number>();
  manager.on(CLOSED, ({ code, shardId }: { code?: number; shardId: number }) => {
    if (code === ABNORMAL_CLOSURE && !disconnectedSince.has(shardId)) disconnectedSince.set(shardId, now());
  });
  manager.on(HELLO, ({ shardId }: { shardId: number }) => void disconnectedSince.delete(shardId));
  options.updateSessionInfo = (shardId: number, session: SessionInfo | null) => {
    const since = disconnectedSince.get(shardId);
    if (session === null && since !== undefined && now() - since < RESUME_WINDOW_MS) return;
    return updateSessionInfo(shardId, session);
  };
  return new SimpleShardingStrategy(manager);
}
