import { once } from "node:events";
import type { App } from "./app.ts";
import { type Config, providerOf } from "./config.ts";
import { applicationOf, connect, createRest, loadCommands, registerChanged, route } from "./discord/index.ts";
import type { Logger } from "./log.ts";
import type { Output } from "./terminal/output.ts";
import { openWorkshop } from "./workerRuntime.ts";

/** `pith bot`: logs in, answers, and works on what was asked, until it is stopped. @throws PithError `bad_config`, also when Discord lets it in no more */
export async function runBot(
  config: Config,
  app: App,
  stopped: AbortSignal,
  log: Logger,
  { out }: Output,
): Promise<void> {
  const onFault = (err: unknown): void => log.error({ err }, "a fault");
  // A session that Discord ends straight after resuming it rejects where no handler of ours can reach.
  process.on("unhandledRejection", onFault);
  const commands = await loadCommands();
  const rest = createRest(config);
  const application = await applicationOf(rest.api);
  app.warm();
  const workshop = await openWorkshop(config, app, rest, application.bot, log);
  const closing: (() => unknown)[] = [() => workshop.close()];
  try {
    const { client, hearsAll, over } = await connect(config, onFault);
    closing.push(() => client.destroy());
    const { records, jobs, wordsOf } = workshop;
    const note = (facts: object, words: string): void => log.info(facts, words);
    const { userPerMinute, retentionDays, guildDailyTokens: dailyTokens } = config;
    const about = { provider: providerOf(config), retentionDays, dailyTokens };
    route(client, commands, { rest, records, jobs, hearsAll, userPerMinute, about, note, wordsOf, onFault });
    if (!hearsAll)
      log.warn("no Message Content intent: automatic channels are off (portal ▸ Bot ▸ Message Content Intent)");
    // Commands that are registered already go on working when this fails.
    await registerChanged(config, rest.api, application.id, commands, records.marks).catch(onFault);
    closing.push(await workshop.serveHealth(() => (client.isReady() ? null : "not connected to Discord")));
    log.info({ bot: client.user.username, shards: client.ws.shards.size, hearsAll }, "online");
    out(`${client.user.username} is online. Ctrl-C stops it.\n`);
    // One that Discord lets in no more would be there and hear nothing: it ends, and says why.
    if (!stopped.aborted) await Promise.race([once(stopped, "abort"), over]);
  } finally {
    for (const close of closing) await close();
    process.off("unhandledRejection", onFault);
  }
}
