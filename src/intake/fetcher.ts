import { fetch as httpFetch, type Response } from "undici";
import { PithError, throwIfStopped } from "../model/index.ts";
import { type Connect, createGuardedAgent, type ResolveHost } from "./guardedAgent.ts";
import { type AllowList, parseAllowedUrl } from "./ssrfGuard.ts";
import { tooLarge } from "./tooLarge.ts";

/**
 * A successful response. `url` is the URL after redirects. `contentType` is the Content-Type header as sent, or null.
 */
export type FetchResult = Validators & { bytes: Uint8Array; url: string; contentType: string | null };
/** Validators for conditional requests (RFC 9110, section 8.8). */
type Validators = { etag: string | null; lastModified: string | null };
/**
 * Fetches a URL. If the validators of a cached response are given, the request is conditional, and the result is null
 * if the server answers 304 Not Modified.
 */
export type Fetcher = (url: string, signal: AbortSignal, validators?: Validators) => Promise<FetchResult | null>;

const MAX_REDIRECTS = 5;
/** Timeout for a whole fetch, including redirects and the body. */
const FETCH_TIMEOUT_MS = 20_000;
const HEADERS = {
  "user-agent": "Pith/0.1 (article digest bot)",
  accept: "text/html,application/xhtml+xml,application/pdf;q=0.9,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.5",
};

/**
 * Creates a fetcher for pages and attachments. It sends GET requests without cookies or credentials, through the SSRF
 * guard. It follows up to 5 redirects and checks the URL of each. `timeoutMs` covers the whole fetch, and `maxBytes`
 * limits the body after decompression.
 *
 * The fetcher throws PithError: `bad_url` or `address_refused` if the SSRF guard rejects a URL; `not_found` for status
 * 404 or 410; `blocked` for 401, 402, 403 or 451; `too_large` if the body exceeds `maxBytes`; `timeout` after
 * `timeoutMs`; `stopped` if `signal` aborts; `http_error` for any other failure.
 */
export function createFetcher(
  allowed: AllowList,
  maxBytes: number,
  resolve: ResolveHost,
  connect: Connect,
  timeoutMs = FETCH_TIMEOUT_MS,
): Fetcher {
  const agent = createGuardedAgent(allowed, resolve, connect);
  return async (requestedUrl, signal, validators) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const combinedSignal = AbortSignal.any([signal, timeout]);
    try {
      let url = parseAllowedUrl(requestedUrl, allowed);
      for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
        const response = await httpFetch(url, {
          dispatcher: agent,
          redirect: "manual",
          headers: { ...HEADERS, ...conditionalHeaders(validators) },
          signal: combinedSignal,
        });
        const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
        if (location === null) {
          if (response.status === 304 && validators) {
            await response.body?.cancel();
            return null;
          }
          checkStatus(response.status);
          const { headers } = response;
          return {
            bytes: await readBody(response, maxBytes),
            url: url.href,
            contentType: headers.get("content-type"),
            etag: headers.get("etag"),
            lastModified: headers.get("last-modified"),
          };
        }
        await response.body?.cancel();
        if (!URL.canParse(location, url)) throw new PithError("http_error", "it redirects to an invalid address");
        url = parseAllowedUrl(new URL(location, url).href, allowed);
      }
      throw new PithError("http_error", "too many redirects");
    } catch (thrown) {
      throwIfStopped(signal);
      if (timeout.aborted) throw new PithError("timeout", null, { cause: thrown });
      throw findPithError(thrown) ?? new PithError("http_error", null, { cause: thrown });
    }
  };
}

function conditionalHeaders({ etag, lastModified }: Partial<Validators> = {}): Record<string, string> {
  return { ...(etag && { "if-none-match": etag }), ...(lastModified && { "if-modified-since": lastModified }) };
}

/** Finds the error of the SSRF guard in the cause chain, because undici wraps errors thrown by a connector. */
function findPithError(thrown: unknown): PithError | null {
  for (let error = thrown; error instanceof Error; error = error.cause) if (error instanceof PithError) return error;
  return null;
}

function checkStatus(status: number): void {
  if (status === 404 || status === 410) throw new PithError("not_found", `error ${status}`);
  if ([401, 402, 403, 451].includes(status)) throw new PithError("blocked", `error ${status}`);
  if (status >= 300) throw new PithError("http_error", `error ${status}`);
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Restricts a fetcher to URLs of certain origins. For any other URL, the returned fetcher throws PithError
 * `address_refused`. Redirects to other origins are still followed.
 */
export function restrictToOrigins(origins: string[], fetcher: Fetcher): Fetcher {
  const allowedOrigins = new Set(origins.map((origin) => new URL(origin).origin));
  return async (url, signal) => {
    if (!URL.canParse(url) || !allowedOrigins.has(new URL(url).origin)) throw new PithError("address_refused");
    return fetcher(url, signal);
  };
}
