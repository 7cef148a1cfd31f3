import { Unzip, UnzipInflate, zipSync } from "fflate";
import { PithError } from "../../model/index.ts";

/** Maximum unpacked size of an entry, in bytes. Real documents are smaller. */
const MAX_ENTRY_BYTES = 20_000_000;
/** Maximum unpacked size of all entries together, in bytes. */
const MAX_TOTAL_BYTES = 50_000_000;
const MAX_ENTRIES = 5_000;
/** Number of compressed bytes unpacked at a time. */
const CHUNK_BYTES = 64 * 1024;

/**
 * The central directory header (APPNOTE 6.3.10, 4.3.12): its signature, its fixed size in bytes, and the byte offsets
 * of the flags and of the lengths of the variable fields. Numbers are little-endian.
 */
const CENTRAL_HEADER = { signature: 0x02014b50, bytes: 46, flags: 8, variableLengths: [28, 30, 32] };
/**
 * The end of central directory record (APPNOTE 6.3.10, 4.3.16): its signature, its size in bytes without the comment,
 * and the byte offset of the field that locates the central directory.
 */
const END_RECORD = { signature: 0x06054b50, bytes: 22, directoryOffset: 16 };
/** Maximum size, in bytes, of the comment that the end of central directory record can contain. */
const MAX_COMMENT_BYTES = 0xffff;
/** Bit 0 of the general purpose bit flag, set for encrypted entries. */
const ENCRYPTED_FLAG = 1;

/** The unpacked entries of a zip file by name. */
export type Parts = Map<string, Uint8Array>;

/**
 * Unpacks the entries selected by `isWanted`. Entries are unpacked in chunks and their sizes counted, so that zip bombs
 * are rejected before they fill the memory. Sizes and offsets stored in the file are not trusted. Entries are read
 * sequentially, so they cannot overlap. Names are used only as map keys, never as file paths.
 * @throws PithError `encrypted` if an entry is encrypted, `too_large_unpacked` if a size or the number of entries
 * exceeds its limit, `damaged` if the file cannot be unpacked
 */
export function unzip(bytes: Uint8Array, isWanted: (name: string) => boolean): Parts {
  if (hasEncryptedEntry(bytes)) throw new PithError("encrypted");
  const parts: Parts = new Map();
  let totalBytes = 0;
  let entries = 0;
  const reader = new Unzip((file) => {
    if (++entries > MAX_ENTRIES) throw new PithError("too_large_unpacked", `more than ${MAX_ENTRIES} parts`);
    const isKept = isWanted(file.name);
    const chunks: Uint8Array[] = [];
    let entryBytes = 0;
    file.ondata = (error, chunk, isFinal) => {
      if (error) throw error;
      entryBytes += chunk.length;
      totalBytes += chunk.length;
      if (entryBytes > MAX_ENTRY_BYTES || totalBytes > MAX_TOTAL_BYTES) throw new PithError("too_large_unpacked");
      if (isKept) chunks.push(chunk);
      if (isFinal && isKept) parts.set(file.name, Buffer.concat(chunks));
    };
    file.start();
  });
  reader.register(UnzipInflate);
  try {
    for (let start = 0; start < bytes.length; start += CHUNK_BYTES) {
      const end = start + CHUNK_BYTES;
      reader.push(bytes.subarray(start, end), end >= bytes.length);
    }
  } catch (cause) {
    throw cause instanceof PithError ? cause : new PithError("damaged", null, { cause });
  }
  if (entries === 0) throw new PithError("damaged", "it's not a complete zip file");
  return parts;
}

/** Packs unpacked parts into a new zip file, for a library that reads zip files itself and enforces no limits. */
export function zipParts(parts: Parts): Buffer {
  return Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
}

/** Whether the central directory lists an encrypted entry. */
function hasEncryptedEntry(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndRecord(view);
  if (end < 0) return false;
  let header = view.getUint32(end + END_RECORD.directoryOffset, true);
  for (let entries = 0; entries < MAX_ENTRIES && header + CENTRAL_HEADER.bytes <= bytes.length; entries++) {
    if (view.getUint32(header, true) !== CENTRAL_HEADER.signature) return false;
    if (view.getUint16(header + CENTRAL_HEADER.flags, true) & ENCRYPTED_FLAG) return true;
    const start = header;
    header += CENTRAL_HEADER.bytes;
    for (const offset of CENTRAL_HEADER.variableLengths) header += view.getUint16(start + offset, true);
  }
  return false;
}

/** The byte offset of the end of central directory record, -1 if there is none. */
function findEndRecord(view: DataView): number {
  const last = view.byteLength - END_RECORD.bytes;
  for (let offset = last; offset >= 0 && offset >= last - MAX_COMMENT_BYTES; offset--) {
    if (view.getUint32(offset, true) === END_RECORD.signature) return offset;
  }
  return -1;
}
