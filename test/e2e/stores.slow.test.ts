import { connect, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { findTestServer } from "../fakes/services.ts";
import { BotHarness, isDone } from "./harness.ts";

const DIGEST = "3 claims, 3 verified";
const [redis, postgres] = await Promise.all([findTestServer("Redis"), findTestServer("Postgres")]);
let edition = 0;
const fresh = (): string => `${STORY}\n\nThis is edition ${++edition} of the story.`;

/** A way to a server on this machine, that can be closed and made slow. */
async function gate(url: string) {
  const target = new URL(url);
  const open = new Set<Socket>();
  const way = { isClosed: false, delayMs: 0 };
  const listener = createServer((socket) => {
    if (way.isClosed) return void socket.destroy();
    const further = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [socket, further],
      [further, socket],
    ] as const) {
      open.add(from);
      from.on("data", (data) => setTimeout(() => to.writable && to.write(data), from === socket ? way.delayMs : 0));
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as { port: number };
  const close = (): void => {
    way.isClosed = true;
    for (const socket of open) socket.destroy();
  };
  return { way, close, port: String(port), end: () => listener.close() };
}

describe.skipIf(redis.skipped)("a cache in Redis", () => {
  test("that goes away for a while, or takes 2 seconds for each answer, keeps nobody from anything", async () => {
    const { way, close, port, end } = await gate(redis.url);
    const house = await BotHarness.build("SQLite", { environment: { CACHE_URL: `redis://127.0.0.1:${port}` } });
    await house.start();
    const { ada, ben } = house.discord;
    const text = fresh();
    const ask = async (who = ada, what = text): Promise<string> => {
      const asked = who.slash("#news", "summarise", { text: what });
      await asked.acknowledged; // the Discord here lets none wait for over three seconds
      return textOf(await asked.response(isDone, 30_000));
    };
    expect(await ask()).toContain(DIGEST);
    close();
    const meanwhile = await Promise.all(Array.from({ length: 10 }, () => ask(ben, fresh())));
    expect(meanwhile.filter((card) => !card.includes(DIGEST))).toEqual([]);
    way.isClosed = false;
    await expect.poll(() => ask(), { timeout: 20_000 }).toContain("cached");
    way.delayMs = 2000;
    expect(await ask(ben, fresh())).toContain(DIGEST);
    expect(house.discord.violations).toEqual([]);
    await house.close();
    end();
  }, 120_000);
});

describe.skipIf(postgres.skipped)("records in Postgres", () => {
  test("that go away in the middle of the work: what was taken ends, what was not is told, and nothing is doubled", async () => {
    const { way, close, port, end } = await gate(postgres.url);
    const house = await BotHarness.build("Postgres");
    const through = new URL(house.environment.STORE_URL!);
    through.port = port;
    house.environment.STORE_URL = through.href;
    await house.start();
    const { ada, ben, state } = house.discord;
    house.model.delayMs = 2000;
    const file = { name: "story.txt", type: "text/plain", bytes: Buffer.from(fresh()) };
    const posted = ada.post("#news", { content: `<@${state.bot.id}>`, files: [file] });
    const taken = Array.from({ length: 5 }, () => ben.slash("#news", "summarise", { text: fresh() }));
    await Promise.all(taken.map((one) => one.response((message) => textOf(message).includes("First draft"))));
    close();
    const meanwhile = ada.slash("#news", "summarise", { text: fresh() });
    await meanwhile.acknowledged; // the Discord here lets none wait for over three seconds
    const refused = await meanwhile.response(isDone, 30_000);
    expect([refused.ephemeralFor, textOf(refused)]).toEqual([
      ada.id,
      expect.stringContaining("Something went wrong inside Pith"),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    way.isClosed = false;
    house.model.delayMs = 0;
    for (const one of taken) expect(textOf(await one.response(isDone, 60_000))).toContain(DIGEST);
    const cards = () =>
      house.discord.messagesIn("#news").filter((one) => one.reference?.message_id === posted.id && isDone(one));
    await expect.poll(() => cards().map(textOf).join(), { timeout: 60_000 }).toContain(DIGEST);
    expect(cards()).toHaveLength(1);
    const again = ada.slash("#news", "summarise", { text: fresh() });
    expect(textOf(await again.response(isDone, 30_000))).toContain(DIGEST);
    expect(house.botTextsIn("#news")).toHaveLength(7);
    expect(house.discord.violations).toEqual([]);
    await house.close();
    end();
  }, 180_000);
});

describe("a clock that is set", () => {
  afterEach(() => void vi.restoreAllMocks());

  test.each([
    ["an hour on", 3_600_000],
    ["an hour back", -3_600_000],
    ["a day back", -86_400_000],
  ])(
    "%s in the middle of the work: it ends, and what comes after it does too",
    async (_, jump) => {
      const house = await BotHarness.build("SQLite");
      await house.start();
      const { ada } = house.discord;
      house.model.delayMs = 700;
      const text = fresh();
      const asked = ada.slash("#news", "summarise", { text });
      await asked.response((message) => textOf(message).includes("First draft"));
      const { now } = Date;
      vi.spyOn(Date, "now").mockImplementation(() => now() + jump);
      const isOurs = ({ author }: { author: string }): boolean => author === house.discord.state.bot.id;
      // A token that may be over by the clock is not relied on: then the card comes as a message.
      const card = await house.discord.waitFor((message) => isOurs(message) && isDone(message), 20_000);
      expect(textOf(card)).toContain(DIGEST);
      house.model.delayMs = 0;
      expect(textOf(await ada.slash("#news", "summarise", { text }).response(isDone))).toContain(DIGEST);
      expect(textOf(await ada.slash("#news", "summarise", { text: fresh() }).response(isDone))).toContain(DIGEST);
      await house.close();
      expect(house.faults).toEqual([]);
    },
    60_000,
  );
});
