import { createHmac, randomBytes } from "node:crypto";
import type { Attachment, FileUpload, Json } from "./state/model.ts";
import { pushBounded } from "./state/pushBounded.ts";

/** Lifetime of a signed URL, in seconds (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls). */
const URL_LIFETIME_S = 86_400;

/**
 * Maximum total size of the stored files, in bytes. It bounds the memory of a long-running playground; the oldest files
 * are dropped first.
 */
const MAX_STORED_BYTES = 512 * 1024 * 1024;

type StoredFile = { bytes: Buffer; type: string; name: string };

/** The fake CDN. It stores attachments, signs their URLs, and serves each file until its URL expires. */
export class Cdn {
  readonly #origin: () => string;
  readonly #files = new Map<string, StoredFile>();
  #size = 0;
  #signingKey = randomBytes(16);
  /** The latest requests for files, oldest first. */
  readonly requests: { path: string; status: number }[] = [];

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** Stores a file uploaded to a channel and returns its attachment. */
  add(
    id: string,
    channelId: string,
    { name, bytes, type }: FileUpload,
    overrides: Partial<Attachment> = {},
  ): Attachment {
    const file = { bytes: Buffer.from(bytes), type: type ?? "application/octet-stream", name };
    const path = `/attachments/${channelId}/${id}/${encodeURIComponent(name)}`;
    this.#files.set(path, file);
    this.#size += file.bytes.length;
    for (const [oldest] of this.#files) {
      if (this.#size <= MAX_STORED_BYTES) break;
      this.#drop(oldest);
    }
    const { length: size } = file.bytes;
    return {
      id,
      filename: name,
      content_type: file.type,
      size,
      description: null,
      ephemeral: false,
      path,
      ...overrides,
    };
  }

  /** Deletes the file of an attachment. */
  remove({ path }: Attachment): void {
    this.#drop(path);
  }

  #drop(path: string): void {
    this.#size -= this.#files.get(path)?.bytes.length ?? 0;
    this.#files.delete(path);
  }

  /** The bytes of an attachment; undefined if its file has been deleted. */
  bytesOf({ path }: Attachment): Buffer | undefined {
    return this.#files.get(path)?.bytes;
  }

  /** A signed URL for a path, valid for one day. */
  signUrl(path: string): string {
    const now = Math.floor(Date.now() / 1000);
    const [issued, expires] = [now.toString(16), (now + URL_LIFETIME_S).toString(16)];
    return `${this.#origin()}${path}?ex=${expires}&is=${issued}&hm=${this.#signature(path, expires, issued)}&`;
  }

  /** A newly signed URL for the file at `url`, even if `url` has expired; null if the file is not stored. */
  refreshUrl(url: string): string | null {
    const { pathname } = URL.canParse(url) ? new URL(url) : { pathname: "" };
    return this.#files.has(pathname) ? this.signUrl(pathname) : null;
  }

  /** Invalidates all URLs signed so far, as if they had expired. */
  expireUrls(): void {
    this.#signingKey = randomBytes(16);
  }

  /** The attachment object that the API returns, with a newly signed URL. */
  attachmentJson({ path, ...attachment }: Attachment): Json {
    const url = this.signUrl(path);
    const { ephemeral, description, ...rest } = attachment;
    return { ...rest, url, proxy_url: url, ...(description && { description }), ...(ephemeral && { ephemeral }) };
  }

  /** The response to a file request: 404 if the file is missing, or its URL has expired or has an invalid signature. */
  serve(url: URL): { status: number; headers: Record<string, string>; body: Buffer } {
    const file = this.#files.get(url.pathname);
    const [expires, issued] = [url.searchParams.get("ex") ?? "", url.searchParams.get("is") ?? ""];
    const isSigned = url.searchParams.get("hm") === this.#signature(url.pathname, expires, issued);
    const isValid = file && isSigned && Number.parseInt(expires, 16) * 1000 > Date.now();
    pushBounded(this.requests, { path: url.pathname, status: isValid ? 200 : 404 });
    if (!isValid) return { status: 404, headers: {}, body: Buffer.from("This content is no longer available.") };
    const headers = {
      "content-type": file.type,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "x-content-type-options": "nosniff",
    };
    return { status: 200, headers, body: file.bytes };
  }

  #signature(path: string, expires: string, issued: string): string {
    return createHmac("sha256", this.#signingKey).update(`${path} ${expires} ${issued}`).digest("hex");
  }
}
