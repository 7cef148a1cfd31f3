import { constants, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { PithError, throwIfStopped } from "../model/index.ts";
import { tooLarge } from "./tooLarge.ts";

/** Number of bytes read at a time. */
const CHUNK_BYTES = 256 * 1024;
/** Interval at which an empty pipe is polled, in milliseconds. */
const POLL_MS = 25;
/** How long a pipe may deliver no data before reading fails, in milliseconds. */
const IDLE_TIMEOUT_MS = 60_000;
/**
 * Flags for non-blocking reads. Without them, opening a pipe without a writer or reading an empty pipe would block a
 * thread and could not be aborted.
 */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a stream, such as stdin, to its end.
 * @throws PithError `too_large` if it exceeds `maxBytes`; `stopped` if `signal` aborts; or any error of the stream
 */
export async function readStream(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  throwIfStopped(signal);
  const onAbort = (): void => void stream.destroy();
  signal.addEventListener("abort", onAbort, { once: true });
  const bytes = new ByteCollector(maxBytes);
  try {
    for await (const chunk of stream) bytes.add(Buffer.from(chunk as Uint8Array | string));
  } catch (thrown) {
    throwIfStopped(signal);
    throw thrown;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
  throwIfStopped(signal);
  return bytes.concat();
}

/**
 * Reads all bytes of the file, pipe or device at a path.
 * @throws PithError `too_large` if there are more than `maxBytes`; `timeout` if a pipe delivers no data for a minute;
 * `stopped` if `signal` aborts; or any file system error
 */
export async function readPath(path: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  throwIfStopped(signal);
  const file = await open(path, OPEN_FLAGS);
  try {
    const stats = await file.stat();
    const bytes = new ByteCollector(maxBytes);
    if (stats.isFile() && stats.size > maxBytes) bytes.throwTooLarge();
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let idleMs = 0;
    let hasWriter = !stats.isFIFO();
    for (;;) {
      throwIfStopped(signal);
      const count = await file.read(chunk, 0, CHUNK_BYTES, null).then((read) => read.bytesRead, nullIfWouldBlock);
      if (count) {
        bytes.add(Buffer.from(chunk.subarray(0, count)));
        idleMs = 0;
      }
      // 0 bytes mean the end of the data, unless they come from a pipe that has no writer yet.
      if (count === 0 && hasWriter) return bytes.concat();
      if (count !== 0) hasWriter = true;
      if (count) continue;
      if (idleMs >= IDLE_TIMEOUT_MS) throw new PithError("timeout", "no data for a minute");
      idleMs += POLL_MS;
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await file.close();
  }
}

/** Returns null for EAGAIN, which means that the pipe is empty but has a writer. Rethrows other errors. */
function nullIfWouldBlock(thrown: NodeJS.ErrnoException): null {
  if (thrown.code === "EAGAIN") return null;
  throw thrown;
}

/** Collects chunks of bytes. Throws PithError `too_large` if they exceed the limit. */
class ByteCollector {
  readonly #chunks: Uint8Array[] = [];
  readonly #maxBytes: number;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Uint8Array): void {
    this.#length += chunk.byteLength;
    if (this.#length > this.#maxBytes) this.throwTooLarge();
    this.#chunks.push(chunk);
  }

  throwTooLarge(): never {
    throw tooLarge(this.#maxBytes);
  }

  concat(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}
