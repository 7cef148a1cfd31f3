const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  兩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
/** Multipliers within a group of four digits. */
const MULTIPLIERS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
/** Chinese and Japanese group digits by powers of ten thousand. */
const MYRIADS: Record<string, number> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };

/** Matches a numeral in Chinese characters, optionally mixed with digits: "九十六", "3.5万", "1亿2000万". */
export const CJK_NUMBER =
  /(?:\d[\d,]*(?:\.\d+)?\s?)?[零〇一二两兩三四五六七八九十百千万萬亿億](?:\d[\d,]*(?:\.\d+)?|[零〇一二两兩三四五六七八九十百千万萬亿億])*/u;

/** Returns the value of a match of `CJK_NUMBER`, or of plain digits with thousands separators. */
export function parseCjkNumeral(numeral: string): number {
  // Written digit by digit, as years are: 二〇二四.
  if (/^[零〇一二三四五六七八九]{2,}$/u.test(numeral))
    return Number([...numeral].map((digit) => DIGITS[digit]).join(""));
  let total = 0;
  let group = 0;
  let digit: number | null = null;
  for (const [part] of numeral.matchAll(/\d[\d,]*(?:\.\d+)?|[^\d\s]/gu)) {
    const multiplier = MULTIPLIERS[part];
    const myriad = MYRIADS[part];
    if (multiplier) {
      group += (digit ?? 1) * multiplier;
      digit = null;
    } else if (myriad) {
      total += (group + (digit ?? 0) || 1) * myriad;
      group = 0;
      digit = null;
    } else digit = DIGITS[part] ?? Number(part.replaceAll(",", ""));
  }
  return Number((total + group + (digit ?? 0)).toPrecision(12));
}
