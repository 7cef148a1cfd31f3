import { basename } from "node:path";
import { breathe, type Intake, PithError, type Run, type Source } from "../model/index.ts";
import { canonicalUrl } from "../text/index.ts";
import { decode } from "./charset.ts";
import type { Fetched, Fetcher } from "./fetch.ts";
import { isDecoded } from "./mediaTypes.ts";
import type { Pages } from "./pages.ts";
import { readPath } from "./stream.ts";
import { mediaTypeOf, textTypeOf } from "./type.ts";

export { parseAllowed } from "./address.ts";
export { systemConnect, systemResolve } from "./connect.ts";
export { createFetcher, type Fetcher, onlyFrom } from "./fetch.ts";
export { type Pages, rememberPages } from "./pages.ts";
export { readStream } from "./stream.ts";

/** @param fresh fetches what was fetched a moment ago */
export type TakeIn = (source: Source, run: Run, fresh?: boolean) => Promise<Intake>;

type Read = { bytes: Uint8Array; declared: string | null; name: string | null; url: string | null; retrieved?: string };

/**
 * Makes the step that turns what was posted into bytes of a known type, or decoded text. It throws PithError
 * `not_found`, `not_allowed`, `too_large`, `empty`, `timeout`, and for addresses what the fetcher throws. `attachments` fetches files that were
 * posted on Discord.
 */
export function createIntake(
  pages: Pages,
  maxBytes: number,
  attachments: Fetcher = (url, signal) => pages(url, signal, true),
): TakeIn {
  return async (source, run, fresh = false) => {
    if (source.from === "text") {
      if (Buffer.byteLength(source.text) > maxBytes) throw new PithError("too_large", `over ${maxBytes} bytes`);
      const text = decode(Buffer.from(source.text), "text/plain; charset=utf-8", false);
      if (!text.trim()) throw new PithError("empty");
      const name = source.name ?? null;
      const mediaType = textTypeOf(text, source.mediaType ?? null, name);
      const known = { mediaType, name, url: source.url ?? null };
      return isDecoded(mediaType)
        ? { ...known, text, bytes: null }
        : { ...known, text: null, bytes: Buffer.from(text) };
    }
    const { bytes, declared, name, url, ...age } = await read(source, run, fresh);
    if (bytes.length > maxBytes) throw new PithError("too_large", `over ${maxBytes} bytes`);
    if (bytes.length === 0) throw new PithError("empty");
    const mediaType = await mediaTypeOf(bytes, declared, name);
    if (!isDecoded(mediaType)) return { mediaType, name, url, ...age, text: null, bytes };
    await breathe(run);
    const text = decode(bytes, declared, mediaType === "text/html");
    await breathe(run); // 25 MB take a while to decode, and to hash for the cache after this
    if (!text.trim()) throw new PithError("empty");
    return { mediaType, name, url, ...age, text, bytes: null };
  };

  async function read(source: Exclude<Source, { from: "text" }>, run: Run, fresh: boolean): Promise<Read> {
    if (source.from === "bytes") {
      return {
        bytes: source.bytes,
        declared: source.mediaType ?? null,
        name: source.name ?? null,
        url: source.url ?? null,
      };
    }
    if (source.from === "path")
      return {
        bytes: await readFileAt(source.path, run.signal),
        declared: null,
        name: basename(source.path),
        url: null,
      };
    if (source.from === "attachment") {
      const file = (await attachments(source.url, run.signal)) as Fetched; // nothing is known of it before
      return { bytes: file.bytes, declared: source.mediaType ?? file.contentType, name: source.name, url: null };
    }
    const { bytes, url, contentType, retrieved } = await pages(source.url, run.signal, fresh);
    const age = retrieved === undefined ? {} : { retrieved };
    return {
      bytes,
      declared: contentType,
      name: basename(new URL(url).pathname) || null,
      url: canonicalUrl(url),
      ...age,
    };
  }

  async function readFileAt(path: string, signal: AbortSignal): Promise<Uint8Array> {
    try {
      return await readPath(path, maxBytes, signal);
    } catch (cause) {
      if (cause instanceof PithError) throw cause;
      const code = cause instanceof Error && "code" in cause ? cause.code : null;
      if (code === "EISDIR") throw new PithError("unsupported", "it is a folder", { cause });
      if (code === "EACCES" || code === "EPERM")
        throw new PithError("not_allowed", "no permission to read it", { cause });
      throw new PithError("not_found", code === "ENOENT" ? null : "it cannot be read", { cause });
    }
  }
}
