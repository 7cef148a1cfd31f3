import { createApp } from "../src/app.ts";
import { runBot } from "../src/bot.ts";
import type { Config } from "../src/config.ts";
import { createFaultLogger, createLogger } from "../src/log.ts";
import type { ActivityLog } from "./activityLog.ts";
import type { FakeDiscord } from "./discord/index.ts";
import { instrumentedPith } from "./instrumentedPith.ts";
import { STUB_MODES, type StubMode, type StubModel } from "./stubModel.ts";

/** The engine to use: the configured one, or the stub model in one of its modes. */
export type EngineMode = "configured" | StubMode;
export const ENGINE_MODES: readonly EngineMode[] = ["configured", ...STUB_MODES];

/** Starts and stops the bot within this process. The bot's records survive a restart unless the store is `memory:`. */
export class BotControl {
  engineMode: EngineMode = "configured";
  isRunning = false;
  readonly #config: Config;
  readonly #stub: StubModel;
  readonly #activityLog: ActivityLog;
  #abortController = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Resolves when the latest requested change has finished or failed. Changes run one at a time. */
  #pendingChange: Promise<void> = Promise.resolve();

  constructor(config: Config, discord: FakeDiscord, stub: StubModel, activityLog: ActivityLog) {
    this.#config = playgroundConfig(config, discord);
    this.#stub = stub;
    this.#activityLog = activityLog;
  }

  get config(): Config {
    return this.#config;
  }

  /**
   * Starts or stops the bot. Resolves once it is running or has stopped.
   * @throws PithError if the bot fails to start
   */
  setRunning(shouldRun: boolean): Promise<void> {
    return this.#enqueue(() => (shouldRun ? this.#start() : this.#shutDown()));
  }

  /**
   * Restarts the bot with another engine. The restart also discards in-memory state such as the circuit breaker.
   * @throws PithError if the bot fails to start
   */
  setEngineMode(mode: EngineMode): Promise<void> {
    return this.#enqueue(async () => {
      await this.#shutDown();
      this.engineMode = mode;
      await this.#start();
    });
  }

  #enqueue(apply: () => Promise<void>): Promise<void> {
    const result = this.#pendingChange.then(apply);
    this.#pendingChange = result.catch(() => undefined);
    return result.finally(() => this.#activityLog.emit("changed"));
  }

  async #start(): Promise<void> {
    if (this.isRunning) return;
    const config =
      this.engineMode === "configured" ? this.#config : stubConfig(this.#config, this.#stub, this.engineMode);
    const log = createLogger(config.logLevel);
    const app = createApp(config, createFaultLogger(log));
    this.#activityLog.cacheCounts = app.cache.counts;
    this.#abortController = new AbortController();
    const instrumented = { ...app, pith: instrumentedPith(app.pith, this.#activityLog) };
    await new Promise<void>((resolve, reject) => {
      const output = { out: () => resolve(), err: () => {}, isTTY: false };
      this.#running = runBot({ config, app: instrumented, signal: this.#abortController.signal, log, output }).finally(
        () => app.close(),
      );
      this.#running.catch(reject);
    });
    this.isRunning = true;
  }

  async #shutDown(): Promise<void> {
    this.#abortController.abort();
    this.isRunning = false;
    await this.#running.catch(() => undefined); // `#start` reports startup errors; later ones are ignored
  }
}

/** The bot's configuration in the playground: it connects to the fake Discord and keeps its records on this machine. */
function playgroundConfig(config: Config, discord: FakeDiscord): Config {
  const { DISCORD_TOKEN, DISCORD_API_URL, DISCORD_CDN_URL, DISCORD_APPLICATION_ID } = discord.environment;
  return {
    ...config,
    discord: {
      token: DISCORD_TOKEN!,
      apiUrl: DISCORD_API_URL!,
      cdnUrl: DISCORD_CDN_URL!,
      applicationId: DISCORD_APPLICATION_ID!,
      devGuild: null,
      messageContent: "auto",
      shards: "auto",
    },
    // On a shared Postgres server, this bot would claim the production bot's jobs.
    storeUrl: /^postgres/.test(config.storeUrl) ? "sqlite:data/playground.db" : config.storeUrl,
    // The page shows regular activity, so at the default level the terminal shows only warnings and errors.
    logLevel: config.logLevel === "info" ? "warn" : config.logLevel,
  };
}

/**
 * Configuration that uses the stub model. The cache key contains the model name, so each mode has a different model
 * name.
 */
function stubConfig(config: Config, stub: StubModel, mode: StubMode): Config {
  const model = {
    name: `stub-${mode}`,
    baseUrl: stub.url,
    apiKey: null,
    contextTokens: 128_000,
    price: null,
    deadlineMs: 20_000,
    reasoning: null,
  };
  return { ...config, engine: "auto", model };
}
