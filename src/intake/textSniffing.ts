/** Number of bytes examined at the start of a file. */
const SAMPLE_BYTES = 4096;

/**
 * Detects UTF-16 by its byte order mark or, if there is none, by the positions of its NUL bytes: in UTF-16, every ASCII
 * character has its NUL in the same half of the code unit. Returns null if the bytes are not UTF-16.
 */
export function detectUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const nulCounts = [0, 0];
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) nulCounts[i % 2]!++;
  const [even = 0, odd = 0] = nulCounts;
  const charset = odd > even ? "utf-16le" : "utf-16be";
  const [major, minor] = [Math.max(even, odd), Math.min(even, odd)];
  if (major < Math.max(2, sample.length / 200) || minor > major / 20) return null;
  const text = new TextDecoder(charset).decode(sample.subarray(0, sample.length & ~1));
  const textCharacters = text.match(/[\p{L}\p{M}\p{N}\p{P}\p{Zs}\s]/gu)?.length ?? 0;
  return textCharacters > text.length * 0.95 ? charset : null;
}

/** Whether bytes are text in some charset, judged by how few control characters they contain. */
export function isProbablyText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (detectUtf16(sample)) return true;
  let controls = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
  if (controls / Math.max(1, sample.length) > 0.05) return false;
  return controls === 0 || isMostlyPrintable(sample);
}

/** Whether more than 70% of the bytes are printable ASCII or white space. In random bytes, about 40% are. */
function isMostlyPrintable(sample: Uint8Array): boolean {
  let printable = 0;
  for (const byte of sample) if (byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127)) printable++;
  return printable / sample.length > 0.7;
}
