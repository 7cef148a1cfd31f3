import { DiscordAPIError, HTTPError } from "discord.js";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { createLogger, serialiseError } from "../src/log.ts";
import { PithError } from "../src/model/index.ts";

const TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTpTRUNSRVQ";
const BOT = "MTE5OTg4Nzc2NjU1NDQzMzIyMQ.GkQx_z.t0k3nT0k3nT0k3nT0k3nT0k3nT0k3nT0k3nTo";
const PASSWORD = "hunter2-SECRET";
const KEY = "sk-proj-abcdefSECRET1234567890";
const WORDS = "The council of Orrin met in secret";
/** What none of these may leave anywhere. */
const HIDDEN = [TOKEN, BOT, PASSWORD, KEY, WORDS, "SECRET"];

const webhook = `https://discord.com/api/v10/webhooks/1199/${TOKEN}/messages/@original`;
const body = { body: { content: WORDS, authorization: `Bot ${BOT}` }, files: undefined };
const caused = (message: string, cause: unknown): Error => new Error(message, { cause });

/** An error as undici hangs the request on it. */
const socketError = Object.assign(new TypeError(`fetch failed for ${webhook}`), {
  code: "UND_ERR_SOCKET",
  cause: Object.assign(new Error("other side closed"), {
    code: "ECONNRESET",
    requestBody: WORDS,
    headers: { authorization: `Bearer ${KEY}` },
    options: { path: `/interactions/1199/${TOKEN}/callback` },
  }),
});
const notJson = (): unknown => {
  try {
    return JSON.parse(`${WORDS}\n    at length`);
  } catch (error) {
    return error;
  }
};

const ERRORS: [string, unknown][] = [
  ["an interaction's webhook", new Error(`PATCH ${webhook} failed`)],
  ["an interaction's callback", new Error(`POST /interactions/1199/${TOKEN}/callback`)],
  ["a callback in quotes", new Error(`the address '/interactions/1199/${TOKEN}' and "/webhooks/1/${TOKEN}?wait=true"`)],
  ["a header of the bot", new Error(`authorization: Bot ${BOT}`)],
  ["a bot's token by itself", new Error(`the token ${BOT} is not known`)],
  ["a bearer's header", new Error(`Authorization: Bearer ${KEY}`)],
  ["a header in small letters", new Error(`authorization: bearer ${PASSWORD}, basic ${PASSWORD}`)],
  ["a key that a server repeats", new Error(`Incorrect API key provided: ${KEY}. You can find yours`)],
  ["a database's password", new Error(`cannot reach postgres://pith:${PASSWORD}@db:5432/pith`)],
  ["a password with an at sign", new Error(`cannot reach redis://:p@${PASSWORD}@cache:6379`)],
  ["a user without a password", new Error(`https://${PASSWORD}@example.com/a`)],
  ["values of a query", new Error(`https://cdn.discordapp.com/a.pdf?ex=${TOKEN}&hm=${PASSWORD}#access_token=${KEY}`)],
  ["nested causes", caused("a", caused("b", caused("c", new Error(webhook))))],
  ["a cause that is no error", caused("a", `Bot ${BOT}`)],
  ["a string", webhook],
  ["an object", { url: webhook, requestBody: WORDS }],
  ["the program's own error", new PithError("internal", null, { cause: new Error(webhook) })],
  ["what JSON.parse repeats", notJson()],
  [
    "Discord's refusal",
    new DiscordAPIError(
      { code: 50_027, message: "Invalid Webhook Token" },
      50_027,
      401,
      "PATCH",
      webhook,
      body as never,
    ),
  ],
  ["Discord's failure", new HTTPError(500, "Internal Server Error", "PATCH", webhook, body as never)],
  ["undici's error", socketError],
  [
    "the model client's error",
    OpenAI.APIError.generate(
      401,
      { error: { message: `no such key ${KEY}`, input: WORDS } },
      undefined,
      new Headers({ authorization: `Bearer ${KEY}` }),
    ),
  ],
];

describe.each(ERRORS)("%s", (_, thrown) => {
  test("is told without what is secret", () => {
    const told = JSON.stringify(serialiseError(thrown));
    for (const hidden of HIDDEN) expect(told).not.toContain(hidden);
  });

  test("is logged without it, in whatever way it is handed over", () => {
    const lines: string[] = [];
    const log = createLogger("trace", { write: (line) => void lines.push(line) });
    log.error({ err: thrown }, "a fault");
    if (thrown instanceof Error) {
      log.error(thrown);
      log.error(thrown, "a fault");
      log.error({ err: thrown });
      log.error({ error: thrown }, thrown.message);
    } else if (typeof thrown === "string") log.error(thrown);
    const all = lines.join("");
    if (typeof thrown !== "object" || thrown instanceof Error)
      for (const hidden of HIDDEN) expect(all).not.toContain(hidden);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 50 });
  });
});

test("what happened and where is still told", () => {
  const told = serialiseError(socketError);
  expect(told).toMatchObject({
    name: "TypeError",
    message: "fetch failed for https://discord.com/api/v10/webhooks/1199/…/messages/@original",
    code: "UND_ERR_SOCKET",
    cause: { code: "ECONNRESET", message: "other side closed" },
  });
  expect(told.stack).toMatch(/^ +at .*log\.test\.ts/);
  expect(serialiseError(new Error("10 of 12 jobs; see https://example.com/page")).message).toBe(
    "10 of 12 jobs; see https://example.com/page",
  );
});

test("causes that go round in a circle come to an end", () => {
  const error = new Error("round");
  error.cause = error;
  expect(JSON.stringify(serialiseError(error)).match(/round/g)).toHaveLength(5);
});

test("the level holds, and numbers stay numbers", () => {
  const lines: string[] = [];
  const log = createLogger("info", { write: (line) => void lines.push(line) });
  log.debug("unheard");
  log.info({ jobs: 3 }, "heard");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ level: 30, jobs: 3, msg: "heard" }]);
});
