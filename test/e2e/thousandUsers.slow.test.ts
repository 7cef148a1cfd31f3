import { expect, test } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

test.for(STORES)(
  "responds to 1,000 concurrent requests for one URL with one fetch and one model request on $store",
  {
    timeout: 330_000,
  },
  async ({ store, skipped }, { skip }) => {
    if (skipped) return skip(`skipped: ${skipped}`);
    // The timeouts are long because the test machine may be slow: a failed delivery waits up to 80 s for its next attempt.
    // The benchmarks measure latency.
    const harness = await BotHarness.build(store, { discord: { initialResponseMs: 60_000 } });
    const bot = await harness.spawn();
    harness.model.delayMs = 800;
    harness.site.pages.set("/hot", articlePage("A hot story", STORY.split("\n\n")));
    const { discord } = harness;
    const requests = Array.from({ length: 1000 }, () =>
      discord.ada.slash("#news", "summarise", { url: `${harness.site.origin}/hot` }),
    );
    const findCards = () => requests.flatMap(({ original }) => (original && isDone(original) ? [original] : []));
    await expect.poll(() => findCards().length, { timeout: 300_000, interval: 500 }).toBe(1000);
    const cards = findCards();
    expect(new Set(cards.map(({ id }) => id)).size).toBe(1000);
    expect(cards.filter((card) => !textOf(card).includes(FAITHFUL))).toEqual([]);
    expect(harness.site.requestedPaths).toEqual(["/hot"]);
    expect(harness.model.requests).toHaveLength(1);
    await bot.kill("SIGKILL");
    await harness.close();
    expect(discord.violations).toEqual([]);
  },
);
