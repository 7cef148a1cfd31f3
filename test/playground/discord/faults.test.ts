import { once } from "node:events";
import type { TextChannel } from "discord.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../../playground/discord/index.ts";
import { type ClientSetup, connectClient, handleNextInteraction, rejectionOf } from "./client.ts";

/** The timeout is long enough for a busy machine. */

describe("FaultInjector", () => {
  let setup: ClientSetup;
  let news: TextChannel;
  beforeAll(async () => {
    setup = await connectClient();
    news = (await setup.client.channels.fetch(setup.discord.channel("news").id)) as TextChannel;
  });
  afterAll(async () => {
    expect(setup.discord.violations).toEqual([]);
    await setup.close();
  });

  const create = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
  const messagesWith = (content: string) =>
    setup.discord.messagesIn("news").filter((message) => message.content === content);
  const statuses = (): number[] => setup.discord.requests.map(({ status }) => status);

  test.each(["user", "shared", "global"] as const)(
    "makes the client wait and retry after a rate limit with scope %s",
    async (scope) => {
      const { discord } = setup;
      discord.faults.rateLimit(create, 0.05, scope);
      await news.send(`limited ${scope}`);
      expect(messagesWith(`limited ${scope}`)).toHaveLength(1);
      expect(statuses().slice(-2)).toEqual([429, 200]);
    },
  );

  test("returns an error before it creates the message, so that the client's retry creates it", async () => {
    setup.discord.faults.respond(create, 500);
    await news.send("before");
    expect(messagesWith("before")).toHaveLength(1);
    expect(statuses().slice(-2)).toEqual([500, 200]);
  });

  test("returns an error after it creates the message, so that the client's retry creates another one unless a nonce is enforced", async () => {
    const { faults } = setup.discord;
    faults.respond(create, 502, undefined, { afterHandling: true });
    await news.send("lost");
    expect(messagesWith("lost")).toHaveLength(2);
    faults.respond(create, 502, undefined, { afterHandling: true });
    await news.send({ content: "found", nonce: "n-2", enforceNonce: true });
    expect(messagesWith("found")).toHaveLength(1);
  });

  test("drops the connection before or after the message is created", async () => {
    const { faults } = setup.discord;
    faults.drop(create);
    await rejectionOf(news.send("broken before"));
    expect(messagesWith("broken before")).toHaveLength(0);
    faults.drop(create, { afterHandling: true });
    await rejectionOf(news.send("broken after"));
    expect(messagesWith("broken after")).toHaveLength(1);
  });

  test("acknowledges an interaction although the response to its callback is lost", async () => {
    const { discord, client } = setup;
    discord.faults.drop({ path: "/callback" }, { afterHandling: true });
    const handled = handleNextInteraction(client, async (command) => {
      if (!command.isChatInputCommand()) throw new Error("no command");
      await rejectionOf(command.deferReply());
      await command.webhook.editMessage("@original", "there");
    });
    const interaction = discord.ada.slash("news", "x", {}, { force: true });
    await handled;
    expect(textOf(await interaction.response())).toBe("there");
  });

  test("leaves a request unanswered until the client aborts it", async () => {
    const { discord, client } = setup;
    discord.faults.hang({ method: "GET", path: "/users/@me" });
    const abortController = new AbortController();
    const rejected = rejectionOf(client.rest.get("/users/@me", { signal: abortController.signal }));
    await expect.poll(() => discord.requests.at(-1)?.path).toBe("/users/@me");
    abortController.abort();
    await rejected;
    expect(discord.requests.at(-1)?.status).toBe(0);
  });

  test("delays a response, and clears faults that have not occurred yet", async () => {
    const { discord, client } = setup;
    discord.faults.delay({ path: "/users/@me" }, 20);
    const start = performance.now();
    await client.rest.get("/users/@me");
    expect(performance.now() - start).toBeGreaterThanOrEqual(19);
    discord.faults.respond({}, 500, undefined, { times: 10 });
    discord.faults.clear();
    await client.rest.get("/users/@me");
  });

  test("rejects an interaction response after the deadline as an unknown interaction", async () => {
    const late = await connectClient({ initialResponseMs: -1 });
    const handled = handleNextInteraction(late.client, async (interaction) => {
      if (!interaction.isChatInputCommand()) throw new Error("no command");
      return rejectionOf(interaction.deferReply());
    });
    late.discord.ada.slash("news", "x", {}, { force: true });
    expect((await handled).code).toBe(10_062);
    await late.close();
  });

  test("lists the current messages if waitFor times out", async () => {
    await news.send("what is there");
    await expect(setup.discord.waitFor(({ content }) => content === "nothing", 1)).rejects.toThrow(
      /there is:[\s\S]*what is there/,
    );
    expect((await setup.discord.waitFor(({ content }) => content === "what is there")).content).toBe("what is there");
  });

  test("emits typing, threadCreated and messageDeleted events", async () => {
    const { state } = setup.discord;
    const events = ["typing", "threadCreated", "messageDeleted"].map((event) => once(state as never, event));
    await news.sendTyping();
    const message = await news.send("gone soon");
    await message.startThread({ name: "short" });
    await message.delete();
    expect((await Promise.all(events)).length).toBe(3);
  });
});
