import { PithError } from "../model/index.ts";
import type { Records } from "./contract.ts";
import { type Backend, Database } from "./database/database.ts";
import { openPostgres } from "./database/postgres.ts";
import { openSqlite } from "./database/sqlite.ts";
import { digestsIn } from "./stores/digests.ts";
import { documentsIn } from "./stores/documents.ts";
import { feedbackIn } from "./stores/feedback.ts";
import { journalIn } from "./stores/jobStore.ts";
import { marksIn } from "./stores/keyValue.ts";
import { overviewsIn } from "./stores/overviews.ts";
import { postingsIn } from "./stores/postings.ts";
import { ratesIn } from "./stores/rates.ts";
import { settingsIn } from "./stores/settings.ts";
import { turnsIn } from "./stores/turns.ts";
import { usageIn } from "./stores/usage.ts";
import { sweep } from "./sweep.ts";

/**
 * Opens the records by their URL, `memory:`, `sqlite:PATH` or `postgres://…`, with their tables brought up to date.
 * @throws PithError `bad_config` for another kind of URL, for a database that cannot be reached, written or read, and
 * for one that a newer version of Pith has worked on
 */
export async function openRecords(url: string): Promise<Records> {
  const database = new Database(await backendOf(url));
  return {
    documents: documentsIn(database),
    postings: postingsIn(database),
    digests: digestsIn(database),
    turns: turnsIn(database),
    feedback: feedbackIn(database),
    journal: journalIn(database),
    overviews: overviewsIn(database),
    settings: settingsIn(database),
    usage: usageIn(database),
    rates: ratesIn(database),
    marks: marksIn(database),
    sweep: (now, retentionDays, shorter) => sweep(database, now, retentionDays, shorter),
    close: () => database.close(),
  };
}

function backendOf(url: string): Promise<Backend> {
  if (url === "memory:") return openSqlite(null);
  if (url.startsWith("sqlite:")) return openSqlite(url.slice("sqlite:".length));
  if (/^postgres(?:ql)?:/.test(url)) return openPostgres(url);
  throw new PithError("bad_config", "the records' URL must be memory:, sqlite:PATH or postgres://…");
}
