import { Unzip, UnzipInflate, zipSync } from "fflate";
import { PithError } from "../../model/index.ts";

/** What a document may grow to when it is unpacked; every bomb is over it, and no book is. */
const ENTRY_BYTES = 20_000_000;
const TOTAL_BYTES = 50_000_000;
const ENTRIES = 5_000;
const STEP_BYTES = 64 * 1024;

/** Signatures and places in a zip file (APPNOTE 6.3.10, 4.3.12 and 4.3.16): little-endian, offsets from the signature. */
const CENTRAL_HEADER = 0x02014b50;
const END_HEADER = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const LOCKED = 1;

export type Parts = Map<string, Uint8Array>;

/**
 * The entries of a zip file whose names `wanted` lets through, unpacked piece by piece and counted while they grow, so
 * that a bomb is refused before it is in memory. Sizes and places that the file claims are not believed: entries are
 * read one after the other, so that none overlaps another. Names are keys only; nothing is ever written under them.
 * @throws PithError `too_large_unpacked`, `damaged`, `encrypted`
 */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Parts {
  if (isLocked(bytes)) throw new PithError("encrypted");
  const entries: Parts = new Map();
  let total = 0;
  let count = 0;
  const reader = new Unzip((file) => {
    if (++count > ENTRIES) throw new PithError("too_large_unpacked", `over ${ENTRIES} parts`);
    const keep = wanted(file.name);
    const pieces: Uint8Array[] = [];
    let size = 0;
    file.ondata = (error, piece, final) => {
      if (error) throw error;
      size += piece.length;
      total += piece.length;
      if (size > ENTRY_BYTES || total > TOTAL_BYTES) throw new PithError("too_large_unpacked");
      if (keep) pieces.push(piece);
      if (final && keep) entries.set(file.name, Buffer.concat(pieces));
    };
    file.start();
  });
  reader.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += STEP_BYTES) {
      reader.push(bytes.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= bytes.length);
    }
  } catch (cause) {
    throw cause instanceof PithError ? cause : new PithError("damaged", null, { cause });
  }
  if (count === 0) throw new PithError("damaged", "it is not a whole zip file");
  return entries;
}

/** Parts that were counted, as a zip file for a library that opens one itself: it gets to see nothing else. */
export function zipOf(parts: Parts): Buffer {
  return Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
}

/** Whether any entry is locked with a password, as the directory at the file's end tells. */
function isLocked(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = bytes.length - END_BYTES;
  for (let end = last; end >= 0 && end >= last - LONGEST_COMMENT; end--) {
    if (view.getUint32(end, true) !== END_HEADER) continue;
    let at = view.getUint32(end + 16, true);
    for (let count = 0; count < ENTRIES && at + 46 <= bytes.length; count++) {
      if (view.getUint32(at, true) !== CENTRAL_HEADER) return false;
      if (view.getUint16(at + 8, true) & LOCKED) return true;
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return false;
  }
  return false;
}
