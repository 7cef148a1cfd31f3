/** What bytes look like, before anything is known of them. */

const SAMPLE_BYTES = 4096;

/**
 * UTF-16 by its byte order mark, or without one by where its NUL bytes stand: every line end, space and Latin letter has
 * one, always in the same half of its pair.
 */
export function wideCharset(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const nuls = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) nuls[i % 2]!++;
  const [even = 0, odd = 0] = nuls;
  const charset = odd > even ? "utf-16le" : "utf-16be";
  const [many, few] = [Math.max(even, odd), Math.min(even, odd)];
  if (many < Math.max(2, sample.length / 200) || few > many / 20) return null;
  const text = new TextDecoder(charset).decode(sample.subarray(0, sample.length & ~1));
  const letters = text.match(/[\p{L}\p{M}\p{N}\p{P}\p{Zs}\s]/gu)?.length ?? 0;
  return letters > text.length * 0.95 ? charset : null;
}

/** Text in some charset has hardly any control characters. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (wideCharset(sample)) return true;
  let odd = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++;
  if (odd / Math.max(1, sample.length) > 0.05) return false;
  return odd === 0 || mostlyPrintable(sample);
}

/** Random bytes are printable ASCII four times in ten; text in any single- or multi-byte charset either is or has few oddities. */
function mostlyPrintable(sample: Uint8Array): boolean {
  let printable = 0;
  for (const byte of sample) if (byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127)) printable++;
  return printable / sample.length > 0.7;
}
