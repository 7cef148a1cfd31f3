import { createHash } from "node:crypto";
import { z } from "zod";
import { asPithError, PithError, type Store } from "../model/index.ts";
import { canonicalUrl } from "../text/index.ts";
import type { Fetched, Fetcher } from "./fetch.ts";

/** A page as it came, and when (ISO 8601), where that was not just now. */
type Page = Fetched & { retrieved?: string };
export type Pages = (url: string, signal: AbortSignal, fresh: boolean) => Promise<Page>;

const MINUTE_MS = 60_000;
/** A page is not asked for again within this time: a crowd reads what was posted a moment ago. */
const FRESH_MS = 5 * MINUTE_MS;
/** After that it is asked whether it changed, for a day. */
const KEEP_MS = 1440 * MINUTE_MS;
/** That there is no page, or none for programs, is believed for a short time only. */
const REFUSED_MS = MINUTE_MS;
const MAX_BYTES = 5_000_000;

const Stored = z.union([
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
type Stored = z.infer<typeof Stored>;

/**
 * Makes the way to web pages that remembers them: addresses that differ in tracking only are one page, which within
 * minutes is not fetched again, and later only when it changed (RFC 9110, 13.1: If-None-Match, If-Modified-Since). A
 * page whose site does not answer is taken as it was. It throws what the fetcher throws.
 * @param fresh asks the site whatever is remembered
 * @param onFailure told when the store fails; pages are fetched then
 */
export function rememberPages(
  fetcher: Fetcher,
  store: Store,
  now: () => number,
  onFailure: (error: unknown) => void,
): Pages {
  return async (given, signal, fresh) => {
    const address = canonicalUrl(given);
    const key = `page:${createHash("sha256").update(address).digest("hex")}`;
    const known = fresh ? null : await read(key);
    if (known && "refused" in known && now() - known.at < REFUSED_MS) throw new PithError(known.refused, known.detail);
    const page = known && "body" in known ? known : null;
    if (page && now() - page.at < FRESH_MS) return remembered(page);
    try {
      const fetched = await fetcher(address, signal, page ?? undefined);
      if (fetched === null && page) {
        await write(key, { ...page, at: now() });
        return held(page);
      }
      if (fetched === null) throw new PithError("http_error", "the site says that nothing changed");
      await keep(key, address, fetched);
      return fetched;
    } catch (thrown) {
      const { code, detail } = asPithError(thrown);
      if (code === "not_found" || code === "blocked") await write(key, { refused: code, detail, at: now() });
      if (page && (code === "http_error" || code === "timeout")) return remembered(page);
      throw thrown;
    }
  };

  async function keep(key: string, address: string, { bytes, url, contentType, etag, lastModified }: Fetched) {
    if (bytes.length > MAX_BYTES) return;
    // Where a redirect leads may carry a key of its own in its query; such an address is not written down.
    const shown = new URL(url).search ? address : url;
    const body = Buffer.from(bytes).toString("base64");
    await write(key, { body, url: shown, contentType, etag, lastModified, at: now() });
  }

  async function read(key: string): Promise<Stored | null> {
    try {
      return Stored.safeParse(await store.get(key)).data ?? null;
    } catch (error) {
      onFailure(error);
      return null;
    }
  }

  async function write(key: string, value: Stored): Promise<void> {
    try {
      await store.set(key, value, KEEP_MS);
    } catch (error) {
      onFailure(error);
    }
  }
}

type Held = Extract<Stored, { body: string }>;

function held({ body, url, contentType, etag, lastModified }: Held): Fetched {
  return { bytes: Buffer.from(body, "base64"), url, contentType, etag, lastModified };
}

const remembered = (page: Held): Page => ({ ...held(page), retrieved: new Date(page.at).toISOString() });
