import { once } from "node:events";
import type { App } from "./app.ts";
import { type Config, providerOf } from "./config.ts";
import { applicationOf, createRest, Deliverer, freshSource, Messages, type Rest } from "./discord/index.ts";
import { serveHealth } from "./health.ts";
import { type Jobs, openJobs, perform } from "./jobs/index.ts";
import type { Logger } from "./log.ts";
import { PithError, type PostedSource, quietRun } from "./model/index.ts";
import { ServerSettingsSchema } from "./model/settingsSchemas.ts";
import { openRecords, type Records } from "./records/index.ts";
import type { Output } from "./terminal/output.ts";

/** What outlived its time is forgotten so often. */
const SWEEP_MS = 3_600_000;

/** So long an offer waits to say how long its source is. */
const WORDS_MS = 2000;

/** Where work is done and brought back: records, jobs, and the way to Discord. It needs no gateway. */
export type Workshop = {
  records: Records;
  jobs: Jobs;
  /** How many words a source has; null when it cannot be read, or not soon. */
  wordsOf(source: PostedSource): Promise<number | null>;
  /** @param why what else keeps the process from taking work; null for nothing */
  serveHealth(why: () => string | null): Promise<() => void>;
  close(): Promise<void>;
};

/** Opens the records and begins to work on what they hold. @throws PithError `bad_config` */
export async function openWorkshop(config: Config, app: App, rest: Rest, bot: string, log: Logger): Promise<Workshop> {
  const onFault = (err: unknown): void => log.error({ err }, "a fault");
  const records = await openRecords(config.storeUrl);
  const host = providerOf(config)?.host ?? null;
  const deliverer = new Deliverer(rest, new Messages(rest.api, bot, Date.now), records, host, Date.now);
  const jobs = await openJobs(config.storeUrl, records.journal, {
    async perform(work, run) {
      const isPosted = work.kind === "summarise" || (work.kind === "ask" && work.source !== null);
      const fresh = isPosted ? { ...work, source: await freshSource(work.source!, rest.api, Date.now()) } : work;
      return perform(fresh, { pith: app.pith, records, dailyTokens: config.guildDailyTokens }, new Date(), run);
    },
    report: (to, progress) => deliverer.report(to, progress),
    leave: (to) => deliverer.leave(to),
    finish: (to, result) => deliverer.finish(to, result),
    onFault,
  });
  await jobs.start();
  const sweep = async (): Promise<void> => {
    const swept = await records.sweep(Date.now(), config.retentionDays, await retentions(records));
    log.debug(swept, "swept");
  };
  const sweeping = setInterval(() => void sweep().catch(onFault), SWEEP_MS);
  sweep().catch(onFault);
  return {
    records,
    jobs,
    wordsOf: (source) =>
      app.pith.extract(source, quietRun(AbortSignal.timeout(WORDS_MS))).then(
        ({ words }) => words,
        () => null,
      ),
    serveHealth: (why) => startHealth(config, app, records, jobs, why),
    async close() {
      clearInterval(sweeping);
      await jobs.close();
      await records.close();
    },
  };
}

/** The days that servers have things kept, where they have set it. */
async function retentions({ settings }: Records): Promise<Map<string, number>> {
  const all = [...(await settings.servers())].map(([guild, values]) => {
    return [guild, ServerSettingsSchema.parse(values).retentionDays] as const;
  });
  return new Map(all.flatMap(([guild, days]) => (days === null ? [] : [[guild, days]])));
}

async function startHealth(
  { health }: Config,
  { cache }: App,
  records: Records,
  jobs: Jobs,
  why: () => string | null,
): Promise<() => void> {
  if (!health) return () => {};
  const ready = async (): Promise<string | null> =>
    why() ??
    (await records.marks
      .get("ready")
      .then(() => null)
      .catch(() => "the records cannot be read"));
  return serveHealth(health, {
    ready,
    gauges: {
      jobs_running: { help: "Jobs under way in this process", read: () => jobs.load.running },
      jobs_waiting: { help: "Jobs in line in this process", read: () => jobs.load.waiting },
      cache_hits: { help: "Cache hits since the start", read: () => cache.counts.hits },
      cache_misses: { help: "Cache misses since the start", read: () => cache.counts.misses },
      cache_failures: { help: "Failures of the cache's store since the start", read: () => cache.counts.failures },
    },
  });
}

/** `pith worker`: works on what bots on the same Postgres have taken, without a gateway, until it is stopped. */
export async function runWorker(
  config: Config,
  app: App,
  stopped: AbortSignal,
  log: Logger,
  { out }: Output,
): Promise<void> {
  if (!/^postgres/.test(config.storeUrl)) {
    throw new PithError("bad_config", "STORE_URL must be postgres://… for a worker: other stores are of one process");
  }
  const rest = createRest(config);
  app.warm();
  const workshop = await openWorkshop(config, app, rest, (await applicationOf(rest.api)).bot, log);
  try {
    const closeHealth = await workshop.serveHealth(() => null);
    log.info("at work");
    out("The worker is at work. Ctrl-C stops it.\n");
    if (!stopped.aborted) await once(stopped, "abort");
    closeHealth();
  } finally {
    await workshop.close();
  }
}
