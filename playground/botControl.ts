import { createApp } from "../src/app.ts";
import { runBot } from "../src/bot.ts";
import type { Config } from "../src/config.ts";
import { createLogger, logged } from "../src/log.ts";
import type { Ledger } from "./activityLog.ts";
import type { Loopback } from "./discord/index.ts";
import { witnessed } from "./instrumentedPith.ts";
import { STUB_WAYS, type StubModel, type StubWay } from "./stubModel.ts";

/** Who writes: what the configuration says, or the built-in stub of a model in one of its ways. */
export type Writer = "configured" | StubWay;
export const WRITERS: readonly Writer[] = ["configured", ...STUB_WAYS];

/** The real bot within this process, which can be stopped and started again: its records stay. */
export class BotSwitch {
  writer: Writer = "configured";
  isOn = false;
  readonly #config: Config;
  readonly #stub: StubModel;
  readonly #ledger: Ledger;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** One change after the other. */
  #changing: Promise<void> = Promise.resolve();

  constructor(config: Config, discord: Loopback, stub: StubModel, ledger: Ledger) {
    this.#config = playing(config, discord);
    this.#stub = stub;
    this.#ledger = ledger;
  }

  get config(): Config {
    return this.#config;
  }

  /** Starts or stops it, and resolves when it is so. @throws PithError what a start throws */
  turn(isOn: boolean): Promise<void> {
    return this.#change(() => (isOn ? this.#start() : this.#end()));
  }

  /** Lets another write from now on, with a bot that begins anew: it forgets what the last one knew of its model. */
  write(writer: Writer): Promise<void> {
    return this.#change(async () => {
      await this.#end();
      this.writer = writer;
      await this.#start();
    });
  }

  #change(change: () => Promise<void>): Promise<void> {
    const changed = this.#changing.then(change);
    this.#changing = changed.catch(() => undefined);
    return changed.finally(() => this.#ledger.emit("changed"));
  }

  async #start(): Promise<void> {
    if (this.isOn) return;
    const config = this.writer === "configured" ? this.#config : stubbed(this.#config, this.#stub, this.writer);
    const log = createLogger(config.logLevel);
    const app = createApp(config, logged(log));
    this.#ledger.counts = app.cache.counts;
    this.#stop = new AbortController();
    const seen = { ...app, pith: witnessed(app.pith, this.#ledger) };
    await new Promise<void>((resolve, reject) => {
      const output = { out: () => resolve(), err: () => {}, terminal: false };
      this.#running = runBot(config, seen, this.#stop.signal, log, output).finally(() => app.close());
      this.#running.catch(reject);
    });
    this.isOn = true;
  }

  async #end(): Promise<void> {
    this.#stop.abort();
    this.isOn = false;
    await this.#running.catch(() => undefined); // who started it was told
  }
}

/** The configuration of a bot here: another Discord, none of the real one's settings, and records of this machine only. */
function playing(config: Config, discord: Loopback): Config {
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
    // On a server that others share this bot would take their work.
    storeUrl: /^postgres/.test(config.storeUrl) ? "sqlite:data/playground.db" : config.storeUrl,
    // What is usual stands on the page; the terminal is for what is not.
    logLevel: config.logLevel === "info" ? "warn" : config.logLevel,
  };
}

/** Each way has a name of its own, so that what one wrote is not remembered for another. */
function stubbed(config: Config, stub: StubModel, way: StubWay): Config {
  const model = {
    name: `stub-${way}`,
    baseUrl: stub.url,
    apiKey: null,
    contextTokens: 128_000,
    price: null,
    deadlineMs: 20_000,
  };
  return { ...config, engine: "auto", model };
}
