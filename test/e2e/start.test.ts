import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { BotHarness } from "./harness.ts";

/** A bot that cannot start must exit, so that its supervisor notices. */
test.each([
  [
    "a health port that is in use",
    (usedPort: number) => ({ environment: { HEALTH_PORT: String(usedPort) } }),
    /HEALTH_PORT: 127\.0\.0\.1:\d+ is in use by another program/,
  ],
  [
    "a required intent that is disabled",
    () => ({ discord: { messageContent: "disallowed" as const }, environment: { PITH_MESSAGE_CONTENT: "on" } }),
    /Message Content intent is off/,
  ],
])("exits with a message at startup for %s", async (_, options, message) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const harness = await BotHarness.build("SQLite", options((server.address() as AddressInfo).port));
  await expect(harness.spawn()).rejects.toThrow(message);
  server.close();
  await harness.close();
});

/** discord.js does not reconnect after these close codes, so the bot must exit. */
test.each([
  [4004, /DISCORD_TOKEN: Discord rejects it/],
  [4014, /Message Content intent was turned off/],
])("exits with a message when Discord closes the connection with %i", async (code, message) => {
  const harness = await BotHarness.build("SQLite");
  const bot = await harness.spawn();
  harness.discord.faults.closeGateway(code);
  await expect.poll(() => bot.output()).toMatch(message);
  expect(await bot.kill("SIGCONT")).toBe(2);
  await harness.close();
});
