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
  numberedSentences,
  startModelServer,
} from "../fakes/modelServer.ts";
import { findTestServer } from "../fakes/services.ts";
import { type Site, startSite } from "../fakes/site.ts";
import { startPith } from "./pith.ts";

/** The stores on which tests run. `skipped` is the reason for skipping a store, or null if it is available. */
export const STORES = [
  { store: "SQLite", skipped: null },
  { store: "Postgres", skipped: (await findTestServer("Postgres")).skipped },
];

/**
 * Responds to a request for a digest, a comparison or an answer, using only sentences of the prompt. The answer to a
 * question is the sentence that shares the most words with the question.
 */
function respondFaithfully(request: ModelRequest) {
  const name = request.body.response_format?.json_schema?.name;
  if (name === "compare") return faithfulComparison(request);
  if (name !== "answer") return faithfulDigest(request);
  const question =
    /Question:?\s*(.*)/i.exec(request.body.messages.at(-1)!.content.split("</document>").at(-1) ?? "")?.[1] ?? "";
  const words = question.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const countSharedWords = ([, sentence]: [number, string]): number =>
    words.filter((word) => sentence.toLowerCase().includes(word)).length;
  const best = numberedSentences(request).sort((a, b) => countSharedWords(b) - countSharedWords(a))[0];
  const found = best && countSharedWords(best) ? best : undefined;
  return completion(
    found ? { ids: [found[0]], text: found[1], answerable: true } : { ids: [], text: "", answerable: false },
  );
}

/** Accent colour of a card while its work is in progress. */
const WORKING_COLOUR = 0x8a8f98;
const accentColourOf = ({ components }: Message): number | undefined =>
  components.map((component) => (component as { accent_color?: number }).accent_color).find((colour) => colour);
/** Whether `value` is the selected option of a select menu in a message. */
export const isChosen = ({ components }: Message, value: string): boolean =>
  new RegExp(`"value":"${value}"[^{}]*"default":true`).test(JSON.stringify(components));
/** Returns the labels of a message's buttons in display order; undefined for a button without a label. */
export const labelsOf = (message: Message): (string | undefined)[] => buttonsOf(message).map(({ label }) => label);
/** Whether a message is a card whose work has ended. */
export const isDone = (message: Message): boolean =>
  accentColourOf(message) !== undefined && accentColourOf(message) !== WORKING_COLOUR;

export type HarnessOptions = {
  discord?: FakeDiscordOptions;
  environment?: Record<string, string>;
  timings?: Partial<Timings>;
};

/** Short intervals that keep tests fast. They apply to bots in this process only. */
const SHORT_TIMINGS: Timings = { ...DEFAULT_TIMINGS, editIntervalMs: 50, continuationMs: 1000, retryMs: 50 };

/**
 * A child process that runs the bot or a worker. `kill` sends a signal and resolves with the exit code, which is null
 * if the signal terminated the process. `output` returns everything written to stdout and stderr so far.
 */
export type SpawnedProcess = { pid: number; kill(signal: NodeJS.Signals): Promise<number | null>; output(): string };

/** A fake Discord, a website, a model server, and a bot that uses them and can be restarted. */
export class BotHarness {
  readonly discord: FakeDiscord;
  readonly site: Site;
  readonly model: ModelServer;
  readonly environment: Record<string, string>;
  readonly timings: Timings;
  /** Errors that the bot has logged. */
  readonly faults: unknown[] = [];
  /** The components of the bot in this process, or null before `start`. */
  app: App | null = null;
  readonly #removeStore: () => Promise<void>;
  readonly #killFunctions: SpawnedProcess["kill"][] = [];
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  private constructor(
    discord: FakeDiscord,
    site: Site,
    model: ModelServer,
    environment: Record<string, string>,
    timings: Timings,
    removeStore: () => Promise<void>,
  ) {
    this.discord = discord;
    this.site = site;
    this.model = model;
    this.environment = environment;
    this.timings = timings;
    this.#removeStore = removeStore;
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
    const [storeUrl, removeStore] = store === "Postgres" ? await createPostgresStore() : createSqliteStore();
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
    return new BotHarness(discord, site, model, all, { ...SHORT_TIMINGS, ...timings }, removeStore);
  }

  /** Starts the bot in this process, with the records of earlier runs. Resolves when it is online. */
  async start(): Promise<void> {
    const config = readConfig(this.environment);
    const app = createApp(config, { cacheFailed: (error) => this.faults.push(error), modelFailed: () => undefined });
    this.app = app;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const log = createLogger("silent");
    log.error = (entry: unknown) => void this.faults.push(entry);
    await new Promise<void>((resolve, reject) => {
      const output = { out: () => resolve(), err: () => {}, isTTY: false };
      this.#running = runBot({ config, app, signal, log, output }, this.timings).finally(() => app.close());
      this.#running.catch(reject);
    });
  }

  /** Returns the stored postings of a thread. */
  postingsIn(thread: string): Promise<Posting[]> {
    return this.#readRecords(({ postings }) => postings.findByThread(thread));
  }
  /** Returns the stored postings of a message. */
  postingsOf(message: string): Promise<Posting[]> {
    return this.#readRecords(({ postings }) => postings.findByMessage(message));
  }
  /** Returns the latest stored questions about the postings of a thread, at most 100 per posting. */
  questionsIn(thread: string): Promise<string[]> {
    return this.#readRecords(async ({ postings, turns }) => {
      const all = await Promise.all(
        (await postings.findByThread(thread)).map(({ id }) => turns.findByPosting(id, 100)),
      );
      return all.flat().map(({ question }) => question);
    });
  }

  async #readRecords<T>(read: (records: Records) => Promise<T>): Promise<T> {
    const records = await openRecords(this.environment.STORE_URL!);
    return read(records).finally(() => records.close());
  }

  /** Starts the bot or a worker in a child process. Resolves when it prints that it is ready. */
  async spawn(command: "bot" | "worker" = "bot", environment: Record<string, string> = {}): Promise<SpawnedProcess> {
    const child = startPith([command], { ...this.environment, ...environment });
    const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk;
      });
    const ready = new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => /Ctrl-C stops it/.test(String(chunk)) && resolve());
      exited.then(() => reject(new Error(`the ${command} exited: ${output}`)));
    });
    const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal);
      return exited;
    };
    this.#killFunctions.push(kill);
    await ready;
    return { pid: child.pid!, kill, output: () => output };
  }

  /** Stops the bot in this process as a signal would. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Uses the settings panel to set what the bot does with files and links in a channel. Returns the panel. */
  async setMode(channel: string, mode: string): Promise<Message> {
    const manager = this.addManager();
    const panel = await manager.slash(channel, "settings").response();
    return manager.choose(panel, "v1:set:mode", [mode]).response((message) => isChosen(message, mode));
  }

  /** Adds a member with Manage Server. */
  addManager(): Person {
    const { guild, state } = this.discord;
    const role = state.addRole(guild, "managers", permissionBits("ManageGuild"));
    const manager = this.discord.addPerson("max");
    state.addMember(guild, manager.user, [role]);
    return manager;
  }

  /** Returns the texts of the bot's messages in a channel. */
  botTextsIn(channel: Parameters<FakeDiscord["messagesIn"]>[0]): string[] {
    const { bot } = this.discord.state;
    return this.discord
      .messagesIn(channel)
      .filter(({ author }) => author === bot.id)
      .map((message) => textOf(message));
  }

  /** Returns the pings sent by the bot since the last call. */
  takeBotPings(): Ping[] {
    return this.discord.pings.splice(0).filter(({ message }) => message.author === this.discord.state.bot.id);
  }

  /** Stops the bot and all child processes and servers, and deletes the store. */
  async close(): Promise<void> {
    await this.stop();
    await Promise.all(this.#killFunctions.map((kill) => kill("SIGKILL")));
    await Promise.all([this.discord.close(), this.site.close(), this.model.close()]);
    await this.#removeStore();
  }
}

/** The URL of an empty store, and a function that deletes the store. */
type TestStore = [url: string, remove: () => Promise<void>];

function createSqliteStore(): TestStore {
  const folder = mkdtempSync(join(tmpdir(), "pith-e2e-"));
  return [`sqlite:${folder}/pith.db`, async () => rmSync(folder, { recursive: true, force: true })];
}

/** Creates a schema in the test database. The program creates a second schema for jobs, with the suffix `_jobs`. */
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
