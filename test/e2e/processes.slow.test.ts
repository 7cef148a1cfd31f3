import { describe, expect, test } from "vitest";
import { type Message, shardOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";
import { spawnPith } from "./pith.ts";

const DIGEST = "3 claims, 3 verified";
const [, postgres] = STORES;
const note = (words: string) => ({ name: "a.txt", type: "text/plain", bytes: Buffer.from(`${STORY}\n\n${words}`) });

describe.skipIf(postgres!.skipped)("two processes on one Postgres", () => {
  test("of a shard each: a link that is posted to both at once is fetched and digested once", async () => {
    const house = await BotHarness.build("Postgres", { discord: { shards: 2, initialResponseMs: 30_000 } });
    const { discord } = house;
    const { state } = discord;
    const guilds = [discord.guild];
    while (guilds.length < 2) {
      const guild = state.addGuild(`Guild ${state.guilds.size}`);
      if (shardOf(guild.id, 2) !== shardOf(discord.guild.id, 2)) guilds.push(guild);
    }
    await Promise.all([0, 1].map((shard) => house.spawn("bot", { DISCORD_SHARDS: `${shard}-${shard}/2` })));
    house.model.delayMs = 800;
    house.site.pages.set("/hot", articlePage("A hot story", STORY.split("\n\n")));
    const asked = guilds.flatMap((guild, i) => {
      const channel = state.addChannel(guild, `hot-${i}`);
      const person = discord.addPerson(`hot${i}`, {}, guild);
      return Array.from({ length: 50 }, () => person.slash(channel, "summarise", { url: `${house.site.origin}/hot` }));
    });
    const cards = await Promise.all(asked.map((one) => one.response(isDone, 60_000)));
    expect(cards.filter((card) => !textOf(card).includes(DIGEST))).toEqual([]);
    expect(new Set(cards.map(({ id }) => id)).size).toBe(100);
    expect([house.site.requestedPaths, house.model.requests.length]).toEqual([["/hot"], 1]);
    await house.close();
    expect(discord.violations).toEqual([]);
  }, 120_000);

  test("with the same shards by mistake: each message and command is answered once", async () => {
    const house = await BotHarness.build("Postgres");
    const { ada, ben, state } = house.discord;
    await Promise.all([house.spawn(), house.spawn()]);
    await expect.poll(() => house.discord.gateway.connectedSessions, { timeout: 10_000 }).toBe(2);
    const posted = Array.from({ length: 5 }, (_, n) =>
      ada.post("#news", { content: `<@${state.bot.id}>`, files: [note(`Number ${n}.`)] }),
    );
    const asked = Array.from({ length: 5 }, (_, n) =>
      ben.slash("#news", "summarise", { text: `${STORY}\n\nOf ${n}.` }),
    );
    for (const one of asked) expect(textOf(await one.response(isDone, 30_000))).toContain(DIGEST);
    const cardsOf = ({ id }: Message) =>
      house.discord.messagesIn("#news").filter((one) => one.reference?.message_id === id && isDone(one));
    for (const one of posted) await expect.poll(() => cardsOf(one).length, { timeout: 20_000 }).toBe(1);
    expect(house.botTextsIn("#news")).toHaveLength(10);
    expect(house.model.requests).toHaveLength(10);
    await house.close();
  }, 120_000);
});

describe.each(STORES)("a process on $store", ({ store, skipped }) => {
  test.skipIf(skipped)(
    "ends at once at the second signal, and the next one finishes what it had",
    async () => {
      const house = await BotHarness.build(store);
      const { ada } = house.discord;
      const bot = await house.spawn();
      house.model.delayMs = 12_000;
      const asked = ada.slash("#news", "summarise", { text: STORY });
      await asked.response((message) => textOf(message).includes("First draft"));
      process.kill(bot.pid, "SIGTERM");
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await bot.kill("SIGTERM")).not.toBe(0); // by the signal itself, which has no code
      expect(isDone(asked.original!)).toBe(false);
      house.model.delayMs = 0;
      await house.spawn();
      expect(textOf(await asked.response(isDone, 40_000))).toContain(DIGEST);
      expect(house.botTextsIn("#news")).toHaveLength(1);
      await house.close();
      expect(house.discord.violations).toEqual([]);
    },
    90_000,
  );
});

describe("a bot that cannot get in", () => {
  test.each([
    ["a token that Discord does not know", { DISCORD_TOKEN: "not-a-token-4711" }],
    ["a Discord that cannot be reached", { DISCORD_API_URL: "http://127.0.0.1:1/api", DISCORD_TOKEN: "a-token-4711" }],
  ])(
    "%s: it ends with a sentence, and repeats no secret",
    async (_, environment) => {
      const house = await BotHarness.build("SQLite");
      const { code, stderr } = await spawnPith(["bot"], { ...house.environment, ...environment });
      expect(code).toBe(2);
      expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(3);
      expect(stderr).toContain("DISCORD_TOKEN");
      expect(stderr).not.toMatch(/4711|\n\s+at /);
      await house.close();
    },
    60_000,
  );
});
