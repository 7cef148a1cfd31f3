import { setTimeout as sleep } from "node:timers/promises";
import pidusage from "pidusage";
import type { Person } from "../../../playground/discord/index.ts";
import { type BotHarness, isDone } from "../../../test/e2e/harness.ts";
import { type BenchRow, formatPercentiles, type MemorySample, memoryPerJob } from "../measurements.ts";
import { buildHarness, EditionSequence, isVerifiedDigest, SELECTED_STORES, storyEdition } from "./setup.ts";

/** Number of interactions. PITH_LOAD can shorten a run; published results use the default. */
const INTERACTIONS = Number(process.env.PITH_LOAD ?? 10_000);
/** Number of concurrent interactions. */
const IN_FLIGHT = 200;
const MODEL_DELAY_MS = 800;
const TIMEOUT_MS = 60_000;
/** Model delay for the shutdown. It is longer than the bot waits for running jobs. */
const SHUTDOWN_MODEL_DELAY_MS = 30_000;
/** Number of interactions in flight at shutdown. */
const IN_FLIGHT_AT_SHUTDOWN = 50;
const USERS = 200;
const POLL_INTERVAL_MS = 25;
const MEMORY_INTERVAL_MS = 1000;

type Result = [subject: string, result: string];

/**
 * Measures a bot under load, with each available store: initial responses, cards, model calls and memory. Then measures
 * a shutdown with jobs in flight. The bot runs as a child process. The fake Discord and the model server run in this
 * process and share the CPU with it.
 */
export async function* measureLoad(): AsyncGenerator<BenchRow> {
  for (const { store, skipped } of SELECTED_STORES) {
    if (skipped) {
      yield { benchmark: "load", subject: store, result: `skipped: ${skipped}` };
      continue;
    }
    for (const measure of [measureInteractions, measureShutdown])
      for await (const [subject, result] of measure(store))
        yield { benchmark: "load", subject: `${store}: ${subject}`, result };
  }
}

/** Builds a harness whose deadline for initial responses is long enough for a bot under load. */
const buildLoadHarness = (store: string): Promise<{ harness: BotHarness; users: Person[] }> =>
  // An empty CACHE_URL puts the cache into the store, as by default. A cache in memory would evict most entries.
  buildHarness(store, USERS, { discord: { initialResponseMs: 600_000 }, environment: { CACHE_URL: "" } });

/** Measures many concurrent requests for digests. 30 % of the requests repeat an earlier one. */
async function* measureInteractions(store: string): AsyncGenerator<Result> {
  const { harness, users } = await buildLoadHarness(store);
  const bot = await harness.spawn();
  harness.model.delayMs = MODEL_DELAY_MS;
  const memory: MemorySample[] = [];
  const [acknowledged, finished]: [number[], number[]] = [[], []];
  const cards = new Set<string>();
  const editions = new EditionSequence();
  let [startedCount, failedCount] = [0, 0];
  const sampling = setInterval(
    () => void pidusage(bot.pid).then(({ memory: bytes }) => memory.push({ done: finished.length, bytes })),
    MEMORY_INTERVAL_MS,
  );
  const start = performance.now();
  const requestDigests = async (): Promise<void> => {
    while (startedCount < INTERACTIONS) {
      const user = users[startedCount++ % USERS]!;
      const interaction = user.slash("#news", "summarise", { text: editions.next() });
      const requestedAt = performance.now();
      acknowledged.push(await interaction.acknowledged);
      // Polls, because hundreds of event listeners would slow down the fake Discord and distort the measurement.
      while (
        !(interaction.currentResponse && isDone(interaction.currentResponse)) &&
        performance.now() < requestedAt + TIMEOUT_MS
      )
        await sleep(POLL_INTERVAL_MS);
      const card = interaction.currentResponse;
      if (!card || !isVerifiedDigest(card)) failedCount++;
      if (card) cards.add(card.id);
      finished.push(performance.now() - requestedAt);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, requestDigests));
  clearInterval(sampling);
  const seconds = (performance.now() - start) / 1000;
  yield [`${INTERACTIONS} interactions, first response`, formatPercentiles(acknowledged, 0.99)];
  yield ["finished card", `${formatPercentiles(finished, 0.99)}; ${(INTERACTIONS / seconds).toFixed(0)} a second`];
  const calls = harness.model.requests.length;
  yield [
    "work",
    `${cards.size} cards, ${failedCount} without a digest; ${calls} model calls for ${editions.newCount} documents`,
  ];
  yield ["memory of the bot", formatMemory(memory)];
  yield ["violations", String(harness.discord.violations.length)];
  await bot.kill("SIGKILL");
  await harness.close();
}

/**
 * Formats the maximum memory, and the growth of memory per 10,000 jobs. The growth ignores the first quarter of the
 * jobs.
 */
function formatMemory(samples: MemorySample[]): string {
  const max = Math.max(...samples.map(({ bytes }) => bytes)) / 2 ** 20;
  const perJob = memoryPerJob(samples.filter(({ done }) => done > INTERACTIONS / 4));
  return `at most ${max.toFixed(0)} MiB; ${((perJob * 10_000) / 2 ** 20).toFixed(1)} MiB more per 10,000 jobs`;
}

/** Sends SIGTERM while jobs that take longer than the drain time are in flight, and then restarts the bot. */
async function* measureShutdown(store: string): AsyncGenerator<Result> {
  const { harness, users } = await buildLoadHarness(store);
  const bot = await harness.spawn();
  harness.model.delayMs = SHUTDOWN_MODEL_DELAY_MS;
  const interactions = Array.from({ length: IN_FLIGHT_AT_SHUTDOWN }, (_, n) =>
    users[n]!.slash("#news", "summarise", { text: storyEdition(n) }),
  );
  await Promise.all(interactions.map((interaction) => interaction.acknowledged));
  while (!harness.model.requests.length) await sleep(50);
  const start = performance.now();
  const code = await bot.kill("SIGTERM");
  const seconds = (performance.now() - start) / 1000;
  harness.model.delayMs = 0;
  await harness.spawn();
  const cards = await Promise.all(
    interactions.map((interaction) => interaction.response(isDone, TIMEOUT_MS).catch(() => null)),
  );
  const finished = cards.filter((card) => card && isVerifiedDigest(card)).length;
  yield [
    `SIGTERM with ${IN_FLIGHT_AT_SHUTDOWN} in flight`,
    `exit ${code} after ${seconds.toFixed(1)} s; ${finished} finished later`,
  ];
  await harness.close();
}
