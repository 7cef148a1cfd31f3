import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { BotHarness } from "./harness.ts";

/** A start that fails ends the process: one that stays would be neither up nor down. */
test.each([
  [
    "a health port that is taken",
    (taken: number) => ({ environment: { HEALTH_PORT: String(taken) } }),
    /HEALTH_PORT: 127\.0\.0\.1:\d+ is taken by another program/,
  ],
  [
    "an intent that must be had and is refused",
    () => ({ discord: { messageContent: "disallowed" as const }, environment: { PITH_MESSAGE_CONTENT: "on" } }),
    /Message Content intent off/,
  ],
])("%s ends the bot with words", async (_, options, words) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const house = await BotHarness.build("SQLite", options((other.address() as AddressInfo).port));
  await expect(house.spawn()).rejects.toThrow(words);
  other.close();
  await house.close();
});

/** The library does not come back from these: a bot that stays would hear nothing, and nobody would know. */
test.each([
  [4004, /DISCORD_TOKEN: Discord does not know it/],
  [4014, /Message Content intent was switched off/],
])("a close with %i ends a bot that runs, with words", async (code, words) => {
  const house = await BotHarness.build("SQLite");
  const bot = await house.spawn();
  house.discord.faults.closeGateway(code);
  await expect.poll(() => bot.output(), { timeout: 10_000 }).toMatch(words);
  expect(await bot.kill("SIGCONT")).toBe(2);
  await house.close();
});
