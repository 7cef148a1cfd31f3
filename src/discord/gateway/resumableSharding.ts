import { type SessionInfo, SimpleShardingStrategy } from "discord.js";

/** Discord keeps a session for a few minutes; past this a new one is begun, maybe at another address. */
const KEEP_MS = 90_000;

type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];
type Happening = Parameters<Manager["on"]>[0];
/** As `@discordjs/ws` names them; `discord.js` has other events of the same type's name. */
const [CLOSED, HELLO] = ["closed", "hello"] as Happening[] as [Happening, Happening];
/** The connection broke, or never came to be (https://datatracker.ietf.org/doc/html/rfc6455#section-7.4.1). */
const BROKEN = 1006;

/**
 * Shards as the library makes them, but for one thing: it gives a session up as soon as one try to come back fails, and what
 * people wrote meanwhile is then never told. Here the session is kept while there is no way to Discord, for a while, and
 * resumed. A session that Discord itself ends is over at once.
 */
export function shardsThatComeBack(manager: Manager, now: () => number = Date.now): SimpleShardingStrategy {
  const { options } = manager;
  const { updateSessionInfo } = options;
  /** Since when a shard has no connection. */
  const brokenSince = new Map<number, number>();
  manager.on(CLOSED, ({ code, shardId }: { code?: number; shardId: number }) => {
    if (code === BROKEN && !brokenSince.has(shardId)) brokenSince.set(shardId, now());
  });
  manager.on(HELLO, ({ shardId }: { shardId: number }) => void brokenSince.delete(shardId));
  options.updateSessionInfo = (shardId: number, session: SessionInfo | null) => {
    const since = brokenSince.get(shardId);
    if (session === null && since !== undefined && now() - since < KEEP_MS) return;
    return updateSessionInfo(shardId, session);
  };
  return new SimpleShardingStrategy(manager);
}
