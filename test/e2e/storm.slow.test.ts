import { createServer } from "node:net";
import pidusage from "pidusage";
import { afterEach, beforeEach, expect, test } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { BotHarness, isDone, type SpawnedProcess } from "./harness.ts";

let house: BotHarness;
let bot: SpawnedProcess;
let port: number;
beforeEach(async () => {
  port = await freePort();
  // A machine that runs tests may be slow: how soon first responses come is measured by `npm run bench -- load`.
  house = await BotHarness.build("SQLite", {
    discord: { initialResponseMs: 60_000 },
    environment: { HEALTH_PORT: `${port}` },
  });
  const { state, guild } = house.discord;
  state.updateRolePermissions(guild, "Pith", { deny: ["CreatePublicThreads"] });
  bot = await house.spawn();
});
afterEach(async () => {
  await house.close();
  expect(house.discord.violations).toEqual([]);
});

/** So many interactions, `atOnce` under way at a time, of which three in ten ask for what was asked for before. */
async function storm(count: number, atOnce: number, name: string): Promise<{ cards: Set<string>; documents: number }> {
  const cards = new Set<string>();
  let [next, documents] = [0, 0];
  const one = async (): Promise<void> => {
    while (next < count) {
      const n = next++;
      const edition = n % 10 < 7 ? documents++ : (n * 7) % documents;
      const asked = house.discord.ada.slash("#news", "summarise", { text: `${STORY}\n\n${name}, edition ${edition}.` });
      const card = await asked.response(isDone, 60_000);
      expect(textOf(card)).toContain("3 claims, 3 verified");
      cards.add(card.id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { cards, documents };
}

test("a storm of interactions with repeats: an answer for each, and one model call for each document", async () => {
  house.model.delayMs = 300;
  const { cards, documents } = await storm(300, 100, "Storm");
  expect(cards.size).toBe(300);
  expect(house.botTextsIn("#news")).toHaveLength(300);
  expect(documents).toBe(210);
  expect(house.model.requests).toHaveLength(documents);
  expect((await pidusage(bot.pid)).memory).toBeLessThan(600 * 2 ** 20);
}, 180_000);

test("job after job leaves no handle, timer or connection behind", async () => {
  await storm(40, 20, "Warm");
  const idle = await settled(0);
  await storm(200, 20, "More");
  expect(await settled(idle)).toBeLessThanOrEqual(idle);
}, 180_000);

/** What keeps the bot's event loop busy, once idle connections are closed; `wanted` ends the wait sooner. */
async function settled(wanted: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let looks = 0; looks < 20 && least > wanted; looks++) {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const total = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, "m").exec(metrics)![1]);
    least = Math.min(least, total("nodejs_active_resources_total") + total("nodejs_active_requests_total"));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return least;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
