import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Routes } from "discord.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeDiscord } from "../../../playground/discord/index.ts";
import { readConfig } from "../../../src/config.ts";
import { connect, createRest } from "../../../src/discord/index.ts";
import type { PithError } from "../../../src/model/index.ts";

afterEach(() => void vi.useRealTimers());

test("createRest removes the request queue of an interaction token a minute after its last use", async () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { webhooks } = createRest(readConfig({ DISCORD_TOKEN: "x", DISCORD_API_URL: `http://127.0.0.1:${port}/api` }));
  for (let i = 0; i < 20; i++)
    await webhooks.patch(Routes.webhookMessage("1", `token${i}`, "@original"), { body: {}, auth: false });
  expect(webhooks.handlers.size).toBe(20);
  vi.advanceTimersByTime(61_000);
  expect(webhooks.handlers.size).toBe(0);
  webhooks.clearHandlerSweeper();
  server.closeAllConnections();
  server.close();
});

test("connect limits the caches of users and members, but keeps the bot itself", async () => {
  const discord = await FakeDiscord.start();
  const errors: unknown[] = [];
  const { client } = await connect(readConfig(discord.environment), (error) => errors.push(error));
  const authors = new Set<string | undefined>();
  client.on("messageCreate", ({ author, member }) => authors.add(member?.id === author.id ? author.id : undefined));
  for (let i = 0; i < 1200; i++) discord.addPerson(`writer${i}`).post("#news", { content: `Number ${i}.` });
  await expect.poll(() => authors.size).toBe(1200);
  expect(authors.has(undefined)).toBe(false);
  const { users, guilds, user } = client;
  const { members } = guilds.cache.get(discord.guild.id)!;
  expect(users.cache.size).toBeLessThanOrEqual(1001);
  expect(members.cache.size).toBeLessThanOrEqual(201);
  expect(users.cache.has(user.id)).toBe(true);
  expect(members.me?.id).toBe(user.id);
  await client.destroy();
  await discord.close();
  expect(errors).toEqual([]);
});

describe("connect", () => {
  let discord: FakeDiscord;
  beforeEach(async () => {
    discord = await FakeDiscord.start({ messageContent: "disallowed" });
  });
  afterEach(() => discord.close());
  const logIn = (environment: Record<string, string>): ReturnType<typeof connect> =>
    connect(readConfig({ ...discord.environment, ...environment }), () => undefined);
  const outcomeOf = (login: Promise<unknown>): Promise<string> =>
    login.then(
      () => "logged in",
      (error: PithError) => `${error.code}: ${error.detail}`,
    );

  test.each([
    ["auto", false],
    ["off", false],
  ])("logs in without the Message Content intent if PITH_MESSAGE_CONTENT is %s", async (setting, expected) => {
    const { client, hasMessageContent } = await logIn({ PITH_MESSAGE_CONTENT: setting });
    expect(hasMessageContent).toBe(expected);
    await client.destroy();
  });

  test("names the disabled Message Content intent if PITH_MESSAGE_CONTENT is on", async () => {
    expect(await outcomeOf(logIn({ PITH_MESSAGE_CONTENT: "on" }))).toMatch(
      /^bad_config: .*Message Content intent is off/,
    );
  });

  test("names DISCORD_TOKEN, but not its value, if Discord rejects the token", async () => {
    const outcome = await outcomeOf(logIn({ DISCORD_TOKEN: "no.such.token" }));
    expect(outcome).toMatch(/^bad_config: DISCORD_TOKEN/);
    expect(outcome).not.toContain("no.such.token");
  });

  test("reports an unreachable Discord API as bad_config", async () => {
    expect(await outcomeOf(logIn({ DISCORD_API_URL: "http://127.0.0.1:9/api" }))).toMatch(
      /^bad_config: .*can't be reached/,
    );
  });

  test.each([
    ["auto", [0]],
    ["1", [0]],
    ["2", [0, 1]],
    ["1-1/2", [1]],
  ])("DISCORD_SHARDS %s connects the shards %j", async (shards, ids) => {
    const { client } = await logIn({ DISCORD_SHARDS: shards, PITH_MESSAGE_CONTENT: "off" });
    expect([...client.ws.shards.keys()]).toEqual(ids);
    await client.destroy();
  });
});
