import { beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/cache/index.ts";
import { type CachedPageFetcher, createCachedPageFetcher, type Fetcher } from "../../src/intake/index.ts";
import { PithError, type Store } from "../../src/model/index.ts";

const MINUTE = 60_000;
const PAGE_URL = "https://news.example/a";
let now: number;
let response: Awaited<ReturnType<Fetcher>> | PithError;
let requests: { url: string; etag: string | null }[];
let store: Store;
let failures: unknown[];
let fetchPage: CachedPageFetcher;

const pageOf = (words: string, url = PAGE_URL) => ({
  bytes: Buffer.from(words),
  url,
  contentType: "text/html",
  etag: '"1"',
  lastModified: null,
});
beforeEach(() => {
  now = Date.UTC(2026, 0, 2);
  response = pageOf("first");
  requests = [];
  failures = [];
  store = openStore("memory:", `pages ${Math.random()}`);
  const fetcher: Fetcher = async (url, _, validators) => {
    requests.push({ url, etag: validators?.etag ?? null });
    if (response instanceof PithError) throw response;
    return response;
  };
  fetchPage = createCachedPageFetcher(
    fetcher,
    store,
    () => now,
    (failure) => failures.push(failure),
  );
});
const get = async (url = PAGE_URL, bypassCache = false) => {
  const { bytes, retrieved } = await fetchPage(url, new AbortController().signal, bypassCache);
  return { words: Buffer.from(bytes).toString(), retrieved };
};

describe("createCachedPageFetcher", () => {
  test("reuses a page for five minutes under its canonical URL and returns its retrieval time", async () => {
    expect(await get(`${PAGE_URL}?utm_source=x`)).toEqual({ words: "first", retrieved: undefined });
    now += 4 * MINUTE;
    response = pageOf("second");
    expect(await get(`${PAGE_URL}#part`)).toEqual({ words: "first", retrieved: "2026-01-02T00:00:00.000Z" });
    expect(requests).toEqual([{ url: PAGE_URL, etag: null }]);
    expect(await get(PAGE_URL, true)).toEqual({ words: "second", retrieved: undefined });
  });

  test("revalidates a stale page and keeps it if it did not change", async () => {
    await get();
    now += 6 * MINUTE;
    response = null;
    expect(await get()).toEqual({ words: "first", retrieved: undefined });
    expect(requests.at(-1)).toEqual({ url: PAGE_URL, etag: '"1"' });
    now += 4 * MINUTE;
    expect((await get()).words).toBe("first");
    expect(requests).toHaveLength(2);
  });

  test("uses a stale page if the site does not respond", async () => {
    await get();
    now += 60 * MINUTE;
    response = new PithError("timeout");
    expect(await get()).toEqual({ words: "first", retrieved: "2026-01-02T00:00:00.000Z" });
    response = new PithError("stopped");
    await expect(get()).rejects.toMatchObject({ code: "stopped" });
  });

  test("does not request a missing page again within a minute", async () => {
    response = new PithError("not_found", "error 404");
    await expect(get()).rejects.toMatchObject({ code: "not_found" });
    response = pageOf("there now");
    await expect(get()).rejects.toMatchObject({ code: "not_found", detail: "error 404" });
    expect(requests).toHaveLength(1);
    expect((await get(PAGE_URL, true)).words).toBe("there now");
    response = new PithError("blocked");
    await expect(get(PAGE_URL, true)).rejects.toMatchObject({ code: "blocked" });
    now += 2 * MINUTE;
    response = pageOf("again");
    expect((await get()).words).toBe("again");
  });

  test("does not store a redirect target that contains a secret", async () => {
    response = pageOf("first", `${PAGE_URL}/long?token=secret-key`);
    await get();
    now += MINUTE;
    const { url } = await fetchPage(PAGE_URL, new AbortController().signal, false);
    expect(url).toBe(PAGE_URL);
  });

  test("fetches a page if the store fails or holds an invalid value", async () => {
    store.get = () => Promise.reject(new Error("down"));
    expect((await get()).words).toBe("first");
    expect(failures).toHaveLength(1);
    store.get = async () => ({ body: 7 });
    expect((await get()).words).toBe("first");
  });
});
