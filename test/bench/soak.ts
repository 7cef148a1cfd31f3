import { setTimeout as sleep } from "node:timers/promises";
import pidusage from "pidusage";
import { House, isDone } from "../e2e/house.ts";
import { STORY } from "../fakes/engine.ts";
import { type Sample, slopeOf } from "./line.ts";
import { isGood } from "./load.ts";
import type { Row } from "./quality.ts";

/** `PITH_SOAK` makes a run shorter than the one that the figure is promised for. */
const JOBS = Number(process.env.PITH_SOAK ?? 100_000);
const IN_FLIGHT = 100;
const NEW_OF_TEN = 7;
/** Many more than a client remembers. */
const PEOPLE = 2000;
const MODEL_MS = 50;
const PATIENCE_MS = 60_000;
const SAMPLE_MS = 1000;
/** Rows tell how it stands so often. */
const TOLD = JOBS / 10;

/**
 * One bot on SQLite does job after job, of many people and three in ten the same as an earlier one. What counts is how
 * its memory grows once it has all that it will keep: the line through the second half.
 */
export async function* soak(): AsyncGenerator<Row> {
  const discord = { respondWithinMs: 600_000 };
  const house = await House.build("SQLite", {
    discord,
    environment: { CACHE_URL: "", PITH_RETENTION_DAYS: "30", NODE_OPTIONS: process.env.BOT_NODE_OPTIONS ?? "" },
  });
  // Those count against Discord's limit of 50 requests a second, and answers do not.
  house.discord.world.changeRole(house.discord.guild, "Pith", { deny: ["CreatePublicThreads"] });
  const people = Array.from({ length: PEOPLE }, (_, i) => house.discord.addPerson(`soaker${i}`));
  const bot = await house.spawn();
  house.model.delayMs = MODEL_MS;
  const samples: Sample[] = [];
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
      if (!asked.original || !isGood(asked.original)) wrong++;
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
    if (done < told + TOLD) continue;
    told = done - (done % TOLD);
    const now = samples.at(-1)!.bytes / 2 ** 20;
    yield { what: "soak", on: `${told} jobs`, figure: `${now.toFixed(0)} MiB` };
  }
  await working;
  clearInterval(watching);
  const took = (performance.now() - start) / 1000;
  const late = samples.filter((sample) => sample.done > JOBS / 2);
  const most = Math.max(...samples.map(({ bytes }) => bytes)) / 2 ** 20;
  const slope = (slopeOf(late) * 10_000) / 2 ** 20;
  calls += house.model.requests.length;
  yield { what: "soak", on: "work", figure: `${wrong} without a digest; ${calls} model calls for ${fresh} documents` };
  yield { what: "soak", on: "time", figure: `${took.toFixed(0)} s; ${(JOBS / took).toFixed(0)} a second` };
  yield {
    what: "soak",
    on: `memory of the bot, ${JOBS} jobs`,
    figure: `at most ${most.toFixed(0)} MiB; ${slope.toFixed(1)} MiB more with 10,000 jobs in the second half`,
  };
  await bot.kill("SIGKILL");
  await house.close();
}
