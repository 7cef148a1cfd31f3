import { PithError } from "../model/index.ts";
import type { Records } from "./contract.ts";
import { type Backend, Database } from "./database.ts";
import { digestsIn } from "./digests.ts";
import { documentsIn } from "./documents.ts";
import { feedbackIn } from "./feedback.ts";
import { journalIn } from "./journal.ts";
import { marksIn } from "./marks.ts";
import { overviewsIn } from "./overviews.ts";
import { openPostgres } from "./postgres.ts";
import { postingsIn } from "./postings.ts";
import { ratesIn } from "./rates.ts";
import { settingsIn } from "./settings.ts";
import { openSqlite } from "./sqlite.ts";
import { sweep } from "./sweep.ts";
import { turnsIn } from "./turns.ts";
import { usageIn } from "./usage.ts";

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
