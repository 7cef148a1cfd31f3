import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/cache/index.ts";
import { findTestStores } from "../fakes/services.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-stores-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MODULE = new URL("../../src/cache/index.ts", import.meta.url).href;
/** Returns a program that closes a store while it reads and writes. */
const closingProgram = (url: string, namespace: string, ms: number): string => `
  import { openStore } from "${MODULE}";
  import { setTimeout as sleep } from "node:timers/promises";
  const store = openStore(${JSON.stringify(url)}, "${namespace}");
  const operations = [store.get("x"), store.set("x", 1, 1000), store.get("y")];
  await sleep(${ms});
  operations.push(store.set("y", 1, 1000), store.get("x"));
  const settled = Promise.allSettled(operations);
  await store.close();
  await settled;`;

/** Runs a program until it ends by itself, for at most 20 seconds: a process that does not end is killed. */
async function run(program: string): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", program], { timeout: 20_000 });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stderr };
}

/** The same tests run on every store. */
for (const { name, url, skipped } of await findTestStores(folder)) {
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `${name} (skipped: ${skipped})` : name, () => {
    const namespace = `test-${randomUUID()}`;
    const store = openStore(url, namespace);
    afterAll(() => store.close());

    test("returns the stored value, with arbitrary characters", async () => {
      const value = { text: "naïve – 数字 👩‍🚀 \u2028 'quoted' \\ \"x\"", list: [1, null, true], deep: { n: 1.5 } };
      await store.set("a", value, 60_000);
      expect(await store.get("a")).toEqual(value);
    });

    test("returns undefined for an unknown key", async () => {
      expect(await store.get("missing")).toBeUndefined();
    });

    test("replaces a value", async () => {
      await store.set("b", 1, 60_000);
      await store.set("b", 2, 60_000);
      expect(await store.get("b")).toBe(2);
    });

    test("deletes a value, and ignores a missing one", async () => {
      await store.set("c", "x", 60_000);
      await store.delete("c");
      await store.delete("c");
      expect(await store.get("c")).toBeUndefined();
    });

    test("removes a value when its TTL ends", async () => {
      await store.set("d", "x", 30);
      await expect.poll(() => store.get("d")).toBeUndefined();
    });

    test("stores 1 MB values under keys that contain a hash", async () => {
      const key = `digest:${"f".repeat(64)}`;
      const value = "é".repeat(500_000);
      await store.set(key, value, 60_000);
      expect(await store.get(key)).toBe(value);
    });

    test("separates namespaces", async () => {
      const other = openStore(url, `${namespace}-other`);
      await store.set("e", "mine", 60_000);
      expect(await other.get("e")).toBeUndefined();
      await other.set("e", "theirs", 60_000);
      expect(await store.get("e")).toBe("mine");
      await other.close();
    });

    test("handles concurrent operations", async () => {
      const keys = Array.from({ length: 50 }, (_, i) => `many-${i}`);
      await Promise.all(keys.map((key) => store.set(key, key, 60_000)));
      expect(await Promise.all(keys.map((key) => store.get(key)))).toEqual(keys);
    });

    test("takes several operations at once on a new connection", async () => {
      const other = openStore(url, namespace);
      const keys = ["one", "two", "three"];
      await Promise.all(keys.map((key) => other.set(key, key, 60_000)));
      expect(await Promise.all(keys.map((key) => other.get(key)))).toEqual(keys);
      await other.close();
    });

    test.each([0, 30])("lets a process end that closes it during operations, after %i ms", async (ms) => {
      const { code, stderr } = await run(closingProgram(url, namespace, ms));
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    });

    test("takes no operation after it was closed", async () => {
      const other = openStore(url, namespace);
      await other.set("late", 1, 60_000);
      await other.close();
      await expect(other.get("late")).rejects.toThrow("closed");
    });

    test("can be closed twice", async () => {
      const other = openStore(url, namespace);
      await other.get("a");
      await other.close();
      await expect(other.close()).resolves.toBeUndefined();
    });
  });
}

describe("openStore with an unreachable store", () => {
  const file = join(folder, "file");
  writeFileSync(file, "no folder");
  test.each(["redis://127.0.0.1:1", "postgres://127.0.0.1:1/test", `sqlite:${file}/cache.db`])(
    "opens %s and rejects its operations",
    async (url) => {
      const store = openStore(url, "test");
      await expect(store.get("a")).rejects.toThrow();
      await expect(store.set("a", 1, 1000)).rejects.toThrow();
      await expect(store.close()).resolves.toBeUndefined();
    },
  );

  test("throws bad_config for an unknown URL scheme", () => {
    expect(() => openStore("mysql://127.0.0.1", "test")).toThrow(expect.objectContaining({ code: "bad_config" }));
  });
});

test("the memory store holds a limited number of values and drops the oldest first", async () => {
  const store = openStore("memory:", "test");
  for (let i = 0; i <= 2000; i++) await store.set(`key-${i}`, i, 60_000);
  expect(await store.get("key-0")).toBeUndefined();
  expect(await store.get("key-2000")).toBe(2000);
});
