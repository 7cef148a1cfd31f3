import type { Removal } from "../../model/index.ts";
import { tidy } from "../text/plainText.ts";
import { lineStep, type PdfLine } from "./lines.ts";

const masked = (line: PdfLine): string => tidy(line.text).toLowerCase().replace(/\d+/g, "#");
const PAGE_NUMBER =
  /^\W*(?:(?:page|seite|стр\.?|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:\/|of|von|de|из)\s*\d{1,4})?\W*$/iu;
/** Running lines stand among this many lines at either end of a page. */
const MARGIN_LINES = 3;

/**
 * Takes out what repeats at the top or bottom of the pages (digits made equal), and bare page numbers there. From
 * outside inwards, up to the first line that stays: a sentence that happens to stand twice is no running head.
 */
export function withoutRunningLines(pages: PdfLine[][]): { kept: PdfLine[][]; removed: Removal[] } {
  const counts = new Map<string, number>();
  for (const lines of pages) {
    const keys = marginsOf(lines).flat().map(masked);
    for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const enough = Math.max(2, Math.min(3, Math.ceil(pages.length / 2)));
  const ruleFor = (line: PdfLine, lines: PdfLine[]): string | null => {
    if (PAGE_NUMBER.test(tidy(line.text))) return "page-number";
    return (counts.get(masked(line)) ?? 0) >= enough || standsByPageNumber(line, lines) ? "running-head" : null;
  };
  const removed: Removal[] = [];
  const kept = pages.map((lines) => {
    const gone = new Set<PdfLine>();
    for (const margin of marginsOf(lines)) {
      for (const line of margin) {
        const rule = ruleFor(line, lines);
        if (rule === null) break;
        gone.add(line);
        removed.push({ rule, text: tidy(line.text) });
      }
    }
    return lines.filter((line) => !gone.has(line));
  });
  return { kept, removed };
}

/** The outermost lines of a page, from the top downwards and from the bottom upwards. */
function marginsOf(lines: PdfLine[]): [top: PdfLine[], bottom: PdfLine[]] {
  const byHeight = [...lines].sort((a, b) => b.y - a.y);
  const half = Math.ceil(byHeight.length / 2);
  return [byHeight.slice(0, Math.min(MARGIN_LINES, half)), byHeight.slice(half).reverse().slice(0, MARGIN_LINES)];
}

/** Parts of a row that a page number stands in, apart from the text: so a head is known on the one page that has it. */
function standsByPageNumber(line: PdfLine, lines: PdfLine[]): boolean {
  const near = line.size / 2;
  const row = lines.filter((other) => Math.abs(other.y - line.y) < near);
  const gap = Math.min(...lines.map((other) => Math.abs(other.y - line.y)).filter((distance) => distance >= near));
  const apart = gap > 1.5 * lineStep(lines, line.size);
  return apart && row.some((other) => other !== line && PAGE_NUMBER.test(tidy(other.text)));
}
