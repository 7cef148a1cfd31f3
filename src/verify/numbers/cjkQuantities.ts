import { cjkValue } from "./cjk.ts";
import { isDigits, type Piece, type Read, type Reading, round, toNumber } from "./pieces.ts";
import { unitAt } from "./units.ts";

/** A Chinese number counts something when one of these stands behind it; else 三 or 一万 may be part of a word. */
const MEASURED =
  /^\s?(?:[个個名家年月日岁歲次元人天位条起件辆輛座层张支只头吨米%％成倍小分种项所台架艘场届楼套本对双枚点周公千平欧美英韩]|星期|世纪)/u;

export function readCjk(pieces: Piece[], i: number, text: string): Read | null {
  const { text: run, at } = pieces[i]!;
  const before = text.slice(Math.max(0, at - 2), at);
  const behind = text.slice(at + run.length, at + run.length + 6);
  const value = cjkValue(run);
  if (/第$/u.test(before)) return { readings: [{ dimension: "number", value }], firm: false, next: i + 1 };
  const parts = /^分之/u.exec(behind);
  if (parts) {
    const over = pieces[i + 1];
    const top = over && (over.cjk ? cjkValue(over.text) : isDigits(over) ? toNumber(over.text) : undefined);
    if (top === undefined) return null;
    const readings: Reading[] = [{ dimension: "share", value: round(top / value) }];
    if (value === 100) readings.push({ dimension: "number", value: top });
    return { readings, firm: value === 100, next: i + 2 };
  }
  if (/^成/u.test(behind) && value <= 10 && !/^成[为立功本果员就]/u.test(behind))
    return { readings: [{ dimension: "share", value: value / 10 }], firm: true, next: i + 1 };
  if (/^倍/u.test(behind))
    return {
      readings: [
        { dimension: "times", value },
        { dimension: "share", value },
        { dimension: "number", value },
      ],
      firm: false,
      next: i + 1,
    };
  if (/^半/u.test(behind) && value === 1)
    return {
      readings: [
        { dimension: "share", value: 0.5 },
        { dimension: "times", value: 0.5 },
      ],
      firm: false,
      next: i + 1,
    };
  if (/^月/u.test(behind) && value <= 12)
    return {
      readings: [
        { dimension: "month", value },
        { dimension: "number", value },
      ],
      firm: true,
      next: i + 1,
    };
  const readings: Reading[] = [{ dimension: "number", value }];
  const unit = unitAt(behind);
  const half = /^个?[年月小]/u.test(behind) && /^.{1,3}半/u.test(behind) ? 0.5 : 0;
  if (unit) readings.push({ dimension: unit.measure, value: round((value + half) * unit.factor) });
  const counts = value > 1 && (/\d/.test(run) || MEASURED.test(behind));
  return { readings, firm: counts, next: i + 1 };
}
