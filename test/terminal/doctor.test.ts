import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeDiscord } from "../../playground/discord/index.ts";
import { type App, createApp } from "../../src/app.ts";
import { type Config, readConfig } from "../../src/config.ts";
import type { PithError, Store } from "../../src/model/index.ts";
import { deploy } from "../../src/terminal/deploy.ts";
import { doctor } from "../../src/terminal/doctor.ts";
import { startModelServer } from "../fakes/modelServer.ts";
import { captureOutput } from "../fakes/output.ts";

let discord: FakeDiscord;
beforeEach(async () => {
  discord = await FakeDiscord.start();
});
afterEach(() => discord.close());

describe("doctor", () => {
  async function examined(environment: Record<string, string>, change: (app: App) => App = (app) => app) {
    const config: Config = readConfig({ STORE_URL: "memory:", CACHE_URL: "memory:", ...environment });
    const app = createApp(config, { cacheFailed: () => undefined, modelFailed: () => undefined });
    const output = captureOutput();
    const isWell = await doctor(config, change(app), output);
    await app.close();
    const lines = output.captured.out.trim().split("\n");
    return { isWell, about: (name: string) => lines.find((line) => line.slice(7).startsWith(name)) };
  }
  const storing = (store: Partial<Store>) => (app: App) => ({ ...app, store: { ...app.store, ...store } });

  test("what is not configured is off, and no failure", async () => {
    const { isWell, about } = await examined({});
    expect(isWell).toBe(true);
    expect(about("model")).toMatch(/^off .*PITH_MODEL/);
    expect(about("discord")).toMatch(/^off .*no DISCORD_TOKEN/);
    expect(about("store")).toMatch(/^ok .*0 unfinished jobs/);
    expect(about("cache")).toMatch(/^ok .*memory stores and gives back/);
  });

  test("a bot that Discord knows is told with how to invite it, one that it does not know is a failure", async () => {
    const known = await examined(discord.environment);
    expect(known.about("discord")).toContain(`client_id=${discord.state.applicationId}`);
    const unknown = await examined({ ...discord.environment, DISCORD_TOKEN: "no.such.token" });
    expect(unknown.isWell).toBe(false);
    expect(unknown.about("discord")).toMatch(/^failed /);
    expect(unknown.about("discord")).not.toContain("no.such.token");
  });

  test("a model must be there, and be one of those that the endpoint offers", async () => {
    const server = await startModelServer(() => ({ body: {} }), ["large", "small"]);
    const at = { OPENAI_BASE_URL: server.url };
    expect((await examined({ ...at, PITH_MODEL: "small" })).about("model")).toMatch(/^ok .*small is offered/);
    const other = await examined({ ...at, PITH_MODEL: "medium" });
    expect(other.about("model")).toMatch(/^failed .*"medium"; it has large, small/);
    await server.close();
    const gone = await examined({ ...at, PITH_MODEL: "small" });
    expect(gone.isWell).toBe(false);
    expect(gone.about("model")).toMatch(/^failed /);
  });

  test("a cache that fails, or gives back something else, is told of without its password", async () => {
    const gone = { set: () => Promise.reject(new Error("refused")) };
    const url = "redis://user:hunter2@127.0.0.1:9";
    const refused = await examined({ CACHE_URL: url }, storing(gone));
    expect(refused.about("cache")).toMatch(/^failed .*redis at 127\.0\.0\.1:9 does not answer/);
    expect(refused.about("cache")).not.toContain("hunter2");
    const path = await examined({ CACHE_URL: "sqlite:nowhere/cache.db" }, storing(gone));
    expect(path.about("cache")).toMatch(/^failed .*check the path/);
    const forgetful = await examined({}, storing({ get: async () => undefined }));
    expect(forgetful.about("cache")).toMatch(/^failed .*another value/);
  });

  test("records that cannot be opened are a failure, and all else is examined", async () => {
    const { isWell, about } = await examined({ STORE_URL: "sqlite:package.json/pith.db" });
    expect(isWell).toBe(false);
    expect(about("store")).toMatch(/^failed /);
    expect(about("cache")).toMatch(/^ok /);
  });
});

describe("deploy", () => {
  const said = async (environment: Record<string, string>, dryRun: boolean): Promise<string> => {
    const output = captureOutput();
    await deploy(readConfig({ ...discord.environment, ...environment }), dryRun, output);
    return output.captured.out;
  };

  test("without a token there is nothing to register with", async () => {
    const refused = await deploy(readConfig({}), false, captureOutput()).catch((error: PithError) => error.code);
    expect(refused).toBe("bad_config");
  });

  test("a dry run says what would change and changes nothing, a run does it, the next has nothing to do", async () => {
    expect(await said({}, true)).toMatch(/^would add: .*summarise.* · kept: none · would remove: none\n$/);
    expect(discord.state.commands).toEqual([]);
    expect(await said({}, false)).toMatch(/^added: .*summarise.* · kept: none · removed: none\n$/);
    expect(discord.state.commands.length).toBeGreaterThan(3);
    expect(await said({ DISCORD_APPLICATION_ID: "" }, false)).toMatch(/^added: none · kept: .*summarise/);
  });

  test("with PITH_DEV_GUILD commands are those of one server", async () => {
    await said({ PITH_DEV_GUILD: discord.guild.id }, false);
    expect(discord.state.commands.every(({ guild_id }) => guild_id === discord.guild.id)).toBe(true);
  });
});
