import { A, AND, isDigits, joined, type Piece, round, toNumber } from "./pieces.ts";
import { germanParts, scaleOf, unitOf } from "./words.ts";

export type Run = { value: number; next: number; firm: boolean; rest: string };

/** Digits or number words with the scale words behind them. */
export function readNumber(pieces: Piece[], start: number, text: string, language: string): Run | null {
  const first = pieces[start]!;
  let next = start + 1;
  let total = 0;
  let section: number;
  let rest = "";
  const split = germanParts(first.lower);
  if (isDigits(first)) section = toNumber(first.text);
  else if (split) {
    const value = ofParts(split.parts);
    [section, rest] = [value, split.rest];
  } else {
    const unit = unitOf(first.lower, language);
    const alone = scaleOf(first.lower);
    const article =
      A.test(first.lower) && pieces[next] && joined(pieces, start, text) ? scaleOf(pieces[next]!.lower) : undefined;
    if (unit !== undefined) section = unit;
    else if (article !== undefined && article > 1) {
      section = article;
      next++;
    } else if (
      alone !== undefined &&
      alone >= 10 &&
      /^(?:mil|mille|hundert|tausend|cent)$/.test(first.lower) &&
      !/^en/.test(language)
    )
      section = alone;
    else return null;
  }
  const words = !isDigits(first);
  while (next < pieces.length && joined(pieces, next - 1, text)) {
    const { lower } = pieces[next]!;
    const scale = scaleOf(lower);
    if (scale !== undefined) {
      if (scale === 100 && words) section *= 100;
      else {
        total += section * scale;
        section = 0;
      }
      next++;
      continue;
    }
    if (!words) break;
    const linked = AND.test(lower) && pieces[next + 1] && joined(pieces, next, text) ? 1 : 0;
    const unit = unitOf(pieces[next + linked]?.lower ?? "", language);
    const room = section % 1000 === 0 ? 1000 : section % 100 === 0 ? 100 : section % 10 === 0 && section >= 20 ? 10 : 0;
    if (unit === undefined || unit >= room || (linked && section < 20 && total === 0 && section !== 0)) break;
    section += unit;
    next += 1 + linked;
  }
  const value = round(total + section);
  if (words && value < 2) return null;
  return { value, next, firm: true, rest };
}

function ofParts(parts: string[]): number {
  let total = 0;
  let section = 0;
  for (const part of parts) {
    if (part === "hundert") section = (section || 1) * 100;
    else if (part === "tausend") [total, section] = [total + (section || 1) * 1000, 0];
    else section += unitOf(part, "de")!;
  }
  return total + section;
}
