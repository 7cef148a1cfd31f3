import type { Extractor, RawBlock } from "../../model/index.ts";
import { undoMojibake } from "../../text/index.ts";

/** Lines of a text that was wrapped by hand or by a mail program are between these widths, in UTF-16 units. */
const WRAP_MIN = 45;
const WRAP_MAX = 100;

/**
 * Plain text: a paste, a .txt, the dump of a whole page. Each line is a block, since in a dump every line is an element
 * of its own; only lines that were wrapped to one width are put together again.
 */
export const plainText: Extractor = {
  mediaTypes: ["text/plain"],
  async extract({ text }) {
    const paragraphs = undoMojibake(text ?? "")
      .split(/\n[^\S\n]*\n/)
      .map((paragraph) => paragraph.split("\n").map(tidy).filter(Boolean));
    const column = columnOf(paragraphs);
    const width = column === null ? wrapWidth(paragraphs) : null;
    const blocks = paragraphs
      .map((lines) => {
        if (column !== null) return unwrapped(lines, column);
        return width !== null && isWrapped(lines, width) ? [joinLines(lines)] : lines;
      })
      .flatMap((lines) =>
        lines.map((text, i): RawBlock => ({ kind: "paragraph", text, page: null, links: 0, apart: i === 0 })),
      );
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

/**
 * Zero width and soft hyphens, marks of direction (a text has its direction from its letters; set otherwise it can be
 * shown in another order than it is read in, UTS 39), tags and other signs for programs. Joiners of scripts and emoji stay.
 */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** A text without the characters that nobody sees. */
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, "");

/** Runs of white space made one space, and characters that nobody sees taken out. */
export const tidy = (line: string): string => withoutInvisible(line).replace(/\s+/g, " ").trim();

/** The widest column that people wrap text to, with room for a word that sticks out. */
const COLUMN_MAX = 125;
/** Lines this far below the column's width count as long; those over it by so much as not wrapped at all. */
const LONG = 0.6;
const OVER = 1.2;
/** A text is wrapped when this share of its long lines break off in the middle of a sentence, and few are over-long. */
const BROKEN = 0.35;
const OVERLONG = 0.1;
/** How far below the column a line may end in front of a word that would have fitted: hand-made breaks are ragged. */
const RAGGED = 0.8;
const STARTS_ITEM = /^(?:[-*+•‣▪◦·–—]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#{1,6}\s|[|>])/u;

/** Whether a sentence goes on from one line to the next: it has not ended, and the next begins in lower case. */
const goesOn = (line: string, next: string): boolean => !ENDS.test(line) && /^["'“‘(]?\p{Ll}/u.test(next);
const ENDS = /[.!?:;…。！？][\s"'”’»」』)\]]*$/u;

/**
 * The column that a text was wrapped to, or null when it was not: then most lines that are nearly as long break off in
 * the middle of a sentence, which the elements of a page do not. Says nothing of scripts without lower case.
 */
function columnOf(paragraphs: string[][]): number | null {
  const pairs = paragraphs.flatMap((lines) => lines.slice(1).map((next, i) => ({ line: lines[i]!, next })));
  const broken = pairs
    .filter(({ line, next }) => line.length <= COLUMN_MAX && goesOn(line, next))
    .map(({ line }) => line.length)
    .sort((a, b) => a - b);
  const column = broken[Math.floor(broken.length * 0.95)];
  if (column === undefined || broken.length < 2 || column < WRAP_MIN) return null;
  const full = broken.filter((length) => length >= column * LONG).length;
  const long = pairs.filter(({ line }) => line.length >= column * LONG).length;
  const over = paragraphs.flat().filter((line) => line.length > column * OVER && line.includes(" ")).length;
  return full >= long * BROKEN && full >= 2 && over <= long * OVERLONG ? column : null;
}

/** The lines of one stretch without a blank line, wrapped ones put together. */
function unwrapped(lines: string[], column: number): string[] {
  const groups: string[][] = [];
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1];
    const continues =
      before !== undefined &&
      !STARTS_ITEM.test(line) &&
      !before.startsWith("#") &&
      before.length + 1 + firstWord(line).length > column * (goesOn(before, line) ? LONG : RAGGED) &&
      before.length <= column * OVER;
    if (continues) groups.at(-1)!.push(line);
    else groups.push([line]);
  }
  return groups.map(joinLines);
}

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
