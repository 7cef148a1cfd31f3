import { setTimeout as sleep } from "node:timers/promises";
import pidusage from "pidusage";
import { type Message, type Person, textOf } from "../../../playground/discord/index.ts";
import { BotHarness, isDone, type SpawnedProcess } from "../../../test/e2e/harness.ts";
import { STORY } from "../../../test/fakes/engine.ts";
import { longPdf } from "../../../test/fakes/pdfFiles.ts";
import { articlePage } from "../../../test/fakes/site.ts";
import { type BenchRow, formatPercentiles } from "../measurements.ts";
import { formatViolations } from "./setup.ts";

/** Number of interactions while PDFs are parsed, and the interval between them. */
const INTERACTIONS = 300;
const INTERACTION_INTERVAL_MS = 30;
const PDF_PAGES = 400;
/** Number of PDFs. The bot reads two at a time and cannot read all of them before the interactions end. */
const PDF_COUNT = 24;
/** Number of commands that request a cached digest. */
const CACHED_COMMANDS = 200;
/** Number of posted links. */
const LINKS = 50;
/** Number of users who request the same link at the same time. */
const CONCURRENT_USERS = 1000;
const MODEL_DELAY_MS = 800;
const TIMEOUT_MS = 120_000;

/**
 * Measures the latency of a bot with SQLite that runs as a child process. The fake Discord, the web server and the
 * model server run in this process. Durations are those that users see, from their action to the change in Discord, so
 * they include the time that the fake Discord takes.
 */
export async function* measureBotLatency(): AsyncGenerator<BenchRow> {
  const harness = await BotHarness.build("SQLite");
  const users = Array.from({ length: CONCURRENT_USERS }, (_, i) => harness.discord.addPerson(`user${i}`));
  const row = (subject: string, result: string): BenchRow => ({ benchmark: "bot", subject, result });
  const process = await harness.spawn();
  const memory: number[] = [await readMemory(process)];
  try {
    yield row(`first response, ${INTERACTIONS} beside PDFs`, await measureBesidePdfs(harness));
    memory.push(await readMemory(process));
    yield row(`cached card, ${CACHED_COMMANDS} one by one`, await measureCachedCards(harness));
    harness.model.delayMs = MODEL_DELAY_MS;
    yield row(`page to first digest, ${LINKS} pages`, await measureFirstDigests(harness));
    memory.push(await readMemory(process));
    for await (const [subject, result] of measureConcurrentUsers(harness, users))
      yield row(`${CONCURRENT_USERS} at once: ${subject}`, result);
    memory.push(await readMemory(process));
    const [start, ...after] = memory.map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`);
    yield row("memory of the process", `${start} at the start, then ${after.join(", ")}`);
    const violations = [...harness.discord.violations, ...harness.takeBotPings().map(() => "a ping")];
    yield row("violations and pings", formatViolations(violations));
  } finally {
    await harness.close();
  }
}

/** Reads the resident memory of a process, in bytes. */
const readMemory = async ({ pid }: SpawnedProcess): Promise<number> => (await pidusage(pid)).memory;

/** Measures the time to the initial response while the bot keeps processing two PDFs at a time. */
async function measureBesidePdfs(harness: BotHarness): Promise<string> {
  const { ada, ben, state } = harness.discord;
  // Creates the PDFs in advance, because this blocks the fake Discord.
  const pdfs = Array.from({ length: PDF_COUNT }, (_, i) => longPdf(PDF_PAGES + i));
  let isOver = false;
  let processedCount = 0;
  const processPdfs = async (): Promise<void> => {
    while (!isOver && pdfs.length) {
      const files = [{ name: `long-${pdfs.length}.pdf`, type: "application/pdf", bytes: Buffer.from(pdfs.pop()!) }];
      const { id } = ben.post("#files", { content: `<@${state.bot.id}>`, files });
      const isResult = (message: Message): boolean => message.reference?.message_id === id && isDone(message);
      await harness.discord.waitFor(isResult, TIMEOUT_MS);
      if (!isOver) processedCount++;
    }
  };
  const processing = [processPdfs(), processPdfs()];
  await sleep(500);
  const acknowledgements: Promise<number>[] = [];
  for (let i = 0; i < INTERACTIONS; i++) {
    const text = `${STORY}\n\nEdition ${i % 10}.`;
    acknowledgements.push(ada.slash("#news", "summarise", { text }).acknowledged);
    await sleep(INTERACTION_INTERVAL_MS);
  }
  const durations = await Promise.all(acknowledgements);
  isOver = true;
  await Promise.all(processing);
  return `${formatPercentiles(durations, 0.99)}; ${processedCount} PDFs of ${PDF_PAGES} pages read meanwhile`;
}

/** Adds a page with a distinct article to the web server. Returns its URL. */
function addPage(harness: BotHarness, name: string): string {
  const path = `/${name}`;
  const paragraphs = STORY.split("\n\n").flatMap((text) => [text, `On ${name} it was told again: ${text}`]);
  harness.site.pages.set(path, articlePage(`Orrin and ${name}`, paragraphs));
  return `${harness.site.origin}${path}`;
}

/** Measures the time from a command to its finished card, for pages whose digest is cached. */
async function measureCachedCards(harness: BotHarness): Promise<string> {
  const { ada } = harness.discord;
  const urls = Array.from({ length: 10 }, (_, i) => addPage(harness, `cached-${i}`));
  const durations: number[] = [];
  // The requests with negative indices fill the cache and are not measured.
  for (let i = -urls.length; i < CACHED_COMMANDS; i++) {
    const start = performance.now();
    await ada.slash("#news", "summarise", { url: urls.at(i % urls.length)! }).response(isDone, TIMEOUT_MS);
    if (i >= 0) durations.push(performance.now() - start);
  }
  return formatPercentiles(durations, 0.95);
}

/** Measures the time from posting a link to the first digest: the extractive draft, unless the model is faster. */
async function measureFirstDigests(harness: BotHarness): Promise<string> {
  const { ada, state } = harness.discord;
  const durations: number[] = [];
  for (let i = 0; i < LINKS; i++) {
    const url = addPage(harness, `page-${i}`);
    const start = performance.now();
    const { id } = ada.post("#news", { content: `<@${state.bot.id}> ${url}` });
    const first = await harness.discord.waitFor(
      (message) => message.reference?.message_id === id && (isDone(message) || textOf(message).includes("First draft")),
      TIMEOUT_MS,
    );
    durations.push(performance.now() - start);
    if (!isDone(first))
      await harness.discord.waitFor((message) => message.id === first.id && isDone(message), TIMEOUT_MS);
  }
  return `${formatPercentiles(durations, 0.95)}; model of ${MODEL_DELAY_MS} ms`;
}

/** Measures the time to initial responses and to cards when all users request a digest of the same link at once. */
async function* measureConcurrentUsers(
  harness: BotHarness,
  users: Person[],
): AsyncGenerator<[subject: string, result: string]> {
  const url = addPage(harness, "crowded");
  const [fetchesBefore, callsBefore] = [harness.site.requestedPaths.length, harness.model.requests.length];
  const start = performance.now();
  const interactions = users.map((user) => user.slash("#news", "summarise", { url }));
  const durations: number[] = [];
  // Polls, because a thousand event listeners would slow down the fake Discord and distort the measurement.
  let pending = interactions;
  while (pending.length && performance.now() - start < TIMEOUT_MS) {
    const isFinished = ({ currentResponse }: (typeof interactions)[number]): boolean =>
      currentResponse !== null && isDone(currentResponse);
    const elapsed = performance.now() - start;
    durations.push(...pending.filter(isFinished).map(() => elapsed));
    pending = pending.filter((interaction) => !isFinished(interaction));
    await sleep(100);
  }
  const acknowledged = await Promise.all(interactions.map((interaction) => interaction.acknowledged));
  yield ["first response", formatPercentiles(acknowledged, 0.99)];
  yield ["finished card", formatPercentiles(durations, 0.99)];
  const fetches = harness.site.requestedPaths.length - fetchesBefore;
  const calls = harness.model.requests.length - callsBefore;
  yield ["work", `${fetches} fetch, ${calls} model call, ${durations.length} cards`];
}
