import { describe, expect, test } from "vitest";
import { type Message, shardOf, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";

const createFile = (note: string) => ({
  name: "story.txt",
  type: "text/plain",
  bytes: Buffer.from(`${STORY}\n\n${note}`),
});

describe.each(STORES)("process termination on $store", ({ store, skipped }) => {
  test.skipIf(skipped)(
    "SIGKILL during a digest leaves exactly one result per request after the restart",
    async () => {
      const harness = await BotHarness.build(store);
      const { ada, ben, state } = harness.discord;
      const bot = await harness.spawn();
      harness.model.delayMs = 2500;
      const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [createFile("By message.")] });
      const interaction = ben.slash("#news", "summarise", { text: `${STORY}\n\nBy interaction.` });
      const isDraft = (message: Message): boolean => textOf(message).includes("First draft");
      await harness.discord.waitFor((message) => message.reference?.message_id === posted.id && isDraft(message));
      await interaction.response(isDraft);
      await bot.kill("SIGKILL");
      harness.model.delayMs = 0;
      await harness.spawn();
      await harness.discord.waitFor(
        (message) => message.reference?.message_id === posted.id && isDone(message),
        40_000,
      );
      expect(textOf(await interaction.response(isDone, 40_000))).toContain(FAITHFUL);
      await expect.poll(() => harness.botTextsIn("#news").filter((text) => text.includes(FAITHFUL)).length).toBe(2);
      const cards = harness.discord.messagesIn("#news").filter(({ author }) => author === state.bot.id);
      expect(cards).toHaveLength(2);
      expect(harness.model.requests.length).toBeLessThanOrEqual(4);
      await harness.close();
      expect(harness.discord.violations).toEqual([]);
      expect(harness.takeBotPings()).toEqual([]);
    },
    120_000,
  );

  test.skipIf(skipped)(
    "SIGTERM lets running work finish, and the bot works after the restart",
    async () => {
      const harness = await BotHarness.build(store);
      const { ada, ben } = harness.discord;
      const bot = await harness.spawn();
      harness.model.delayMs = 1500;
      const interaction = ada.slash("#news", "summarise", { text: `${STORY}\n\nSoon.` });
      await interaction.response((message) => textOf(message).includes("First draft"));
      expect(await bot.kill("SIGTERM")).toBe(0);
      expect(textOf(await interaction.response(isDone, 1000))).toContain(FAITHFUL);
      await harness.spawn();
      expect(
        textOf(await ben.slash("#news", "ask", { question: "How many visitors had it?" }).response(isDone)),
      ).toContain("48,000");
      await harness.close();
      expect(harness.discord.violations).toEqual([]);
    },
    120_000,
  );
});

const [, postgres] = STORES;
test.skipIf(postgres!.skipped)(
  "SIGKILL of one of 2 bots (one shard each) and one of 2 workers neither loses nor duplicates a result",
  async () => {
    const harness = await BotHarness.build("Postgres", { discord: { shards: 2 } });
    const { discord } = harness;
    const { state } = discord;
    // There is one guild for each of the two shards.
    const guilds = [discord.guild];
    while (guilds.length < 2) {
      const guild = state.addGuild(`Guild ${state.guilds.size}`);
      if (shardOf(guild.id, 2) !== shardOf(discord.guild.id, 2)) guilds.push(guild);
    }
    const channels = guilds.map((guild) => state.addChannel(guild, `crash-${guild.name}`));
    const people = guilds.map((guild, i) => discord.addPerson(`person${i}`, {}, guild));
    const shard = (i: number): string => `${shardOf(guilds[i]!.id, 2)}-${shardOf(guilds[i]!.id, 2)}/2`;
    const bots = await Promise.all([0, 1].map((i) => harness.spawn("bot", { DISCORD_SHARDS: shard(i) })));
    const workers = await Promise.all([harness.spawn("worker"), harness.spawn("worker")]);
    harness.model.delayMs = 1500;

    const COUNT = 12;
    const posted = Array.from({ length: COUNT }, (_, n) => {
      const i = n % 2;
      return people[i]!.post(channels[i]!, { content: `<@${state.bot.id}>`, files: [createFile(`Number ${n}.`)] });
    });
    const interactions = Array.from({ length: COUNT }, (_, n) =>
      people[n % 2]!.slash(channels[n % 2]!, "summarise", { text: `${STORY}\n\nAsked ${n}.` }),
    );
    await Promise.all(interactions.map((one) => one.acknowledged));
    await expect.poll(() => harness.model.requests.length, { timeout: 20_000 }).toBeGreaterThan(3);
    await Promise.all([workers[0]!.kill("SIGKILL"), bots[1]!.kill("SIGKILL")]);
    await harness.spawn("bot", { DISCORD_SHARDS: shard(1) });

    const finishedReplies = ({ id, channel_id }: Message): Message[] =>
      discord
        .messagesIn(state.channels.get(channel_id)!)
        .filter((message) => message.reference?.message_id === id && isDone(message));
    const countFinished = (): number =>
      posted.filter((message) => finishedReplies(message).length > 0).length +
      interactions.filter(({ original }) => original && isDone(original)).length;
    await expect.poll(countFinished, { timeout: 90_000, interval: 500 }).toBe(2 * COUNT);
    for (const message of posted) expect(finishedReplies(message)).toHaveLength(1);
    const botMessages = channels
      .flatMap((channel) => discord.messagesIn(channel))
      .filter(({ author }) => author === state.bot.id);
    expect(botMessages).toHaveLength(2 * COUNT);
    await harness.close();
    expect(discord.violations).toEqual([]);
    expect(harness.takeBotPings()).toEqual([]);
  },
  180_000,
);
