import { constants, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { PithError, throwIfStopped } from "../model/index.ts";

/** What is read at a time, in bytes. */
const CHUNK = 256 * 1024;
/** How often a pipe that has nothing yet is looked at, and how long it may have nothing. */
const POLL_MS = 25;
const IDLE_MS = 60_000;
/** So that opening a pipe without a writer, and reading one that gives nothing, holds no thread: neither could be stopped. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * All bytes of a stream that need not end, such as stdin. It is given up as soon as it has given more than `maxBytes`,
 * and when the run is stopped while it is waited for.
 * @throws PithError `too_large`, `stopped`
 */
export async function readStream(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  throwIfStopped(signal);
  const onAbort = (): void => void stream.destroy();
  signal.addEventListener("abort", onAbort, { once: true });
  const bytes = new Bytes(maxBytes);
  try {
    for await (const chunk of stream) bytes.add(Buffer.from(chunk as Uint8Array | string));
  } catch (thrown) {
    throwIfStopped(signal);
    throw thrown;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  throwIfStopped(signal);
  return bytes.whole();
}

/**
 * All bytes at a path, which may be a pipe or a device: at most `maxBytes`, and no longer than a minute without a byte.
 * @throws PithError `too_large`, `timeout`, `stopped`; and what the file system throws
 */
export async function readPath(path: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  throwIfStopped(signal);
  const file = await open(path, READ);
  try {
    const stats = await file.stat();
    const bytes = new Bytes(maxBytes);
    if (stats.isFile() && stats.size > maxBytes) bytes.refuse();
    const chunk = Buffer.allocUnsafe(CHUNK);
    let waited = 0;
    let hasWriter = !stats.isFIFO();
    for (;;) {
      throwIfStopped(signal);
      const count = await file.read(chunk, 0, CHUNK, null).then((read) => read.bytesRead, nothingYet);
      if (count) {
        bytes.add(Buffer.from(chunk.subarray(0, count)));
        waited = 0;
      }
      // A pipe that nobody has opened for writing yet looks as if it had ended.
      if (count === 0 && hasWriter) return bytes.whole();
      if (count !== 0) hasWriter = true;
      if (count) continue;
      if (waited >= IDLE_MS) throw new PithError("timeout", "nothing came out of it for a minute");
      waited += POLL_MS;
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await file.close();
  }
}

/** @returns null where there is nothing to read yet, but more to come */
function nothingYet(thrown: NodeJS.ErrnoException): null {
  if (thrown.code === "EAGAIN") return null;
  throw thrown;
}

/** Chunks, up to a limit. */
class Bytes {
  readonly #chunks: Uint8Array[] = [];
  readonly #most: number;
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(chunk: Uint8Array): void {
    this.#length += chunk.byteLength;
    if (this.#length > this.#most) this.refuse();
    this.#chunks.push(chunk);
  }

  refuse(): never {
    throw new PithError("too_large", `over ${this.#most} bytes`);
  }

  whole(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}
