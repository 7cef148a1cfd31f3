import { connect, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { FAITHFUL } from "../fakes/modelServer.ts";
import { findTestServer } from "../fakes/services.ts";
import { BotHarness, isDone } from "./harness.ts";

const [redis, postgres] = await Promise.all([findTestServer("Redis"), findTestServer("Postgres")]);
let edition = 0;
const createText = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;

/**
 * Starts a TCP proxy to a local server. `interrupt` drops all connections and refuses new ones, and `delayMs` delays
 * requests.
 */
async function startProxy(url: string) {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const state = { isDown: false, delayMs: 0 };
  const server = createServer((client) => {
    if (state.isDown) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => setTimeout(() => to.writable && to.write(data), from === client ? state.delayMs : 0));
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const interrupt = (): void => {
    state.isDown = true;
    for (const socket of sockets) socket.destroy();
  };
  return { state, interrupt, port: String(port), close: () => server.close() };
}

describe.skipIf(redis.skipped)("a bot with a cache in Redis", () => {
  test("responds while the cache is down or takes 2 seconds for each request", async () => {
    const proxy = await startProxy(redis.url);
    const harness = await BotHarness.build("SQLite", { environment: { CACHE_URL: `redis://127.0.0.1:${proxy.port}` } });
    await harness.start();
    const { ada, ben } = harness.discord;
    const text = createText();
    const summarise = async (person = ada, source = text): Promise<string> => {
      const command = person.slash("#news", "summarise", { text: source });
      await command.acknowledged; // Rejects if the bot does not respond within Discord's limit of 3 seconds.
      return textOf(await command.response(isDone, 30_000));
    };
    expect(await summarise()).toContain(FAITHFUL);
    proxy.interrupt();
    const cards = await Promise.all(Array.from({ length: 10 }, () => summarise(ben, createText())));
    expect(cards.filter((card) => !card.includes(FAITHFUL))).toEqual([]);
    proxy.state.isDown = false;
    await expect.poll(() => summarise(), { timeout: 60_000 }).toContain("cached");
    proxy.state.delayMs = 2000;
    expect(await summarise(ben, createText())).toContain(FAITHFUL);
    expect(harness.discord.violations).toEqual([]);
    await harness.close();
    proxy.close();
  }, 120_000);
});

describe.skipIf(postgres.skipped)("a bot with records in Postgres", () => {
  test("completes each job once after an outage, and reports an error for new commands during it", async () => {
    const proxy = await startProxy(postgres.url);
    const harness = await BotHarness.build("Postgres");
    const proxiedUrl = new URL(harness.environment.STORE_URL!);
    proxiedUrl.port = proxy.port;
    harness.environment.STORE_URL = proxiedUrl.href;
    await harness.start();
    const { ada, ben, state } = harness.discord;
    harness.model.delayMs = 2000;
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(createText()) };
    const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [file] });
    const commands = Array.from({ length: 5 }, () => ben.slash("#news", "summarise", { text: createText() }));
    await Promise.all(
      commands.map((command) => command.response((message) => textOf(message).includes("First draft"))),
    );
    proxy.interrupt();
    const duringOutage = ada.slash("#news", "summarise", { text: createText() });
    await duringOutage.acknowledged; // Rejects if the bot does not respond within Discord's limit of 3 seconds.
    const refused = await duringOutage.response(isDone, 30_000);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      ada.id,
      expect.stringContaining("Something went wrong on my side"),
    ]);
    // The outage lasts until the model has responded, so that the results cannot be saved at first.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    proxy.state.isDown = false;
    harness.model.delayMs = 0;
    for (const command of commands) expect(textOf(await command.response(isDone, 60_000))).toContain(FAITHFUL);
    const cards = () =>
      harness.discord.messagesIn("#news").filter((one) => one.reference?.message_id === posted.id && isDone(one));
    await expect.poll(() => cards().map(textOf).join(), { timeout: 60_000 }).toContain(FAITHFUL);
    expect(cards()).toHaveLength(1);
    const afterOutage = ada.slash("#news", "summarise", { text: createText() });
    expect(textOf(await afterOutage.response(isDone, 30_000))).toContain(FAITHFUL);
    expect(harness.botTextsIn("#news")).toHaveLength(7);
    expect(harness.discord.violations).toEqual([]);
    await harness.close();
    proxy.close();
  }, 180_000);
});

describe("a bot whose system clock changes", () => {
  afterEach(() => void vi.restoreAllMocks());

  test.each([
    ["an hour forward", 3_600_000],
    ["an hour back", -3_600_000],
    ["a day back", -86_400_000],
  ])(
    "finishes a running job and new ones after a change by %s",
    async (_, shiftMs) => {
      const harness = await BotHarness.build("SQLite");
      await harness.start();
      const { ada } = harness.discord;
      harness.model.delayMs = 700;
      const text = createText();
      const command = ada.slash("#news", "summarise", { text });
      await command.response((message) => textOf(message).includes("First draft"));
      const { now } = Date;
      vi.spyOn(Date, "now").mockImplementation(() => now() + shiftMs);
      const isByBot = ({ author }: { author: string }): boolean => author === harness.discord.state.bot.id;
      // If the clock change makes the interaction token expire, the card is posted as a message.
      const card = await harness.discord.waitFor((message) => isByBot(message) && isDone(message), 20_000);
      expect(textOf(card)).toContain(FAITHFUL);
      harness.model.delayMs = 0;
      expect(textOf(await ada.slash("#news", "summarise", { text }).response(isDone))).toContain(FAITHFUL);
      expect(textOf(await ada.slash("#news", "summarise", { text: createText() }).response(isDone))).toContain(
        FAITHFUL,
      );
      await harness.close();
      expect(harness.faults).toEqual([]);
    },
    60_000,
  );
});
