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
const TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const MYRIADS: Record<string, number> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };

/** A Chinese or Japanese number, alone or behind digits: "九十六", "3.5万", "1亿2000万". Not a lone 一, nor 万 or 千 alone. */
export const CJK_NUMBER =
  /(?:\d[\d,]*(?:\.\d+)?\s?)?[零〇一二两兩三四五六七八九十百千万萬亿億](?:\d[\d,]*(?:\.\d+)?|[零〇一二两兩三四五六七八九十百千万萬亿億])*/u;

/** The value of what `CJK_NUMBER` matches. */
export function cjkValue(run: string): number {
  if (/^[零〇一二三四五六七八九]{2,}$/u.test(run)) return Number([...run].map((digit) => DIGITS[digit]).join(""));
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const [piece] of run.matchAll(/\d[\d,]*(?:\.\d+)?|[^\d\s]/gu)) {
    const tens = TENS[piece];
    const myriad = MYRIADS[piece];
    if (tens) {
      section += (digit ?? 1) * tens;
      digit = null;
    } else if (myriad) {
      total += (section + (digit ?? 0) || 1) * myriad;
      section = 0;
      digit = null;
    } else digit = DIGITS[piece] ?? Number(piece.replaceAll(",", ""));
  }
  return Number((total + section + (digit ?? 0)).toPrecision(12));
}
