import type { Span } from "../model/index.ts";
import { isCjkLanguage } from "./scripts.ts";
import { sentences } from "./sentences.ts";

/** The longest passage in UTF-16 units, about 90 words; Chinese and Japanese say as much in a quarter of it. */
export const PASSAGE_UNITS = 600;
export const CJK_PASSAGE_UNITS = 160;

/**
 * The text as passages to answer from: neighbouring sentences together, each passage at most 600 UTF-16 units (160 in
 * Chinese and Japanese). Windows overlap by about half, so that an answer and what it hangs on are in one.
 * A sentence that is longer alone is cut at white space, or where there is none, anywhere.
 */
export function passages(text: string, language: string): Span[] {
  const limit = isCjkLanguage(language) ? CJK_PASSAGE_UNITS : PASSAGE_UNITS;
  const units = sentences(text, language).flatMap((span) => cut(text, span, limit));
  const windows: Span[] = [];
  for (let i = 0; i < units.length; ) {
    const start = units[i]!.start;
    let last = i;
    while (last + 1 < units.length && units[last + 1]!.end - start <= limit) last++;
    windows.push({ start, end: units[last]!.end });
    if (last === units.length - 1) break;
    const half = start + (units[last]!.end - start) / 2;
    let next = i + 1;
    while (next <= last && units[next]!.start < half) next++;
    i = next;
  }
  return windows;
}

function cut(text: string, span: Span, limit: number): Span[] {
  const pieces: Span[] = [];
  let { start } = span;
  while (span.end - start > limit) {
    const space = text.slice(start, start + limit).search(/\s\S*$/);
    let end = space > limit / 2 ? start + space : start + limit;
    if (/[\udc00-\udfff]/.test(text.charAt(end))) end--;
    pieces.push({ start, end });
    start = end + (text.slice(end, end + limit).length - text.slice(end, end + limit).trimStart().length);
  }
  if (start < span.end) pieces.push({ start, end: span.end });
  return pieces;
}
