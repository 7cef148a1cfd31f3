import type { Dimension, Interpretation, Quantity } from "./tokens.ts";

/**
 * Absolute tolerances of shares: 33 % counts as "a third". The larger one is for approximate claims and derived shares:
 * 35 out of 100 counts as "about a third".
 */
const SHARE_TOLERANCE = 0.005;
const APPROXIMATE_SHARE_TOLERANCE = 0.03;
/** Relative tolerances of multiples. With the one for approximate multiples, 36 counts as "more than seven times" 5. */
const MULTIPLE_TOLERANCE = 0.02;
const APPROXIMATE_MULTIPLE_TOLERANCE = 0.12;
/** Relative tolerance of lengths and weights converted between units: 30 feet count as 9 metres. */
const CONVERSION_TOLERANCE = 0.03;
/** Tolerance for floating-point noise. */
const EPSILON = 1e-6;
/**
 * Maximum number of quantities from which others are derived. With more of them, some pair would yield almost any
 * number, so nothing is derived.
 */
const MAX_OPERANDS = 8;

/**
 * Whether the evidence supports a quantity of a claim: the evidence states the quantity, or two of its quantities yield
 * it, for example as their difference, sum or ratio.
 */
export function isSupported(claimed: Quantity, given: Quantity[]): boolean {
  return isStated(claimed, given) || isDerived(claimed, given);
}

/**
 * Whether the evidence contradicts a share or multiple ("half", "tripled"): it has quantities that could support the
 * claim but do not. Always false for other quantities.
 */
export function isContradicted(claimed: Quantity, given: Quantity[]): boolean {
  const { dimension } = claimed.interpretations[0]!;
  if (dimension !== "share" && dimension !== "multiple") return false;
  const sameKind = given.filter(({ interpretations: [main] }) => main!.dimension === dimension);
  // A multiple relates two numbers, so two plain numbers can contradict it too.
  const amounts = dimension === "multiple" ? given.filter(isAmount) : [];
  const canContradict = sameKind.length > 0 || amounts.length > 1;
  return canContradict && !isSupported({ ...claimed, isApproximate: true }, given);
}

const isAmount = ({ interpretations: [main], isDatePart }: Quantity): boolean =>
  !isDatePart && main!.dimension === "number" && !isYear(main!.value);

/**
 * Whether the evidence states a quantity of a claim. One interpretation of the claimed quantity must equal one
 * interpretation of a given quantity, within tolerance.
 */
export function isStated(claimed: Quantity, given: Quantity[]): boolean {
  return claimed.interpretations.some((one) =>
    given.some(({ interpretations }) => interpretations.some((other) => isEqual(one, other, claimed.isApproximate))),
  );
}

function isEqual(claimed: Interpretation, given: Interpretation, isApproximate: boolean): boolean {
  if (claimed.dimension !== given.dimension) return false;
  const [a, b] = [claimed.value, given.value];
  if (a === b) return true;
  switch (claimed.dimension) {
    case "number":
      return isRounded(a, b, isApproximate);
    case "share":
      return Math.abs(a - b) <= SHARE_TOLERANCE;
    case "minutes":
    case "months":
      return relativeDifference(a, b) <= EPSILON;
    case "metres":
    case "kilograms":
      return isConverted(a, b);
    case "multiple":
    case "month":
    case "weekday":
      return false;
  }
}

const relativeDifference = (a: number, b: number): number => Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-9);
const isInteger = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;
const isYear = (value: number): boolean => Number.isInteger(value) && value >= 1000 && value <= 2200;

/** Whether two different values are close enough to be conversions of the same measure. */
const isConverted = (a: number, b: number): boolean =>
  relativeDifference(a, b) <= CONVERSION_TOLERANCE && !isInteger(a / b) && relativeDifference(a, b) > 1e-9;

/** The number of significant digits, without trailing zeros: 2 for 4,300,000. */
const significantDigits = (value: number): number =>
  value
    .toPrecision(12)
    .replace(/e.*$/, "")
    .replace(/\.?0+$/, "")
    .replace(/\D/g, "")
    .replace(/^0+|0+$/g, "").length;

/**
 * Whether `rounded` is `exact` with fewer significant digits: 4.3 million for 4,280,000. It may differ by at most half
 * a unit in its last place, and at most 2 %. An approximate number may have a single significant digit, and may differ
 * by almost a whole unit in its last place, but at most 10 %.
 */
function isRounded(rounded: number, exact: number, isApproximate: boolean): boolean {
  const digits = significantDigits(rounded);
  if (digits >= significantDigits(exact) || (!isApproximate && isYear(rounded) && isYear(exact))) return false;
  if (digits < 2 && !isApproximate) return false;
  const lastPlace = 10 ** (Math.floor(Math.log10(rounded)) - digits + 1);
  const difference = Math.abs(rounded - exact);
  return isApproximate
    ? difference < lastPlace && relativeDifference(rounded, exact) <= 0.1
    : difference <= lastPlace / 2 && relativeDifference(rounded, exact) <= 0.02;
}

/**
 * Whether the claimed quantity follows from two quantities of the evidence. Parts of dates are not used as operands.
 */
function isDerived(claimed: Quantity, given: Quantity[]): boolean {
  const operands = given.filter(({ isDatePart }) => !isDatePart).map(({ interpretations }) => interpretations);
  if (operands.length > MAX_OPERANDS) return false;
  const pairs = operands.flatMap((a, i) => operands.flatMap((b, j) => (i === j ? [] : [[a, b] as const])));
  const { interpretations, isApproximate } = claimed;
  const proportions = interpretations.filter(({ dimension }) => dimension === "share" || dimension === "multiple");
  const hasProportions = proportions.length > 0;
  if (!hasProportions && pairs.some(([a, b]) => isYearAfter(interpretations[0]!, a, b))) return true;
  if (!hasProportions && pairs.some(([a, b]) => isPartOfWhole(interpretations[0]!.value, a, b))) return true;
  // Other interpretations of a proportion are ignored: "13 %" is not the sum of a day and a percentage.
  const targets = hasProportions ? proportions : interpretations;
  return pairs.some(([a, b]) =>
    targets.some(({ dimension, value }) =>
      a.some((one) =>
        b.some((other) => canCombine(one, other) && DERIVATIONS[dimension](value, one, other, isApproximate)),
      ),
    ),
  );
}

/** Whether a value is a year so many years before or after another: 1793 is two years after 1791. */
const isYearAfter = ({ dimension, value }: Interpretation, [year]: Interpretation[], span: Interpretation[]): boolean =>
  dimension === "number" &&
  isYear(value) &&
  year!.dimension === "number" &&
  isYear(year!.value) &&
  span.some((one) => one.dimension === "months" && 12 * Math.abs(value - year!.value) === one.value);

/** Whether a value is the given share of the given whole: 64 is two thirds of 96. */
const isPartOfWhole = (value: number, share: Interpretation[], [whole]: Interpretation[]): boolean =>
  whole!.dimension === "number" &&
  share.some(
    ({ dimension, value: part }) =>
      dimension === "share" && part < 1 && relativeDifference(value, part * whole!.value) < EPSILON,
  );

/** Whether two values are of the same kind: the same dimension, and either both years or neither. */
function canCombine(a: Interpretation, b: Interpretation): boolean {
  if (a.dimension !== b.dimension) return false;
  return a.dimension !== "number" || isYear(a.value) === isYear(b.value);
}

/** Whether the claimed value can be derived from two values of the same kind. */
type Derivation = (claimed: number, a: Interpretation, b: Interpretation, isApproximate: boolean) => boolean;

const DERIVATIONS: Record<Dimension, Derivation> = {
  number: isDerivedNumber,
  share: isDerivedShare,
  multiple: isDerivedMultiple,
  month: () => false,
  weekday: () => false,
  minutes: isDerivedMeasure("minutes"),
  months: isDerivedMonths,
  metres: isDerivedMeasure("metres"),
  kilograms: isDerivedMeasure("kilograms"),
};

/** A number is the difference or sum of two numbers, or the difference of two shares in percentage points. */
function isDerivedNumber(
  claimed: number,
  { dimension, value: a }: Interpretation,
  { value: b }: Interpretation,
): boolean {
  if (dimension !== "number" && dimension !== "share") return false;
  if (a <= 1.5 && b <= 1.5) return Math.abs(claimed - 100 * (a - b)) < EPSILON;
  return isDifferenceOrSum(claimed, a, b);
}

/**
 * A share is the ratio of a part to a whole, the relative change between two numbers, the relative size of an increase,
 * or the difference of two shares.
 */
function isDerivedShare(
  claimed: number,
  { dimension, value: a }: Interpretation,
  { value: b }: Interpretation,
  isApproximate: boolean,
): boolean {
  if (dimension !== "number" && dimension !== "share") return false;
  if (!areRatioOperands(a, b)) return false;
  const partOfWhole = a < b ? a / b : Number.NaN;
  const relativeChange = Math.abs(a - b) / b;
  // For an increase of `a` that led to `b`: "up 5 to 25" is an increase by 25 %.
  const relativeIncrease = b > a ? a / (b - a) : Number.NaN;
  const tolerance = isApproximate ? APPROXIMATE_SHARE_TOLERANCE : SHARE_TOLERANCE;
  return [partOfWhole, relativeChange, relativeIncrease, a - b].some((value) => Math.abs(claimed - value) <= tolerance);
}

/** A multiple is the ratio of two values of any dimension except calendar months and weekdays. */
function isDerivedMultiple(
  claimed: number,
  { dimension, value: a }: Interpretation,
  { value: b }: Interpretation,
  isApproximate: boolean,
): boolean {
  if (dimension === "month" || dimension === "weekday" || !areRatioOperands(a, b)) return false;
  const tolerance = isApproximate ? APPROXIMATE_MULTIPLE_TOLERANCE : MULTIPLE_TOLERANCE;
  return relativeDifference(claimed, a / b) <= tolerance;
}

/** A duration in months is the time between two years, or the difference or sum of two durations. */
function isDerivedMonths(
  claimed: number,
  { dimension, value: a }: Interpretation,
  { value: b }: Interpretation,
): boolean {
  if (dimension !== "months" && !(dimension === "number" && isYear(a))) return false;
  return areYears(a, b) ? claimed === 12 * (a - b) : isDifferenceOrSum(claimed, a, b);
}

/** Other measures are the difference or sum of two values in the same unit. */
function isDerivedMeasure(unit: Dimension): Derivation {
  return (claimed, a, b) => a.dimension === unit && isDifferenceOrSum(claimed, a.value, b.value);
}

const areYears = (a: number, b: number): boolean => isYear(a) && isYear(b);
/** Whether the ratio of two values is meaningful. It is not for two years, equal values or non-positive values. */
const areRatioOperands = (a: number, b: number): boolean => !areYears(a, b) && a !== b && a > 0 && b > 0;

/** Whether the claimed value is `a - b` or `a + b`. Years are not added. */
const isDifferenceOrSum = (claimed: number, a: number, b: number): boolean =>
  Math.abs(claimed - (a - b)) < EPSILON * claimed ||
  (!areYears(a, b) && Math.abs(claimed - (a + b)) < EPSILON * claimed);
