/** The paragraph or page of a quote, as the bot's languages write it: "¶ 3", "p. 2", "S. 2", "pág. 2". */
const PLACE = String.raw`(?:¶|p\.|S\.|pág\.) ?\d+`;
/** A mark with an address is a masked link. Its label can begin with the name of a document: "A, ¶ 3". */
const LINKED = String.raw`\[(?<label>(?:[^\][\\]*, )?${PLACE})\]\(<(?<address>https?:\/\/[^\s<>]+)>\)`;
/**
 * A mark without an address stands behind a sentence or at the end of a line. Elsewhere, as in "see p. 2 of the report",
 * it is text.
 */
const PLAIN = String.raw`(?:(?<=[\p{P}\p{S}] )${PLACE}(?!\S)|(?<=\S )${PLACE}(?= ?(?:$|${PLACE})))`;
const MARK = new RegExp(`${LINKED}|${PLAIN}`, "gmu");
const MARK_AT = new RegExp(MARK.source, "myu");

/** A mark behind a statement. `address` is null if there is nothing to open but the quote. */
export type Mark = { label: string; address: string | null; length: number };

/** Returns the mark that begins at an index of a text in Discord's Markdown, or null if none does. */
export function markAt(text: string, index: number): Mark | null {
  MARK_AT.lastIndex = index;
  const match = MARK_AT.exec(text);
  return match && toMark(match);
}

/** A mark with what stands before it. */
export type MarkInContext = Mark & {
  /** The text before the mark, without other marks. It ends with the name of the document if the mark has one. */
  before: string;
  /** The part of `before` that stands behind the previous mark. */
  sincePrevious: string;
  /** The place that the mark names. Paragraphs and pages are numbered from 1. */
  place: { unit: "paragraph" | "page"; n: number };
};

/**
 * Reads the last mark of a line.
 * @param line a line of Markdown up to and including the mark
 * @returns null if the line has no mark
 */
export function readLastMark(line: string): MarkInContext | null {
  const matches = [...line.matchAll(MARK)];
  const last = matches.at(-1);
  if (!last) return null;
  const mark = toMark(last);
  const name = mark.label.replace(new RegExp(`${PLACE}$`, "u"), "");
  const unit = mark.label.slice(name.length).startsWith("¶") ? "paragraph" : "page";
  const previous = matches.at(-2);
  const sincePrevious = `${line.slice(previous ? previous.index + previous[0].length : 0, last.index)}${name}`;
  const before = `${previous ? line.slice(0, previous.index).replace(MARK, "") : ""}${sincePrevious}`;
  return { ...mark, before, sincePrevious, place: { unit, n: Number(/\d+$/.exec(mark.label)![0]) } };
}

const toMark = ({ 0: match, groups }: RegExpExecArray): Mark => ({
  label: groups?.label ?? match,
  address: groups?.address ?? null,
  length: match.length,
});
