import { fetch as httpFetch, type Response } from "undici";
import { PithError, throwIfStopped } from "../model/index.ts";
import { type Allowed, checkUrl } from "./address.ts";
import { type Connect, guardedAgent, type Resolve } from "./connect.ts";

/** What came back for an address: `url` is the one after redirects, `contentType` the header as it was sent. */
export type Fetched = Validators & { bytes: Uint8Array; url: string; contentType: string | null };
/** What a site knows the state of a page by. */
type Validators = { etag: string | null; lastModified: string | null };
/** With the validators of a known state it gives null when the page is still in it. */
export type Fetcher = (url: string, signal: AbortSignal, known?: Validators) => Promise<Fetched | null>;

const REDIRECTS = 5;
const DEADLINE_MS = 20_000;
const HEADERS = {
  "user-agent": "Pith/0.1 (article digest bot)",
  accept: "text/html,application/xhtml+xml,application/pdf;q=0.9,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.5",
};

/**
 * Makes the one way Pith reads from the web: plain GETs without cookies or credentials, to checked addresses only,
 * redirects followed by hand and checked again each, everything within 20 seconds and `maxBytes` (after inflating).
 * The fetcher throws PithError `bad_url`, `address_refused`, `not_found`, `blocked`, `http_error`, `timeout`,
 * `too_large`, `stopped`.
 */
export function createFetcher(allowed: Allowed, maxBytes: number, resolve: Resolve, connect: Connect): Fetcher {
  const agent = guardedAgent(allowed, resolve, connect);
  return async (given, signal, known) => {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    const both = AbortSignal.any([signal, deadline]);
    try {
      let url = checkUrl(given, allowed);
      for (let hop = 0; hop <= REDIRECTS; hop++) {
        const response = await httpFetch(url, {
          dispatcher: agent,
          redirect: "manual",
          headers: { ...HEADERS, ...conditions(known) },
          signal: both,
        });
        const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
        if (location === null) {
          if (response.status === 304 && known) {
            await response.body?.cancel();
            return null;
          }
          checkStatus(response.status);
          const bytes = await readBody(response, maxBytes);
          const header = (name: string): string | null => response.headers.get(name);
          const validators = { etag: header("etag"), lastModified: header("last-modified") };
          return { bytes, url: url.href, contentType: header("content-type"), ...validators };
        }
        await response.body?.cancel();
        if (!URL.canParse(location, url)) throw new PithError("http_error", "it redirects to no address");
        url = checkUrl(new URL(location, url).href, allowed);
      }
      throw new PithError("http_error", "too many redirects");
    } catch (thrown) {
      throwIfStopped(signal);
      if (deadline.aborted) throw new PithError("timeout", null, { cause: thrown });
      throw ownError(thrown) ?? new PithError("http_error", null, { cause: thrown });
    }
  };
}

function conditions({ etag, lastModified }: Partial<Validators> = {}): Record<string, string> {
  return { ...(etag && { "if-none-match": etag }), ...(lastModified && { "if-modified-since": lastModified }) };
}

/** What the guard threw comes back wrapped in the client's own errors. */
function ownError(thrown: unknown): PithError | null {
  for (let error = thrown; error instanceof Error; error = error.cause) if (error instanceof PithError) return error;
  return null;
}

function checkStatus(status: number): void {
  if (status === 404 || status === 410) throw new PithError("not_found", `the site answered ${status}`);
  if ([401, 402, 403, 451].includes(status)) throw new PithError("blocked", `the site answered ${status}`);
  if (status >= 300) throw new PithError("http_error", `the site answered ${status}`);
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new PithError("too_large", `over ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A fetcher for files posted on Discord: `address_refused` for any other origin than its file servers. */
export function onlyFrom(origins: string[], fetcher: Fetcher): Fetcher {
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  return async (url, signal) => {
    if (!URL.canParse(url) || !allowed.has(new URL(url).origin)) throw new PithError("address_refused");
    return fetcher(url, signal);
  };
}
