import { describe, expect, test } from "vitest";
import { readConfig } from "../src/config.ts";

const messageOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
    return "";
  } catch (error) {
    expect(error).toMatchObject({ code: "bad_config" });
    return (error as { detail: string }).detail;
  }
};

describe("readConfig", () => {
  test("has a default for every setting, and no model unless one is configured", () => {
    expect(readConfig({})).toMatchObject({
      model: null,
      engine: "auto",
      cacheUrl: "sqlite:data/pith.db",
      maxBytes: 25_000_000,
      discord: { token: null },
    });
    expect(readConfig({ OPENAI_API_KEY: "k" }).model).toBeNull();
    expect(readConfig({ PITH_MODEL: "m" }).model).toBeNull();
  });

  test("treats an empty variable as unset", () => {
    expect(readConfig({ PITH_ENGINE: "", STORE_URL: " ", PITH_MAX_BYTES: "" })).toEqual(readConfig({}));
  });

  test("configures a model from its name and an API key or a base URL", () => {
    expect(readConfig({ PITH_MODEL: "m", OPENAI_BASE_URL: "http://127.0.0.1:1/v1/" }).model).toMatchObject({
      name: "m",
      baseUrl: "http://127.0.0.1:1/v1",
      apiKey: null,
      price: null,
    });
    expect(
      readConfig({ PITH_MODEL: "m", OPENAI_API_KEY: "k", PITH_PRICE_INPUT: "0.5", PITH_PRICE_OUTPUT: "2" }).model
        ?.price,
    ).toEqual({ input: 0.5, output: 2 });
  });

  test("names all invalid variables, without their values", () => {
    const message = messageOf({
      DISCORD_API_URL: "hidden",
      DISCORD_SHARDS: "hidden",
      DISCORD_APPLICATION_ID: "hidden",
      OPENAI_BASE_URL: "ftp://hidden",
      PITH_CONTEXT_TOKENS: "12.5",
      PITH_PRICE_INPUT: "-1",
      PITH_MESSAGE_CONTENT: "hidden",
      CACHE_URL: "mysql://hidden",
      PITH_FETCH_ALLOW: "http://ok.example,hidden",
      HEALTH_PORT: "70000",
      LOG_LEVEL: "hidden",
      PITH_ENGINE: "llm",
    });
    for (const name of [
      "DISCORD_API_URL",
      "DISCORD_SHARDS",
      "DISCORD_APPLICATION_ID",
      "OPENAI_BASE_URL",
      "PITH_CONTEXT_TOKENS",
      "PITH_PRICE_INPUT",
      "PITH_MESSAGE_CONTENT",
      "CACHE_URL",
      "PITH_FETCH_ALLOW",
      "HEALTH_PORT",
      "LOG_LEVEL",
      "PITH_ENGINE",
    ]) {
      expect(message).toContain(name);
    }
    expect(message).not.toContain("hidden");
  });

  test.each([
    ["DISCORD_SHARDS", "9-2/1"],
    ["DISCORD_SHARDS", "0-4/4"],
    ["DISCORD_SHARDS", "0"],
    ["PITH_MAX_BYTES", "0x10"],
    ["PITH_MAX_BYTES", "1e3"],
    ["PITH_MAX_BYTES", "0"],
    ["PITH_USER_PER_MINUTE", "0"],
    ["PITH_RETENTION_DAYS", "99999999999999999999"],
    ["CACHE_URL", "redis://:pw@:bad"],
    ["STORE_URL", "postgres://user@host:port/db"],
    ["HEALTH_HOST", "a b"],
    ["HEALTH_PORT", "0x50"],
  ])("rejects %s=%s and names the variable", (name, value) => {
    const message = messageOf({ [name]: value });
    expect(message).toContain(name);
  });

  test.each([
    ["DISCORD_SHARDS", "0-3/16"],
    ["DISCORD_SHARDS", "4"],
    ["CACHE_URL", "redis://:pw@127.0.0.1:6379/1"],
    ["STORE_URL", "postgres://host/db?x=1"],
    ["HEALTH_HOST", "::1"],
    ["HEALTH_HOST", "localhost"],
  ])("accepts %s=%s", (name, value) => expect(messageOf({ [name]: value })).toBe(""));

  test("requires both prices or neither", () =>
    expect(messageOf({ PITH_PRICE_INPUT: "1" })).toContain("must be set together"));

  test("accepts origins and IP ranges in PITH_FETCH_ALLOW", () => {
    expect(
      readConfig({ PITH_FETCH_ALLOW: "http://wiki.intern:8080, 10.0.0.0/8,fd00::/8,127.0.0.9" }).fetchAllow,
    ).toHaveLength(4);
    expect(messageOf({ PITH_FETCH_ALLOW: "10.0.0.0/33" })).toContain("PITH_FETCH_ALLOW");
    expect(messageOf({ PITH_FETCH_ALLOW: "http://wiki.intern/path" })).toContain("PITH_FETCH_ALLOW");
  });
});
