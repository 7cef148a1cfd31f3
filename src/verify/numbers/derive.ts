import type { Dimension, Quantity, Reading } from "./pieces.ts";

/** How far a share may be from the fraction that a word gives for it: 33 % is "a third", 35 % is "about a third". */
const SHARE_OFF = 0.005;
const ROUGH_SHARE_OFF = 0.03;
/** How far a multiple may be from what two numbers make: 36 and 5 are "more than seven times". */
const TIMES_OFF = 0.02;
const ROUGH_TIMES_OFF = 0.12;
/** Measures of one kind in different units: 9 miles are 14 kilometres. */
const MEASURE_OFF = 0.03;
/** Of more numbers the pairs are not tried: some pair would make any number. */
const MOST_OPERANDS = 8;

/**
 * Whether a number of a claim is borne out by the numbers of its evidence: said there, rounded from one of them, or made
 * of two of them (their difference, sum, ratio or change).
 */
export function isBorneOut(claimed: Quantity, given: Quantity[]): boolean {
  return isSaid(claimed, given) || isDerived(claimed, given);
}

/** Whether the evidence has a number of the same kind as a claim's figure of speech, and so contradicts it. */
export function isContradicted(claimed: Quantity, given: Quantity[]): boolean {
  const { dimension } = claimed.readings[0]!;
  if (dimension !== "share" && dimension !== "times") return false;
  const alike = given.filter(
    ({ readings: [main], dated }) =>
      main!.dimension === dimension ||
      (isChange(claimed) && !dated && main!.dimension === "number" && !isYear(main!.value)),
  );
  const least = alike.some(({ readings: [main] }) => main!.dimension === dimension) ? 1 : 2;
  return alike.length >= least && !isBorneOut({ ...claimed, rough: true }, given);
}

/** "Tripled" and "halved" tell of two numbers; "half" may be of anything. */
const isChange = ({ readings: [main] }: Quantity): boolean => main!.dimension === "times";

export function isSaid(claimed: Quantity, given: Quantity[]): boolean {
  return claimed.readings.some((mine) =>
    given.some((other) => other.readings.some((theirs) => isSame(mine, theirs, claimed.rough))),
  );
}

function isSame(mine: Reading, theirs: Reading, rough: boolean): boolean {
  if (mine.dimension !== theirs.dimension) return false;
  const [a, b] = [mine.value, theirs.value];
  if (a === b) return true;
  switch (mine.dimension) {
    case "number":
      return isRounded(a, b, rough);
    case "share":
      return Math.abs(a - b) <= SHARE_OFF;
    case "minutes":
    case "months":
      return off(a, b) <= 1e-6;
    case "metres":
    case "kilos":
      return off(a, b) <= MEASURE_OFF && !isInteger(a / b) && off(a, b) > 1e-9;
    default:
      return false;
  }
}

const off = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-9);
const isInteger = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;
const isYear = (value: number): boolean => Number.isInteger(value) && value >= 1000 && value <= 2200;

/** Significant digits of a number, without the zeros at its end. */
const precision = (value: number): number =>
  value
    .toPrecision(12)
    .replace(/e.*$/, "")
    .replace(/\.?0+$/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "").length;

/** Whether `short` is `long` with fewer digits: 4.3 million for 4,280,000; after "about" and its kin also to one digit. */
function isRounded(short: number, long: number, rough: boolean): boolean {
  const digits = precision(short);
  if (digits >= precision(long) || (isYear(short) && isYear(long)) || (digits < 2 && !rough)) return false;
  const step = 10 ** (Math.floor(Math.log10(short)) - digits + 1);
  if (rough) return Math.abs(short - long) < step && off(short, long) <= 0.1;
  return Math.abs(short - long) <= step / 2 && off(short, long) <= 0.02;
}

function isDerived(claimed: Quantity, given: Quantity[]): boolean {
  const numbers = given.filter(({ dated }) => !dated).map(({ readings }) => readings);
  if (numbers.length > MOST_OPERANDS) return false;
  const pairs = numbers.flatMap((one, i) => numbers.flatMap((other, j) => (i === j ? [] : [[one, other] as const])));
  // "13 %" is no sum of a day and a percentage: a share is made as a share.
  const measured = claimed.readings.filter(({ dimension }) => dimension === "share" || dimension === "times");
  if (!measured.length && pairs.some(([one, other]) => isPartOf(claimed.readings[0]!.value, one, other))) return true;
  return pairs.some(([one, other]) =>
    (measured.length ? measured : claimed.readings).some((mine) => {
      const operands = operandsOf(mine.dimension, one, other);
      return operands.some(([a, b]) => makes(mine, a, b, claimed.rough));
    }),
  );
}

/** Whether a number is the share of another one that the evidence tells: 64 of 96 are two thirds. */
const isPartOf = (value: number, share: Reading[], whole: Reading[]): boolean =>
  share.some(
    ({ dimension, value: part }) =>
      dimension === "share" &&
      part < 1 &&
      whole[0]!.dimension === "number" &&
      off(value, part * whole[0]!.value) < 1e-6,
  );

/** The pairs of values that can make a value of a dimension: like with like. */
function operandsOf(dimension: Dimension, one: Reading[], other: Reading[]): [number, number][] {
  const pairs: [number, number][] = [];
  for (const a of one)
    for (const b of other) {
      if (a.dimension !== b.dimension || a.dimension === "month" || a.dimension === "weekday") continue;
      if (a.dimension === "number" && isYear(a.value) !== isYear(b.value)) continue;
      const fits =
        dimension === "times" ||
        a.dimension === dimension ||
        (dimension === "share" && a.dimension === "number") ||
        (dimension === "number" && a.dimension === "share") ||
        (dimension === "months" && a.dimension === "number" && isYear(a.value));
      if (fits) pairs.push([a.value, b.value]);
    }
  return pairs;
}

function makes({ dimension, value }: Reading, a: number, b: number, rough: boolean): boolean {
  const years = isYear(a) && isYear(b);
  if (dimension === "months" && years) return value === 12 * (a - b);
  if (dimension === "times" || dimension === "share") {
    if (years || a === b || a <= 0 || b <= 0) return false;
    if (dimension === "times") return off(value, a / b) <= (rough ? ROUGH_TIMES_OFF : TIMES_OFF);
    const [share, change, grown] = [a < b ? a / b : Number.NaN, Math.abs(a - b) / b, b > a ? a / (b - a) : Number.NaN];
    const within = rough ? ROUGH_SHARE_OFF : SHARE_OFF;
    return [share, change, grown, a - b].some((made) => Math.abs(value - made) <= within);
  }
  if (dimension === "number" && a <= 1.5 && b <= 1.5) return Math.abs(value - 100 * (a - b)) < 1e-6;
  return Math.abs(value - (a - b)) < 1e-6 * value || (!years && Math.abs(value - (a + b)) < 1e-6 * value);
}
