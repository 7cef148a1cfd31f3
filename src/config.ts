import { isIP } from "node:net";
import dotenv from "dotenv";
import { z } from "zod";
import { ENGINES, PithError } from "./model/index.ts";

/** An unset variable and an empty one are the same. */
const optional = z.string().min(1).optional();
/** Digits only: a number such as 0x10 or 1e3 is more likely a slip than meant. */
const digits = (error: string) => z.string().trim().regex(/^\d+$/, error).transform(Number);
const between = (min: number, max: number, error?: string) =>
  z
    .number()
    .min(min, error ?? `must be at least ${min}`)
    .max(max, error ?? `must be at most ${max}`);
const whole = (fallback: number, min = 1, max = Number.MAX_SAFE_INTEGER) =>
  digits("must be a whole number").pipe(between(min, max)).default(fallback);
const limit = digits("must be a whole number").pipe(between(1, Number.MAX_SAFE_INTEGER)).optional();
const price = z
  .string()
  .trim()
  .regex(/^\d+(?:\.\d+)?$/, "must be a number, and not negative")
  .transform(Number)
  .optional();
const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL" })
  .transform((url) => url.replace(/\/+$/, ""))
  .optional();
const storeUrl = (schemes: string, pattern: RegExp) =>
  z
    .string()
    .regex(pattern, `must be ${schemes}`)
    .refine((url) => !url.includes("://") || URL.canParse(url), "must be a valid URL");

const isHost = (host: string): boolean => isIP(host) !== 0 || /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(host);

/** `auto`, how many there are, or which of how many are here. */
function isShards(text: string): boolean {
  const [, first, last, total] = /^(\d+)-(\d+)\/(\d+)$/.exec(text) ?? [];
  if (total !== undefined) return Number(first) <= Number(last) && Number(last) < Number(total);
  return text === "auto" || /^[1-9]\d*$/.test(text);
}
const snowflake = z
  .string()
  .regex(/^\d{17,20}$/, "must be a Discord id of 17 to 20 digits")
  .optional();

function isOriginOrRange(entry: string): boolean {
  const [address = "", bits] = entry.split("/");
  const version = isIP(address);
  if (version) return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  return URL.canParse(entry) && /^https?:$/.test(new URL(entry).protocol) && new URL(entry).pathname === "/";
}
const allowList = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((entry) => entry.trim())
      .filter(Boolean),
  )
  .refine((entries) => entries.every(isOriginOrRange), "must list origins (http://host:port) or CIDRs, with commas");

/** One entry per variable of `.env.example`; the names are the contract. */
const Environment = z.object({
  DISCORD_TOKEN: optional,
  DISCORD_API_URL: httpUrl,
  DISCORD_CDN_URL: httpUrl,
  DISCORD_APPLICATION_ID: snowflake,
  DISCORD_SHARDS: z
    .string()
    .refine(isShards, "must be a number from 1, auto, or a range such as 0-3/16")
    .default("auto"),
  PITH_MESSAGE_CONTENT: z.enum(["auto", "on", "off"], "must be auto, on or off").default("auto"),
  PITH_DEV_GUILD: snowflake,
  OPENAI_API_KEY: optional,
  OPENAI_BASE_URL: httpUrl,
  PITH_MODEL: optional,
  PITH_CONTEXT_TOKENS: whole(128_000, 1000),
  PITH_PRICE_INPUT: price,
  PITH_PRICE_OUTPUT: price,
  PITH_MODEL_SECONDS: whole(60, 5, 3600),
  PITH_RUN_TOKENS: limit,
  PITH_ASK_USD: price,
  PITH_ENGINE: z.enum(ENGINES, "must be auto, extractive or llm").default("auto"),
  PITH_PROMPTS: z.string().default("prompts"),
  STORE_URL: storeUrl(
    "memory:, sqlite:PATH or postgres://…",
    /^(?:memory:$|sqlite:.+|postgres(?:ql)?:\/\/\S+)/,
  ).default("sqlite:data/pith.db"),
  CACHE_URL: storeUrl(
    "memory:, sqlite:PATH, redis://… or postgres://…",
    /^(?:memory:$|sqlite:.+|rediss?:\/\/\S+|postgres(?:ql)?:\/\/\S+)/,
  ).optional(),
  PITH_FETCH_ALLOW: allowList,
  PITH_MAX_BYTES: whole(25_000_000),
  PITH_USER_PER_MINUTE: limit,
  PITH_GUILD_DAILY_TOKENS: limit,
  PITH_RETENTION_DAYS: whole(90),
  PITH_PLAYGROUND_PORT: whole(8787, 1, 65_535),
  HEALTH_PORT: digits("must be a port")
    .pipe(between(1, 65_535, "must be a port"))
    .optional(),
  HEALTH_HOST: z.string().refine(isHost, "must be a host name or an IP address").default("127.0.0.1"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], "must be trace, debug, info, warn, error or silent")
    .default("info"),
});

export type Config = {
  discord: {
    token: string | null;
    apiUrl: string | null;
    cdnUrl: string | null;
    applicationId: string | null;
    devGuild: string | null;
    messageContent: "auto" | "on" | "off";
    /** `auto`, a number, or a range such as `0-3/16`. */
    shards: string;
  };
  /** Null when no model is configured: the extractive engine serves. */
  model: {
    name: string;
    baseUrl: string | null;
    apiKey: string | null;
    contextTokens: number;
    price: Price | null;
    /** A call, with all its attempts and waits, ends within this time. */
    deadlineMs: number;
  } | null;
  /** What one digest may take of a model, in all and before its asker is asked; null for no limit. */
  runTokens: number | null;
  askUsd: number | null;
  engine: (typeof ENGINES)[number];
  prompts: string;
  /** Records and jobs. */
  storeUrl: string;
  cacheUrl: string;
  fetchAllow: string[];
  maxBytes: number;
  /** Requests of one person a minute, and model tokens of one server a UTC day; null for no limit. */
  userPerMinute: number | null;
  guildDailyTokens: number | null;
  retentionDays: number;
  /** Where /livez, /readyz and /metrics are served; null for nowhere. */
  health: { host: string; port: number } | null;
  /** Where the page is that shows the bot at work when there is no token, or the next free port. */
  playgroundPort: number;
  logLevel: string;
};
/** USD a million tokens. */
type Price = { input: number; output: number };

/**
 * Reads and checks the environment. Bad variables are all named in one message; no value is repeated, since it may
 * be a secret.
 * @throws PithError `bad_config`
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(set);
  const faults = parsed.error?.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`) ?? [];
  if (set.PITH_ENGINE === "llm" && !(set.PITH_MODEL && (set.OPENAI_API_KEY || set.OPENAI_BASE_URL))) {
    faults.push("PITH_ENGINE is llm, which needs PITH_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL");
  }
  if ((set.PITH_PRICE_INPUT === undefined) !== (set.PITH_PRICE_OUTPUT === undefined)) {
    faults.push("PITH_PRICE_INPUT and PITH_PRICE_OUTPUT go together");
  }
  if (!parsed.success || faults.length) throw new PithError("bad_config", faults.join("; "));
  return toConfig(parsed.data);
}

function toConfig(e: z.infer<typeof Environment>): Config {
  const configured = e.PITH_MODEL && (e.OPENAI_API_KEY || e.OPENAI_BASE_URL);
  return {
    discord: {
      token: e.DISCORD_TOKEN ?? null,
      apiUrl: e.DISCORD_API_URL ?? null,
      cdnUrl: e.DISCORD_CDN_URL ?? null,
      applicationId: e.DISCORD_APPLICATION_ID ?? null,
      devGuild: e.PITH_DEV_GUILD ?? null,
      messageContent: e.PITH_MESSAGE_CONTENT,
      shards: e.DISCORD_SHARDS,
    },
    model: configured
      ? {
          name: e.PITH_MODEL!,
          baseUrl: e.OPENAI_BASE_URL ?? null,
          apiKey: e.OPENAI_API_KEY ?? null,
          contextTokens: e.PITH_CONTEXT_TOKENS,
          price:
            e.PITH_PRICE_INPUT !== undefined && e.PITH_PRICE_OUTPUT !== undefined
              ? { input: e.PITH_PRICE_INPUT, output: e.PITH_PRICE_OUTPUT }
              : null,
          deadlineMs: e.PITH_MODEL_SECONDS * 1000,
        }
      : null,
    runTokens: e.PITH_RUN_TOKENS ?? null,
    askUsd: e.PITH_ASK_USD ?? null,
    engine: e.PITH_ENGINE,
    prompts: e.PITH_PROMPTS,
    storeUrl: e.STORE_URL,
    cacheUrl: e.CACHE_URL ?? e.STORE_URL,
    fetchAllow: e.PITH_FETCH_ALLOW,
    maxBytes: e.PITH_MAX_BYTES,
    userPerMinute: e.PITH_USER_PER_MINUTE ?? null,
    guildDailyTokens: e.PITH_GUILD_DAILY_TOKENS ?? null,
    retentionDays: e.PITH_RETENTION_DAYS,
    health: e.HEALTH_PORT === undefined ? null : { host: e.HEALTH_HOST, port: e.HEALTH_PORT },
    playgroundPort: e.PITH_PLAYGROUND_PORT,
    logLevel: e.LOG_LEVEL,
  };
}

/** Who reads the texts: a model by its name, at the host of its endpoint; null when none does. */
export function providerOf({ model, engine }: Config): { model: string; host: string } | null {
  if (!model || engine === "extractive") return null;
  return { model: model.name, host: model.baseUrl ? new URL(model.baseUrl).host : OPENAI_HOST };
}

/** Where the client sends its requests unless it is told otherwise. */
const OPENAI_HOST = "api.openai.com";

/** The configuration of this process: its environment, and what `.env` in the working folder adds to it. @throws PithError `bad_config` */
export function loadConfig(): Config {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  dotenv.config({ quiet: true, processEnv: environment as Record<string, string> });
  return readConfig(environment);
}
