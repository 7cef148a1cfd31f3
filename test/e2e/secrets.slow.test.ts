import { createServer } from "node:net";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { modelError } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";
import { spawnPith } from "./pith.ts";

const KEY = "sk-marker-of-the-model-key-4711";
const PASSWORD = "marker-of-the-database-password";
const CACHE_PASSWORD = "marker-of-the-cache-password";
/** In an address that somebody posts: it stands in the link to the source, and nowhere else. */
const GIVEN = "marker-of-an-address-that-was-given";
const WORDS = "marker words of an article";
const ASKED = "marker words of a question";
/** As it is, and in the other forms in which it may stand. */
const forms = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(1, -2),
  Buffer.from(secret).toString("hex"),
];
const found = (text: string, secrets: string[]): string[] =>
  secrets.filter((secret) => forms(secret).some((form) => form.length > 8 && text.includes(form)));

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  await new Promise((resolve) => taken.close(resolve));
  return port;
}

/** All that a store holds, as text: the records, and the cache beside them. */
async function contentsOf(url: string): Promise<string> {
  if (url.startsWith("sqlite:")) {
    const file = new Sqlite(url.slice("sqlite:".length), { readonly: true });
    const tables = file.prepare("select name from sqlite_schema where type = 'table'").all() as { name: string }[];
    const rows = tables.map(({ name }) => file.prepare(`select * from "${name}"`).all());
    file.close();
    return JSON.stringify(rows);
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query<{ path: string }>(
    `select format('%I.%I', schemaname, tablename) path from pg_tables
     where schemaname in (current_schema(), current_schema() || '_jobs')`,
  );
  const all: unknown[] = [];
  for (const { path } of tables) all.push((await client.query(`select * from ${path}`)).rows);
  await client.end();
  return JSON.stringify(all);
}

describe.each(STORES)("a day of the bot on $store, with everything logged", ({ store, skipped }) => {
  if (skipped) {
    test.skip(`skipped: ${skipped}`, () => {});
    return;
  }
  let house: BotHarness;
  let told = "";
  let stored = "";
  let metrics = "";
  let command = "";
  let elsewhere = "";
  const tokens: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    const environment = { LOG_LEVEL: "trace", OPENAI_API_KEY: KEY, CACHE_URL: "", HEALTH_PORT: String(port) };
    house = await BotHarness.build(store, { environment });
    const { discord, site, model, environment: own } = house;
    if (store === "Postgres") {
      const address = new URL(own.STORE_URL!);
      address.password = PASSWORD; // the server of the tests trusts everybody
      own.STORE_URL = address.href;
    }
    const { ada, ben, state } = discord;
    const bot = await house.spawn();
    const article = (title: string): string => articlePage(title, [...STORY.split("\n\n"), `It has ${WORDS} in it.`]);
    site.pages.set(`/a?token=${GIVEN}`, article("A"));
    site.pages.set("/copy", article("A"));
    const use = async (...given: Parameters<typeof ada.slash>) => {
      const asked = ada.slash(...given);
      tokens.push(asked.token);
      return asked.response(isDone, 30_000);
    };

    // What goes well.
    await use("#news", "summarise", { url: `${site.origin}/a?token=${GIVEN}` });
    await use("#news", "summarise", { text: `${STORY}\n\nIt has ${WORDS} in it.`, private: true });
    await use("#news", "ask", { question: `How many visitors, with ${ASKED}?` });
    const posted = ada.post("#news", { content: `<@${state.bot.id}> ${site.origin}/copy` });
    await discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    const guild = state.addGuild("Another");
    const other = discord.addPerson("olga", {}, guild);
    const there = other.slash(state.addChannel(guild, "there"), "summarise", { url: `${site.origin}/copy` });
    elsewhere = textOf(await there.response(isDone));

    // What goes wrong: at the model, at Discord, at a site, and in what people type.
    const { respond } = model;
    for (const [n, status] of [401, 400, 500].entries()) {
      model.respond = ({ body }) => modelError(status, `Incorrect API key provided: ${KEY}. ${JSON.stringify(body)}`);
      await use("#news", "summarise", { text: `${STORY}\n\nIt has ${WORDS} in it, for the ${n}th time.` });
    }
    model.respond = respond;
    const original = { method: "PATCH", path: "/webhooks/" };
    discord.faults.respond(original, 400, { code: 50_035, message: "Invalid Form Body" }, { times: 2 });
    const text = `${STORY}\n\nIt has ${WORDS} in it at last.`;
    const refused = ada.slash("#news", "summarise", { text });
    tokens.push(refused.token);
    await refused.response(isDone, 60_000);
    discord.faults.respond({ method: "POST", path: "/callback" }, 403, {
      code: 50_013,
      message: "Missing Permissions",
    });
    tokens.push(ben.slash("#news", "summarise", { text }).token);
    for (const url of [
      `http://ada:${GIVEN}@127.0.0.1/`,
      `${site.origin}/missing?token=${GIVEN}`,
      `http://127.0.0.1:9/?token=${GIVEN}`,
    ])
      await use("#news", "summarise", { url });

    metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(await bot.kill("SIGTERM")).toBe(0);
    told = bot.output();
    stored = await contentsOf(own.STORE_URL!);
    const { HEALTH_PORT: _, ...settings } = own;
    const broken = {
      ...settings,
      CACHE_URL: `redis://:${CACHE_PASSWORD}@127.0.0.1:1`,
      OPENAI_BASE_URL: "http://127.0.0.1:1",
    };
    const runs = await Promise.all([
      spawnPith(["doctor"], broken),
      spawnPith(["summarise", `${site.origin}/a?key=${GIVEN}`, "--json"], broken),
      spawnPith(["bot"], { ...broken, STORE_URL: `postgres://pith:${PASSWORD}@127.0.0.1:1/none` }),
      spawnPith(["bot"], { ...broken, DISCORD_SHARDS: KEY, LOG_LEVEL: PASSWORD }),
    ]);
    command = runs.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  }, 180_000);
  afterAll(() => house.close());

  const secrets = (): string[] => [house.environment.DISCORD_TOKEN!, KEY, PASSWORD, CACHE_PASSWORD, ...tokens];

  test("the log has lines of all this, and of errors", () => {
    expect(told).toContain('"online"');
    expect(told).toContain("the model failed");
    expect(told).toContain("a fault");
  });

  test("stdout, stderr and the log hold no secret, no key of an address, no text and no question", () => {
    expect(found(told, [...secrets(), GIVEN, WORDS, ASKED])).toEqual([]);
  });

  test("commands that fail print none", () => {
    expect(command.length).toBeGreaterThan(200);
    expect(found(command, [...secrets(), GIVEN])).toEqual([]);
  });

  test("records and cache hold none; tokens of interactions are gone with their answers", () => {
    expect(stored).toContain(WORDS);
    expect(found(stored, [...secrets()])).toEqual([]);
  });

  test("the metrics have none, and nothing of a text", () => {
    expect(metrics).toContain("pith_jobs_running");
    expect(found(metrics, [...secrets(), GIVEN, WORDS, ASKED])).toEqual([]);
  });

  test("what is written on Discord has none", () => {
    const sent = house.discord.requests.map(({ body, query }) => JSON.stringify([body, query]));
    expect(sent.length).toBeGreaterThan(20);
    expect(sent.filter((body) => found(body, secrets()).length)).toEqual([]);
  });

  test("the key of a posted address is shown nowhere but where it was posted", () => {
    expect(elsewhere).toContain("3 verified");
    expect(found(elsewhere, [GIVEN])).toEqual([]);
  });
});
