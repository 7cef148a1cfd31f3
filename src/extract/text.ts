import type { Extractor, RawBlock } from "../model/index.ts";

/** Lines of a text that was wrapped by hand or by a mail program are between these widths, in UTF-16 units. */
const WRAP_MIN = 45;
const WRAP_MAX = 100;

/**
 * Plain text: a paste, a .txt, the dump of a whole page. Each line is a block, since in a dump every line is an element
 * of its own; only a paragraph whose lines were wrapped to one width is put together again.
 */
export const plainText: Extractor = {
  mediaTypes: ["text/plain"],
  async extract({ text }) {
    const paragraphs = (text ?? "")
      .split(/\n[^\S\n]*\n/)
      .map((paragraph) => paragraph.split("\n").map(tidy).filter(Boolean));
    const width = wrapWidth(paragraphs);
    const blocks = paragraphs
      .flatMap((lines) => (width !== null && isWrapped(lines, width) ? [joinLines(lines)] : lines))
      .map((line): RawBlock => ({ kind: "paragraph", text: line, page: null, links: 0 }));
    return {
      mediaType: "text/plain",
      blocks,
      meta: { title: null, byline: null, published: null, site: null, language: null },
      coverage: null,
      flat: true,
      removed: [],
    };
  },
};

/** Runs of white space made one space, and characters that nobody sees taken out. */
export const tidy = (line: string): string =>
  line
    .replace(/[\u200b\u2060\ufeff\u00ad]|[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();

/** The width that paragraphs of three lines or more agree on, or null when the text was not wrapped. */
function wrapWidth(paragraphs: string[][]): number | null {
  const long = paragraphs.filter((lines) => lines.length >= 3);
  const widths = long.map((lines) => Math.max(...lines.slice(0, 500).map((line) => line.length)));
  const fitting = widths.filter((width, i) => width >= WRAP_MIN && width <= WRAP_MAX && isWrapped(long[i]!, width));
  return fitting.length && fitting.length * 2 >= long.length ? Math.max(...fitting) : null;
}

/** Every line but the last is full: the first word of the next would have made it wider than the width (less a ragged tenth). */
function isWrapped(lines: string[], width: number): boolean {
  return (
    lines.length > 1 &&
    lines.every((line, i) => {
      const next = lines[i + 1];
      return line.length <= width && (next === undefined || line.length + 1 + firstWord(next).length > width * 0.9);
    })
  );
}

const firstWord = (line: string): string => line.split(" ", 1)[0]!;

/** Lines of one paragraph as one; a word hyphenated at a line end becomes whole again. */
export function joinLines(lines: string[]): string {
  return lines.reduce((joined, line) =>
    /\p{Ll}[-\u2010]$/u.test(joined) && /^\p{Ll}/u.test(line) ? joined.slice(0, -1) + line : `${joined} ${line}`,
  );
}
