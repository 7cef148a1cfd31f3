import { PithError } from "../model/index.ts";
import type { Records } from "./contract.ts";
import { type Backend, Database, openPostgres, openSqlite } from "./database/index.ts";
import {
  createDigestStore,
  createDocumentStore,
  createFeedbackStore,
  createJobStore,
  createKeyValueStore,
  createOverviewStore,
  createPostingStore,
  createRateStore,
  createSettingsStore,
  createTurnStore,
  createUsageStore,
} from "./stores/index.ts";
import { sweep } from "./sweep.ts";

/**
 * Opens and migrates the database at `memory:`, `sqlite:PATH` or `postgres://…`.
 * @throws PithError `bad_config` if the URL is not supported, if the database cannot be opened, read or written, or if
 * it is from a newer version of Pith
 */
export async function openRecords(url: string): Promise<Records> {
  const database = new Database(await openBackend(url));
  return {
    documents: createDocumentStore(database),
    postings: createPostingStore(database),
    digests: createDigestStore(database),
    turns: createTurnStore(database),
    feedback: createFeedbackStore(database),
    jobs: createJobStore(database),
    overviews: createOverviewStore(database),
    settings: createSettingsStore(database),
    usage: createUsageStore(database),
    rates: createRateStore(database),
    keyValue: createKeyValueStore(database),
    sweep: (now, retentionDays, guildRetentionDays) => sweep(database, now, retentionDays, guildRetentionDays),
    close: () => database.close(),
  };
}

function openBackend(url: string): Promise<Backend> {
  if (url === "memory:") return openSqlite(null);
  if (url.startsWith("sqlite:")) return openSqlite(url.slice("sqlite:".length));
  if (/^postgres(?:ql)?:/.test(url)) return openPostgres(url);
  throw new PithError("bad_config", "STORE_URL must be memory:, sqlite:PATH or postgres://…");
}
