import { randomUUID } from "node:crypto";
import type { App } from "../app.ts";
import type { Config } from "../config.ts";
import { hasNoList } from "../engine/index.ts";
import { asPithError, type Store } from "../model/index.ts";
import type { Output } from "../output.ts";
import { explainError } from "../present/index.ts";
import { translate } from "./output.ts";

/** The result of one check. `off` means that the service is not configured. */
type Finding = { name: string; state: "ok" | "off" | "failed"; message: string };

/**
 * `pith doctor`: checks the configuration and every service in it, and prints one line per check. Returns false if a
 * check failed.
 */
export async function doctor(config: Config, app: App, output: Output): Promise<boolean> {
  const findings = [
    { name: "configuration", state: "ok", message: "all variables are valid" } as const,
    await check("store", () => checkStore(config)),
    await check("cache", () => checkCache(config, app)),
    app.model
      ? await check("model", () => checkModel(app))
      : off("model", "none set up, so summaries are quotes only (set PITH_MODEL)"),
    config.discord.token
      ? await check("discord", () => checkDiscord(config))
      : off("discord", "no DISCORD_TOKEN; `npm start` opens a local playground"),
  ];
  for (const { name, state, message } of findings) output.out(`${state.padEnd(7)}${name.padEnd(14)}${message}\n`);
  return findings.every((finding) => finding.state !== "failed");
}

const off = (name: string, message: string): Finding => ({ name, state: "off", message });

async function check(name: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return { name, state: "ok", message: await probe() };
  } catch (thrown) {
    const error = asPithError(thrown);
    return {
      name,
      state: "failed",
      message:
        error.code === "internal" ? String((error.cause as Error)?.message ?? error) : explainError(error, translate),
    };
  }
}

/** Writes, reads and deletes a test value. Throws an Error if the store fails or returns another value. */
async function checkCache({ cacheUrl }: Config, { store }: App): Promise<string> {
  const kind = cacheUrl.slice(0, cacheUrl.indexOf(":"));
  const key = `doctor:${randomUUID()}`;
  const value = await roundTrip(store, key).catch((cause: unknown) => {
    throw new Error(cacheErrorMessage(cacheUrl, kind), { cause });
  });
  if (value !== key) throw new Error(`${kind} returned a different value than was stored`);
  return `${kind} can be read and written`;
}

async function roundTrip(store: Store, key: string): Promise<unknown> {
  await store.set(key, key, 60_000);
  const value = await store.get(key);
  await store.delete(key);
  return value;
}

/** Names a server by its host only, because its URL may contain a password. */
function cacheErrorMessage(url: string, kind: string): string {
  if (!url.includes("://")) return `${url} can't be opened or written; check the path and its permissions`;
  return `${kind} at ${new URL(url).host} doesn't answer or rejects the login; check that it's running, and check CACHE_URL or STORE_URL`;
}

/** Opens the records and reads from them. Opening migrates the database and, on SQLite, also tests writing. */
async function checkStore({ storeUrl }: Config): Promise<string> {
  const kind = storeUrl.slice(0, storeUrl.indexOf(":"));
  const { openRecords } = await import("../records/index.ts");
  const records = await openRecords(storeUrl);
  const jobs = await records.jobs.findUnfinished();
  await records.close();
  return `${kind} can be read and written; ${jobs.length} unfinished jobs`;
}

/** Looks for the model in the server's list, which not all servers have, and makes a tiny call. */
async function checkModel({ model }: App): Promise<string> {
  const { name } = model!.endpoint;
  const offered = await model!.listModels().catch((error: unknown) => {
    if (hasNoList(error)) return null;
    throw error;
  });
  // Ollama adds a tag to the names of its models, and Gemini a prefix.
  if (offered && ![name, `${name}:latest`, `models/${name}`].some((one) => offered.includes(one)))
    throw new Error(`the AI server answers, but has no model "${name}"; it has ${offered.slice(0, 5).join(", ")}`);
  const { tokensPerSecond } = await model!.probe();
  const speed = `answers in the asked form, ${Math.round(tokensPerSecond)} tokens a second`;
  return offered ? `${name} is available and ${speed}` : `${name} ${speed} (the server has no list of models)`;
}

/** Bit positions of the permissions in the invite link (https://discord.com/developers/docs/topics/permissions). */
const PERMISSION_BITS = {
  ADD_REACTIONS: 6n,
  VIEW_CHANNEL: 10n,
  SEND_MESSAGES: 11n,
  EMBED_LINKS: 14n,
  ATTACH_FILES: 15n,
  READ_MESSAGE_HISTORY: 16n,
  CREATE_PUBLIC_THREADS: 35n,
  SEND_MESSAGES_IN_THREADS: 38n,
};
const PERMISSIONS = Object.values(PERMISSION_BITS).reduce((flags, bit) => flags | (1n << bit), 0n);

async function checkDiscord(config: Config): Promise<string> {
  const { fetchApplication, createRest } = await import("../discord/index.ts");
  const { id, name } = await fetchApplication(createRest(config).api);
  return `${name}; invite it with https://discord.com/oauth2/authorize?client_id=${id}&scope=bot+applications.commands&permissions=${PERMISSIONS}`;
}
