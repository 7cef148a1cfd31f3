import type { App } from "./app.ts";
import type { Config } from "./config.ts";
import {
  type BotTimings,
  DEFAULT_BOT_TIMINGS,
  Deliverer,
  MessageClient,
  type Rest,
  refreshAttachmentUrl,
} from "./discord/index.ts";
import { serveHealth } from "./health.ts";
import {
  DEFAULT_JOB_TIMEOUTS,
  type JobHandlers,
  type JobQueue,
  type JobTimeouts,
  openJobQueue,
  runJob,
} from "./jobs/index.ts";
import type { Logger } from "./log.ts";
import { detachedContext, type JobSpec, type PostedSource } from "./model/index.ts";
import { ServerSettingsSchema } from "./model/settingsSchemas.ts";
import type { Output } from "./output.ts";
import { openRecords, type Records } from "./records/index.ts";

/** Intervals and timeouts. They are parameters only so that tests can shorten them. */
export type Timings = BotTimings & JobTimeouts;
export const DEFAULT_TIMINGS: Timings = { ...DEFAULT_BOT_TIMINGS, ...DEFAULT_JOB_TIMEOUTS };

/** Interval between two retention sweeps: one hour. */
const SWEEP_INTERVAL_MS = 3_600_000;

/** Timeout for counting the words of a source that the bot offers to summarise. */
const WORD_COUNT_TIMEOUT_MS = 2000;

/**
 * The parts shared by the bot and the worker: stores, job queue and delivery over REST. They need no gateway
 * connection.
 */
export type WorkerRuntime = {
  records: Records;
  jobs: JobQueue;
  /** Returns the number of words of a source, or null if it cannot be read within two seconds. */
  countWords(source: PostedSource): Promise<number | null>;
  /**
   * Starts the health server if one is configured, and returns a function that stops it.
   * @param unreadyReason an additional readiness check; returns null when ready
   */
  serveHealth(unreadyReason: () => string | null): Promise<() => void>;
  close(): Promise<void>;
};

/** The dependencies of a long-running command (bot or worker). The command ends when `signal` is aborted. */
export type ServiceContext = { config: Config; app: App; signal: AbortSignal; log: Logger; output: Output };

/**
 * Opens the stores and starts processing jobs, beginning with unfinished ones.
 * @throws PithError `bad_config` if the database cannot be opened
 */
export async function createWorkerRuntime(
  { config, app, log }: Pick<ServiceContext, "config" | "app" | "log">,
  rest: Rest,
  botId: string,
  timings: Timings = DEFAULT_TIMINGS,
): Promise<WorkerRuntime> {
  const onError = (err: unknown): void => log.error({ err }, "error");
  const records = await openRecords(config.storeUrl);
  const messages = new MessageClient(rest.api, botId, Date.now);
  const deliverer = new Deliverer(rest, messages, records, Date.now, timings);
  const handlers: JobHandlers = {
    async perform(spec, context) {
      const deps = { pith: app.pith, records, dailyTokens: config.guildDailyTokens };
      return runJob(await withFreshAttachmentUrl(spec, rest), deps, new Date(), context);
    },
    report: (delivery, progress) => deliverer.report(delivery, progress),
    leave: (delivery) => deliverer.leave(delivery),
    cancel: (delivery) => deliverer.cancel(delivery),
    deliver: (delivery, result) => deliverer.deliver(delivery, result),
    onError,
  };
  const jobs = await openJobQueue(config.storeUrl, records.jobs, handlers, timings);
  await jobs.start();
  const sweep = async (): Promise<void> => {
    const result = await records.sweep(Date.now(), config.retentionDays, await findGuildRetentionDays(records));
    log.debug(result, "swept");
  };
  const sweeping = setInterval(() => void sweep().catch(onError), SWEEP_INTERVAL_MS);
  sweep().catch(onError);
  return {
    records,
    jobs,
    countWords: (source) =>
      app.pith.extract(source, detachedContext(AbortSignal.timeout(WORD_COUNT_TIMEOUT_MS))).then(
        ({ words }) => words,
        () => null,
      ),
    serveHealth: (unreadyReason) => startHealthServer(config, app, records, jobs, unreadyReason),
    async close() {
      clearInterval(sweeping);
      await jobs.close();
      await records.close();
    },
  };
}

/** Renews the signed URL of an attachment that a job reads, because it may have expired while the job waited. */
async function withFreshAttachmentUrl(spec: JobSpec, rest: Rest): Promise<JobSpec> {
  const hasSource = spec.kind === "summarise" || (spec.kind === "ask" && spec.source !== null);
  if (!hasSource) return spec;
  return { ...spec, source: await refreshAttachmentUrl(spec.source!, rest.api, Date.now()) };
}

/** Returns the retention period, in days, of each guild that has set one. */
async function findGuildRetentionDays({ settings }: Records): Promise<Map<string, number>> {
  const guilds = [...(await settings.findAllGuilds())].map(([guild, values]) => {
    return [guild, ServerSettingsSchema.parse(values).retentionDays] as const;
  });
  return new Map(guilds.flatMap(([guild, days]) => (days === null ? [] : [[guild, days]])));
}

async function startHealthServer(
  { health }: Config,
  { cache }: App,
  records: Records,
  jobs: JobQueue,
  unreadyReason: () => string | null,
): Promise<() => void> {
  if (!health) return () => {};
  const recordsError = (): Promise<string | null> =>
    records.keyValue.get("ready").then(
      () => null,
      () => "the database can't be read",
    );
  return serveHealth(health, {
    unreadyReason: async () => unreadyReason() ?? (await recordsError()),
    gauges: {
      jobs_running: { help: "Jobs running in this process", read: () => jobs.load.running },
      jobs_waiting: { help: "Jobs waiting in this process", read: () => jobs.load.waiting },
      cache_hits: { help: "Cache hits since the start", read: () => cache.counts.hits },
      cache_misses: { help: "Cache misses since the start", read: () => cache.counts.misses },
      cache_failures: { help: "Failures of the cache's store since the start", read: () => cache.counts.failures },
    },
  });
}
