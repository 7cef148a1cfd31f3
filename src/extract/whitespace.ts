/**
 * Invisible characters: soft hyphens, zero-width characters, bidirectional controls, interlinear annotations and tags.
 * Bidirectional controls can make text appear in an order other than the stored one (UTS #39). The joiners U+200C and
 * U+200D are not included, because some scripts and emoji sequences need them.
 */
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Removes soft hyphens, bidirectional controls and other invisible characters, but not joiners. */
export const stripInvisible = (text: string): string => text.replace(INVISIBLE, "");

/** Removes invisible characters, collapses each run of white space to a space, and trims. */
export const normalizeWhitespace = (line: string): string => stripInvisible(line).replace(/\s+/g, " ").trim();

/**
 * Joins the lines of a paragraph with spaces. A hyphen at a line break between lower-case letters is removed, and no
 * space is added there.
 */
export function unwrapLines(lines: string[]): string {
  return lines.reduce((joined, line) =>
    /\p{Ll}[-\u2010]$/u.test(joined) && /^\p{Ll}/u.test(line) ? joined.slice(0, -1) + line : `${joined} ${line}`,
  );
}
