import { resolve } from "node:path";
import { Cache, openStore } from "./cache/index.ts";
import type { Config } from "./config.ts";
import { ChatModel, extractiveEngine, llmEngine, Prompts } from "./engine/index.ts";
import {
  createFetcher,
  createIntake,
  type Fetcher,
  onlyFrom,
  parseAllowed,
  rememberPages,
  systemConnect,
  systemResolve,
} from "./intake/index.ts";
import type { PithError, Store } from "./model/index.ts";
import { Pith } from "./pith.ts";
import { Reader } from "./read/index.ts";

export type App = {
  pith: Pith;
  store: Store;
  cache: Cache;
  model: ChatModel | null;
  /** The most that is read of one source. */
  maxBytes: number;
  /** Starts the reading processes ahead: for a program that stays and answers people who wait. */
  warm(): void;
  close(): Promise<void>;
};

/** Who wants to know that the cache's store failed, or the model, whose place the extractive engine took. */
export type Watch = { cacheFailed(error: unknown): void; modelFailed(fault: PithError): void };

/** Where files posted on Discord are: signed addresses on one of these. */
const DISCORD_FILES = ["https://cdn.discordapp.com", "https://media.discordapp.net"];

/** Where the program stands: a relative PITH_PROMPTS counts from here, whatever the working folder. */
const ROOT = resolve(import.meta.dirname, "..");

/**
 * Puts the product together from its configuration: the one place where parts meet what is outside.
 * @param watch told of faults after which the work goes on all the same
 * @throws PithError `bad_config`
 */
export function createApp(config: Config, watch: Watch): App {
  const store = openStore(config.cacheUrl, "pith");
  const cache = new Cache(store, watch.cacheFailed);
  const fetcherFor = (allow: string[]): Fetcher =>
    createFetcher(parseAllowed(allow), config.maxBytes, systemResolve, systemConnect);
  const files = config.discord.cdnUrl ? [new URL(config.discord.cdnUrl).origin] : DISCORD_FILES;
  const attachments = onlyFrom(files, fetcherFor([...config.fetchAllow, ...files]));
  const pageStore = openStore(config.cacheUrl, "pages");
  const pages = rememberPages(fetcherFor(config.fetchAllow), pageStore, Date.now, watch.cacheFailed);
  const takeIn = createIntake(pages, config.maxBytes, attachments);
  const reader = new Reader();
  const model = config.model && config.engine !== "extractive" ? new ChatModel(config.model) : null;
  const llm = model && llmEngine(model, new Prompts(resolve(ROOT, config.prompts)), config);
  const pith = new Pith({
    takeIn,
    read: (intake, run) => reader.read(intake, run),
    engines: { extractive: extractiveEngine, llm },
    auto: config.engine,
    cache,
    now: () => new Date(),
    onModelFault: watch.modelFailed,
  });
  const close = async (): Promise<void> => {
    reader.close();
    await Promise.all([cache.close(), pageStore.close()]);
  };
  return { pith, store, cache, model, maxBytes: config.maxBytes, warm: () => reader.warm(), close };
}
