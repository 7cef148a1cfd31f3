import pidusage from "pidusage";
import { type Message, textOf } from "../../../playground/discord/index.ts";
import { BotHarness, isDone, type SpawnedProcess } from "../../../test/e2e/harness.ts";
import { STORY } from "../../../test/fakes/engine.ts";
import { longPdf } from "../../../test/fakes/pdfFiles.ts";
import { articlePage } from "../../../test/fakes/site.ts";
import type { BenchRow } from "../measurements.ts";
import { formatPercentiles } from "../measurements.ts";

const INTERACTIONS = 300;
const EVERY_MS = 30;
const PDF_PAGES = 400;
const CACHED = 200;
const PAGES = 50;
const ASKERS = 1000;
const MODEL_MS = 800;
const PATIENCE_MS = 120_000;

const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/**
 * The bot as a process of its own on SQLite, with a Discord, a web site and a model on 127.0.0.1 in this process. Times
 * are those that people see, from what they do to what the Discord has of it, and hold the Discord's own work too.
 */
export async function* measureBotLatency(): AsyncGenerator<BenchRow> {
  const house = await BotHarness.build("SQLite");
  const people = Array.from({ length: ASKERS }, (_, i) => house.discord.addPerson(`asker${i}`));
  const process = await house.spawn();
  const rss: number[] = [await memory(process)];
  try {
    yield { benchmark: "bot", subject: `first response, ${INTERACTIONS} beside PDFs`, result: await besidePdfs(house) };
    rss.push(await memory(process));
    yield { benchmark: "bot", subject: `cached card, ${CACHED} one by one`, result: await cachedCards(house) };
    house.model.delayMs = MODEL_MS;
    yield { benchmark: "bot", subject: `page to first digest, ${PAGES} pages`, result: await firstDigests(house) };
    rss.push(await memory(process));
    for await (const [on, value] of crowd(house, people))
      yield { benchmark: "bot", subject: `${ASKERS} at once: ${on}`, result: value };
    rss.push(await memory(process));
    const [start, ...after] = rss.map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`);
    yield {
      benchmark: "bot",
      subject: "memory of the process",
      result: `${start} at the start, then ${after.join(", ")}`,
    };
    const wrong = [...house.discord.violations, ...house.takeBotPings().map(() => "a ping")];
    yield {
      benchmark: "bot",
      subject: "refused bodies and pings",
      result: wrong.length ? [...new Set(wrong)].join("; ") : "none",
    };
  } finally {
    await house.close();
  }
}

const memory = async ({ pid }: SpawnedProcess): Promise<number> => (await pidusage(pid)).memory;

/** First responses while two PDFs are under way at any time. */
async function besidePdfs(house: BotHarness): Promise<string> {
  const { ada, ben, state } = house.discord;
  // Made before, since making one would hold up the Discord.
  const pdfs = Array.from({ length: 24 }, (_, i) => longPdf(PDF_PAGES + i));
  let isOver = false;
  let parsed = 0;
  const parse = async (): Promise<void> => {
    while (!isOver && pdfs.length) {
      const files = [{ name: `long-${pdfs.length}.pdf`, type: "application/pdf", bytes: Buffer.from(pdfs.pop()!) }];
      const { id } = ben.post("#files", { content: `<@${state.bot.id}>`, files });
      const isIts = (message: Message): boolean => message.reference?.message_id === id && isDone(message);
      await house.discord.waitFor(isIts, PATIENCE_MS);
      if (!isOver) parsed++;
    }
  };
  const parsing = [parse(), parse()];
  await sleep(500);
  const asked: Promise<number>[] = [];
  for (let i = 0; i < INTERACTIONS; i++) {
    asked.push(ada.slash("#news", "summarise", { text: `${STORY}\n\nEdition ${i % 10}.` }).acknowledged);
    await sleep(EVERY_MS);
  }
  const times = await Promise.all(asked);
  isOver = true;
  await Promise.all(parsing);
  return `${formatPercentiles(times, 0.99)}; ${parsed} PDFs of ${PDF_PAGES} pages read meanwhile`;
}

/** A page of its own for each number. */
function page(house: BotHarness, name: string): string {
  const path = `/${name}`;
  const paragraphs = STORY.split("\n\n").flatMap((text) => [text, `On ${name} it was told again: ${text}`]);
  house.site.pages.set(path, articlePage(`Orrin and ${name}`, paragraphs));
  return `${house.site.origin}${path}`;
}

/** From the use of the command to the finished card, for pages that were digested before. */
async function cachedCards(house: BotHarness): Promise<string> {
  const { ada } = house.discord;
  const urls = Array.from({ length: 10 }, (_, i) => page(house, `cached-${i}`));
  const times: number[] = [];
  for (let i = -urls.length; i < CACHED; i++) {
    const start = performance.now();
    await ada.slash("#news", "summarise", { url: urls.at(i % urls.length)! }).response(isDone, PATIENCE_MS);
    if (i >= 0) times.push(performance.now() - start);
  }
  return formatPercentiles(times, 0.95);
}

/** From a posted link to the first digest under it, which is the extractive draft while the model is at work. */
async function firstDigests(house: BotHarness): Promise<string> {
  const { ada, state } = house.discord;
  const times: number[] = [];
  for (let i = 0; i < PAGES; i++) {
    const url = page(house, `page-${i}`);
    const start = performance.now();
    const { id } = ada.post("#news", { content: `<@${state.bot.id}> ${url}` });
    const shown = await house.discord.waitFor(
      (message) => message.reference?.message_id === id && (isDone(message) || textOf(message).includes("First draft")),
      PATIENCE_MS,
    );
    times.push(performance.now() - start);
    if (!isDone(shown))
      await house.discord.waitFor((message) => message.id === shown.id && isDone(message), PATIENCE_MS);
  }
  return `${formatPercentiles(times, 0.95)}; model of ${MODEL_MS} ms`;
}

/** Everybody asks for the same link in the same moment. */
async function* crowd(
  house: BotHarness,
  people: BotHarness["discord"]["ada"][],
): AsyncGenerator<[on: string, figure: string]> {
  const url = page(house, "crowded");
  const [fetched, calls] = [house.site.requestedPaths.length, house.model.requests.length];
  const start = performance.now();
  const asked = people.map((person) => person.slash("#news", "summarise", { url }));
  const took: number[] = [];
  // Looked at now and then: a thousand who wait for every event would hold up the Discord, and so what is measured.
  for (let left = asked; left.length && performance.now() - start < PATIENCE_MS; await sleep(100)) {
    const isFinished = ({ currentResponse }: (typeof asked)[number]): boolean =>
      currentResponse !== null && isDone(currentResponse);
    const now = performance.now() - start;
    took.push(...left.filter(isFinished).map(() => now));
    left = left.filter((one) => !isFinished(one));
  }
  yield ["first response", formatPercentiles(await Promise.all(asked.map((one) => one.acknowledged)), 0.99)];
  yield ["finished card", formatPercentiles(took, 0.99)];
  const fetches = house.site.requestedPaths.length - fetched;
  yield ["work", `${fetches} fetch, ${house.model.requests.length - calls} model call, ${took.length} cards`];
}
