import { DiscordAPIError, HTTPError } from "discord.js";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { createLogger, serialiseError } from "../src/log.ts";
import { PithError } from "../src/model/index.ts";

const INTERACTION_TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OTpTRUNSRVQ";
const BOT_TOKEN = "MTE5OTg4Nzc2NjU1NDQzMzIyMQ.GkQx_z.t0k3nT0k3nT0k3nT0k3nT0k3nT0k3nT0k3nTo";
const PASSWORD = "hunter2-SECRET";
const KEY = "sk-proj-abcdefSECRET1234567890";
const WORDS = "The council of Orrin met in secret";
/** Strings that must not be logged. */
const SECRETS = [INTERACTION_TOKEN, BOT_TOKEN, PASSWORD, KEY, WORDS, "SECRET"];

const webhook = `https://discord.com/api/v10/webhooks/1199/${INTERACTION_TOKEN}/messages/@original`;
const body = { body: { content: WORDS, authorization: `Bot ${BOT_TOKEN}` }, files: undefined };
const errorWithCause = (message: string, cause: unknown): Error => new Error(message, { cause });

/** An error as thrown by undici. Its properties contain data from the request. */
const socketError = Object.assign(new TypeError(`fetch failed for ${webhook}`), {
  code: "UND_ERR_SOCKET",
  cause: Object.assign(new Error("other side closed"), {
    code: "ECONNRESET",
    requestBody: WORDS,
    headers: { authorization: `Bearer ${KEY}` },
    options: { path: `/interactions/1199/${INTERACTION_TOKEN}/callback` },
  }),
});
const createSyntaxError = (): unknown => {
  try {
    return JSON.parse(`${WORDS}\n    at length`);
  } catch (error) {
    return error;
  }
};

const ERRORS: [string, unknown][] = [
  ["an interaction webhook URL", new Error(`PATCH ${webhook} failed`)],
  ["an interaction callback URL", new Error(`POST /interactions/1199/${INTERACTION_TOKEN}/callback`)],
  [
    "quoted URLs",
    new Error(`the address '/interactions/1199/${INTERACTION_TOKEN}' and "/webhooks/1/${INTERACTION_TOKEN}?wait=true"`),
  ],
  ["an Authorization header with the bot token", new Error(`authorization: Bot ${BOT_TOKEN}`)],
  ["a bare bot token", new Error(`the token ${BOT_TOKEN} is not known`)],
  ["an Authorization header with an API key", new Error(`Authorization: Bearer ${KEY}`)],
  ["a lower-case Authorization header", new Error(`authorization: bearer ${PASSWORD}, basic ${PASSWORD}`)],
  ["an API key in an error message", new Error(`Incorrect API key provided: ${KEY}. You can find yours`)],
  ["a password in a database URL", new Error(`cannot reach postgres://pith:${PASSWORD}@db:5432/pith`)],
  ["a password that contains an at sign", new Error(`cannot reach redis://:p@${PASSWORD}@cache:6379`)],
  ["a URL with a user name and no password", new Error(`https://${PASSWORD}@example.com/a`)],
  [
    "query parameters and a fragment",
    new Error(`https://cdn.discordapp.com/a.pdf?ex=${INTERACTION_TOKEN}&hm=${PASSWORD}#access_token=${KEY}`),
  ],
  ["nested causes", errorWithCause("a", errorWithCause("b", errorWithCause("c", new Error(webhook))))],
  ["a cause that is not an error", errorWithCause("a", `Bot ${BOT_TOKEN}`)],
  ["a string", webhook],
  ["an object", { url: webhook, requestBody: WORDS }],
  ["a PithError", new PithError("internal", null, { cause: new Error(webhook) })],
  ["a JSON.parse error", createSyntaxError()],
  [
    "a DiscordAPIError",
    new DiscordAPIError(
      { code: 50_027, message: "Invalid Webhook Token" },
      50_027,
      401,
      "PATCH",
      webhook,
      body as never,
    ),
  ],
  ["a discord.js HTTPError", new HTTPError(500, "Internal Server Error", "PATCH", webhook, body as never)],
  ["an undici error", socketError],
  [
    "an OpenAI client error",
    OpenAI.APIError.generate(
      401,
      { error: { message: `no such key ${KEY}`, input: WORDS } },
      undefined,
      new Headers({ authorization: `Bearer ${KEY}` }),
    ),
  ],
];

describe.each(ERRORS)("%s", (_, thrown) => {
  test("serialiseError removes secrets", () => {
    const serialised = JSON.stringify(serialiseError(thrown));
    for (const secret of SECRETS) expect(serialised).not.toContain(secret);
  });

  test("the logger removes secrets however the error is passed", () => {
    const lines: string[] = [];
    const log = createLogger("trace", { write: (line) => void lines.push(line) });
    log.error({ err: thrown }, "a fault");
    if (thrown instanceof Error) {
      log.error(thrown);
      log.error(thrown, "a fault");
      log.error({ err: thrown });
      log.error({ error: thrown }, thrown.message);
    } else if (typeof thrown === "string") log.error(thrown);
    const output = lines.join("");
    if (typeof thrown !== "object" || thrown instanceof Error)
      for (const secret of SECRETS) expect(output).not.toContain(secret);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 50 });
  });
});

test("serialiseError keeps the messages, codes, causes and stack", () => {
  const serialised = serialiseError(socketError);
  expect(serialised).toMatchObject({
    name: "TypeError",
    message: "fetch failed for https://discord.com/api/v10/webhooks/1199/…/messages/@original",
    code: "UND_ERR_SOCKET",
    cause: { code: "ECONNRESET", message: "other side closed" },
  });
  expect(serialised.stack).toMatch(/^ +at .*log\.test\.ts/);
  expect(serialiseError(new Error("10 of 12 jobs; see https://example.com/page")).message).toBe(
    "10 of 12 jobs; see https://example.com/page",
  );
});

test("serialiseError limits circular causes", () => {
  const error = new Error("round");
  error.cause = error;
  expect(JSON.stringify(serialiseError(error)).match(/round/g)).toHaveLength(5);
});

test("the logger applies its level and keeps numbers", () => {
  const lines: string[] = [];
  const log = createLogger("info", { write: (line) => void lines.push(line) });
  log.debug("hidden");
  log.info({ jobs: 3 }, "shown");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ level: 30, jobs: 3, msg: "shown" }]);
});
