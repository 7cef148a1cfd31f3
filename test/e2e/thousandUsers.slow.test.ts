import { expect, test } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

test.for(STORES)(
  "1,000 users ask for one link at once on $store: one fetch, one model call, 1,000 answers",
  {
    timeout: 150_000,
  },
  async ({ store, skipped }, { skip }) => {
    if (skipped) return skip(`skipped: ${skipped}`);
    // Latency is measured by the benchmarks: a machine that runs tests may be slow.
    const house = await BotHarness.build(store, { discord: { initialResponseMs: 60_000 } });
    const bot = await house.spawn();
    house.model.delayMs = 800;
    house.site.pages.set("/hot", articlePage("A hot story", STORY.split("\n\n")));
    const { discord } = house;
    const asked = Array.from({ length: 1000 }, () =>
      discord.ada.slash("#news", "summarise", { url: `${house.site.origin}/hot` }),
    );
    const answered = () => asked.flatMap(({ original }) => (original && isDone(original) ? [original] : []));
    await expect.poll(() => answered().length, { timeout: 120_000, interval: 500 }).toBe(1000);
    const cards = answered();
    expect(new Set(cards.map(({ id }) => id)).size).toBe(1000);
    expect(cards.filter((card) => !textOf(card).includes("3 claims, 3 verified"))).toEqual([]);
    expect(house.site.requestedPaths).toEqual(["/hot"]);
    expect(house.model.requests).toHaveLength(1);
    await bot.kill("SIGKILL");
    await house.close();
    expect(discord.violations).toEqual([]);
  },
);
