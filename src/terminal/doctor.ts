import { randomUUID } from "node:crypto";
import type { App } from "../app.ts";
import type { Config } from "../config.ts";
import { asPithError, type Store } from "../model/index.ts";
import { explain } from "../present/index.ts";
import { type Output, say } from "./output.ts";

type Finding = { name: string; state: "ok" | "off" | "failed"; words: string };

/** `pith doctor`: one line for each thing that can be configured. Gives whether everything configured works. */
export async function doctor(config: Config, app: App, output: Output): Promise<boolean> {
  const findings = [
    { name: "configuration", state: "ok", words: "every variable is valid" } as const,
    await check("store", () => checkStore(config)),
    await check("cache", () => checkCache(config, app)),
    app.model
      ? await check("model", () => checkModel(app))
      : off("model", "none configured; the extractive engine serves (set PITH_MODEL)"),
    config.discord.token
      ? await check("discord", () => checkDiscord(config))
      : off("discord", "no DISCORD_TOKEN; `npm start` shows the bot in a page of this machine"),
  ];
  for (const { name, state, words } of findings) output.out(`${state.padEnd(7)}${name.padEnd(14)}${words}\n`);
  return findings.every((finding) => finding.state !== "failed");
}

const off = (name: string, words: string): Finding => ({ name, state: "off", words });

async function check(name: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return { name, state: "ok", words: await probe() };
  } catch (thrown) {
    const error = asPithError(thrown);
    return {
      name,
      state: "failed",
      words: error.code === "internal" ? String((error.cause as Error)?.message ?? error) : explain(error, say),
    };
  }
}

/** Writes, reads and deletes a value of its own. */
async function checkCache({ cacheUrl }: Config, { store }: App): Promise<string> {
  const kind = cacheUrl.slice(0, cacheUrl.indexOf(":"));
  const key = `doctor:${randomUUID()}`;
  const found = await keepAndGet(store, key).catch((cause: unknown) => {
    throw new Error(unusable(cacheUrl, kind), { cause });
  });
  if (found !== key) throw new Error(`${kind} gave back another value than was stored`);
  return `${kind} stores and gives back`;
}

async function keepAndGet(store: Store, key: string): Promise<unknown> {
  await store.set(key, key, 60_000);
  const found = await store.get(key);
  await store.delete(key);
  return found;
}

/** In words, and without the password that the address may hold. */
function unusable(url: string, kind: string): string {
  if (!url.includes("://")) return `${url} cannot be opened or written; check the path and who may write there`;
  return `${kind} at ${new URL(url).host} does not answer or does not let Pith in; check that it runs, and CACHE_URL or STORE_URL`;
}

/** Opens the records, which brings their tables up to date, and reads one. */
async function checkStore({ storeUrl }: Config): Promise<string> {
  const kind = storeUrl.slice(0, storeUrl.indexOf(":"));
  const { openRecords } = await import("../records/index.ts");
  const records = await openRecords(storeUrl);
  const jobs = await records.journal.unfinished();
  await records.close();
  return `${kind} can be read and written; ${jobs.length} unfinished jobs`;
}

async function checkModel({ model }: App): Promise<string> {
  const { name } = model!.endpoint;
  const offered = await model!.models();
  if (!offered.includes(name))
    throw new Error(`the endpoint answers, but offers no model "${name}"; it has ${offered.slice(0, 5).join(", ")}`);
  return `${name} is offered by the endpoint`;
}

/**
 * Add Reactions, View Channel, Send Messages, Embed Links, Attach Files, Read Message History, Create Public Threads, Send Messages in
 * Threads: what the bot uses, and no more (https://discord.com/developers/docs/topics/permissions).
 */
const PERMISSIONS = [6n, 10n, 11n, 14n, 15n, 16n, 35n, 38n].reduce((all, bit) => all | (1n << bit), 0n);

async function checkDiscord(config: Config): Promise<string> {
  const { applicationOf, createRest } = await import("../discord/index.ts");
  const { id, name } = await applicationOf(createRest(config).api);
  return `${name}; invite it with https://discord.com/oauth2/authorize?client_id=${id}&scope=bot+applications.commands&permissions=${PERMISSIONS}`;
}
