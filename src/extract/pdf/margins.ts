import type { Removal } from "../../model/index.ts";
import { normalizeWhitespace } from "../whitespace.ts";
import { medianLineSpacing, type PdfLine } from "./lines.ts";

const PAGE_NUMBER =
  /^\W*(?:(?:page|seite|стр\.?|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:\/|of|von|de|из)\s*\d{1,4})?\W*$/iu;
/** Number of lines searched for running heads at the top and at the bottom of each page. */
const MARGIN_LINES = 3;
/**
 * Lower bound of the number of pages on which a line must occur to be a running head. Within the bounds, half of the
 * pages are required.
 */
const MIN_OCCURRENCES = 2;
/** Upper bound of the number of pages on which a line must occur to be a running head. */
const MAX_OCCURRENCES = 3;
/** Vertical gap above which a row counts as detached from the text, as a multiple of the line spacing. */
const SEPARATE_ROW_GAP = 1.5;

/**
 * Removes page numbers, running heads and running feet. Running heads and feet are lines that recur at the top or
 * bottom of several pages, regardless of the digits in them, and lines beside a page number (see `isNextToPageNumber`).
 * Removal starts at the edge of the page and stops at the first other line, so that repeated sentences in the text are
 * kept.
 */
export function removeRunningHeads(pages: PdfLine[][]): { kept: PdfLine[][]; removed: Removal[] } {
  const occurrences = new Map<string, number>();
  for (const lines of pages) {
    const keys = new Set(marginsOf(lines).flat().map(maskDigits));
    for (const key of keys) occurrences.set(key, (occurrences.get(key) ?? 0) + 1);
  }
  const threshold = Math.max(MIN_OCCURRENCES, Math.min(MAX_OCCURRENCES, Math.ceil(pages.length / 2)));
  const isRepeated = (line: PdfLine): boolean => (occurrences.get(maskDigits(line)) ?? 0) >= threshold;
  const ruleFor = (line: PdfLine, lines: PdfLine[]): string | null => {
    if (isPageNumber(line)) return "page-number";
    return isRepeated(line) || isNextToPageNumber(line, lines) ? "running-head" : null;
  };
  const removed: Removal[] = [];
  const kept = pages.map((lines) => {
    const removedLines = new Set<PdfLine>();
    for (const margin of marginsOf(lines)) {
      for (const line of margin) {
        const rule = ruleFor(line, lines);
        if (rule === null) break;
        removedLines.add(line);
        removed.push({ rule, text: normalizeWhitespace(line.text) });
      }
    }
    return lines.filter((line) => !removedLines.has(line));
  });
  return { kept, removed };
}

const maskDigits = (line: PdfLine): string => normalizeWhitespace(line.text).toLowerCase().replace(/\d+/g, "#");

const isPageNumber = (line: PdfLine): boolean => PAGE_NUMBER.test(normalizeWhitespace(line.text));

/** Returns up to MARGIN_LINES lines from the top and from the bottom of a page. Both lists begin at the page edge. */
function marginsOf(lines: PdfLine[]): [top: PdfLine[], bottom: PdfLine[]] {
  const fromTop = [...lines].sort((a, b) => b.y - a.y);
  const half = Math.ceil(fromTop.length / 2);
  return [fromTop.slice(0, Math.min(MARGIN_LINES, half)), fromTop.slice(half).reverse().slice(0, MARGIN_LINES)];
}

/**
 * Whether a line is in the same row as a page number, and that row is detached from the text. Such a line is a running
 * head even if it does not repeat.
 */
function isNextToPageNumber(line: PdfLine, lines: PdfLine[]): boolean {
  const distanceTo = (other: PdfLine): number => Math.abs(other.y - line.y);
  const tolerance = line.size / 2;
  const row = lines.filter((other) => distanceTo(other) < tolerance);
  const gap = Math.min(...lines.map(distanceTo).filter((distance) => distance >= tolerance));
  const isSeparate = gap > SEPARATE_ROW_GAP * medianLineSpacing(lines, line.size);
  return isSeparate && row.some((other) => other !== line && isPageNumber(other));
}
