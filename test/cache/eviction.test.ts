import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import { Cache, openStore } from "../../src/cache/index.ts";
import { detachedContext } from "../../src/model/index.ts";
import { freePort } from "../fakes/freePort.ts";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

let redis: ChildProcess | null = null;
afterEach(async () => {
  redis?.kill("SIGKILL");
  if (redis) await once(redis, "close");
  redis = null;
});

/** Starts a Redis server with the given eviction policy, a memory limit of 3 MB and no persistence. Returns its URL. */
async function startRedis(policy: string): Promise<string> {
  const port = await freePort();
  const options = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  redis = spawn("redis-server", [...options, "--maxmemory", "3mb", "--maxmemory-policy", policy]);
  const output = redis.stdout!;
  for await (const chunk of output.iterator({ destroyOnReturn: false }))
    if (/ready to accept/i.test(String(chunk))) break;
  output.resume();
  return `redis://127.0.0.1:${port}`;
}

describe.skipIf(!hasRedis)("Cache on a full Redis server", () => {
  test.each([
    ["allkeys-lru", false],
    ["noeviction", true],
  ])("runs all work, and repeats the work of evicted results, with the policy %s", async (policy, reportsFailures) => {
    const failures: unknown[] = [];
    const cache = new Cache(openStore(await startRedis(policy), "test"), (error) => failures.push(error));
    const result = (n: number): string => `${n} ${"x".repeat(100_000)}`;
    let runs = 0;
    const remember = (n: number): Promise<{ value: string; cached: boolean }> =>
      cache.remember(`work ${n}`, asText, detachedContext(), async () => {
        runs++;
        return { value: result(n), keep: true };
      });
    for (let n = 0; n < 60; n++) expect((await remember(n)).value).toBe(result(n));
    expect(runs).toBe(60);
    // Rejected writes are reported as failures. Evictions are not, because a cache may lose any entry.
    expect(failures.length > 0).toBe(reportsFailures);
    for (let n = 0; n < 60; n++) expect((await remember(n)).value).toBe(result(n));
    expect(runs).toBeGreaterThan(60);
    await cache.close();
  });
});
