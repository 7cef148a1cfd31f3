import { setTimeout as sleep } from "node:timers/promises";
import pidusage from "pidusage";
import { type Message, type Person, textOf } from "../../../playground/discord/index.ts";
import { BotHarness, isDone, STORES } from "../../../test/e2e/harness.ts";
import { STORY } from "../../../test/fakes/engine.ts";
import type { BenchRow } from "../measurements.ts";
import { formatPercentiles, type MemorySample, memoryPerJob } from "../measurements.ts";

/** `PITH_STORE` looks at one store alone. */
export const SELECTED_STORES = STORES.filter(({ store }) => store === (process.env.PITH_STORE ?? store));
/** `PITH_LOAD` makes a run shorter than the one that the figures are promised for. */
const INTERACTIONS = Number(process.env.PITH_LOAD ?? 10_000);
const IN_FLIGHT = 200;
const NEW_OF_TEN = 7;
const MODEL_MS = 800;
const PATIENCE_MS = 60_000;
const DRAINED = 50;
const PEOPLE = 200;

const text = (n: number): string => `${STORY}\n\nThis is edition ${n} of the story.`;
export const isVerifiedDigest = (message: Message): boolean => textOf(message).includes("3 claims, 3 verified");

/** A house without threads: those count against Discord's limit of 50 requests a second, and answers do not. */
async function houseOn(store: string): Promise<{ house: BotHarness; people: Person[] }> {
  // How soon answers come is what is measured; the Discord here waits for them.
  const discord = { initialResponseMs: 600_000 };
  // The cache is where the records are, as it is unless told otherwise; the one in memory lets go of most of so much.
  const house = await BotHarness.build(store, { discord, environment: { CACHE_URL: "" } });
  house.discord.state.updateRolePermissions(house.discord.guild, "Pith", { deny: ["CreatePublicThreads"] });
  const people = Array.from({ length: PEOPLE }, (_, i) => house.discord.addPerson(`loader${i}`));
  return { house, people };
}

/**
 * The bot as a process of its own under load, on each store that is there, with a Discord and a stub of a model on
 * 127.0.0.1 in this process, which takes its share of the machine: first responses, answers, calls of the model, memory;
 * then a signal with work in flight.
 */
export async function* measureLoad(): AsyncGenerator<BenchRow> {
  for (const { store, skipped } of SELECTED_STORES) {
    if (skipped) {
      yield { benchmark: "load", subject: store, result: `skipped: ${skipped}` };
      continue;
    }
    for (const part of [storm, drain])
      for await (const [on, figure] of part(store))
        yield { benchmark: "load", subject: `${store}: ${on}`, result: figure };
  }
}

type Figure = [on: string, figure: string];

/** Many at once, of whom three in ten ask for what somebody asked for before. */
async function* storm(store: string): AsyncGenerator<Figure> {
  const { house, people } = await houseOn(store);
  const bot = await house.spawn();
  house.model.delayMs = MODEL_MS;
  const memory: MemorySample[] = [];
  const [acknowledged, answered]: [number[], number[]] = [[], []];
  const cards = new Set<string>();
  let [next, fresh, wrong] = [0, 0, 0];
  const watching = setInterval(
    () => void pidusage(bot.pid).then(({ memory: bytes }) => memory.push({ done: answered.length, bytes })),
    1000,
  );
  const start = performance.now();
  const one = async (): Promise<void> => {
    while (next < INTERACTIONS) {
      const n = next++;
      const edition = n % 10 < NEW_OF_TEN ? fresh++ : Math.floor(Math.random() * fresh);
      const asked = people[n % PEOPLE]!.slash("#news", "summarise", { text: text(edition) });
      const from = performance.now();
      acknowledged.push(await asked.acknowledged);
      // Looked at now and then: hundreds who wait for every event would hold up the Discord, and so what is measured.
      const end = from + PATIENCE_MS;
      while (!(asked.currentResponse && isDone(asked.currentResponse)) && performance.now() < end) await sleep(25);
      const card = asked.currentResponse;
      if (!card || !isVerifiedDigest(card)) wrong++;
      if (card) cards.add(card.id);
      answered.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
  clearInterval(watching);
  const took = (performance.now() - start) / 1000;
  yield [`${INTERACTIONS} interactions, first response`, formatPercentiles(acknowledged, 0.99)];
  yield ["finished card", `${formatPercentiles(answered, 0.99)}; ${(INTERACTIONS / took).toFixed(0)} a second`];
  const calls = house.model.requests.length;
  yield ["work", `${cards.size} cards, ${wrong} without a digest; ${calls} model calls for ${fresh} documents`];
  yield ["memory of the bot", memoryOf(memory)];
  yield ["refused bodies", String(house.discord.violations.length)];
  await bot.kill("SIGKILL");
  await house.close();
}

/** The most memory, and how it grows with the jobs once the start is over. */
function memoryOf(samples: MemorySample[]): string {
  const most = Math.max(...samples.map(({ bytes }) => bytes)) / 2 ** 20;
  const slope = memoryPerJob(samples.filter(({ done }) => done > INTERACTIONS / 4));
  return `at most ${most.toFixed(0)} MiB; ${((slope * 10_000) / 2 ** 20).toFixed(1)} MiB more with 10,000 jobs`;
}

/** SIGTERM with work in flight that takes longer than the bot may. */
async function* drain(store: string): AsyncGenerator<Figure> {
  const { house, people } = await houseOn(store);
  const bot = await house.spawn();
  house.model.delayMs = 30_000;
  const asked = Array.from({ length: DRAINED }, (_, n) => people[n]!.slash("#news", "summarise", { text: text(n) }));
  await Promise.all(asked.map((one) => one.acknowledged));
  while (!house.model.requests.length) await sleep(50);
  const start = performance.now();
  const code = await bot.kill("SIGTERM");
  const ended = (performance.now() - start) / 1000;
  house.model.delayMs = 0;
  await house.spawn();
  const cards = await Promise.all(asked.map((one) => one.response(isDone, PATIENCE_MS).catch(() => null)));
  const finished = cards.filter((card) => card && isVerifiedDigest(card)).length;
  yield [`SIGTERM with ${DRAINED} in flight`, `exit ${code} after ${ended.toFixed(1)} s; ${finished} finished later`];
  await house.close();
}
