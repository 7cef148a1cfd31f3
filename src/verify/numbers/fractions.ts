import { A, AND, isDigits, ONE, type Piece, type Read, type Reading, round, toNumber } from "./pieces.ts";
import { fractionOf } from "./shares.ts";
import { unitAt } from "./units.ts";
import { scaleOf, unitOf } from "./words.ts";

/** "Two thirds", "a quarter", "half an hour", "half a million". An ordinal ("the third") is none. */
export function readFraction(pieces: Piece[], i: number, many: number, counted: boolean): Read | null {
  const { lower } = pieces[i]!;
  const part = fractionOf(lower);
  if (part === undefined) return lower === "anderthalb" || lower === "eineinhalb" ? readOneAndHalf(pieces, i) : null;
  const isHalf = part === 0.5;
  if (
    !isHalf &&
    !counted &&
    !A.test(pieces[i - 1]?.lower ?? "") &&
    !/^(?:dritt|viert|fünft|zehnt)el|tiers/.test(lower) &&
    part !== 0.75 &&
    part !== 2 / 3
  )
    return null;
  const value = many * part;
  const readings: Reading[] = [
    { dimension: "share", value },
    { dimension: "times", value },
  ];
  let next = i + 1;
  if (/^parte?s?$/.test(pieces[next]?.lower ?? "")) next++;
  const article = /^(?:an?|de|une?|una?)$/.test(pieces[next]?.lower ?? "") ? 1 : 0;
  const behind = pieces[next + article]?.lower ?? "";
  const scale = scaleOf(behind);
  const unit = unitAt(behind);
  if (isHalf && scale)
    return { readings: [{ dimension: "number", value: value * scale }], firm: true, next: next + article + 1 };
  if (unit)
    return {
      readings: [...readings, { dimension: unit.measure, value: round(value * unit.factor) }],
      firm: false,
      next: next + article + 1,
    };
  return { readings, firm: false, next };
}

function readOneAndHalf(pieces: Piece[], i: number): Read {
  const unit = unitAt(pieces[i + 1]?.lower ?? "");
  const readings: Reading[] = [
    { dimension: "number", value: 1.5 },
    { dimension: "times", value: 1.5 },
  ];
  if (unit) readings.push({ dimension: unit.measure, value: 1.5 * unit.factor });
  return { readings, firm: true, next: i + (unit ? 2 : 1) };
}

/** "A century", "an hour", "a year and a half", "one in five": a number that is not said. */
export function readImplicit(pieces: Piece[], i: number, language: string): Read | null {
  const one = ONE.test(pieces[i]!.lower);
  const whole = one ? wholeAt(pieces, i + 1, language) : null;
  if (whole) {
    const readings: Reading[] = [
      { dimension: "share", value: 1 / whole.value },
      { dimension: "number", value: whole.value },
    ];
    return { readings, firm: false, next: whole.next };
  }
  const at = one ? i + 1 : i;
  const unit = unitAt(pieces[at]?.lower ?? "");
  if (!unit || pieces[at]!.lower.length < 3) return null;
  const half = AND.test(pieces[at + 1]?.lower ?? "") ? halfAt(pieces, at + 2) : 0;
  if (!one && !half) return null;
  const value = round((half ? 1.5 : 1) * unit.factor);
  return { readings: [{ dimension: unit.measure, value }], firm: false, next: half ? at + half : at + 1 };
}

/** "… in five", "… de cada tres", "… von zehn" at `i`: of how many. "2 von 2019" is none, nor "9 de marzo". */
export function wholeAt(pieces: Piece[], i: number, language: string): { value: number; next: number } | null {
  if (!/^(?:in|von|de|sur|out|su|em)$/.test(pieces[i]?.lower ?? "")) return null;
  const at = i + (/^(?:cada|of|je)$/.test(pieces[i + 1]?.lower ?? "") ? 2 : 1);
  const piece = pieces[at];
  const value = piece && (isDigits(piece) ? toNumber(piece.text) : unitOf(piece.lower, language));
  return value && value >= 2 && value <= 100 ? { value, next: at + 1 } : null;
}

/** How many pieces "half" or "a half" takes at `i`, counted from two before, or 0. */
export const halfAt = (pieces: Piece[], i: number): number => {
  const article = A.test(pieces[i]?.lower ?? "") ? 1 : 0;
  return fractionOf(pieces[i + article]?.lower ?? "") === 0.5 ? 3 + article : 0;
};
