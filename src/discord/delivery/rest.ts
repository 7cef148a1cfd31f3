import { REST, type RESTOptions } from "discord.js";
import type { Config } from "../../config.ts";

/** Returns the REST options that all clients have in common. discord.js appends the API version to `api`. */
export const restOptions = ({ discord }: Config): Partial<RESTOptions> => ({
  handlerSweepInterval: HANDLER_SWEEP_MS,
  ...(discord.apiUrl && { api: discord.apiUrl }),
  ...(discord.cdnUrl && { cdn: discord.cdnUrl }),
});

/**
 * A pair of REST clients. `api` observes the global rate limit of 50 requests per second. `webhooks` does not, because
 * the limit does not apply to interaction responses, which must not wait behind other requests.
 * https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
 */
export type Rest = { api: REST; webhooks: REST };

/** Creates the REST clients with the configured bot token. */
export function createRest(config: Config): Rest {
  const { token } = config.discord;
  const create = (options: object): REST => new REST({ ...restOptions(config), ...options }).setToken(token ?? "");
  return { api: create({}), webhooks: create(NO_GLOBAL_LIMIT) };
}

/** REST options for interaction responses, to which the global rate limit does not apply. */
export const NO_GLOBAL_LIMIT = { globalRequestsPerSecond: Number.POSITIVE_INFINITY };
/**
 * Interval, in ms, at which discord.js removes idle request queues. The default is an hour. Each interaction token gets
 * a queue, which is useless once the token has expired.
 */
const HANDLER_SWEEP_MS = 60_000;
