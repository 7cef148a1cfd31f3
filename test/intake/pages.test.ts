import { beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/cache/index.ts";
import { type Fetcher, type Pages, rememberPages } from "../../src/intake/index.ts";
import { PithError, type Store } from "../../src/model/index.ts";

const MINUTE = 60_000;
const URL = "https://news.example/a";
let now: number;
let site: Awaited<ReturnType<Fetcher>> | PithError;
let asked: { url: string; etag: string | null }[];
let store: Store;
let faults: unknown[];
let pages: Pages;

const pageOf = (words: string, url = URL) => ({
  bytes: Buffer.from(words),
  url,
  contentType: "text/html",
  etag: '"1"',
  lastModified: null,
});
beforeEach(() => {
  now = Date.UTC(2026, 0, 2);
  site = pageOf("first");
  asked = [];
  faults = [];
  store = openStore("memory:", `pages ${Math.random()}`);
  const fetcher: Fetcher = async (url, _, known) => {
    asked.push({ url, etag: known?.etag ?? null });
    if (site instanceof PithError) throw site;
    return site;
  };
  pages = rememberPages(
    fetcher,
    store,
    () => now,
    (fault) => faults.push(fault),
  );
});
const get = async (url = URL, fresh = false) => {
  const { bytes, retrieved } = await pages(url, new AbortController().signal, fresh);
  return { words: Buffer.from(bytes).toString(), retrieved };
};

describe("a page", () => {
  test("is fetched once within minutes, under all addresses that show it, and says how old it is", async () => {
    expect(await get(`${URL}?utm_source=x`)).toEqual({ words: "first", retrieved: undefined });
    now += 4 * MINUTE;
    site = pageOf("second");
    expect(await get(`${URL}#part`)).toEqual({ words: "first", retrieved: "2026-01-02T00:00:00.000Z" });
    expect(asked).toEqual([{ url: URL, etag: null }]);
    expect(await get(URL, true)).toEqual({ words: "second", retrieved: undefined });
  });

  test("is asked for by its validators later, and stays when it did not change", async () => {
    await get();
    now += 6 * MINUTE;
    site = null;
    expect(await get()).toEqual({ words: "first", retrieved: undefined });
    expect(asked.at(-1)).toEqual({ url: URL, etag: '"1"' });
    now += 4 * MINUTE;
    expect((await get()).words).toBe("first");
    expect(asked).toHaveLength(2);
  });

  test("is taken as it was when its site does not answer, for as long as it is remembered", async () => {
    await get();
    now += 60 * MINUTE;
    site = new PithError("timeout");
    expect(await get()).toEqual({ words: "first", retrieved: "2026-01-02T00:00:00.000Z" });
    site = new PithError("stopped");
    await expect(get()).rejects.toMatchObject({ code: "stopped" });
  });

  test("that is not there is not asked for again within a minute", async () => {
    site = new PithError("not_found", "the site answered 404");
    await expect(get()).rejects.toMatchObject({ code: "not_found" });
    site = pageOf("there now");
    await expect(get()).rejects.toMatchObject({ code: "not_found", detail: "the site answered 404" });
    expect(asked).toHaveLength(1);
    expect((await get(URL, true)).words).toBe("there now");
    site = new PithError("blocked");
    await expect(get(URL, true)).rejects.toMatchObject({ code: "blocked" });
    now += 2 * MINUTE;
    site = pageOf("again");
    expect((await get()).words).toBe("again");
  });

  test("whose address got a key by a redirect is not written down with it", async () => {
    site = pageOf("first", `${URL}/long?token=secret-key`);
    await get();
    now += MINUTE;
    const { url } = await pages(URL, new AbortController().signal, false);
    expect(url).toBe(URL);
  });

  test("is fetched when the store fails or holds something else", async () => {
    store.get = () => Promise.reject(new Error("down"));
    expect((await get()).words).toBe("first");
    expect(faults).toHaveLength(1);
    store.get = async () => ({ body: 7 });
    expect((await get()).words).toBe("first");
  });
});
