import { setTimeout as sleep } from "node:timers/promises";
import pidusage from "pidusage";
import { BotHarness, isDone } from "../../../test/e2e/harness.ts";
import { STORY } from "../../../test/fakes/engine.ts";
import type { BenchRow } from "../measurements.ts";
import { type MemorySample, memoryPerJob } from "../measurements.ts";
import { isVerifiedDigest } from "./load.ts";

/** `PITH_SOAK` makes a run shorter than the one that the figure is promised for. */
const JOBS = Number(process.env.PITH_SOAK ?? 100_000);
const IN_FLIGHT = 100;
const NEW_OF_TEN = 7;
/** Many more than a client remembers. */
const PEOPLE = 2000;
const MODEL_MS = 50;
const PATIENCE_MS = 60_000;
const SAMPLE_MS = 1000;
/** Rows tell how it stands after so many. */
const TOLD = JOBS / 10;

/**
 * One bot on SQLite does job after job, of many people and three in ten the same as an earlier one. What counts is how
 * its memory grows once it has all that it will keep: the line through the second half.
 */
export async function* measureSoak(): AsyncGenerator<BenchRow> {
  const discord = { initialResponseMs: 600_000 };
  const house = await BotHarness.build("SQLite", {
    discord,
    environment: { CACHE_URL: "" },
  });
  // Those count against Discord's limit of 50 requests a second, and answers do not.
  house.discord.state.updateRolePermissions(house.discord.guild, "Pith", { deny: ["CreatePublicThreads"] });
  const people = Array.from({ length: PEOPLE }, (_, i) => house.discord.addPerson(`soaker${i}`));
  const bot = await house.spawn();
  house.model.delayMs = MODEL_MS;
  const samples: MemorySample[] = [];
  let [next, fresh, done, wrong, calls] = [0, 0, 0, 0, 0];
  const watching = setInterval(() => {
    calls += house.model.requests.splice(0).length; // lest this process fills its own memory
    void pidusage(bot.pid).then(({ memory: bytes }) => samples.push({ done, bytes }));
  }, SAMPLE_MS);
  const one = async (): Promise<void> => {
    while (next < JOBS) {
      const n = next++;
      const edition = n % 10 < NEW_OF_TEN ? fresh++ : Math.floor(Math.random() * fresh);
      const text = `${STORY}\n\nThis is edition ${edition} of the story.`;
      const asked = people[n % PEOPLE]!.slash("#news", "summarise", { text });
      const end = performance.now() + PATIENCE_MS;
      while (!(asked.original && isDone(asked.original)) && performance.now() < end) await sleep(25);
      if (!asked.original || !isVerifiedDigest(asked.original)) wrong++;
      done++;
    }
  };
  const start = performance.now();
  const working = Promise.all(Array.from({ length: IN_FLIGHT }, one));
  let isOver = false;
  void working.finally(() => {
    isOver = true;
  });
  let told = 0;
  while (!isOver) {
    await sleep(SAMPLE_MS);
    if (done < told + TOLD || !samples.length) continue;
    told = done - (done % TOLD);
    // A run that is broken off has its figure up to there.
    yield { benchmark: "soak", subject: `${told} jobs`, result: memoryOf(samples) };
  }
  await working;
  clearInterval(watching);
  const took = (performance.now() - start) / 1000;
  calls += house.model.requests.length;
  yield {
    benchmark: "soak",
    subject: "work",
    result: `${wrong} without a digest; ${calls} model calls for ${fresh} documents`,
  };
  yield { benchmark: "soak", subject: "time", result: `${took.toFixed(0)} s; ${(JOBS / took).toFixed(0)} a second` };
  yield { benchmark: "soak", subject: `memory of the bot, ${JOBS} jobs`, result: memoryOf(samples) };
  await bot.kill("SIGKILL");
  await house.close();
}

/** The most memory, and the slope of the second half of the jobs done. */
function memoryOf(samples: MemorySample[]): string {
  const { done, bytes } = samples.at(-1)!;
  const most = Math.max(...samples.map((sample) => sample.bytes));
  const slope = memoryPerJob(samples.filter((sample) => sample.done > done / 2)) * 10_000;
  const [now, top, more] = [bytes, most, slope].map((value) => (value / 2 ** 20).toFixed(1));
  return `${now} MiB, at most ${top} MiB; ${more} MiB more with 10,000 jobs in the second half`;
}
