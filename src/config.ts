import { isIP } from "node:net";
import dotenv from "dotenv";
import { z } from "zod";
import { ENGINES, PithError, REASONING_EFFORTS, type ReasoningEffort } from "./model/index.ts";

const optionalText = z.string().min(1).optional();
/** Accepts decimal digits only, because `0x10` or `1e3` is probably a mistake. */
const digits = (error: string) => z.string().trim().regex(/^\d+$/, error).transform(Number);
const inRange = (min: number, max: number, error?: string) =>
  z
    .number()
    .min(min, error ?? `must be at least ${min}`)
    .max(max, error ?? `must be at most ${max}`);
const integer = (defaultValue: number, min = 1, max = Number.MAX_SAFE_INTEGER) =>
  digits("must be a whole number").pipe(inRange(min, max)).default(defaultValue);
const optionalLimit = digits("must be a whole number").pipe(inRange(1, Number.MAX_SAFE_INTEGER)).optional();
const optionalNumber = z
  .string()
  .trim()
  .regex(/^\d+(?:\.\d+)?$/, "must be a number, and not negative")
  .transform(Number)
  .optional();
const optionalHttpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL" })
  .transform((url) => url.replace(/\/+$/, ""))
  .optional();
const storeUrl = (schemes: string, pattern: RegExp) =>
  z
    .string()
    .regex(pattern, `must be ${schemes}`)
    .refine((url) => !url.includes("://") || URL.canParse(url), "must be a valid URL");

const isHost = (host: string): boolean => isIP(host) !== 0 || /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(host);

/** Whether text is `auto`, a shard count, or this process's shard range and the total count, such as `0-3/16`. */
function isShardSpec(text: string): boolean {
  const [, first, last, total] = /^(\d+)-(\d+)\/(\d+)$/.exec(text) ?? [];
  if (total !== undefined) return Number(first) <= Number(last) && Number(last) < Number(total);
  return text === "auto" || /^[1-9]\d*$/.test(text);
}
const optionalSnowflake = z
  .string()
  .regex(/^\d{17,20}$/, "must be a Discord id of 17 to 20 digits")
  .optional();

function isOriginOrCidr(entry: string): boolean {
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
  .refine((entries) => entries.every(isOriginOrCidr), "must list origins (http://host:port) or CIDRs, with commas");

/** Schema of the environment, with one entry per variable in `.env.example`. */
const Environment = z.object({
  DISCORD_TOKEN: optionalText,
  DISCORD_API_URL: optionalHttpUrl,
  DISCORD_CDN_URL: optionalHttpUrl,
  DISCORD_APPLICATION_ID: optionalSnowflake,
  DISCORD_SHARDS: z
    .string()
    .refine(isShardSpec, "must be a number from 1, auto, or a range such as 0-3/16")
    .default("auto"),
  PITH_MESSAGE_CONTENT: z.enum(["auto", "on", "off"], "must be auto, on or off").default("auto"),
  PITH_DEV_GUILD: optionalSnowflake,
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: optionalHttpUrl,
  PITH_MODEL: optionalText,
  PITH_CONTEXT_TOKENS: integer(128_000, 1000),
  PITH_PRICE_INPUT: optionalNumber,
  PITH_PRICE_OUTPUT: optionalNumber,
  PITH_MODEL_SECONDS: integer(60, 5, 3600),
  PITH_REASONING: z.enum(REASONING_EFFORTS, "must be minimal, low, medium or high").optional(),
  PITH_RUN_TOKENS: optionalLimit,
  PITH_ASK_USD: optionalNumber,
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
  PITH_MAX_BYTES: integer(25_000_000),
  PITH_USER_PER_MINUTE: optionalLimit,
  PITH_GUILD_DAILY_TOKENS: optionalLimit,
  PITH_RETENTION_DAYS: integer(90),
  PITH_PLAYGROUND_PORT: integer(8787, 1, 65_535),
  HEALTH_PORT: digits("must be a port")
    .pipe(inRange(1, 65_535, "must be a port"))
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
    /** `auto`, a shard count, or a range such as `0-3/16`. */
    shards: string;
  };
  /** Null if no model is configured. The extractive engine is then used. */
  model: {
    name: string;
    baseUrl: string | null;
    apiKey: string | null;
    contextTokens: number;
    price: Price | null;
    /** Time limit of a model call in milliseconds, including retries, without the time in which the prompt is read. */
    deadlineMs: number;
    /** How hard a reasoning model is asked to think; null for its default. */
    reasoning: ReasoningEffort | null;
  } | null;
  /** Limit on the estimated number of tokens for one digest; null for no limit. */
  maxDigestTokens: number | null;
  /** Estimated cost in US dollars above which a digest needs the user's approval; null to never ask. */
  approvalUsd: number | null;
  engine: (typeof ENGINES)[number];
  /** Folder of the prompt templates; a relative path is resolved against the program's folder. */
  prompts: string;
  /** URL of the database for records and jobs. */
  storeUrl: string;
  cacheUrl: string;
  /** Origins and CIDR ranges that are exempt from the address guard. */
  fetchAllow: string[];
  /** Size limit of one source, in bytes. */
  maxBytes: number;
  /** Maximum number of requests per user per minute; null for no limit. */
  userPerMinute: number | null;
  /** Maximum number of model tokens per guild per UTC day; null for no limit. */
  guildDailyTokens: number | null;
  retentionDays: number;
  /** Listen address of the health server (/livez, /readyz and /metrics); null to disable it. */
  health: { host: string; port: number } | null;
  /** Preferred port of the playground. If it is taken, the next free port is used. */
  playgroundPort: number;
  logLevel: string;
};
/** Token prices in USD per million tokens. */
type Price = { input: number; output: number };

/**
 * Validates the environment. An empty variable counts as unset. The error names all invalid variables, but not their
 * values, which may be secrets.
 * @throws PithError `bad_config` if a variable is invalid, or if it requires another variable that is missing
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const variables = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(variables);
  const problems = parsed.error?.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`) ?? [];
  if (
    variables.PITH_ENGINE === "llm" &&
    !(variables.PITH_MODEL && (variables.OPENAI_API_KEY || variables.OPENAI_BASE_URL))
  ) {
    problems.push("PITH_ENGINE is llm, which needs PITH_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL");
  }
  if ((variables.PITH_PRICE_INPUT === undefined) !== (variables.PITH_PRICE_OUTPUT === undefined)) {
    problems.push("PITH_PRICE_INPUT and PITH_PRICE_OUTPUT must be set together");
  }
  if (!parsed.success || problems.length) throw new PithError("bad_config", problems.join("; "));
  return toConfig(parsed.data);
}

function toConfig(env: z.infer<typeof Environment>): Config {
  const hasModel = env.PITH_MODEL && (env.OPENAI_API_KEY || env.OPENAI_BASE_URL);
  return {
    discord: {
      token: env.DISCORD_TOKEN ?? null,
      apiUrl: env.DISCORD_API_URL ?? null,
      cdnUrl: env.DISCORD_CDN_URL ?? null,
      applicationId: env.DISCORD_APPLICATION_ID ?? null,
      devGuild: env.PITH_DEV_GUILD ?? null,
      messageContent: env.PITH_MESSAGE_CONTENT,
      shards: env.DISCORD_SHARDS,
    },
    model: hasModel
      ? {
          name: env.PITH_MODEL!,
          baseUrl: env.OPENAI_BASE_URL ?? null,
          apiKey: env.OPENAI_API_KEY ?? null,
          contextTokens: env.PITH_CONTEXT_TOKENS,
          price:
            env.PITH_PRICE_INPUT !== undefined && env.PITH_PRICE_OUTPUT !== undefined
              ? { input: env.PITH_PRICE_INPUT, output: env.PITH_PRICE_OUTPUT }
              : null,
          deadlineMs: env.PITH_MODEL_SECONDS * 1000,
          reasoning: env.PITH_REASONING ?? null,
        }
      : null,
    maxDigestTokens: env.PITH_RUN_TOKENS ?? null,
    approvalUsd: env.PITH_ASK_USD ?? null,
    engine: env.PITH_ENGINE,
    prompts: env.PITH_PROMPTS,
    storeUrl: env.STORE_URL,
    cacheUrl: env.CACHE_URL ?? env.STORE_URL,
    fetchAllow: env.PITH_FETCH_ALLOW,
    maxBytes: env.PITH_MAX_BYTES,
    userPerMinute: env.PITH_USER_PER_MINUTE ?? null,
    guildDailyTokens: env.PITH_GUILD_DAILY_TOKENS ?? null,
    retentionDays: env.PITH_RETENTION_DAYS,
    health: env.HEALTH_PORT === undefined ? null : { host: env.HEALTH_HOST, port: env.HEALTH_PORT },
    playgroundPort: env.PITH_PLAYGROUND_PORT,
    logLevel: env.LOG_LEVEL,
  };
}

/** Host of the endpoint that is used if OPENAI_BASE_URL is not set. */
const OPENAI_HOST = "api.openai.com";

/**
 * Returns the name of the model that documents are sent to and the host of its endpoint, or null if no model is used.
 */
export function modelProvider({ model, engine }: Config): { model: string; host: string } | null {
  if (!model || engine === "extractive") return null;
  return { model: model.name, host: model.baseUrl ? new URL(model.baseUrl).host : OPENAI_HOST };
}

/**
 * Returns the configuration of this process, from its environment and the `.env` file in the working directory.
 * The environment takes precedence over the file.
 * @throws PithError `bad_config` as `readConfig`
 */
export function loadConfig(): Config {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  dotenv.config({ quiet: true, processEnv: environment as Record<string, string> });
  return readConfig(environment);
}
