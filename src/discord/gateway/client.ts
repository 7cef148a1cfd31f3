import { Client, Events, GatewayIntentBits, Options, Partials } from "discord.js";
import type { Config } from "../../config.ts";
import { PithError } from "../../model/index.ts";
import { NO_GLOBAL_LIMIT, restOptions } from "../delivery/index.ts";
import { resumableShardingStrategy } from "./resumableSharding.ts";

/** The gateway intents that are always requested. None of them is privileged. */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
];
/**
 * Error messages by gateway close code, for the codes after which reconnecting is pointless
 * (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway).
 */
const FATAL_CLOSE_CODES: Record<number, string> = {
  4004: "DISCORD_TOKEN: Discord rejects it",
  4010: "DISCORD_SHARDS: Discord rejects this shard",
  4011: "DISCORD_SHARDS: the bot is in too many servers for this number of shards",
  4013: "Discord rejects the intents that Pith asks for",
  4014: "the Message Content intent was turned off in the Discord Developer Portal (Bot ▸ Privileged Gateway Intents); start Pith again to run without it",
};
const DISALLOWED_INTENTS = 4014;
/** Maximum number of cached messages per channel. The default of discord.js is 200. */
const MESSAGE_CACHE_SIZE = 50;
/**
 * Maximum number of cached users in total, and of cached members per server. By default, discord.js has no limit and
 * keeps everyone who has written a message since the process started. Small caches suffice, because each event includes
 * the user and member concerned.
 */
const USER_CACHE_SIZE = 1000;
const MEMBER_CACHE_SIZE = 200;

/**
 * Returns whether a cached user or member is the bot itself. The bot is never evicted, because discord.js computes the
 * bot's permissions from these entries.
 */
const isClientUser = ({ id, client }: { id: string; client: Client }): boolean => id === client.user?.id;

/** A logged-in client. `disconnected` rejects when Discord closes the connection for good and discord.js stops reconnecting. */
type LoggedIn = { client: Client<true>; disconnected: Promise<never> };
/** `hasMessageContent` is true if the Message Content intent was granted. */
export type Connection = LoggedIn & { hasMessageContent: boolean };

/**
 * Logs in to the gateway. Requests the Message Content intent unless PITH_MESSAGE_CONTENT is `off`. If Discord
 * disallows the intent, logs in without it, unless PITH_MESSAGE_CONTENT is `on`.
 * @param onError receives the errors that the client emits
 * @throws PithError `bad_config` if the login fails
 */
export async function connect(config: Config, onError: (error: unknown) => void): Promise<Connection> {
  const { messageContent } = config.discord;
  if (messageContent === "off") return { ...(await logIn(config, [], onError)), hasMessageContent: false };
  try {
    return { ...(await logIn(config, [GatewayIntentBits.MessageContent], onError)), hasMessageContent: true };
  } catch (thrown) {
    if (!(thrown instanceof DisallowedIntentsError) || messageContent === "on") throw toConfigError(thrown);
    return { ...(await logIn(config, [], onError)), hasMessageContent: false };
  }
}

/** Thrown when Discord disallows a privileged intent (close code 4014). The login can be retried without the intent. */
class DisallowedIntentsError extends Error {}

function toConfigError(thrown: unknown): unknown {
  if (!(thrown instanceof DisallowedIntentsError)) return thrown;
  const detail =
    "PITH_MESSAGE_CONTENT is on, but the Message Content intent is off in the Discord Developer Portal (Bot ▸ Privileged Gateway Intents)";
  return new PithError("bad_config", detail, { cause: thrown });
}

async function logIn(
  config: Config,
  extraIntents: GatewayIntentBits[],
  onError: (error: unknown) => void,
): Promise<LoggedIn> {
  const client = new Client({
    intents: [...INTENTS, ...extraIntents],
    // Without partials, discord.js drops events about channels, messages and users that are not cached.
    partials: [Partials.Channel, Partials.Message, Partials.Reaction, Partials.User],
    // The client mostly sends interaction responses, to which the global rate limit does not apply.
    rest: { ...restOptions(config), ...NO_GLOBAL_LIMIT },
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: MESSAGE_CACHE_SIZE,
      UserManager: { maxSize: USER_CACHE_SIZE, keepOverLimit: isClientUser },
      GuildMemberManager: { maxSize: MEMBER_CACHE_SIZE, keepOverLimit: isClientUser },
    }),
    ws: { buildStrategy: (manager) => resumableShardingStrategy(manager) },
    ...shardOptions(config.discord.shards),
  });
  client.on(Events.Error, onError);
  const ready = Promise.withResolvers<Client<true>>();
  client.once(Events.ClientReady, ready.resolve);
  const disconnected = Promise.withResolvers<never>();
  // Nothing awaits this promise during the login. Without a handler, its rejection would end the process.
  disconnected.promise.catch(() => undefined);
  client.on(Events.ShardDisconnect, ({ code }) => {
    const error = new PithError("bad_config", FATAL_CLOSE_CODES[code] ?? `Discord closed the connection with ${code}`);
    ready.reject(code === DISALLOWED_INTENTS ? new DisallowedIntentsError() : error);
    disconnected.reject(error);
  });
  try {
    // If Discord closes the connection during the login, `ready` rejects, but the promise returned by `login` may never
    // settle.
    const login = client.login(config.discord.token ?? "");
    await Promise.race([ready.promise, login.then(() => ready.promise)]);
    return { client: await ready.promise, disconnected: disconnected.promise };
  } catch (cause) {
    ready.promise.catch(() => undefined);
    await client.destroy();
    if (cause instanceof DisallowedIntentsError || cause instanceof PithError) throw cause;
    throw new PithError("bad_config", "DISCORD_TOKEN: Discord rejects it, or can't be reached", {
      cause,
    });
  }
}

/**
 * Returns the shard options of the client.
 * @param shards `auto`; or a number of shards, all run by this process; or a range such as `0-3/16`, which means that
 *   this process runs shards 0 to 3 of 16
 */
function shardOptions(shards: string): { shards?: "auto" | number[]; shardCount?: number } {
  if (shards === "auto") return { shards: "auto" };
  const range = /^(\d+)-(\d+)\/(\d+)$/.exec(shards);
  const [first, last, count] = range ? range.slice(1).map(Number) : [0, Number(shards) - 1, Number(shards)];
  const length = last! - first! + 1;
  return { shards: Array.from({ length }, (_, i) => first! + i), shardCount: count! };
}
