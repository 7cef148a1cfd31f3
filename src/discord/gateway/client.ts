import { Client, Events, GatewayIntentBits, Options, Partials, REST, type RESTOptions } from "discord.js";
import type { Config } from "../../config.ts";
import { PithError } from "../../model/index.ts";
import { shardsThatComeBack } from "./resumableSharding.ts";

/** Where Discord is: the client adds /v10 itself. */
const restOptions = ({ discord }: Config): Partial<RESTOptions> => ({
  handlerSweepInterval: SWEEP_QUEUES_MS,
  ...(discord.apiUrl && { api: discord.apiUrl }),
  ...(discord.cdnUrl && { cdn: discord.cdnUrl }),
});

/**
 * Discord's REST API for what needs no gateway. `api` counts its requests against the global limit of 50 a second;
 * `hooks` does not, since answers to interactions are outside of it and must not wait behind what is inside.
 * https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
 */
export type Rest = { api: REST; hooks: REST };

export function createRest(config: Config): Rest {
  const { token } = config.discord;
  const create = (more: object): REST => new REST({ ...restOptions(config), ...more }).setToken(token ?? "");
  return { api: create({}), hooks: create(UNLIMITED) };
}

const UNLIMITED = { globalRequestsPerSecond: Number.POSITIVE_INFINITY };
/** Each interaction's token has a queue of its own, of no use after it; the library's default is to look once an hour. */
const SWEEP_QUEUES_MS = 60_000;

/** None of these is privileged. */
const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
];
/** Close codes after which it makes no sense to come again (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway). */
const REFUSALS: Record<number, string> = {
  4004: "DISCORD_TOKEN: Discord does not know it",
  4010: "DISCORD_SHARDS: Discord does not take this shard",
  4011: "DISCORD_SHARDS: the bot is in too many servers for so few shards",
  4013: "Discord does not know the intents that Pith asks for",
  4014: "the Message Content intent was switched off in Discord's portal (Bot ▸ Privileged Gateway Intents); Pith starts without it",
};
const DISALLOWED_INTENTS = 4014;
/** Messages that are kept for looking at, by channel; the library's default is 200. */
const MESSAGES = 50;
/** People that are kept, of all servers and of each; by default it is everybody who ever wrote. Events bring their own. */
const PEOPLE = 1000;
const MEMBERS = 200;

/** What the bot may do hangs on knowing itself. */
const isItself = ({ id, client }: { id: string; client: Client }): boolean => id === client.user?.id;

/** A client that is logged in. `over` rejects when Discord lets it in no more: the library does not come back then. */
type LoggedIn = { client: Client<true>; over: Promise<never> };
/** `hearsAll`: the Message Content intent is granted, and plain messages can be read. */
export type Connection = LoggedIn & { hearsAll: boolean };

/**
 * Logs in. The Message Content intent is asked for unless PITH_MESSAGE_CONTENT is `off`, and done without when Discord
 * refuses it, unless it is `on`.
 * @throws PithError `bad_config` when Discord does not let the bot in
 */
export async function connect(config: Config, onFault: (error: unknown) => void): Promise<Connection> {
  const { messageContent } = config.discord;
  if (messageContent === "off") return { ...(await logIn(config, [], onFault)), hearsAll: false };
  try {
    return { ...(await logIn(config, [GatewayIntentBits.MessageContent], onFault)), hearsAll: true };
  } catch (thrown) {
    if (!(thrown instanceof Refused) || messageContent === "on") throw explained(thrown);
    return { ...(await logIn(config, [], onFault)), hearsAll: false };
  }
}

/** The one refusal that something can be done about. */
class Refused extends Error {}

function explained(thrown: unknown): unknown {
  if (!(thrown instanceof Refused)) return thrown;
  const detail =
    "PITH_MESSAGE_CONTENT is on, but Discord's portal has the Message Content intent off (Bot ▸ Privileged Gateway Intents)";
  return new PithError("bad_config", detail, { cause: thrown });
}

async function logIn(config: Config, more: GatewayIntentBits[], onFault: (error: unknown) => void): Promise<LoggedIn> {
  const client = new Client({
    intents: [...INTENTS, ...more],
    // Direct messages, deleted messages and reactions reach the program only so: none need be known before.
    partials: [Partials.Channel, Partials.Message, Partials.Reaction, Partials.User],
    rest: { ...restOptions(config), ...UNLIMITED }, // what it sends by itself is answers to interactions
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: MESSAGES,
      UserManager: { maxSize: PEOPLE, keepOverLimit: isItself },
      GuildMemberManager: { maxSize: MEMBERS, keepOverLimit: isItself },
    }),
    ws: { buildStrategy: (manager) => shardsThatComeBack(manager) },
    ...shardOptions(config.discord.shards),
  });
  client.on(Events.Error, onFault);
  const ready = Promise.withResolvers<Client<true>>();
  client.once(Events.ClientReady, ready.resolve);
  const over = Promise.withResolvers<never>();
  over.promise.catch(() => undefined); // who is not logged in yet is told by `ready`
  client.on(Events.ShardDisconnect, ({ code }) => {
    const refusal = new PithError("bad_config", REFUSALS[code] ?? `Discord closed the connection with ${code}`);
    ready.reject(code === DISALLOWED_INTENTS ? new Refused() : refusal);
    over.reject(refusal);
  });
  try {
    // A refusal is told by the close of the connection, sometimes while the login itself never ends.
    const login = client.login(config.discord.token ?? "");
    await Promise.race([ready.promise, login.then(() => ready.promise)]);
    return { client: await ready.promise, over: over.promise };
  } catch (cause) {
    ready.promise.catch(() => undefined);
    await client.destroy();
    if (cause instanceof Refused || cause instanceof PithError) throw cause;
    throw new PithError("bad_config", "DISCORD_TOKEN: Discord does not let the bot in, or cannot be reached", {
      cause,
    });
  }
}

/** `auto`, a number of shards, or a range of them such as `0-3/16` for one of several machines. */
function shardOptions(shards: string): { shards?: "auto" | number[]; shardCount?: number } {
  if (shards === "auto") return { shards: "auto" };
  const range = /^(\d+)-(\d+)\/(\d+)$/.exec(shards);
  const [first, last, count] = range ? range.slice(1).map(Number) : [0, Number(shards) - 1, Number(shards)];
  const length = last! - first! + 1;
  return { shards: Array.from({ length }, (_, i) => first! + i), shardCount: count! };
}
