import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import {
  buttonsOf,
  FakeDiscord,
  type FakeDiscordOptions,
  type Message,
  type Person,
  type Ping,
  permissionBits,
  textOf,
} from "../../playground/discord/index.ts";
import { type App, createApp } from "../../src/app.ts";
import { runBot } from "../../src/bot.ts";
import { readConfig } from "../../src/config.ts";
import { createLogger } from "../../src/log.ts";
import type { Posting } from "../../src/model/index.ts";
import { openRecords, type Records } from "../../src/records/index.ts";
import { DEFAULT_TIMINGS, type Timings } from "../../src/workerRuntime.ts";
import {
  completion,
  faithfulComparison,
  faithfulDigest,
  type ModelRequest,
  type ModelServer,
  promptSentences,
  startModelServer,
} from "../fakes/modelServer.ts";
import { findTestServer } from "../fakes/services.ts";
import { type Site, startSite } from "../fakes/site.ts";
import { startPith } from "./pith.ts";

/** The stores that a bot may run on; Postgres is left out, and said to be, where there is none. */
export const STORES = [
  { store: "SQLite", skipped: null },
  { store: "Postgres", skipped: (await findTestServer("Postgres")).skipped },
];

/** What an honest model answers, to a digest, a comparison and a question: of that its sentence that shares most words with it. */
function respondFaithfully(request: ModelRequest) {
  const name = request.body.response_format?.json_schema?.name;
  if (name === "compare") return faithfulComparison(request);
  if (name !== "answer") return faithfulDigest(request);
  const asked =
    /Question:?\s*(.*)/i.exec(request.body.messages.at(-1)!.content.split("</document>").at(-1) ?? "")?.[1] ?? "";
  const words = asked.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const sharedBy = (sentence: string): number => words.filter((word) => sentence.toLowerCase().includes(word)).length;
  const best = promptSentences(request).sort((a, b) => sharedBy(b) - sharedBy(a))[0];
  const found = best && sharedBy(best) ? best : undefined;
  return completion(
    found ? { answerable: true, text: `${found} [1]`, quotes: [found] } : { answerable: false, text: "", quotes: [] },
  );
}

/** The colour of a card tells how its work stands. */
const WORKING_COLOUR = 0x8a8f98;
const accentColourOf = ({ components }: Message): number | undefined =>
  components.map((component) => (component as { accent_color?: number }).accent_color).find((colour) => colour);
/** Whether a value stands chosen in a select of a message. */
export const isChosen = ({ components }: Message, value: string): boolean =>
  JSON.stringify(components).includes(`"value":"${value}","default":true`);
/** What the buttons of a message say. */
export const labelsOf = (message: Message): (string | undefined)[] => buttonsOf(message).map(({ label }) => label);
export const isDone = (message: Message): boolean => accentColourOf(message) !== undefined && accentColourOf(message) !== WORKING_COLOUR;

export type HarnessOptions = {
  discord?: FakeDiscordOptions;
  environment?: Record<string, string>;
  timings?: Partial<Timings>;
};

/** Short intervals, so that no test waits for a real clock. They hold for bots in this process only. */
const SHORT_TIMINGS: Timings = { ...DEFAULT_TIMINGS, editIntervalMs: 50, continuationMs: 1000, retryMs: 50 };

/** A process of the program: how to end it, and what it said on stdout and stderr. */
export type SpawnedProcess = { pid: number; kill(signal: NodeJS.Signals): Promise<number | null>; output(): string };

/** A Discord, a web site and a model, and a bot among them that can be stopped and started again. */
export class BotHarness {
  readonly discord: FakeDiscord;
  readonly site: Site;
  readonly model: ModelServer;
  readonly environment: Record<string, string>;
  readonly timings: Timings;
  readonly faults: unknown[] = [];
  /** What the bot in this process is made of. */
  app: App | null = null;
  readonly removeStore: () => Promise<void>;
  readonly killFunctions: SpawnedProcess["kill"][] = [];
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  private constructor(
    discord: FakeDiscord,
    site: Site,
    model: ModelServer,
    environment: Record<string, string>,
    timings: Timings,
    leave: () => Promise<void>,
  ) {
    this.discord = discord;
    this.site = site;
    this.model = model;
    this.environment = environment;
    this.timings = timings;
    this.removeStore = leave;
  }

  static async build(
    store: string,
    { discord: options, environment, timings }: HarnessOptions = {},
  ): Promise<BotHarness> {
    const [discord, site, model] = await Promise.all([
      FakeDiscord.start(options),
      startSite(),
      startModelServer(respondFaithfully),
    ]);
    const [storeUrl, leave] = store === "Postgres" ? await createPostgresStore() : createSqliteStore();
    const all = {
      ...discord.environment,
      STORE_URL: storeUrl,
      CACHE_URL: "memory:",
      PITH_MODEL: "stub",
      OPENAI_BASE_URL: model.url,
      PITH_FETCH_ALLOW: site.origin,
      LOG_LEVEL: "silent",
      ...environment,
    };
    return new BotHarness(discord, site, model, all, { ...SHORT_TIMINGS, ...timings }, leave);
  }

  /** Starts the bot in this process, on the records that an earlier one left. */
  async start(): Promise<void> {
    const config = readConfig(this.environment);
    const app = createApp(config, { cacheFailed: (error) => this.faults.push(error), modelFailed: () => undefined });
    this.app = app;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const log = createLogger("silent");
    log.error = (told: unknown) => void this.faults.push(told);
    await new Promise<void>((resolve, reject) => {
      const output = { out: () => resolve(), err: () => {}, isTTY: false };
      this.#running = runBot({ config, app, signal, log, output }, this.timings).finally(() => app.close());
      this.#running.catch(reject);
    });
  }

  /** The postings of a thread or a message, and the questions that are kept of them, as the records have them. */
  postingsIn(thread: string): Promise<Posting[]> {
    return this.readRecords(({ postings }) => postings.findByThread(thread));
  }
  postingsOf(message: string): Promise<Posting[]> {
    return this.readRecords(({ postings }) => postings.findByMessage(message));
  }
  questionsIn(thread: string): Promise<string[]> {
    return this.readRecords(async ({ postings, turns }) => {
      const all = await Promise.all(
        (await postings.findByThread(thread)).map(({ id }) => turns.findByPosting(id, 100)),
      );
      return all.flat().map(({ question }) => question);
    });
  }

  async readRecords<T>(at: (records: Records) => Promise<T>): Promise<T> {
    const records = await openRecords(this.environment.STORE_URL!);
    return at(records).finally(() => records.close());
  }

  /** Starts the bot, or a worker for it, as a process of its own; it is there when it says so. */
  async spawn(command: "bot" | "worker" = "bot", environment: Record<string, string> = {}): Promise<SpawnedProcess> {
    const child = startPith([command], { ...this.environment, ...environment });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    let told = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        told += chunk;
      });
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => /Ctrl-C stops it/.test(String(chunk)) && resolve());
      ended.then(() => reject(new Error(`the ${command} ended: ${told}`)));
    });
    const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal);
      return ended;
    };
    this.killFunctions.push(kill);
    await ready;
    return { pid: child.pid!, kill, output: () => told };
  }

  /** Stops it as a signal does. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Sets what the bot does with files and links in a channel, as a manager does. Gives the panel of settings. */
  async setMode(channel: string, mode: string): Promise<Message> {
    const { manager } = this;
    const panel = await manager.slash(channel, "pith", {}, { subcommand: "settings" }).response();
    return manager.choose(panel, "v1:set:mode", [mode]).response((message) => isChosen(message, mode));
  }

  /** Somebody with Manage Server. */
  get manager(): Person {
    const { guild, state } = this.discord;
    const role = state.addRole(guild, "managers", permissionBits("ManageGuild"));
    const manager = this.discord.addPerson("max");
    state.addMember(guild, manager.user, [role]);
    return manager;
  }

  /** The bot's messages in a channel, as text. */
  botTextsIn(where: Parameters<FakeDiscord["messagesIn"]>[0]): string[] {
    const { bot } = this.discord.state;
    return this.discord
      .messagesIn(where)
      .filter(({ author }) => author === bot.id)
      .map((message) => textOf(message));
  }

  /** Whom the bot's messages notified. */
  takeBotPings(): Ping[] {
    return this.discord.pings.splice(0).filter(({ message }) => message.author === this.discord.state.bot.id);
  }

  async close(): Promise<void> {
    await this.stop();
    await Promise.all(this.killFunctions.map((kill) => kill("SIGKILL")));
    await Promise.all([this.discord.close(), this.site.close(), this.model.close()]);
    await this.removeStore();
  }
}

type TestStore = [url: string, leave: () => Promise<void>];

function createSqliteStore(): TestStore {
  const folder = mkdtempSync(join(tmpdir(), "pith-e2e-"));
  return [`sqlite:${folder}/pith.db`, async () => rmSync(folder, { recursive: true, force: true })];
}

/** A schema of its own in the test database, and the one of the jobs beside it. */
async function createPostgresStore(): Promise<TestStore> {
  const { url } = await findTestServer("Postgres");
  const schema = `e2e_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client(url);
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await run(`create schema ${schema}`);
  return [
    `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`,
    () => run(`drop schema ${schema} cascade; drop schema if exists ${schema}_jobs cascade`),
  ];
}
