import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Message, textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { createLongText } from "../fakes/longText.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { BotHarness, isDone } from "./harness.ts";

const create = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
const callback = { method: "POST", path: "/callback" };
const patch = { method: "PATCH", path: "/webhooks/" };
let edition = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;
describe("Discord limits", () => {
  let harness: BotHarness;
  beforeAll(async () => {
    harness = await BotHarness.build("SQLite");
    await harness.start();
  });
  afterEach(() => {
    expect(harness.discord.faults.clear()).toBe(0);
    expect(harness.faults.splice(0)).toEqual([]);
    expect(harness.discord.violations.splice(0)).toEqual([]);
    expect(harness.takeBotPings()).toEqual([]);
  });
  afterAll(() => harness.close());
  const botMessages = (): Message[] =>
    harness.discord.messagesIn("#news").filter(({ author }) => author === harness.discord.state.bot.id);

  test.each(["user", "shared", "global"] as const)(
    "waits for a %s rate limit, and sends each response once",
    async (scope) => {
      const { ada, ben, faults, state } = harness.discord;
      const before = botMessages().length;
      faults.rateLimit(create, 0.6, scope);
      faults.rateLimit(patch, 0.6, scope);
      const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(createText()) };
      const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [file] });
      const interaction = ben.slash("#news", "summarise", { text: createText() });
      const isReply = (message: Message): boolean => message.reference?.message_id === posted.id;
      const card = await harness.discord.waitFor((message) => isReply(message) && isDone(message));
      expect([textOf(card), textOf(await interaction.response(isDone))]).toEqual(
        Array(2).fill(expect.stringContaining(FAITHFUL)),
      );
      expect(botMessages()).toHaveLength(before + 2);
      const limited = harness.discord.requests.filter(({ status }) => status === 429).splice(-2);
      for (const { at, method, path } of limited) {
        const sameRoute = harness.discord.requests.filter((one) => one.method === method && one.path === path);
        expect(sameRoute.filter((one) => one.at > at && one.at < at + 500)).toEqual([]);
      }
    },
  );

  test("delivers the result if the interaction was already acknowledged", async () => {
    const body = { code: 40_060, message: "Interaction has already been acknowledged." };
    harness.discord.faults.respond(callback, 400, body, { afterHandling: true });
    const card = await harness.discord.ada.slash("#news", "summarise", { text: createText() }).response(isDone);
    expect(textOf(card)).toContain(FAITHFUL);
  });

  test("omits an attachment that is too large, with a notice on the card", async () => {
    const { ada, faults } = harness.discord;
    const file = { name: "long.txt", type: "text/plain", bytes: Buffer.from(createLongText()) };
    await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
    faults.respond(patch, 413, { code: 40_005, message: "Request entity too large" });
    const card = await ada.slash("#news", "summarise", { file, length: "detailed" }).response(isDone);
    expect(card.attachments).toEqual([]);
    expect(textOf(card)).toContain("This doesn't all fit here");
  });
});
