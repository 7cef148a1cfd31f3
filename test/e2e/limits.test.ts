import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { BotHarness, isDone } from "./harness.ts";

const DIGEST = "3 claims, 3 verified";
const create = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
const callback = { method: "POST", path: "/callback" };
const patch = { method: "PATCH", path: "/webhooks/" };
const heavy = "that the matter was of weight and ".repeat(14);
let edition = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
/** A text whose detailed digest does not fit on a card. */
const long = () =>
  [fresh(), ...Array.from({ length: 14 }, (_, i) => `Speaker ${i} of ${i * 3} said ${heavy} ended ${i}.`)].join("\n\n");

describe("what Discord holds against the bot", () => {
  let house: BotHarness;
  beforeAll(async () => {
    house = await BotHarness.build("SQLite");
    await house.start();
  });
  afterEach(() => {
    expect(house.discord.faults.clear()).toBe(0);
    expect(house.faults.splice(0)).toEqual([]);
    expect(house.discord.violations.splice(0)).toEqual([]);
    expect(house.takeBotPings()).toEqual([]);
  });
  afterAll(() => house.close());
  const ours = (): Message[] =>
    house.discord.messagesIn("#news").filter(({ author }) => author === house.discord.state.bot.id);

  test.each(["user", "shared", "global"] as const)(
    "a rate limit of the kind %s: it waits, and each answer comes once",
    async (scope) => {
      const { ada, ben, faults, state } = house.discord;
      const before = ours().length;
      faults.rateLimit(create, 0.6, scope);
      faults.rateLimit(patch, 0.6, scope);
      const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(fresh()) };
      const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [file] });
      const asked = ben.slash("#news", "summarise", { text: fresh() });
      const isIts = (message: Message): boolean => message.reference?.message_id === posted.id;
      const card = await house.discord.waitFor((message) => isIts(message) && isDone(message));
      expect([textOf(card), textOf(await asked.response(isDone))]).toEqual(
        Array(2).fill(expect.stringContaining(DIGEST)),
      );
      expect(ours()).toHaveLength(before + 2);
      const limited = house.discord.requests.filter(({ status }) => status === 429).splice(-2);
      for (const { at, method, path } of limited) {
        const meanwhile = house.discord.requests.filter((one) => one.method === method && one.path === path);
        expect(meanwhile.filter((one) => one.at > at && one.at < at + 500)).toEqual([]);
      }
    },
  );

  test("an interaction that was acknowledged already: the result stands in its place", async () => {
    const body = { code: 40_060, message: "Interaction has already been acknowledged." };
    house.discord.faults.respond(callback, 400, body, { afterHandling: true });
    const card = await house.discord.ada.slash("#news", "summarise", { text: fresh() }).response(isDone);
    expect(textOf(card)).toContain(DIGEST);
  });

  test("a file that is too large for the place is left out, and the card says so", async () => {
    const { ada, faults } = house.discord;
    const file = { name: "long.txt", type: "text/plain", bytes: Buffer.from(long()) };
    await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
    faults.respond(patch, 413, { code: 40_005, message: "Request entity too large" });
    const card = await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
    expect(card.attachments).toEqual([]);
    expect(textOf(card)).toContain("Not all of it fits here");
  });
});
