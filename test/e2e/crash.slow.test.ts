import { describe, expect, test } from "vitest";
import { type Message, shardOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

const story = (note: string) => ({ name: "story.txt", type: "text/plain", bytes: Buffer.from(`${STORY}\n\n${note}`) });

describe.each(STORES)("a crash on $store", ({ store, skipped }) => {
  test.skipIf(skipped)(
    "in mid-digest: after the start everybody has exactly one result",
    async () => {
      const house = await BotHarness.build(store);
      const { ada, ben, state } = house.discord;
      const bot = await house.spawn();
      house.model.delayMs = 2500;
      const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [story("By message.")] });
      const asked = ben.slash("#news", "summarise", { text: `${STORY}\n\nBy interaction.` });
      const isDraft = (message: Message): boolean => textOf(message).includes("First draft");
      await house.discord.waitFor((message) => message.reference?.message_id === posted.id && isDraft(message));
      await asked.response(isDraft);
      await bot.kill("SIGKILL");
      house.model.delayMs = 0;
      await house.spawn();
      await house.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message), 40_000);
      expect(textOf(await asked.response(isDone, 40_000))).toContain("3 claims, 3 verified");
      await expect.poll(() => house.botTextsIn("#news").filter((text) => text.includes("3 verified")).length).toBe(2);
      const cards = house.discord.messagesIn("#news").filter(({ author }) => author === state.bot.id);
      expect(cards).toHaveLength(2);
      expect(house.model.requests.length).toBeLessThanOrEqual(4);
      await house.close();
      expect(house.discord.violations).toEqual([]);
      expect(house.takeBotPings()).toEqual([]);
    },
    120_000,
  );

  test.skipIf(skipped)(
    "a signal lets what is under way end, and what does not end goes on after the start",
    async () => {
      const house = await BotHarness.build(store);
      const { ada, ben } = house.discord;
      const bot = await house.spawn();
      house.model.delayMs = 1500;
      const soon = ada.slash("#news", "summarise", { text: `${STORY}\n\nSoon.` });
      await soon.response((message) => textOf(message).includes("First draft"));
      expect(await bot.kill("SIGTERM")).toBe(0);
      expect(textOf(await soon.response(isDone, 1000))).toContain("3 claims, 3 verified");
      await house.spawn();
      expect(
        textOf(await ben.slash("#news", "ask", { question: "How many visitors had it?" }).response(isDone)),
      ).toContain("48,000");
      await house.close();
      expect(house.discord.violations).toEqual([]);
    },
    120_000,
  );
});

const [, postgres] = STORES;
test.skipIf(postgres!.skipped)(
  "2 bots of a shard each and 2 workers: one of each is killed, and nothing is lost or doubled",
  async () => {
    const house = await BotHarness.build("Postgres", { discord: { shards: 2 } });
    const { discord } = house;
    const { state } = discord;
    // One server on either shard.
    const guilds = [discord.guild];
    while (guilds.length < 2) {
      const guild = state.addGuild(`Guild ${state.guilds.size}`);
      if (shardOf(guild.id, 2) !== shardOf(discord.guild.id, 2)) guilds.push(guild);
    }
    const channels = guilds.map((guild) => state.addChannel(guild, `crowd-${guild.name}`));
    const people = guilds.map((guild, i) => discord.addPerson(`person${i}`, {}, guild));
    const shard = (i: number): string => `${shardOf(guilds[i]!.id, 2)}-${shardOf(guilds[i]!.id, 2)}/2`;
    const bots = await Promise.all([0, 1].map((i) => house.spawn("bot", { DISCORD_SHARDS: shard(i) })));
    const workers = await Promise.all([house.spawn("worker"), house.spawn("worker")]);
    house.model.delayMs = 1500;

    const COUNT = 12;
    const posted = Array.from({ length: COUNT }, (_, n) => {
      const i = n % 2;
      return people[i]!.post(channels[i]!, { content: `<@${state.bot.id}>`, files: [story(`Number ${n}.`)] });
    });
    const asked = Array.from({ length: COUNT }, (_, n) =>
      people[n % 2]!.slash(channels[n % 2]!, "summarise", { text: `${STORY}\n\nAsked ${n}.` }),
    );
    await Promise.all(asked.map((one) => one.acknowledged));
    await expect.poll(() => house.model.requests.length, { timeout: 20_000 }).toBeGreaterThan(3);
    await Promise.all([workers[0]!.kill("SIGKILL"), bots[1]!.kill("SIGKILL")]);
    await house.spawn("bot", { DISCORD_SHARDS: shard(1) });

    const cardsOf = ({ id, channel_id }: Message): Message[] =>
      discord
        .messagesIn(state.channels.get(channel_id)!)
        .filter((message) => message.reference?.message_id === id && isDone(message));
    const finished = (): number =>
      posted.filter((message) => cardsOf(message).length > 0).length +
      asked.filter(({ original }) => original && isDone(original)).length;
    await expect.poll(finished, { timeout: 90_000, interval: 500 }).toBe(2 * COUNT);
    for (const message of posted) expect(cardsOf(message)).toHaveLength(1);
    const all = channels
      .flatMap((channel) => discord.messagesIn(channel))
      .filter(({ author }) => author === state.bot.id);
    expect(all).toHaveLength(2 * COUNT);
    await house.close();
    expect(discord.violations).toEqual([]);
    expect(house.takeBotPings()).toEqual([]);
  },
  180_000,
);
