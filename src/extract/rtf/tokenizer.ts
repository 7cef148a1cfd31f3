/** An RTF token (RTF Specification 1.9.1, "RTF Syntax"). Control symbols are represented as one-character words. */
export type RtfToken =
  | { type: "open" }
  | { type: "close" }
  | { type: "word"; word: string; value: number | null }
  | { type: "byte"; byte: number }
  | { type: "text"; text: string };

const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([\s\S])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

/**
 * Tokenises RTF, in time linear in its length. Skips the data of `\bin`.
 * @param source the file decoded as Latin-1, so that each character represents a byte
 */
export function* tokenizeRtf(source: string): Generator<RtfToken> {
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(source); match; match = pattern.exec(source)) {
    const [, word, value, byte, symbol, brace, text] = match;
    if (word === "bin") pattern.lastIndex += Math.max(0, Number(value ?? 0));
    else if (word) yield { type: "word", word, value: value === undefined ? null : Number(value) };
    else if (byte) yield { type: "byte", byte: Number.parseInt(byte, 16) };
    // A backslash before a line break is equivalent to \par.
    else if (symbol) yield { type: "word", word: /[\r\n]/.test(symbol) ? "par" : symbol, value: null };
    else if (brace) yield { type: brace === "{" ? "open" : "close" };
    else if (text) yield { type: "text", text };
  }
}
