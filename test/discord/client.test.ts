import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Routes } from "discord.js";
import { afterEach, expect, test, vi } from "vitest";
import { readConfig } from "../../src/config.ts";
import { connect, createRest } from "../../src/discord/index.ts";
import { Loopback } from "../../src/loopback/index.ts";

afterEach(() => void vi.useRealTimers());

test("the queue of an interaction's token is let go of soon after it was used", async () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { hooks } = createRest(readConfig({ DISCORD_TOKEN: "x", DISCORD_API_URL: `http://127.0.0.1:${port}/api` }));
  for (let i = 0; i < 20; i++)
    await hooks.patch(Routes.webhookMessage("1", `token${i}`, "@original"), { body: {}, auth: false });
  expect(hooks.handlers.size).toBe(20);
  vi.advanceTimersByTime(61_000);
  expect(hooks.handlers.size).toBe(0);
  hooks.clearHandlerSweeper();
  server.closeAllConnections();
  server.close();
});

test("of all the people who ever wrote some are remembered, and always the bot itself", async () => {
  const discord = await Loopback.start();
  const faults: unknown[] = [];
  const { client } = await connect(readConfig(discord.environment), (error) => faults.push(error));
  const heard = new Set<string | undefined>();
  client.on("messageCreate", ({ author, member }) => heard.add(member?.id === author.id ? author.id : undefined));
  for (let i = 0; i < 1200; i++) discord.addPerson(`writer${i}`).post("#news", { content: `Number ${i}.` });
  await expect.poll(() => heard.size).toBe(1200);
  expect(heard.has(undefined)).toBe(false);
  const { users, guilds, user } = client;
  const { members } = guilds.cache.get(discord.guild.id)!;
  expect(users.cache.size).toBeLessThanOrEqual(1001);
  expect(members.cache.size).toBeLessThanOrEqual(201);
  expect(users.cache.has(user.id)).toBe(true);
  expect(members.me?.id).toBe(user.id);
  await client.destroy();
  await discord.close();
  expect(faults).toEqual([]);
});
