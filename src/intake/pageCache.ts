import { createHash } from "node:crypto";
import { z } from "zod";
import { asPithError, PithError, type Store } from "../model/index.ts";
import { canonicalUrl } from "./canonicalUrl.ts";
import type { Fetcher, FetchResult } from "./fetcher.ts";

/**
 * A fetched page. `retrieved` is the time of the last fetch or revalidation, in ISO 8601. It is set only if the page
 * comes from the cache without revalidation.
 */
type Page = FetchResult & { retrieved?: string };
/** Fetches a web page through the cache. With `bypassCache`, a cached copy is ignored. */
export type CachedPageFetcher = (url: string, signal: AbortSignal, bypassCache: boolean) => Promise<Page>;

const MINUTE_MS = 60_000;
/**
 * How long a cached page is used without revalidation. A link is often requested several times soon after it is posted.
 */
const FRESH_MS = 5 * MINUTE_MS;
/** How long a page is stored, so that it can be revalidated once it is stale: one day. */
const RETENTION_MS = 1440 * MINUTE_MS;
/** Negative caching: how long a `not_found` or `blocked` result is reused. */
const NEGATIVE_TTL_MS = MINUTE_MS;
/** Maximum size of a cached page, in bytes. Larger pages are not cached. */
const MAX_BYTES = 5_000_000;

const CacheEntry = z.union([
  z.object({
    body: z.base64(),
    url: z.string(),
    contentType: z.string().nullable(),
    etag: z.string().nullable(),
    lastModified: z.string().nullable(),
    at: z.number(),
  }),
  z.object({ refused: z.enum(["not_found", "blocked"]), detail: z.string().nullable(), at: z.number() }),
]);
type CacheEntry = z.infer<typeof CacheEntry>;
type CachedPage = Extract<CacheEntry, { body: string }>;

/**
 * Wraps a fetcher in a page cache keyed by canonical URL. A page is fresh for 5 minutes. After that, it is revalidated
 * with If-None-Match and If-Modified-Since (RFC 9110, section 13.1). If the site fails or times out, the stale page is
 * used. The returned function throws the fetcher's errors; `not_found` and `blocked` are cached for a minute.
 * @param now current time in ms since the epoch
 * @param onFailure called with the error when the store fails; the request then proceeds without the cache
 */
export function createCachedPageFetcher(
  fetcher: Fetcher,
  store: Store,
  now: () => number,
  onFailure: (error: unknown) => void,
): CachedPageFetcher {
  return async (requestedUrl, signal, bypassCache) => {
    const url = canonicalUrl(requestedUrl);
    const key = `page:${createHash("sha256").update(url).digest("hex")}`;
    const entry = bypassCache ? null : await read(key);
    if (entry && "refused" in entry && now() - entry.at < NEGATIVE_TTL_MS)
      throw new PithError(entry.refused, entry.detail);
    const page = entry && "body" in entry ? entry : null;
    if (page && now() - page.at < FRESH_MS) return withRetrievalTime(page);
    try {
      const fetched = await fetcher(url, signal, page ?? undefined);
      if (fetched === null && page) {
        await write(key, { ...page, at: now() });
        return toFetchResult(page);
      }
      if (fetched === null) throw new PithError("http_error", "the site sent no page");
      await writePage(key, url, fetched);
      return fetched;
    } catch (thrown) {
      const { code, detail } = asPithError(thrown);
      if (code === "not_found" || code === "blocked") await write(key, { refused: code, detail, at: now() });
      if (page && (code === "http_error" || code === "timeout")) return withRetrievalTime(page);
      throw thrown;
    }
  };

  async function writePage(key: string, canonical: string, fetched: FetchResult): Promise<void> {
    const { bytes, contentType, etag, lastModified } = fetched;
    if (bytes.length > MAX_BYTES) return;
    // The query of a redirect target may contain an access token, which must not be stored.
    const url = new URL(fetched.url).search ? canonical : fetched.url;
    const body = Buffer.from(bytes).toString("base64");
    await write(key, { body, url, contentType, etag, lastModified, at: now() });
  }

  async function read(key: string): Promise<CacheEntry | null> {
    try {
      return CacheEntry.safeParse(await store.get(key)).data ?? null;
    } catch (error) {
      onFailure(error);
      return null;
    }
  }

  async function write(key: string, value: CacheEntry): Promise<void> {
    try {
      await store.set(key, value, RETENTION_MS);
    } catch (error) {
      onFailure(error);
    }
  }
}

function toFetchResult({ body, url, contentType, etag, lastModified }: CachedPage): FetchResult {
  return { bytes: Buffer.from(body, "base64"), url, contentType, etag, lastModified };
}

const withRetrievalTime = (page: CachedPage): Page => ({
  ...toFetchResult(page),
  retrieved: new Date(page.at).toISOString(),
});
