/** RTF is braces, control words with a number, bytes in hex, and text (RTF Specification 1.9.1, "RTF Syntax"). */
export type RtfToken =
  | { is: "open" }
  | { is: "close" }
  | { is: "word"; word: string; value: number | null }
  | { is: "byte"; byte: number }
  | { is: "text"; text: string };

const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([\s\S])|([{}])|([^\\{}\r\n]+)|[\r\n]+/gi;

/** The tokens of a file, its bytes as Latin-1 characters. Linear: the bytes of `\bin` are stepped over. */
export function* rtfTokens(file: string): Generator<RtfToken> {
  TOKEN.lastIndex = 0;
  const pattern = new RegExp(TOKEN);
  for (let match = pattern.exec(file); match; match = pattern.exec(file)) {
    const [, word, value, byte, symbol, brace, text] = match;
    if (word === "bin") pattern.lastIndex += Math.max(0, Number(value ?? 0));
    else if (word) yield { is: "word", word, value: value === undefined ? null : Number(value) };
    else if (byte) yield { is: "byte", byte: Number.parseInt(byte, 16) };
    // A backslash before a line end is a paragraph's end; other symbols are control words of one sign.
    else if (symbol) yield { is: "word", word: /[\r\n]/.test(symbol) ? "par" : symbol, value: null };
    else if (brace) yield { is: brace === "{" ? "open" : "close" };
    else if (text) yield { is: "text", text };
  }
}
