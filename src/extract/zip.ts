import { Unzip, UnzipInflate } from "fflate";
import { PithError } from "../model/index.ts";

/** What a document may grow to when it is unpacked; every bomb is over it, and no book is. */
const ENTRY_BYTES = 20_000_000;
const TOTAL_BYTES = 50_000_000;
const ENTRIES = 5_000;
const STEP_BYTES = 64 * 1024;

/**
 * The entries of a zip file whose names `wanted` lets through, unpacked piece by piece and counted while they grow, so
 * that a bomb is refused before it is in memory. Sizes that the file claims are not believed.
 * @throws PithError `too_large_unpacked`, `damaged`, `encrypted`
 */
export function unzip(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
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

/**
 * An XML part as text.
 * @throws PithError `damaged` for a part with a document type: no office program writes one, and entities in it can
 * grow without end or read other files
 */
export function xmlText(part: Uint8Array | undefined): string {
  const xml = new TextDecoder().decode(part);
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new PithError("damaged", "it declares entities");
  return xml;
}
