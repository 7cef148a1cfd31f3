import Sqlite from "better-sqlite3";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { textOf } from "../../playground/discord/index.ts";
import { STORY } from "../fakes/engine.ts";
import { freePort } from "../fakes/freePort.ts";
import { FAITHFUL, modelError } from "../fakes/modelServer.ts";
import { articlePage } from "../fakes/site.ts";
import { BotHarness, isDone, STORES } from "./harness.ts";
import { spawnPith } from "./pith.ts";

const KEY = "sk-marker-of-the-model-key-4711";
const PASSWORD = "marker-of-the-database-password";
const CACHE_PASSWORD = "marker-of-the-cache-password";
/** A token in URLs that users post. It may occur only in links to the source of a document. */
const URL_TOKEN = "marker-of-an-address-that-was-given";
const ARTICLE_TEXT = "marker words of an article";
const QUESTION_TEXT = "marker words of a question";
/**
 * Returns a secret verbatim, URL-encoded, in base64 (without the ends, which depend on the adjacent bytes) and in
 * hexadecimal.
 */
const encodings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(1, -2),
  Buffer.from(secret).toString("hex"),
];
const findSecrets = (text: string, secrets: string[]): string[] =>
  secrets.filter((secret) => encodings(secret).some((encoded) => encoded.length > 8 && text.includes(encoded)));

/** Returns all rows of a store as JSON: the records, the jobs and the cache. */
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

describe.each(STORES)("secrets with the log level trace on $store", ({ store, skipped }) => {
  if (skipped) {
    test.skip(`skipped: ${skipped}`, () => {});
    return;
  }
  let harness: BotHarness;
  let botOutput = "";
  let storeContents = "";
  let metrics = "";
  let commandOutput = "";
  let otherGuildCard = "";
  const interactionTokens: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    const environment = { LOG_LEVEL: "trace", OPENAI_API_KEY: KEY, CACHE_URL: "", HEALTH_PORT: String(port) };
    harness = await BotHarness.build(store, { environment });
    const { discord, site, model, environment: own } = harness;
    if (store === "Postgres") {
      const address = new URL(own.STORE_URL!);
      address.password = PASSWORD; // The test server accepts any password.
      own.STORE_URL = address.href;
    }
    const { ada, ben, state } = discord;
    const bot = await harness.spawn();
    const article = (title: string): string =>
      articlePage(title, [...STORY.split("\n\n"), `It has ${ARTICLE_TEXT} in it.`]);
    site.pages.set(`/a?token=${URL_TOKEN}`, article("A"));
    site.pages.set("/copy", article("A"));
    const runCommand = async (...args: Parameters<typeof ada.slash>) => {
      const command = ada.slash(...args);
      interactionTokens.push(command.token);
      return command.response(isDone, 30_000);
    };

    // Successful requests.
    await runCommand("#news", "summarise", { url: `${site.origin}/a?token=${URL_TOKEN}` });
    await runCommand("#news", "summarise", { text: `${STORY}\n\nIt has ${ARTICLE_TEXT} in it.`, private: true });
    await runCommand("#news", "ask", { question: `How many visitors, with ${QUESTION_TEXT}?` });
    const posted = ada.post("#news", { content: `<@${state.bot.id}> ${site.origin}/copy` });
    await discord.waitFor((message) => message.reference?.message_id === posted.id && isDone(message));
    const guild = state.addGuild("Another");
    const other = discord.addPerson("olga", {}, guild);
    const there = other.slash(state.addChannel(guild, "there"), "summarise", { url: `${site.origin}/copy` });
    otherGuildCard = textOf(await there.response(isDone));

    // Errors from the model, Discord, websites and user input.
    const { respond } = model;
    for (const [n, status] of [401, 400, 500].entries()) {
      model.respond = ({ body }) => modelError(status, `Incorrect API key provided: ${KEY}. ${JSON.stringify(body)}`);
      await runCommand("#news", "summarise", {
        text: `${STORY}\n\nIt has ${ARTICLE_TEXT} in it, for the ${n}th time.`,
      });
    }
    model.respond = respond;
    const original = { method: "PATCH", path: "/webhooks/" };
    discord.faults.respond(original, 400, { code: 50_035, message: "Invalid Form Body" }, { times: 2 });
    const text = `${STORY}\n\nIt has ${ARTICLE_TEXT} in it at last.`;
    const refused = ada.slash("#news", "summarise", { text });
    interactionTokens.push(refused.token);
    await refused.response(isDone, 60_000);
    discord.faults.respond({ method: "POST", path: "/callback" }, 403, {
      code: 50_013,
      message: "Missing Permissions",
    });
    const unanswered = ben.slash("#news", "summarise", { text });
    interactionTokens.push(unanswered.token);
    // The fault is for this command. On a busy machine it would otherwise meet the next one.
    const isSent = (): boolean =>
      discord.requests.some(({ path }) => path.includes(unanswered.token) && path.endsWith("/callback"));
    await vi.waitUntil(isSent, { timeout: 30_000 });
    for (const url of [
      `http://ada:${URL_TOKEN}@127.0.0.1/`,
      `${site.origin}/missing?token=${URL_TOKEN}`,
      `http://127.0.0.1:9/?token=${URL_TOKEN}`,
    ])
      await runCommand("#news", "summarise", { url });

    metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(await bot.kill("SIGTERM")).toBe(0);
    botOutput = bot.output();
    storeContents = await contentsOf(own.STORE_URL!);
    const { HEALTH_PORT: _, ...settings } = own;
    const broken = {
      ...settings,
      CACHE_URL: `redis://:${CACHE_PASSWORD}@127.0.0.1:1`,
      OPENAI_BASE_URL: "http://127.0.0.1:1",
    };
    const runs = await Promise.all([
      spawnPith(["doctor"], broken),
      spawnPith(["summarise", `${site.origin}/a?key=${URL_TOKEN}`, "--json"], broken),
      spawnPith(["bot"], { ...broken, STORE_URL: `postgres://pith:${PASSWORD}@127.0.0.1:1/none` }),
      spawnPith(["bot"], { ...broken, DISCORD_SHARDS: KEY, LOG_LEVEL: PASSWORD }),
    ]);
    commandOutput = runs.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  }, 180_000);
  afterAll(() => harness.close());

  const secrets = (): string[] => [
    harness.environment.DISCORD_TOKEN!,
    KEY,
    PASSWORD,
    CACHE_PASSWORD,
    ...interactionTokens,
  ];

  test("the log contains events and errors", () => {
    expect(botOutput).toContain('"online"');
    expect(botOutput).toContain("the AI model failed");
    expect(botOutput).toContain('"msg":"error"');
  });

  test("stdout, stderr and the log contain no secrets, URL tokens, texts or questions", () => {
    expect(findSecrets(botOutput, [...secrets(), URL_TOKEN, ARTICLE_TEXT, QUESTION_TEXT])).toEqual([]);
  });

  test("failing commands print no secrets or URL tokens", () => {
    expect(commandOutput.length).toBeGreaterThan(200);
    expect(findSecrets(commandOutput, [...secrets(), URL_TOKEN])).toEqual([]);
  });

  test("the records and the cache contain no secrets, and no interaction tokens after the response", () => {
    expect(storeContents).toContain(ARTICLE_TEXT);
    expect(findSecrets(storeContents, [...secrets()])).toEqual([]);
  });

  test("the metrics contain no secrets, URL tokens, texts or questions", () => {
    expect(metrics).toContain("pith_jobs_running");
    expect(findSecrets(metrics, [...secrets(), URL_TOKEN, ARTICLE_TEXT, QUESTION_TEXT])).toEqual([]);
  });

  test("requests to Discord contain no secrets", () => {
    const sent = harness.discord.requests.map(({ body, query }) => JSON.stringify([body, query]));
    expect(sent.length).toBeGreaterThan(20);
    expect(sent.filter((body) => findSecrets(body, secrets()).length)).toEqual([]);
  });

  test("the token of a posted URL is shown only in the server where it was posted", () => {
    expect(otherGuildCard).toContain(FAITHFUL);
    expect(findSecrets(otherGuildCard, [URL_TOKEN])).toEqual([]);
  });
});
