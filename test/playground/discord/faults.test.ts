import { once } from "node:events";
import type { TextChannel } from "discord.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../../playground/discord/index.ts";
import { handleNextInteraction, rejectionOf, type ConnectedClient, connectClient } from "./client.ts";

/** On a machine that is busy with other things. */
const PATIENT = { timeout: 10_000 };

describe("faults on demand", () => {
  let scene: ConnectedClient;
  let news: TextChannel;
  beforeAll(async () => {
    scene = await connectClient();
    news = (await scene.client.channels.fetch(scene.discord.channel("news").id)) as TextChannel;
  });
  afterAll(async () => {
    expect(scene.discord.violations).toEqual([]);
    await scene.close();
  });

  const create = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
  const sent = (content: string) => scene.discord.messagesIn("news").filter((message) => message.content === content);
  const statuses = (): number[] => scene.discord.requests.map(({ status }) => status);

  test.each(["user", "shared", "global"] as const)(
    "a %s rate limit makes the client wait and send again",
    async (scope) => {
      const { discord } = scene;
      discord.faults.rateLimit(create, 0.05, scope);
      await news.send(`limited ${scope}`);
      expect(sent(`limited ${scope}`)).toHaveLength(1);
      expect(statuses().slice(-2)).toEqual([429, 200]);
    },
  );

  test("an error before the effect: the second try makes the message", async () => {
    scene.discord.faults.respond(create, 500);
    await news.send("before");
    expect(sent("before")).toHaveLength(1);
    expect(statuses().slice(-2)).toEqual([500, 200]);
  });

  test("an error after the effect: without a nonce there are two messages, with one there is one", async () => {
    const { faults } = scene.discord;
    faults.respond(create, 502, undefined, { afterHandling: true });
    await news.send("lost");
    expect(sent("lost")).toHaveLength(2);
    faults.respond(create, 502, undefined, { afterHandling: true });
    await news.send({ content: "found", nonce: "n-2", enforceNonce: true });
    expect(sent("found")).toHaveLength(1);
  });

  test("a connection breaks before or after the effect", async () => {
    const { faults } = scene.discord;
    faults.drop(create);
    await rejectionOf(news.send("broken before"));
    expect(sent("broken before")).toHaveLength(0);
    faults.drop(create, { afterHandling: true });
    await rejectionOf(news.send("broken after"));
    expect(sent("broken after")).toHaveLength(1);
  });

  test("a callback whose answer is lost has taken effect all the same", async () => {
    const { discord, client } = scene;
    discord.faults.drop({ path: "/callback" }, { afterHandling: true });
    const answered = handleNextInteraction(client, async (interaction) => {
      if (!interaction.isChatInputCommand()) throw new Error("no command");
      await rejectionOf(interaction.deferReply());
      await interaction.webhook.editMessage("@original", "there");
    });
    const used = discord.ada.slash("news", "x", {}, { force: true });
    await answered;
    expect(textOf(await used.response())).toBe("there");
  });

  test("no answer at all, until the client gives up", async () => {
    const { discord, client } = scene;
    discord.faults.hang({ method: "GET", path: "/users/@me" });
    const patience = new AbortController();
    const asked = rejectionOf(client.rest.get("/users/@me", { signal: patience.signal }));
    await expect.poll(() => discord.requests.at(-1)?.path, PATIENT).toBe("/users/@me");
    patience.abort();
    await asked;
    expect(discord.requests.at(-1)?.status).toBe(0);
  });

  test("a slow answer, and faults taken back", async () => {
    const { discord, client } = scene;
    discord.faults.delay({ path: "/users/@me" }, 20);
    const start = performance.now();
    await client.rest.get("/users/@me");
    expect(performance.now() - start).toBeGreaterThanOrEqual(19);
    discord.faults.respond({}, 500, undefined, { times: 10 });
    discord.faults.clear();
    await client.rest.get("/users/@me");
  });

  test("an interaction that is answered too late is unknown", async () => {
    const hasty = await connectClient({ initialResponseMs: -1 });
    const answered = handleNextInteraction(hasty.client, async (interaction) => {
      if (!interaction.isChatInputCommand()) throw new Error("no command");
      return rejectionOf(interaction.deferReply());
    });
    hasty.discord.ada.slash("news", "x", {}, { force: true });
    expect((await answered).code).toBe(10_062);
    await hasty.close();
  });

  test("waiting in vain tells what is there", async () => {
    await news.send("what is there");
    await expect(scene.discord.waitFor(({ content }) => content === "nothing", 1)).rejects.toThrow(
      /there is:[\s\S]*what is there/,
    );
    expect((await scene.discord.waitFor(({ content }) => content === "what is there")).content).toBe("what is there");
  });

  test("a listener hears all that a page must show", async () => {
    const { state } = scene.discord;
    const heard = ["typing", "threadCreated", "messageDeleted"].map((event) => once(state as never, event));
    await news.sendTyping();
    const message = await news.send("gone soon");
    await message.startThread({ name: "short" });
    await message.delete();
    expect((await Promise.all(heard)).length).toBe(3);
  });
});
