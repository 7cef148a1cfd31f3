import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeDiscord } from "../../playground/discord/index.ts";
import { type App, createApp } from "../../src/app.ts";
import { type Config, readConfig } from "../../src/config.ts";
import type { PithError, Store } from "../../src/model/index.ts";
import { deploy } from "../../src/terminal/deploy.ts";
import { doctor } from "../../src/terminal/doctor.ts";
import { completion, startModelServer } from "../fakes/modelServer.ts";
import { captureOutput } from "../fakes/output.ts";
import { overrideStore } from "../fakes/overrideStore.ts";

let discord: FakeDiscord;
beforeEach(async () => {
  discord = await FakeDiscord.start();
});
afterEach(() => discord.close());

describe("doctor", () => {
  async function runDoctor(environment: Record<string, string>, modify: (app: App) => App = (app) => app) {
    const config: Config = readConfig({ STORE_URL: "memory:", CACHE_URL: "memory:", ...environment });
    const app = createApp(config, { cacheFailed: () => undefined, modelFailed: () => undefined });
    const output = captureOutput();
    const isHealthy = await doctor(config, modify(app), output);
    await app.close();
    const lines = output.captured.out.trim().split("\n");
    return { isHealthy, lineOf: (name: string) => lines.find((line) => line.slice(7).startsWith(name)) };
  }
  const withStore = (store: Partial<Store>) => (app: App) => ({ ...app, store: overrideStore(app.store, store) });

  test("reports unconfigured services as off", async () => {
    const { isHealthy, lineOf } = await runDoctor({});
    expect(isHealthy).toBe(true);
    expect(lineOf("model")).toMatch(/^off .*PITH_MODEL/);
    expect(lineOf("discord")).toMatch(/^off .*no DISCORD_TOKEN/);
    expect(lineOf("store")).toMatch(/^ok .*0 unfinished jobs/);
    expect(lineOf("cache")).toMatch(/^ok .*memory can be read and written/);
  });

  test("reports the invite URL of the bot, and fails for an unknown token", async () => {
    const known = await runDoctor(discord.environment);
    expect(known.lineOf("discord")).toContain(`client_id=${discord.state.applicationId}`);
    const unknown = await runDoctor({ ...discord.environment, DISCORD_TOKEN: "no.such.token" });
    expect(unknown.isHealthy).toBe(false);
    expect(unknown.lineOf("discord")).toMatch(/^failed /);
    expect(unknown.lineOf("discord")).not.toContain("no.such.token");
  });

  test("fails if the endpoint is unreachable or does not offer the model", async () => {
    const server = await startModelServer(() => completion({ words: "one two" }), ["large", "small"]);
    const endpoint = { OPENAI_BASE_URL: server.url };
    expect((await runDoctor({ ...endpoint, PITH_MODEL: "small" })).lineOf("model")).toMatch(
      /^ok .*small is available and answers in the asked form, \d+ tokens a second/,
    );
    const other = await runDoctor({ ...endpoint, PITH_MODEL: "medium" });
    expect(other.lineOf("model")).toMatch(/^failed .*"medium"; it has large, small/);
    await server.close();
    const unreachable = await runDoctor({ ...endpoint, PITH_MODEL: "small" });
    expect(unreachable.isHealthy).toBe(false);
    expect(unreachable.lineOf("model")).toMatch(/^failed /);
  });

  test("fails if the cache is unreachable or returns different value, and does not print its password", async () => {
    const failing = { set: () => Promise.reject(new Error("refused")) };
    const url = "redis://user:hunter2@127.0.0.1:9";
    const refused = await runDoctor({ CACHE_URL: url }, withStore(failing));
    expect(refused.lineOf("cache")).toMatch(/^failed .*redis at 127\.0\.0\.1:9 doesn't answer/);
    expect(refused.lineOf("cache")).not.toContain("hunter2");
    const path = await runDoctor({ CACHE_URL: "sqlite:nowhere/cache.db" }, withStore(failing));
    expect(path.lineOf("cache")).toMatch(/^failed .*check the path/);
    const forgetful = await runDoctor({}, withStore({ get: async () => undefined }));
    expect(forgetful.lineOf("cache")).toMatch(/^failed .*different value/);
  });

  test("fails if the records cannot be opened, and checks everything else", async () => {
    const { isHealthy, lineOf } = await runDoctor({ STORE_URL: "sqlite:package.json/pith.db" });
    expect(isHealthy).toBe(false);
    expect(lineOf("store")).toMatch(/^failed /);
    expect(lineOf("cache")).toMatch(/^ok /);
  });
});

describe("deploy", () => {
  const runDeploy = async (environment: Record<string, string>, dryRun: boolean): Promise<string> => {
    const output = captureOutput();
    await deploy(readConfig({ ...discord.environment, ...environment }), dryRun, output);
    return output.captured.out;
  };

  test("throws bad_config without a token", async () => {
    const outcome = await deploy(readConfig({}), false, captureOutput()).catch((error: PithError) => error.code);
    expect(outcome).toBe("bad_config");
  });

  test("registers missing commands once, and only prints the changes in a dry run", async () => {
    expect(await runDeploy({}, true)).toMatch(
      /^would add: .*summarise.* · would change: none · kept: none · would remove: none\n$/,
    );
    expect(discord.state.commands).toEqual([]);
    expect(await runDeploy({}, false)).toMatch(/^added: .*summarise.* · changed: none · kept: none · removed: none\n$/);
    expect(discord.state.commands.length).toBeGreaterThan(3);
    expect(await runDeploy({ DISCORD_APPLICATION_ID: "" }, false)).toMatch(
      /^added: none · changed: none · kept: .*summarise/,
    );
  });

  test("a dry run names the options and other fields in which registered commands differ", async () => {
    await runDeploy({}, false);
    const [pith, forget, ask] = ["pith", "forget", "ask"].map(
      (name) => discord.state.commands.find((command) => command.name === name)!,
    );
    pith!.options!.push({ type: 1, name: "settings", description: "Old" });
    forget!.options = [];
    ask!.description_localizations = { de: "Alt" };
    discord.state.commands = discord.state.commands.filter(({ name }) => name !== "settings");
    discord.state.commands.push({ ...ask!, id: "1", name: "older" });
    const before = JSON.stringify(discord.state.commands);
    const printed = await runDeploy({}, true);
    expect(printed).toContain("would add: settings · ");
    expect(printed).toContain("would change: ask, forget (+document, +mine), pith (-settings) · ");
    expect(printed).toMatch(/ · kept: (?!.*\b(?:ask|forget|pith)\b).*compare.* · would remove: older\n$/);
    expect(JSON.stringify(discord.state.commands)).toBe(before);
    await runDeploy({}, false);
    expect(await runDeploy({}, true)).toMatch(/^would add: none · would change: none · .* · would remove: none\n$/);
    const hidden = discord.state.commands.find(({ name }) => name === "settings")!;
    hidden.default_member_permissions = null;
    expect(await runDeploy({}, true)).toContain("would change: settings · ");
  });

  test("registers guild commands with PITH_DEV_GUILD", async () => {
    await runDeploy({ PITH_DEV_GUILD: discord.guild.id }, false);
    expect(discord.state.commands.every(({ guild_id }) => guild_id === discord.guild.id)).toBe(true);
  });
});
