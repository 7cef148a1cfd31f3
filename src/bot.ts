import { once } from "node:events";
import { modelProvider } from "./config.ts";
import {
  connect,
  createRest,
  deployIfChanged,
  fetchApplication,
  loadCommands,
  registerEvents,
} from "./discord/index.ts";
import { createWorkerRuntime, DEFAULT_TIMINGS, type ServiceContext, type Timings } from "./workerRuntime.ts";

/**
 * `pith bot`: connects to Discord, handles events and runs jobs until `signal` is aborted.
 * @throws PithError `bad_config` if a setting is invalid, the login fails, or Discord closes the connection permanently
 */
export async function runBot(context: ServiceContext, timings: Timings = DEFAULT_TIMINGS): Promise<void> {
  const { config, app, signal, log, output } = context;
  const onError = (err: unknown): void => log.error({ err }, "error");
  // When Discord ends a session right after it was resumed, discord.js rejects a promise that it does not expose. That
  // rejection can only be handled here.
  process.on("unhandledRejection", onError);
  const commands = await loadCommands();
  const rest = createRest(config);
  const application = await fetchApplication(rest.api);
  app.warm();
  const runtime = await createWorkerRuntime(context, rest, application.bot, timings);
  const cleanups: (() => unknown)[] = [() => runtime.close()];
  try {
    const { client, hasMessageContent, disconnected } = await connect(config, onError);
    cleanups.push(() => client.destroy());
    const { userPerMinute, retentionDays, guildDailyTokens: dailyTokens } = config;
    const instance = { provider: modelProvider(config), retentionDays, dailyTokens };
    const logInfo = (fields: object, message: string): void => log.info(fields, message);
    const deps = { ...runtime, rest, hasMessageContent, userPerMinute, instance, logInfo, onError, timings };
    registerEvents(client, commands, deps);
    if (!hasMessageContent)
      log.warn(
        "no Message Content intent: automatic summaries are off (Discord Developer Portal ▸ Bot ▸ Message Content Intent)",
      );
    // If this fails, the commands that are already registered keep working.
    await deployIfChanged(config, rest.api, application.id, commands, runtime.records.keyValue).catch(onError);
    cleanups.push(await runtime.serveHealth(() => (client.isReady() ? null : "not connected to Discord")));
    log.info({ bot: client.user.username, shards: client.ws.shards.size, hearsAll: hasMessageContent }, "online");
    output.out(`${client.user.username} is online. Ctrl-C stops it.\n`);
    // discord.js does not reconnect after a permanent disconnect, so the process ends with an error.
    if (!signal.aborted) await Promise.race([once(signal, "abort"), disconnected]);
  } finally {
    for (const cleanup of cleanups) await cleanup();
    process.off("unhandledRejection", onError);
  }
}
