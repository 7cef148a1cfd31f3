import { createHmac, randomBytes } from "node:crypto";
import { remember } from "./state/boundedLog.ts";
import type { Attachment, FileUpload, Json } from "./state/model.ts";

/** Links live for a day (https://discord.com/developers/docs/reference#signed-attachment-cdn-urls). */
const LIFETIME_S = 86_400;

/** Of all files together so much is kept; the oldest go first, so that a page left open does not fill the memory. */
const KEPT_BYTES = 512 * 1024 * 1024;

type Stored = { bytes: Buffer; type: string; name: string };

/** The file server: signed addresses, of which it serves those that have not expired. */
export class Cdn {
  readonly #origin: () => string;
  readonly #files = new Map<string, Stored>();
  #size = 0;
  #key = randomBytes(16);
  /** Which paths were asked for, and how it went. */
  readonly requests: { path: string; status: number }[] = [];

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** Keeps a file that was posted in a channel. */
  add(id: string, channel: string, { name, bytes, type }: FileUpload, more: Partial<Attachment> = {}): Attachment {
    const stored = { bytes: Buffer.from(bytes), type: type ?? "application/octet-stream", name };
    const path = `/attachments/${channel}/${id}/${encodeURIComponent(name)}`;
    this.#files.set(path, stored);
    this.#size += stored.bytes.length;
    for (const [oldest] of this.#files) {
      if (this.#size <= KEPT_BYTES) break;
      this.#drop(oldest);
    }
    const { length: size } = stored.bytes;
    return { id, filename: name, content_type: stored.type, size, description: null, ephemeral: false, path, ...more };
  }

  /** Forgets a file whose message is gone. */
  remove({ path }: Attachment): void {
    this.#drop(path);
  }

  #drop(path: string): void {
    this.#size -= this.#files.get(path)?.bytes.length ?? 0;
    this.#files.delete(path);
  }

  /** The bytes of an attachment, for a page or a test; undefined when it is gone. */
  bytesOf({ path }: Attachment): Buffer | undefined {
    return this.#files.get(path)?.bytes;
  }

  /** An address of a file that is good for a day from now. */
  sign(path: string): string {
    const now = Math.floor(Date.now() / 1000);
    const [issued, expires] = [now.toString(16), (now + LIFETIME_S).toString(16)];
    return `${this.#origin()}${path}?ex=${expires}&is=${issued}&hm=${this.#signature(path, expires, issued)}&`;
  }

  /** A fresh address for an old one, or null when it leads to no file of this server. */
  refresh(address: string): string | null {
    const { pathname } = URL.canParse(address) ? new URL(address) : { pathname: "" };
    return this.#files.has(pathname) ? this.sign(pathname) : null;
  }

  /** Makes all addresses that were given out expire now. */
  expireLinks(): void {
    this.#key = randomBytes(16);
  }

  /** An attachment as messages carry it, with an address signed now. */
  json({ path, ...attachment }: Attachment): Json {
    const url = this.sign(path);
    const { ephemeral, description, ...rest } = attachment;
    return { ...rest, url, proxy_url: url, ...(description && { description }), ...(ephemeral && { ephemeral }) };
  }

  /** What the file server answers. */
  serve(url: URL): { status: number; headers: Record<string, string>; body: Buffer } {
    const file = this.#files.get(url.pathname);
    const [expires, issued] = [url.searchParams.get("ex") ?? "", url.searchParams.get("is") ?? ""];
    const isSigned = url.searchParams.get("hm") === this.#signature(url.pathname, expires, issued);
    const isGood = file && isSigned && Number.parseInt(expires, 16) * 1000 > Date.now();
    remember(this.requests, { path: url.pathname, status: isGood ? 200 : 404 });
    if (!isGood) return { status: 404, headers: {}, body: Buffer.from("This content is no longer available.") };
    const headers = {
      "content-type": file.type,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "x-content-type-options": "nosniff",
    };
    return { status: 200, headers, body: file.bytes };
  }

  #signature(path: string, expires: string, issued: string): string {
    return createHmac("sha256", this.#key).update(`${path} ${expires} ${issued}`).digest("hex");
  }
}
