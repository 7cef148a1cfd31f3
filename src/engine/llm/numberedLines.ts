import { breathe, type Document, type Run, type Span } from "../../model/index.ts";
import { estimateTokens, sentences } from "../../text/index.ts";

/** A sentence of a document as a model gets it. Its number is its place in the list, counted from 1. */
export type Line = Span & { text: string; tokens: number; opensSection: boolean; opensParagraph: boolean };

/**
 * A document's sentences as lines for a model. Numbers are bare: they cost 3.8 % of the tokens, `[n]` 11.3 %.
 * `tokens` is an estimate with number and line end.
 */
export async function linesOf({ text, language, blocks }: Document, run: Run): Promise<Line[]> {
  const lines: Line[] = [];
  for (const block of blocks) {
    await breathe(run);
    const opensSection = block.kind === "heading" || block.kind === "title";
    for (const [i, span] of sentences(text.slice(block.start, block.end), language).entries()) {
      const [start, end] = [block.start + span.start, block.start + span.end];
      const line = defuse(text.slice(start, end));
      const tokens = estimateTokens(line) + 2;
      lines.push({ start, end, text: line, tokens, opensSection: opensSection && i === 0, opensParagraph: i === 0 });
    }
  }
  return lines;
}

/** The places of the lines that a stretch of the text touches, with so many neighbours on each side. */
export function linesAt(lines: readonly Line[], { start, end }: Span, neighbours: number): number[] {
  const first = Math.max(0, lines.findIndex((line) => line.end > start) - neighbours);
  const last = Math.min(lines.length - 1, lines.findLastIndex((line) => line.start < end) + neighbours);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** Lines behind their numbers, inside the fence that marks them as data. */
export function fence(title: string | null, lines: Iterable<readonly [number: number, text: string]>): string {
  const head = title ? [`Title: ${defuse(title)}`] : [];
  return ["<document>", ...head, ...Array.from(lines, ([n, text]) => `${n} ${text}`), "</document>"].join("\n");
}

/** What comes from a document cannot close its fence, nor begin a line of its own. */
export const defuse = (text: string): string => text.replace(/\s+/g, " ").replace(/<(?=\/?document>)/gi, "‹");
