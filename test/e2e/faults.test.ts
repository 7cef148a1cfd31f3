import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { BotHarness, isDone } from "./harness.ts";

const story = { name: "story.txt", type: "text/plain", bytes: Buffer.from(STORY) };

describe("what goes wrong at Discord", () => {
  let house: BotHarness;
  beforeEach(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
    expect(house.discord.violations).toEqual([]);
  });
  const cardsUnder = ({ id }: Message): Message[] =>
    house.discord.messagesIn("#news").filter((message) => message.reference?.message_id === id);
  const mention = (): Message =>
    house.discord.ada.post("#news", { content: `<@${house.discord.state.bot.id}>`, files: [story] });
  const create = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
  const callback = { method: "POST", path: "/callback" };

  test.each([
    [
      "a 500 although the message was created",
      () => house.discord.faults.respond(create, 500, {}, { afterHandling: true }),
    ],
    ["a 500 before it was", () => house.discord.faults.respond(create, 500, {})],
    ["a connection lost after it was created", () => house.discord.faults.drop(create, { afterHandling: true })],
  ])("%s: one card", async (_, fault) => {
    fault();
    const posted = mention();
    await house.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message), 20_000);
    await house.discord.waitFor((message) => message.content.startsWith("Ask about this here"));
    expect(cardsUnder(posted)).toHaveLength(1);
  });

  test("a result that is there before the callback is at Discord waits for it", async () => {
    const { ada } = house.discord;
    await ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    house.discord.faults.delay(callback, 700);
    const again = ada.slash("#news", "summarise", { text: STORY });
    expect(textOf(await again.response(isDone))).toContain("3 claims, 3 verified");
    expect(
      house.discord.messagesIn("#news").filter(({ author }) => author === house.discord.state.bot.id),
    ).toHaveLength(2);
  });

  test("the answer to the callback is lost: the result arrives all the same", async () => {
    house.discord.faults.drop(callback, { afterHandling: true });
    const card = await house.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain("3 claims, 3 verified");
  });

  test("the callback is cut off before it reaches Discord: it is tried again, and the result stands in its place", async () => {
    house.discord.faults.drop(callback);
    const card = await house.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain("3 claims, 3 verified");
    expect(house.botTextsIn("#news")).toHaveLength(1);
  });

  test("the callback never reaches Discord: a public result comes as a message, a private one as a hint", async () => {
    house.discord.faults.respond(callback, 404, { code: 10_062, message: "Unknown interaction" });
    const { ada, bot } = { ada: house.discord.ada, bot: house.discord.state.bot };
    ada.slash("#news", "summarise", { text: STORY });
    const late = await house.discord.waitFor((message) => message.author === bot.id && isDone(message));
    expect(textOf(late)).toContain(`<@${ada.id}>, here it is, late but whole:`);
    expect(house.takeBotPings().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
    house.discord.faults.respond(callback, 404, { code: 10_062, message: "Unknown interaction" });
    ada.slash("#news", "summarise", { text: STORY, private: true });
    const hint = await house.discord.waitFor(
      ({ channel_id, author }) => channel_id === ada.dm().id && author === bot.id,
    );
    expect(textOf(hint)).toContain("What you asked for privately is ready.");
    expect(textOf(hint)).not.toContain("library");
  });

  test("an interaction handed over twice is answered once", async () => {
    house.discord.faults.duplicateNext("INTERACTION_CREATE");
    await house.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    house.discord.faults.duplicateNext("MESSAGE_CREATE");
    const posted = mention();
    await house.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    await house.discord.ada.slash("#news", "ask", { question: "Which visitors?" }).response(isDone);
    expect(cardsUnder(posted)).toHaveLength(1);
    expect(house.botTextsIn("#news")).toHaveLength(3);
  });

  test("the token runs out while the work goes on: the result comes as a message that mentions its asker", async () => {
    house.model.delayMs = 1000;
    const { ada, state } = house.discord;
    const asked = ada.slash("#news", "summarise", { text: STORY });
    await asked.acknowledged;
    house.discord.expireTokens();
    const isLate = (message: Message): boolean => textOf(message).includes("late but whole");
    const late = await house.discord.waitFor(
      (message) => message.author === state.bot.id && isLate(message) && isDone(message),
    );
    expect(textOf(late)).toContain("3 claims, 3 verified");
    expect(house.botTextsIn("#news").filter((text) => text.includes("late but whole"))).toHaveLength(1);
    expect(house.takeBotPings().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
  });

  test("Stop ends the work for its asker; a stranger may not press it, and another asker gets the result", async () => {
    house.model.delayMs = 3000;
    const { ada, ben } = house.discord;
    const first = ada.slash("#news", "summarise", { text: STORY });
    const second = ben.slash("#news", "summarise", { text: STORY });
    const working = await first.response((message) => textOf(message).includes("First draft"));
    const refused = await ben.press(working, "Stop").response();
    expect(textOf(refused)).toContain("That is not for you to do");
    await ada.press(working, "Stop").response((message) => textOf(message).includes("Stopped."));
    expect(textOf(await second.response(isDone))).toContain("3 claims, 3 verified");
    expect(textOf(first.original!)).toContain("Stopped.");
    expect(house.model.requests).toHaveLength(1);
  });

  test("when nobody waits any more, the model's call is broken off", async () => {
    house.model.delayMs = 5000;
    const first = house.discord.ada.slash("#news", "summarise", { text: STORY });
    const working = await first.response((message) => textOf(message).includes("First draft"));
    await house.discord.ada.press(working, "Stop").response((message) => textOf(message).includes("Stopped."));
    await expect.poll(() => house.model.abortedRequests, { timeout: 4000 }).toBe(1);
  });

  test("without the right to start threads or to write, the card is all there is, or nothing", async () => {
    const { state, guild, ada } = house.discord;
    state.updateRolePermissions(guild, "Pith", { deny: ["CreatePublicThreads"] });
    const card = await ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain("3 claims, 3 verified");
    expect(state.channels.has(card.id)).toBe(false);
    state.updateRolePermissions(guild, "Pith", { deny: ["SendMessages"] });
    const posted = mention();
    await ada.slash("#news", "ask", { question: "Which visitors?" }).response(isDone);
    expect(cardsUnder(posted)).toEqual([]);
  });

  test("the connection drops, is resumed, and begins anew: nothing is lost", async () => {
    const { faults, ada, gateway } = house.discord;
    for (const break_ of [
      () => faults.dropGateway(),
      () => faults.requestReconnect(),
      () => faults.invalidateSessions(false),
    ]) {
      const before = gateway.handshakes.length;
      break_();
      await expect.poll(() => gateway.handshakes.length, { timeout: 15_000 }).toBeGreaterThan(before);
      await expect.poll(() => gateway.connectedSessions, { timeout: 15_000 }).toBe(1);
      const text = `${STORY}\n\nBreak ${before}.`;
      const card = await ada.slash("#news", "summarise", { text }).response(isDone);
      expect(textOf(card)).toContain("3 claims, 3 verified");
    }
  }, 60_000);

  test("there is no way to Discord for a while: the session is resumed, and what was posted meanwhile is answered", async () => {
    const { faults, gateway } = house.discord;
    const before = gateway.handshakes.length;
    const let_ = faults.refuseConnections();
    faults.dropGateway();
    await new Promise((resolve) => setTimeout(resolve, 2500)); // several tries to come back fail
    const posted = mention();
    let_();
    await house.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message), 20_000);
    expect(gateway.handshakes.slice(before).map(({ op }) => op)).toEqual(["resume"]);
    expect(cardsUnder(posted)).toHaveLength(1);
  }, 60_000);
});

describe("the Message Content intent", () => {
  test("refused: the bot goes on without it, reads what speaks to it, and says once how to be heard", async () => {
    const house = await BotHarness.build("SQLite", { discord: { messageContent: "disallowed" } });
    await house.start();
    const { discord } = house;
    const { ada, state } = discord;
    const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [story] });
    await discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    const opening = await discord.waitFor((message) => message.content.startsWith("Ask about this here"));
    for (let i = 0; i < 2; i++)
      ada.post(opening.channel_id, { content: "How many visitors?", replyTo: opening, ping: false });
    await discord.waitFor((message) => message.content.includes("only when you mention me"));
    const reply = ada.post(opening.channel_id, { content: "How many visitors?", replyTo: opening });
    const answer = await discord.waitFor((message) => message.reference?.message_id === reply.id && isDone(message));
    expect(textOf(answer)).toContain("48,000 visitors");
    expect(house.botTextsIn(opening.channel_id).filter((text) => text.includes("only when you mention me"))).toHaveLength(1);
    expect(textOf(await house.setMode("#auto", "auto"))).toContain("Message Content Intent");
    await house.close();
    expect(house.faults).toEqual([]);
    expect(discord.violations).toEqual([]);
  });

  test("demanded but refused: the bot does not start, and names the switch", async () => {
    const house = await BotHarness.build("SQLite", {
      discord: { messageContent: "disallowed" },
      environment: { PITH_MESSAGE_CONTENT: "on" },
    });
    await expect(house.start()).rejects.toThrow(/PITH_MESSAGE_CONTENT.*Privileged Gateway Intents/);
    await house.close().catch(() => undefined);
  });
});
