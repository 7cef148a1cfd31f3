import { styleText } from "node:util";
import type { Document, Quote } from "../model/index.ts";

type Style = Parameters<typeof styleText>[0];

/** The terminal styles of titles, headings, quotes, citations and citation marks, in this order. */
const STYLES: [pattern: RegExp, style: Style][] = [
  [/^# .*$/gm, ["bold", "underline"]],
  [/^## .*$/gm, "bold"],
  [/^> .*$/gm, "italic"],
  [/^\[\d+\] .*$/gm, "dim"],
  [/\[\d+\](?=$| |\[)/gm, "cyan"],
];

/**
 * Adds terminal colours to the Markdown of a digest or an answer, if stdout supports them. `styleText` respects
 * `NO_COLOR` and `FORCE_COLOR` (https://no-color.org).
 */
export function colourMarkdown(markdown: string): string {
  return STYLES.reduce((text, [pattern, style]) => text.replace(pattern, (match) => styleText(style, match)), markdown);
}

/** Returns a function that maps a quote to the 1-based line where it starts in the output of `pith extract`. */
export const lineNumberIn =
  ({ text }: Pick<Document, "text">) =>
  ({ start }: Pick<Quote, "start">): number =>
    text.slice(0, start).split("\n").length;
