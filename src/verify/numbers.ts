/** Words for a power of ten behind or instead of digits, in the languages that news is posted in most. */
const SCALES: [RegExp, number][] = [
  [/^(?:k|thousand|tausend|tsd|mille|mil|тысяч\p{L}*|тыс|tys\p{L}*|χιλιάδες)$/iu, 1e3],
  [
    /^(?:m|mn|mio|million(?:s|en|es)?|millones|millón|milhões|milhão|milioni|milione|миллион\p{L}*|млн|mln|milion\p{L}*|εκατομμύρι\p{L}*|εκατ)$/iu,
    1e6,
  ],
  [
    /^(?:b|bn|billions?|milliarden?|mrd|milliards?|miliardi|miliardo|миллиард\p{L}*|млрд|mld|miliard\p{L}*|δισεκατομμύρι\p{L}*|δισ)$/iu,
    1e9,
  ],
  [/^(?:tn|trillions?|billionen)$/iu, 1e12],
];
const CJK_SCALES: Record<string, number> = { 千: 1e3, 万: 1e4, 萬: 1e4, 百万: 1e6, 亿: 1e8, 億: 1e8 };

const SMALL =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const UNITS = new Map<string, number>([
  ...SMALL.map((word, i) => [word, i] as const),
  ...TENS.map((word, i) => [word, 20 + 10 * i] as const),
]);
/** "one" is a pronoun as often as a number, and "zero" a figure of speech: alone they prove nothing. */
const PROVES_NOTHING = new Set([0, 1]);

const TOKEN = /\d+(?:[.,'’\u00a0\u202f]\d+)*|\p{L}+/gu;

/**
 * The numbers a text names, as values: digits in any grouping ("1,200.5", "1.200,5"), scale words ("3 million", "4bn",
 * "50万") and, unless `inWords` is false, English number words ("twenty-two", "three hundred"). The bare words "one" and
 * "zero" are left out.
 */
export function numbersIn(text: string, inWords = true): Set<number> {
  const found = new Set<number>();
  let words: number | null = null;
  let pending: number | null = null;
  const settle = (): void => {
    if (pending !== null) found.add(pending);
    if (words !== null && !PROVES_NOTHING.has(words)) found.add(words);
    pending = words = null;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const lower = token.toLowerCase();
    if (/^\d/.test(token)) {
      settle();
      pending = toNumber(token);
      const cjk = /^(?:百万|[千万萬亿億])/u.exec(text.slice(index + token.length));
      if (cjk) pending *= CJK_SCALES[cjk[0]]!;
      continue;
    }
    const unit = inWords ? UNITS.get(lower) : undefined;
    if (unit !== undefined) {
      const continues: boolean = words !== null && words % 10 === 0 && words >= 20 && unit < 10 && words % 100 !== 0;
      if (!continues) settle();
      words = (continues ? words! : 0) + unit;
      continue;
    }
    const scale = lower === "hundred" ? 100 : SCALES.find(([pattern]) => pattern.test(lower))?.[1];
    if (scale && pending !== null) pending = round(pending * scale);
    else if (scale && words !== null) words = round(words * scale);
    if (!scale || (pending === null && words === null)) settle();
  }
  settle();
  return found;
}

const round = (value: number): number => Number(value.toPrecision(12));

/** Digits as a number. The last of two kinds of marks, or a mark not before exactly three digits, is the decimal one. */
function toNumber(digits: string): number {
  const marks = digits.replace(/\d/g, "");
  const last = marks.at(-1);
  if (last === undefined) return Number(digits);
  const tail = digits.slice(digits.lastIndexOf(last) + 1);
  const decimal =
    (last === "." || last === ",") && marks.split(last).length === 2 && (tail.length !== 3 || marks.length > 1);
  const whole = decimal ? digits.slice(0, digits.lastIndexOf(last)) : digits;
  return round(Number(whole.replace(/\D/g, "") + (decimal ? `.${tail}` : "")));
}
