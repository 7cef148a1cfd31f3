import { styleText } from "node:util";
import type { Document, Quote } from "../model/index.ts";

type Style = Parameters<typeof styleText>[0];

/** What a line of a digest's Markdown looks like in a terminal, by how it begins. */
const LOOKS: [RegExp, Style][] = [
  [/^# .*$/gm, ["bold", "underline"]],
  [/^## .*$/gm, "bold"],
  [/^> .*$/gm, "italic"],
  [/^\[\d+\] .*$/gm, "dim"],
  [/\[\d+\](?=$| |\[)/gm, "cyan"],
];

/**
 * A digest's or an answer's Markdown with colour, where stdout is a terminal that takes any; `NO_COLOR` and `FORCE_COLOR` are
 * respected by Node itself (https://no-color.org). Anywhere else it stays as it is.
 */
export function readable(markdown: string): string {
  return LOOKS.reduce((text, [line, style]) => text.replace(line, (found) => styleText(style, found)), markdown);
}

/** The line in which a quote begins, counted from 1 in what `pith extract` prints. */
export const lineIn =
  ({ text }: Pick<Document, "text">) =>
  ({ start }: Pick<Quote, "start">): number =>
    text.slice(0, start).split("\n").length;
