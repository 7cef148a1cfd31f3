import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/cache/index.ts";
import { findTestStores } from "../fakes/services.ts";

const folder = mkdtempSync(join(tmpdir(), "pith-stores-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One contract for every store: what holds for one holds for all. */
for (const { name, url, skipped } of await findTestStores(folder)) {
  if (skipped) console.warn(`skipped: ${skipped}`);
  describe.skipIf(skipped)(skipped ? `${name} (skipped: ${skipped})` : name, () => {
    const namespace = `test-${randomUUID()}`;
    const store = openStore(url, namespace);
    afterAll(() => store.close());

    test("gives back what was set, whatever characters are in it", async () => {
      const value = { text: "naïve – 数字 👩‍🚀 \u2028 'quoted' \\ \"x\"", list: [1, null, true], deep: { n: 1.5 } };
      await store.set("a", value, 60_000);
      expect(await store.get("a")).toEqual(value);
    });

    test("gives undefined for what was never set", async () => {
      expect(await store.get("missing")).toBeUndefined();
    });

    test("replaces a value", async () => {
      await store.set("b", 1, 60_000);
      await store.set("b", 2, 60_000);
      expect(await store.get("b")).toBe(2);
    });

    test("forgets a deleted value, and deleting a missing one is no failure", async () => {
      await store.set("c", "x", 60_000);
      await store.delete("c");
      await store.delete("c");
      expect(await store.get("c")).toBeUndefined();
    });

    test("lets a value go when its time is over", async () => {
      await store.set("d", "x", 30);
      await sleep(120);
      expect(await store.get("d")).toBeUndefined();
    });

    test("holds keys of the length that the cache makes, and values of a megabyte", async () => {
      const key = `digest:${"f".repeat(64)}`;
      const value = "é".repeat(500_000);
      await store.set(key, value, 60_000);
      expect(await store.get(key)).toBe(value);
    });

    test("shares nothing between two namespaces", async () => {
      const other = openStore(url, `${namespace}-other`);
      await store.set("e", "mine", 60_000);
      expect(await other.get("e")).toBeUndefined();
      await other.set("e", "theirs", 60_000);
      expect(await store.get("e")).toBe("mine");
      await other.close();
    });

    test("takes many operations at once", async () => {
      const keys = Array.from({ length: 50 }, (_, i) => `many-${i}`);
      await Promise.all(keys.map((key) => store.set(key, key, 60_000)));
      expect(await Promise.all(keys.map((key) => store.get(key)))).toEqual(keys);
    });

    test("can be closed twice", async () => {
      const other = openStore(url, namespace);
      await other.get("a");
      await other.close();
      await expect(other.close()).resolves.toBeUndefined();
    });
  });
}

describe("a store that cannot be reached", () => {
  const file = join(folder, "file");
  writeFileSync(file, "no folder");
  test.each(["redis://127.0.0.1:1", "postgres://127.0.0.1:1/test", `sqlite:${file}/cache.db`])(
    "%s opens, and fails its operations",
    async (url) => {
      const store = openStore(url, "test");
      await expect(store.get("a")).rejects.toThrow();
      await expect(store.set("a", 1, 1000)).rejects.toThrow();
      await expect(store.close()).resolves.toBeUndefined();
    },
  );

  test("another kind of URL is a fault of the configuration", () => {
    expect(() => openStore("mysql://127.0.0.1", "test")).toThrow(expect.objectContaining({ code: "bad_config" }));
  });
});

test("memory holds a bounded number of values, the oldest goes first", async () => {
  const store = openStore("memory:", "test");
  for (let i = 0; i <= 2000; i++) await store.set(`key-${i}`, i, 60_000);
  expect(await store.get("key-0")).toBeUndefined();
  expect(await store.get("key-2000")).toBe(2000);
});
