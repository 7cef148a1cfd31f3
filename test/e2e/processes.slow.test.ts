import { describe, expect, test } from "vitest";
import { type Message, shardOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";
import { spawnPith } from "./pith.ts";

const [, postgres] = STORES;
const createFile = (ending: string) => ({
  name: "a.txt",
  type: "text/plain",
  bytes: Buffer.from(`${STORY}\n\n${ending}`),
});

describe.skipIf(postgres!.skipped)("two processes with a shared Postgres database", () => {
  test("fetch and summarise a URL once if both receive it at the same time, with a shard each", async () => {
    const harness = await BotHarness.build("Postgres", { discord: { shards: 2, initialResponseMs: 30_000 } });
    const { discord } = harness;
    const { state } = discord;
    const guilds = [discord.guild];
    while (guilds.length < 2) {
      const guild = state.addGuild(`Guild ${state.guilds.size}`);
      if (shardOf(guild.id, 2) !== shardOf(discord.guild.id, 2)) guilds.push(guild);
    }
    await Promise.all([0, 1].map((shard) => harness.spawn("bot", { DISCORD_SHARDS: `${shard}-${shard}/2` })));
    harness.model.delayMs = 800;
    harness.site.pages.set("/hot", articlePage("A hot story", STORY.split("\n\n")));
    const commands = guilds.flatMap((guild, i) => {
      const channel = state.addChannel(guild, `hot-${i}`);
      const person = discord.addPerson(`hot${i}`, {}, guild);
      return Array.from({ length: 50 }, () =>
        person.slash(channel, "summarise", { url: `${harness.site.origin}/hot` }),
      );
    });
    const cards = await Promise.all(commands.map((command) => command.response(isDone, 60_000)));
    expect(cards.filter((card) => !textOf(card).includes(FAITHFUL))).toEqual([]);
    expect(new Set(cards.map(({ id }) => id)).size).toBe(100);
    expect([harness.site.requestedPaths, harness.model.requests.length]).toEqual([["/hot"], 1]);
    await harness.close();
    expect(discord.violations).toEqual([]);
  }, 120_000);

  test("respond to each message and command once if they have the same shards by mistake", async () => {
    const harness = await BotHarness.build("Postgres");
    const { ada, ben, state } = harness.discord;
    await Promise.all([harness.spawn(), harness.spawn()]);
    await expect.poll(() => harness.discord.gateway.connectedSessions).toBe(2);
    const posted = Array.from({ length: 5 }, (_, n) =>
      ada.post("#news", { content: `<@${state.bot.id}>`, files: [createFile(`Number ${n}.`)] }),
    );
    const commands = Array.from({ length: 5 }, (_, n) =>
      ben.slash("#news", "summarise", { text: `${STORY}\n\nOf ${n}.` }),
    );
    for (const command of commands) expect(textOf(await command.response(isDone, 30_000))).toContain(FAITHFUL);
    const cardsOf = ({ id }: Message) =>
      harness.discord.messagesIn("#news").filter((one) => one.reference?.message_id === id && isDone(one));
    for (const message of posted) await expect.poll(() => cardsOf(message).length, { timeout: 20_000 }).toBe(1);
    expect(harness.botTextsIn("#news")).toHaveLength(10);
    expect(harness.model.requests).toHaveLength(10);
    await harness.close();
  }, 120_000);
});

describe.each(STORES)("a process on $store", ({ store, skipped }) => {
  test.skipIf(skipped)(
    "exits at once on the second signal, and the next process finishes its jobs",
    async () => {
      const harness = await BotHarness.build(store);
      const { ada } = harness.discord;
      const bot = await harness.spawn();
      harness.model.delayMs = 12_000;
      const command = ada.slash("#news", "summarise", { text: STORY });
      await command.response((message) => textOf(message).includes("First draft"));
      process.kill(bot.pid, "SIGTERM");
      // The kernel merges pending signals of the same kind, so the first must be handled before the second is sent.
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await bot.kill("SIGTERM")).not.toBe(0); // A process killed by a signal has no exit code.
      expect(isDone(command.original!)).toBe(false);
      harness.model.delayMs = 0;
      await harness.spawn();
      expect(textOf(await command.response(isDone, 40_000))).toContain(FAITHFUL);
      expect(harness.botTextsIn("#news")).toHaveLength(1);
      await harness.close();
      expect(harness.discord.violations).toEqual([]);
    },
    90_000,
  );
});

describe("a bot that cannot connect", () => {
  test.each([
    ["an unknown token", { DISCORD_TOKEN: "not-a-token-4711" }],
    ["an unreachable Discord API", { DISCORD_API_URL: "http://127.0.0.1:1/api", DISCORD_TOKEN: "a-token-4711" }],
  ])(
    "for %s, exits with a message that contains no secrets",
    async (_, environment) => {
      const harness = await BotHarness.build("SQLite");
      const { code, stderr } = await spawnPith(["bot"], { ...harness.environment, ...environment });
      expect(code).toBe(2);
      expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(3);
      expect(stderr).toContain("DISCORD_TOKEN");
      expect(stderr).not.toMatch(/4711|\n\s+at /);
      await harness.close();
    },
    60_000,
  );
});
