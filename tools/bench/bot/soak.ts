import { setTimeout as sleep } from "node:timers/promises";
import pidusage from "pidusage";
import { isDone } from "../../../test/e2e/harness.ts";
import { type BenchRow, type MemorySample, memoryPerJob } from "../measurements.ts";
import { buildHarness, EditionSequence, isVerifiedDigest } from "./setup.ts";

/** Number of jobs. PITH_SOAK can shorten a run; published results use the default. */
const JOBS = Number(process.env.PITH_SOAK ?? 100_000);
/** Number of concurrent jobs. */
const IN_FLIGHT = 100;
/** Number of users, which is more than the discord.js client caches. */
const USERS = 2000;
const MODEL_DELAY_MS = 50;
const TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 25;
const SAMPLE_INTERVAL_MS = 1000;
/** Number of jobs between two interim results. */
const REPORT_INTERVAL = JOBS / 10;

/**
 * Runs many jobs on one bot with SQLite and measures how its memory grows. 30 % of the jobs repeat an earlier one. The
 * growth is computed from the second half of the jobs, when the caches are full.
 */
export async function* measureSoak(): AsyncGenerator<BenchRow> {
  const options = { discord: { initialResponseMs: 600_000 }, environment: { CACHE_URL: "" } };
  const { harness, users } = await buildHarness("SQLite", USERS, options);
  const row = (subject: string, result: string): BenchRow => ({ benchmark: "soak", subject, result });
  const bot = await harness.spawn();
  harness.model.delayMs = MODEL_DELAY_MS;
  const samples: MemorySample[] = [];
  const editions = new EditionSequence();
  let [startedCount, finishedCount, failedCount, callCount] = [0, 0, 0, 0];
  const sampling = setInterval(() => {
    callCount += harness.model.requests.splice(0).length; // limits the memory of this process
    void pidusage(bot.pid).then(({ memory: bytes }) => samples.push({ done: finishedCount, bytes }));
  }, SAMPLE_INTERVAL_MS);
  const requestDigests = async (): Promise<void> => {
    while (startedCount < JOBS) {
      const user = users[startedCount++ % USERS]!;
      const interaction = user.slash("#news", "summarise", { text: editions.next() });
      const deadline = performance.now() + TIMEOUT_MS;
      while (!(interaction.original && isDone(interaction.original)) && performance.now() < deadline)
        await sleep(POLL_INTERVAL_MS);
      if (!interaction.original || !isVerifiedDigest(interaction.original)) failedCount++;
      finishedCount++;
    }
  };
  const start = performance.now();
  const running = Promise.all(Array.from({ length: IN_FLIGHT }, requestDigests));
  let isOver = false;
  void running.finally(() => {
    isOver = true;
  });
  let reportedCount = 0;
  while (!isOver) {
    await sleep(SAMPLE_INTERVAL_MS);
    if (finishedCount < reportedCount + REPORT_INTERVAL || !samples.length) continue;
    reportedCount = finishedCount - (finishedCount % REPORT_INTERVAL);
    // Reports interim results, which remain if the run is interrupted.
    yield row(`${reportedCount} jobs`, formatMemory(samples));
  }
  await running;
  clearInterval(sampling);
  const seconds = (performance.now() - start) / 1000;
  callCount += harness.model.requests.length;
  yield row("work", `${failedCount} without a digest; ${callCount} model calls for ${editions.newCount} documents`);
  yield row("time", `${seconds.toFixed(0)} s; ${(JOBS / seconds).toFixed(0)} a second`);
  yield row(`memory of the bot, ${JOBS} jobs`, formatMemory(samples));
  await bot.kill("SIGKILL");
  await harness.close();
}

/** Formats the current and peak memory, and the growth per 10,000 jobs, measured over the second half of the jobs. */
function formatMemory(samples: MemorySample[]): string {
  const { done, bytes: current } = samples.at(-1)!;
  const max = Math.max(...samples.map(({ bytes }) => bytes));
  const growth = memoryPerJob(samples.filter((sample) => sample.done > done / 2)) * 10_000;
  const [now, top, more] = [current, max, growth].map((bytes) => (bytes / 2 ** 20).toFixed(1));
  return `${now} MiB, at most ${top} MiB; ${more} MiB more per 10,000 jobs in the second half`;
}
