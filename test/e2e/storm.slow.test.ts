import pidusage from "pidusage";
import { afterEach, beforeEach, expect, test } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { freePort } from "../fakes/freePort.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { BotHarness, isDone, type SpawnedProcess } from "./harness.ts";

let harness: BotHarness;
let bot: SpawnedProcess;
let port: number;
beforeEach(async () => {
  port = await freePort();
  // The timeout is long because the test machine may be slow. `npm run bench -- load` measures latency.
  harness = await BotHarness.build("SQLite", {
    discord: { initialResponseMs: 60_000 },
    environment: { HEALTH_PORT: `${port}` },
  });
  const { state, guild } = harness.discord;
  state.updateRolePermissions(guild, "Pith", { deny: ["CreatePublicThreads"] });
  bot = await harness.spawn();
});
afterEach(async () => {
  await harness.close();
  expect(harness.discord.violations).toEqual([]);
});

/**
 * Sends `count` /summarise commands, `concurrency` of them at a time. Of these, 30% repeat an earlier text. Returns the
 * ids of the cards and the number of distinct texts.
 */
async function sendCommands(
  count: number,
  concurrency: number,
  name: string,
): Promise<{ cards: Set<string>; documents: number }> {
  const cards = new Set<string>();
  let [next, documents] = [0, 0];
  const sendSequentially = async (): Promise<void> => {
    while (next < count) {
      const n = next++;
      const edition = n % 10 < 7 ? documents++ : (n * 7) % documents;
      const command = harness.discord.ada.slash("#news", "summarise", {
        text: `${STORY}\n\n${name}, edition ${edition}.`,
      });
      const card = await command.response(isDone, 60_000);
      expect(textOf(card)).toContain(FAITHFUL);
      cards.add(card.id);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, sendSequentially));
  return { cards, documents };
}

test("responds to each of many concurrent commands, with one model request per distinct text", async () => {
  harness.model.delayMs = 300;
  const { cards, documents } = await sendCommands(300, 100, "Storm");
  expect(cards.size).toBe(300);
  expect(harness.botTextsIn("#news")).toHaveLength(300);
  expect(documents).toBe(210);
  expect(harness.model.requests).toHaveLength(documents);
  expect((await pidusage(bot.pid)).memory).toBeLessThan(600 * 2 ** 20);
}, 180_000);

test("leaves no handles, timers or connections open after many jobs", async () => {
  await sendCommands(40, 20, "Warm");
  const idle = await minActiveResources(0);
  await sendCommands(200, 20, "More");
  expect(await minActiveResources(idle)).toBeLessThanOrEqual(idle);
}, 180_000);

/**
 * Samples the resources that keep the bot's event loop alive. Returns the lowest count within 10 s, or the first count
 * that is at most `target`. Idle connections are closed within that time.
 */
async function minActiveResources(target: number): Promise<number> {
  let min = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample < 20 && min > target; sample++) {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const total = (name: string): number => Number(new RegExp(`^${name} (\\d+)`, "m").exec(metrics)![1]);
    min = Math.min(min, total("nodejs_active_resources_total") + total("nodejs_active_requests_total"));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return min;
}
