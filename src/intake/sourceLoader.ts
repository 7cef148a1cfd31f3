import { basename } from "node:path";
import { type Intake, PithError, type Source, type TaskContext, yieldToEventLoop } from "../model/index.ts";
import { canonicalUrl } from "./canonicalUrl.ts";
import { decodeText } from "./charset.ts";
import type { Fetcher, FetchResult } from "./fetcher.ts";
import { detectMediaType, detectTextMediaType } from "./mediaTypeSniffing.ts";
import { isDecodedOnIntake } from "./mediaTypes.ts";
import type { CachedPageFetcher } from "./pageCache.ts";
import { readPath } from "./stream.ts";
import { tooLarge } from "./tooLarge.ts";

/**
 * Loads a source and detects its media type. Returns decoded text for text formats, and bytes for email and all other
 * formats.
 * @param bypassCache fetch a web page even if a recent copy is cached
 * @throws PithError `too_large` if the source exceeds the size limit; `empty` if there are no bytes or no text;
 * `stopped` if the task is cancelled. Reading a path may also fail with `not_found`, `not_allowed` (no permission),
 * `unsupported` (a folder) or `timeout` (a pipe without data). Loading a URL or an attachment may also fail with any
 * error of its fetcher.
 */
export type SourceLoader = (source: Source, context: TaskContext, bypassCache?: boolean) => Promise<Intake>;

type LoadedBytes = {
  bytes: Uint8Array;
  /** Content type declared by the server or the uploader. */
  declared: string | null;
  name: string | null;
  url: string | null;
  /** When a cached page was last fetched or revalidated, in ISO 8601. Absent if that happened just now. */
  retrieved?: string;
};

/**
 * Creates a loader for all kinds of sources.
 * @param fetchPage fetches web pages through the page cache
 * @param maxBytes maximum size of a source
 * @param fetchAttachment fetches Discord attachments; by default, `fetchPage` with `bypassCache`
 */
export function createSourceLoader(
  fetchPage: CachedPageFetcher,
  maxBytes: number,
  fetchAttachment: Fetcher = (url, signal) => fetchPage(url, signal, true),
): SourceLoader {
  return async (source, context, bypassCache = false) => {
    if (source.from === "text") return loadText(source, maxBytes);
    const { bytes, declared, name, url, ...retrieval } = await loadBytes(source, context, bypassCache);
    if (bytes.length > maxBytes) throw tooLarge(maxBytes);
    if (bytes.length === 0) throw new PithError("empty");
    const mediaType = await detectMediaType(bytes, declared, name);
    if (!isDecodedOnIntake(mediaType)) return { mediaType, name, url, ...retrieval, text: null, bytes };
    await yieldToEventLoop(context);
    const text = decodeText(bytes, declared, mediaType === "text/html");
    await yieldToEventLoop(context); // decoding 25 MB takes a while, and so does the later hashing for the cache
    if (!text.trim()) throw new PithError("empty");
    return { mediaType, name, url, ...retrieval, text, bytes: null };
  };

  async function loadBytes(
    source: Exclude<Source, { from: "text" }>,
    { signal }: TaskContext,
    bypassCache: boolean,
  ): Promise<LoadedBytes> {
    switch (source.from) {
      case "bytes": {
        const { bytes, mediaType, name, url } = source;
        return { bytes, declared: mediaType ?? null, name: name ?? null, url: url ?? null };
      }
      case "path": {
        const bytes = await readSourceFile(source.path, maxBytes, signal);
        return { bytes, declared: null, name: basename(source.path), url: null };
      }
      case "attachment": {
        // A fetch without validators never returns null.
        const { bytes, contentType } = (await fetchAttachment(source.url, signal)) as FetchResult;
        return { bytes, declared: source.mediaType ?? contentType, name: source.name, url: null };
      }
      case "url": {
        const { bytes, url, contentType, retrieved } = await fetchPage(source.url, signal, bypassCache);
        const retrieval = retrieved === undefined ? {} : { retrieved };
        const name = basename(new URL(url).pathname) || null;
        return { bytes, declared: contentType, name, url: canonicalUrl(url), ...retrieval };
      }
    }
  }
}

function loadText(source: Extract<Source, { from: "text" }>, maxBytes: number): Intake {
  if (Buffer.byteLength(source.text) > maxBytes) throw tooLarge(maxBytes);
  const text = decodeText(Buffer.from(source.text), "text/plain; charset=utf-8", false);
  if (!text.trim()) throw new PithError("empty");
  const name = source.name ?? null;
  const mediaType = detectTextMediaType(text, source.mediaType ?? null, name);
  const metadata = { mediaType, name, url: source.url ?? null };
  return isDecodedOnIntake(mediaType)
    ? { ...metadata, text, bytes: null }
    : { ...metadata, text: null, bytes: Buffer.from(text) };
}

/** Reads a local file and maps file system errors to PithError codes. */
async function readSourceFile(path: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  try {
    return await readPath(path, maxBytes, signal);
  } catch (cause) {
    if (cause instanceof PithError) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code === "EISDIR") throw new PithError("unsupported", "it's a folder", { cause });
    if (code === "EACCES" || code === "EPERM") throw new PithError("not_allowed", null, { cause });
    throw new PithError("not_found", code === "ENOENT" ? null : "it can't be read", { cause });
  }
}
