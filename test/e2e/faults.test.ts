import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { articlePage } from "../fakes/site.ts";
import { House, isDone, STORES } from "./harness.ts";

const story = { name: "story.txt", type: "text/plain", bytes: Buffer.from(STORY) };

describe.each(STORES)("what goes wrong at Discord, on $store", ({ store, skipped }) => {
  if (skipped) {
    test.skip(`skipped: ${skipped}`, () => {});
    return;
  }
  let house: House;
  beforeEach(async () => {
    house = await House.build(store);
    await house.start();
  });
  afterEach(async () => {
    await house.close();
    expect(house.faults).toEqual([]);
    expect(house.discord.breaches).toEqual([]);
  });
  const cardsUnder = ({ id }: Message): Message[] =>
    house.discord.messagesIn("#news").filter((message) => message.reference?.message_id === id);
  const mention = (): Message =>
    house.discord.ada.post("#news", { content: `<@${house.discord.world.bot.id}>`, files: [story] });
  const create = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
  const callback = { method: "POST", path: "/callback" };

  test.each([
    ["a 500 although the message was created", () => house.discord.faults.answer(create, 500, {}, { after: true })],
    ["a 500 before it was", () => house.discord.faults.answer(create, 500, {})],
    ["a connection lost after it was created", () => house.discord.faults.drop(create, { after: true })],
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
      house.discord.messagesIn("#news").filter(({ author }) => author === house.discord.world.bot.id),
    ).toHaveLength(2);
  });

  test("the answer to the callback is lost: the result arrives all the same", async () => {
    house.discord.faults.drop(callback, { after: true });
    const card = await house.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain("3 claims, 3 verified");
  });

  test("the callback is cut off before it reaches Discord: it is tried again, and the result stands in its place", async () => {
    house.discord.faults.drop(callback);
    const card = await house.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain("3 claims, 3 verified");
    expect(house.said("#news")).toHaveLength(1);
  });

  test("the callback never reaches Discord: a public result comes as a message, a private one as a hint", async () => {
    house.discord.faults.answer(callback, 404, { code: 10_062, message: "Unknown interaction" });
    const { ada, bot } = { ada: house.discord.ada, bot: house.discord.world.bot };
    ada.slash("#news", "summarise", { text: STORY });
    const late = await house.discord.waitFor((message) => message.author === bot.id && isDone(message));
    expect(textOf(late)).toContain(`<@${ada.id}>, here it is, late but whole:`);
    expect(house.pinged().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
    house.discord.faults.answer(callback, 404, { code: 10_062, message: "Unknown interaction" });
    ada.slash("#news", "summarise", { text: STORY, private: true });
    const hint = await house.discord.waitFor(
      ({ channel_id, author }) => channel_id === ada.dm().id && author === bot.id,
    );
    expect(textOf(hint)).toContain("What you asked for privately is ready.");
    expect(textOf(hint)).not.toContain("library");
  });

  test("an interaction handed over twice is answered once", async () => {
    house.discord.faults.repeatNext("INTERACTION_CREATE");
    await house.discord.ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    house.discord.faults.repeatNext("MESSAGE_CREATE");
    const posted = mention();
    await house.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    await house.discord.ada.slash("#news", "ask", { question: "Which visitors?" }).response(isDone);
    expect(cardsUnder(posted)).toHaveLength(1);
    expect(house.said("#news")).toHaveLength(3);
  });

  test("the token runs out while the work goes on: the result comes as a message that mentions its asker", async () => {
    house.model.delayMs = 1000;
    const { ada, world } = house.discord;
    const asked = ada.slash("#news", "summarise", { text: STORY });
    await asked.acknowledged;
    house.discord.expireTokens();
    const isLate = (message: Message): boolean => textOf(message).includes("late but whole");
    const late = await house.discord.waitFor(
      (message) => message.author === world.bot.id && isLate(message) && isDone(message),
    );
    expect(textOf(late)).toContain("3 claims, 3 verified");
    expect(house.said("#news").filter((text) => text.includes("late but whole"))).toHaveLength(1);
    expect(house.pinged().map(({ kind, id }) => [kind, id])).toEqual([["user", ada.id]]);
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
    await expect.poll(() => house.model.brokenOff, { timeout: 4000 }).toBe(1);
  });

  test("without the right to start threads or to write, the card is all there is, or nothing", async () => {
    const { world, guild, ada } = house.discord;
    world.changeRole(guild, "Pith", { deny: ["CreatePublicThreads"] });
    const card = await ada.slash("#news", "summarise", { text: STORY }).response(isDone);
    expect(textOf(card)).toContain("3 claims, 3 verified");
    expect(world.channels.has(card.id)).toBe(false);
    world.changeRole(guild, "Pith", { deny: ["SendMessages"] });
    const posted = mention();
    await ada.slash("#news", "ask", { question: "Which visitors?" }).response(isDone);
    expect(cardsUnder(posted)).toEqual([]);
  });

  test("the connection drops, is resumed, and begins anew: nothing is lost", async () => {
    const { faults, ada, gateway } = house.discord;
    for (const break_ of [
      () => faults.dropGateway(),
      () => faults.askToReconnect(),
      () => faults.invalidateSessions(false),
    ]) {
      const before = gateway.arrivals.length;
      break_();
      await expect.poll(() => gateway.arrivals.length, { timeout: 15_000 }).toBeGreaterThan(before);
      await expect.poll(() => gateway.connected, { timeout: 15_000 }).toBe(1);
      const text = `${STORY}\n\nBreak ${before}.`;
      const card = await ada.slash("#news", "summarise", { text }).response(isDone);
      expect(textOf(card)).toContain("3 claims, 3 verified");
    }
  }, 60_000);

  test("there is no way to Discord for a while: the session is resumed, and what was posted meanwhile is answered", async () => {
    const { faults, gateway } = house.discord;
    const before = gateway.arrivals.length;
    const let_ = faults.refuseConnections();
    faults.dropGateway();
    await new Promise((resolve) => setTimeout(resolve, 2500)); // several tries to come back fail
    const posted = mention();
    let_();
    await house.discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message), 20_000);
    expect(gateway.arrivals.slice(before).map(({ op }) => op)).toEqual(["resume"]);
    expect(cardsUnder(posted)).toHaveLength(1);
  }, 60_000);
});

test.for(STORES)(
  "1,000 askers of one link at once, on $store: one fetch, one call of the model, 1,000 answers",
  {
    timeout: 150_000,
  },
  async ({ store, skipped }, { skip }) => {
    if (skipped) return skip(`skipped: ${skipped}`);
    // How soon they are answered is measured elsewhere: a machine that runs tests may be slow.
    const house = await House.build(store, { discord: { respondWithinMs: 60_000 } });
    const bot = await house.spawn();
    house.model.delayMs = 800;
    house.site.pages.set("/hot", articlePage("A hot story", STORY.split("\n\n")));
    const { discord } = house;
    const asked = Array.from({ length: 1000 }, () =>
      discord.ada.slash("#news", "summarise", { url: `${house.site.origin}/hot` }),
    );
    const answered = () => asked.flatMap(({ original }) => (original && isDone(original) ? [original] : []));
    await expect.poll(() => answered().length, { timeout: 120_000, interval: 500 }).toBe(1000);
    const cards = answered();
    expect(new Set(cards.map(({ id }) => id)).size).toBe(1000);
    expect(cards.filter((card) => !textOf(card).includes("3 claims, 3 verified"))).toEqual([]);
    expect(house.site.fetched).toEqual(["/hot"]);
    expect(house.model.requests).toHaveLength(1);
    await bot.kill("SIGKILL");
    await house.close();
    expect(discord.breaches).toEqual([]);
  },
);

describe("the Message Content intent", () => {
  test("refused: the bot goes on without it, reads what speaks to it, and says once how to be heard", async () => {
    const house = await House.build("SQLite", { discord: { messageContent: "disallowed" } });
    await house.start();
    const { discord } = house;
    const { ada, world } = discord;
    const posted = ada.post("#news", { content: `<@${world.bot.id}>`, files: [story] });
    await discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    const opening = await discord.waitFor((message) => message.content.startsWith("Ask about this here"));
    for (let i = 0; i < 2; i++)
      ada.post(opening.channel_id, { content: "How many visitors?", replyTo: opening, ping: false });
    await discord.waitFor((message) => message.content.includes("only when you mention me"));
    const reply = ada.post(opening.channel_id, { content: "How many visitors?", replyTo: opening });
    const answer = await discord.waitFor((message) => message.reference?.message_id === reply.id && isDone(message));
    expect(textOf(answer)).toContain("48,000 visitors");
    expect(house.said(opening.channel_id).filter((text) => text.includes("only when you mention me"))).toHaveLength(1);
    expect(textOf(await house.setMode("#auto", "auto"))).toContain("Message Content Intent");
    await house.close();
    expect(house.faults).toEqual([]);
    expect(discord.breaches).toEqual([]);
  });

  test("demanded but refused: the bot does not start, and names the switch", async () => {
    const house = await House.build("SQLite", {
      discord: { messageContent: "disallowed" },
      environment: { PITH_MESSAGE_CONTENT: "on" },
    });
    await expect(house.start()).rejects.toThrow(/PITH_MESSAGE_CONTENT.*Privileged Gateway Intents/);
    await house.close().catch(() => undefined);
  });
});
