import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { Cache, openStore } from "../../src/cache/index.ts";
import { detachedContext } from "../../src/model/index.ts";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;
const asText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

let redis: ChildProcess | null = null;
afterEach(async () => {
  redis?.kill("SIGKILL");
  if (redis) await once(redis, "close");
  redis = null;
});

/** A Redis of the test's own, without a file, that holds 3 MB and then does what its policy says. */
async function fullRedis(policy: string): Promise<string> {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, "close");
  const options = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  redis = spawn("redis-server", [...options, "--maxmemory", "3mb", "--maxmemory-policy", policy]);
  const output = redis.stdout!;
  for await (const chunk of output.iterator({ destroyOnReturn: false }))
    if (/ready to accept/i.test(String(chunk))) break;
  output.resume();
  return `redis://127.0.0.1:${port}`;
}

describe.skipIf(!hasRedis)("a Redis that is full", () => {
  test.each([
    ["allkeys-lru", false],
    ["noeviction", true],
  ])("%s: all work is done and given, and what is not there any more is done again", async (policy, fails) => {
    const failures: unknown[] = [];
    const cache = new Cache(openStore(await fullRedis(policy), "test"), (error) => failures.push(error));
    const result = (n: number): string => `${n} ${"x".repeat(100_000)}`;
    let worked = 0;
    const ask = (n: number): Promise<{ value: string; cached: boolean }> =>
      cache.remember(`work ${n}`, asText, detachedContext(), async () => {
        worked++;
        return { value: result(n), keep: true };
      });
    for (let n = 0; n < 60; n++) expect((await ask(n)).value).toBe(result(n));
    expect(worked).toBe(60);
    // A server that takes nothing more is told of; one that makes room is what a cache wants.
    expect(failures.length > 0).toBe(fails);
    for (let n = 0; n < 60; n++) expect((await ask(n)).value).toBe(result(n));
    expect(worked).toBeGreaterThan(60);
    await cache.close();
  });
});
