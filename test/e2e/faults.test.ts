import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { BotHarness, isDone, labelsOf } from "./harness.ts";

const story = { name: "story.txt", type: "text/plain", bytes: Buffer.from(STORY) };

describe("Discord faults", () => {
  let harness: BotHarness;
  beforeEach(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(async () => {
    await harness.close();
    expect(harness.faults).toEqual([]);
    expect(harness.discord.violations).toEqual([]);
  });
  const repliesTo = ({ id }: Message): Message[] =>
    harness.discord.messagesIn("#news").filter((message) => message.reference?.message_id === id);
  const postMention = (): Message =>
    harness.discord.ada.post("#news", { content: `<@${harness.discord.state.bot.id}>`, files: [story] });
  const create = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
  const callback = { method: "POST", path: "/callback" };

  test.each([
    [
      "a 500 response after creating the message",
      () => harness.discord.faults.respond(create, 500, {}, { afterHandling: true }),
    ],
    ["a 500 response before creating the message", () => harness.discord.faults.respond(create, 500, {})],
    [
      "a connection lost after creating the message",
      () => harness.discord.faults.drop(create, { afterHandling: true }),
    ],
  ])("creates one card despite %s", async (_, armFault) => {
    armFault();
    const posted = postMention();
    await harness.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message), 20_000);
    await harness.discord.waitFor((message) => message.content.startsWith("Questions?"));
    expect(repliesTo(posted)).toHaveLength(1);
  });

  test("delivers a cached result after a slow callback", async () => {
    const { ada } = harness.discord;
    await ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    harness.discord.faults.delay(callback, 700);
    const interaction = ada.slash("#news", "summarise", { text: STORY });
    expect(textOf(await interaction.response(isDone))).toContain(FAITHFUL);
    expect(
      harness.discord.messagesIn("#news").filter(({ author }) => author === harness.discord.state.bot.id),
    ).toHaveLength(2);
  });

  test("delivers the result if the response to the callback is lost", async () => {
    harness.discord.faults.drop(callback, { afterHandling: true });
    const card = await harness.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain(FAITHFUL);
  });

  test("retries a callback that does not reach Discord, and delivers the result as its response", async () => {
    harness.discord.faults.drop(callback);
    const card = await harness.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain(FAITHFUL);
    expect(harness.botTextsIn("#news")).toHaveLength(1);
  });

  test("delivers a public result as a message, and a hint for a private one, if Discord never accepts the callback", async () => {
    harness.discord.faults.respond(callback, 404, { code: 10_062, message: "Unknown interaction" });
    const { ada, state } = harness.discord;
    ada.slash("#news", "summarise", { text: STORY });
    const late = await harness.discord.waitFor((message) => message.author === state.bot.id && isDone(message));
    expect(textOf(late)).toContain(`<@${ada.id}>, sorry for the wait. Here it is:`);
    expect(harness.takeBotPings().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
    harness.discord.faults.respond(callback, 404, { code: 10_062, message: "Unknown interaction" });
    ada.slash("#news", "summarise", { text: STORY, private: true });
    const hint = await harness.discord.waitFor(
      ({ channel_id, author }) => channel_id === ada.dm().id && author === state.bot.id,
    );
    expect(textOf(hint)).toContain("Your private result is ready.");
    expect(textOf(hint)).not.toContain("library");
  });

  test("answers an event once even if it is delivered twice", async () => {
    harness.discord.faults.duplicateNext("INTERACTION_CREATE");
    const { ada } = harness.discord;
    const interaction = ada.slash("#news", "summarise", { text: STORY });
    await interaction.response(isDone);
    const acknowledgements = () =>
      harness.discord.requests.filter(({ path }) => path.includes(`/${interaction.id}/`) && path.endsWith("/callback"));
    expect(acknowledgements()).toHaveLength(1);
    expect(harness.model.requests).toHaveLength(1);
    harness.discord.faults.duplicateNext("MESSAGE_CREATE");
    const posted = postMention();
    await harness.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    await ada.slash("#news", "ask", { question: "Which visitors?" }).response(isDone);
    expect(repliesTo(posted)).toHaveLength(1);
    expect(harness.botTextsIn("#news")).toHaveLength(3);
    expect(acknowledgements()).toHaveLength(1);
  });

  test("delivers the result as a message that mentions its requester if the token expires during the work", async () => {
    harness.model.delayMs = 1000;
    const { ada, state } = harness.discord;
    const interaction = ada.slash("#news", "summarise", { text: STORY });
    await interaction.acknowledged;
    harness.discord.expireTokens();
    const isLate = (message: Message): boolean => textOf(message).includes("sorry for the wait");
    const late = await harness.discord.waitFor(
      (message) => message.author === state.bot.id && isLate(message) && isDone(message),
    );
    expect(textOf(late)).toContain(FAITHFUL);
    expect(harness.botTextsIn("#news").filter((text) => text.includes("sorry for the wait"))).toHaveLength(1);
    expect(harness.takeBotPings().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
  });

  test("Stop stops the work only for its requester, and is refused to others", async () => {
    harness.model.delayMs = 3000;
    const { ada, ben } = harness.discord;
    const first = ada.slash("#news", "summarise", { text: STORY });
    const second = ben.slash("#news", "summarise", { text: STORY });
    const working = await first.response((message) => textOf(message).includes("First draft"));
    const refused = await ben.press(working, "Stop").response();
    expect(textOf(refused)).toContain("You're not allowed to do that");
    await ada.press(working, "Stop").acknowledged;
    const kept = await first.response(isDone);
    expect(textOf(kept)).toContain("Stopped before the AI finished; these are quotes only.");
    // It is a digest like any other: with its buttons, its posting and its thread.
    expect(labelsOf(kept)).toEqual(expect.arrayContaining(["Ask"]));
    await expect.poll(() => harness.discord.state.channels.has(kept.id)).toBe(true);
    expect(textOf(await second.response(isDone))).toContain(FAITHFUL);
    expect(textOf(first.original!)).toContain("Stopped before the AI finished");
    expect(harness.botTextsIn("#news").filter((text) => text.includes("Stopped"))).toHaveLength(1);
    expect(harness.model.requests).toHaveLength(1);
  });

  test("aborts the model request when its last requester stops it", async () => {
    harness.model.delayMs = 5000;
    const first = harness.discord.ada.slash("#news", "summarise", { text: STORY });
    const working = await first.response((message) => textOf(message).includes("First draft"));
    await harness.discord.ada.press(working, "Stop").acknowledged;
    await first.response(isDone);
    await expect.poll(() => harness.model.abortedRequests).toBe(1);
  });

  test("creates no thread without Create Public Threads, and no reply without Send Messages", async () => {
    const { state, guild, ada } = harness.discord;
    state.updateRolePermissions(guild, "Pith", { deny: ["CreatePublicThreads"] });
    const card = await ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain(FAITHFUL);
    expect(state.channels.has(card.id)).toBe(false);
    state.updateRolePermissions(guild, "Pith", { deny: ["SendMessages"] });
    const posted = postMention();
    await ada.slash("#news", "ask", { question: "Which visitors?" }).response(isDone);
    expect(repliesTo(posted)).toEqual([]);
  });

  test("keeps working after the gateway connection drops, reconnects or starts a new session", async () => {
    const { faults, ada, gateway } = harness.discord;
    for (const interrupt of [
      () => faults.dropGateway(),
      () => faults.requestReconnect(),
      () => faults.invalidateSessions(false),
    ]) {
      const before = gateway.handshakes.length;
      interrupt();
      await expect.poll(() => gateway.handshakes.length).toBeGreaterThan(before);
      await expect.poll(() => gateway.connectedSessions).toBe(1);
      const text = `${STORY}\n\nBreak ${before}.`;
      const card = await ada.slash("#news", "summarise", { text }).response(isDone);
      expect(textOf(card)).toContain(FAITHFUL);
    }
  }, 60_000);

  test("resumes the session after an outage, and answers messages posted meanwhile", async () => {
    const { faults, gateway } = harness.discord;
    const before = gateway.handshakes.length;
    const acceptConnections = faults.refuseConnections();
    faults.dropGateway();
    await expect.poll(() => gateway.refusedConnections, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
    const posted = postMention();
    acceptConnections();
    await harness.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message), 20_000);
    expect(gateway.handshakes.slice(before).map(({ op }) => op)).toEqual(["resume"]);
    expect(repliesTo(posted)).toHaveLength(1);
  }, 60_000);
});

describe("Message Content intent", () => {
  test("works without the intent for mentions and replies, and explains once that it needs a mention", async () => {
    const harness = await BotHarness.build("SQLite", { discord: { messageContent: "disallowed" } });
    await harness.start();
    const { discord } = harness;
    const { ada, state } = discord;
    const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [story] });
    await discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    const opening = await discord.waitFor((message) => message.content.startsWith("Questions?"));
    for (let i = 0; i < 2; i++)
      ada.post(opening.channel_id, { content: "How many visitors?", replyTo: opening, ping: false });
    await discord.waitFor((message) => message.content.includes("only read your question if you mention me"));
    const reply = ada.post(opening.channel_id, { content: "How many visitors?", replyTo: opening });
    const answer = await discord.waitFor((message) => message.reference?.message_id === reply.id && isDone(message));
    expect(textOf(answer)).toContain("48,000 visitors");
    expect(
      harness
        .botTextsIn(opening.channel_id)
        .filter((text) => text.includes("only read your question if you mention me")),
    ).toHaveLength(1);
    expect(textOf(await harness.setMode("#auto", "auto"))).toContain("Message Content Intent");
    await harness.close();
    expect(harness.faults).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test("does not start if the intent is required but not granted, and names the portal setting", async () => {
    const harness = await BotHarness.build("SQLite", {
      discord: { messageContent: "disallowed" },
      environment: { PITH_MESSAGE_CONTENT: "on" },
    });
    await expect(harness.start()).rejects.toThrow(/PITH_MESSAGE_CONTENT.*Privileged Gateway Intents/);
    await harness.close().catch(() => undefined);
  });
});
