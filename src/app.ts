import { resolve } from "node:path";
import { Cache, openStore } from "./cache/index.ts";
import { cachedSteps } from "./cachedSteps.ts";
import type { Config } from "./config.ts";
import { ChatModel, extractiveEngine, llmEngine, Prompts } from "./engine/index.ts";
import { Generation } from "./generation.ts";
import {
  createCachedPageFetcher,
  createFetcher,
  createSourceLoader,
  type Fetcher,
  parseAllowList,
  restrictToOrigins,
  systemConnect,
  systemResolve,
} from "./intake/index.ts";
import type { PithError, Store } from "./model/index.ts";
import { Pith, type Steps } from "./pith.ts";
import { Reader } from "./read/index.ts";

export type App = {
  pith: Pith;
  store: Store;
  cache: Cache;
  model: ChatModel | null;
  /** Size limit of one source, in bytes. */
  maxBytes: number;
  /** Starts the reading processes in advance, so that users of a long-running program do not wait for them. */
  warm(): void;
  close(): Promise<void>;
};

/**
 * Callbacks for failures that do not stop the work. `cacheFailed` is called if the cache's store fails, `modelFailed`
 * if the model fails and the user still gets a result.
 */
export type FaultListeners = { cacheFailed(error: unknown): void; modelFailed(fault: PithError): void };

/** Origins of Discord attachments. */
const DISCORD_CDN_ORIGINS = ["https://cdn.discordapp.com", "https://media.discordapp.net"];

/** The program's folder. A relative PITH_PROMPTS is resolved against it, not against the working directory. */
const ROOT = resolve(import.meta.dirname, "..");

/**
 * The composition root: builds the application from its configuration, with the real network, clock, stores and model.
 * @throws PithError `bad_config` if CACHE_URL is not supported or a prompt file is invalid
 */
export function createApp(config: Config, listeners: FaultListeners): App {
  const store = openStore(config.cacheUrl, "pith");
  const cache = new Cache(store, listeners.cacheFailed);
  const pageStore = openStore(config.cacheUrl, "pages");
  const reader = new Reader();
  const model = config.model && config.engine !== "extractive" ? new ChatModel(config.model) : null;
  const limits = { maxTokens: config.maxDigestTokens, approvalUsd: config.approvalUsd };
  const llm = model && llmEngine(model, new Prompts(resolve(ROOT, config.prompts)), limits);
  const generation = new Generation({
    engines: { extractive: extractiveEngine, llm },
    auto: config.engine,
    now: () => new Date(),
    onModelFault: listeners.modelFailed,
  });
  const pith = new Pith({
    loadSource: createGuardedSourceLoader(config, pageStore, listeners),
    ...cachedSteps((intake, context) => reader.read(intake, context), generation, cache),
  });
  const close = async (): Promise<void> => {
    reader.close();
    await Promise.all([cache.close(), pageStore.close()]);
  };
  return { pith, store, cache, model, maxBytes: config.maxBytes, warm: () => reader.warm(), close };
}

/**
 * Creates the source loader, whose requests all pass the address guard. Pages are cached in `pageStore`. The URLs of
 * attachments must be on the Discord CDN, or on the configured replacement.
 */
function createGuardedSourceLoader(
  config: Config,
  pageStore: Store,
  { cacheFailed }: FaultListeners,
): Steps["loadSource"] {
  const fetcherFor = (allow: string[]): Fetcher =>
    createFetcher(parseAllowList(allow), config.maxBytes, systemResolve, systemConnect);
  const cdn = config.discord.cdnUrl ? [new URL(config.discord.cdnUrl).origin] : DISCORD_CDN_ORIGINS;
  const attachments = restrictToOrigins(cdn, fetcherFor([...config.fetchAllow, ...cdn]));
  const pages = createCachedPageFetcher(fetcherFor(config.fetchAllow), pageStore, Date.now, cacheFailed);
  return createSourceLoader(pages, config.maxBytes, attachments);
}
