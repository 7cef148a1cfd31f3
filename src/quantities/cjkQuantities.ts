import { parseCjkNumeral } from "./cjkNumerals.ts";
import { isDigits, type ParsedQuantity, parseDigits, type QuantityToken, roundToPrecision } from "./tokens.ts";
import { parseUnit } from "./units.ts";

/**
 * Measure words and units. A numeral in Chinese characters (三, 一万) that is not followed by one of them may be part of a
 * word.
 */
const COUNTER =
  /^\s?(?:[个個名家年月日岁歲次元人天位条起件辆輛座层张支只头吨米%％成倍小分种项所台架艘场届楼套本对双枚点周公千平欧美英韩]|星期|世纪)/u;

/** Parses the Chinese or Japanese numeral at token `i`, with the counter, unit or fraction that follows it. */
export function parseCjkQuantity(tokens: QuantityToken[], i: number, text: string): ParsedQuantity | null {
  const { text: numeral, start } = tokens[i]!;
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(start + numeral.length, start + numeral.length + 6);
  const value = parseCjkNumeral(numeral);
  const next = i + 1;
  // An ordinal: 第三.
  if (before.endsWith("第")) return { interpretations: [{ dimension: "number", value }], mustMatch: false, next };
  if (after.startsWith("分之")) return parseCjkFraction(tokens, next, value);
  // Tenths: 四成 is 40 %. The lookahead excludes words such as 成为 and 成功.
  if (/^成(?![为立功本果员就])/u.test(after) && value <= 10)
    return { interpretations: [{ dimension: "share", value: value / 10 }], mustMatch: true, next };
  if (after.startsWith("倍")) {
    const dimensions = ["multiple", "share", "number"] as const;
    return { interpretations: dimensions.map((dimension) => ({ dimension, value })), mustMatch: false, next };
  }
  // One half: 一半.
  if (after.startsWith("半") && value === 1) {
    const dimensions = ["share", "multiple"] as const;
    return { interpretations: dimensions.map((dimension) => ({ dimension, value: 0.5 })), mustMatch: false, next };
  }
  if (after.startsWith("月") && value <= 12) {
    const dimensions = ["month", "number"] as const;
    return { interpretations: dimensions.map((dimension) => ({ dimension, value })), mustMatch: true, next };
  }
  return parseCjkAmount(numeral, value, after, next);
}

/**
 * Parses a fraction whose denominator has already been read: 三分之一 is a third, 百分之二十 is 20 %. Token `i` is the
 * numerator.
 */
function parseCjkFraction(tokens: QuantityToken[], i: number, denominator: number): ParsedQuantity | null {
  const token = tokens[i];
  if (!token || !(token.isCjk || isDigits(token))) return null;
  const numerator = token.isCjk ? parseCjkNumeral(token.text) : parseDigits(token.text);
  const isPercentage = denominator === 100;
  const interpretations: ParsedQuantity["interpretations"] = [
    { dimension: "share", value: roundToPrecision(numerator / denominator) },
  ];
  if (isPercentage) interpretations.push({ dimension: "number", value: numerator });
  return { interpretations, mustMatch: isPercentage, next: i + 1 };
}

function parseCjkAmount(numeral: string, value: number, after: string, next: number): ParsedQuantity {
  const interpretations: ParsedQuantity["interpretations"] = [{ dimension: "number", value }];
  const unit = parseUnit(after);
  // 两年半 is two and a half years.
  const half = /^个?[年月小]/u.test(after) && /^.{1,3}半/u.test(after) ? 0.5 : 0;
  if (unit) interpretations.push({ dimension: unit.base, value: roundToPrecision((value + half) * unit.factor) });
  const isAmount = value > 1 && (/\d/.test(numeral) || COUNTER.test(after));
  return { interpretations, mustMatch: isAmount, next };
}
