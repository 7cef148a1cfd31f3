const atShare = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** Median, an upper share and the most of some times in ms, as people read them. */
export const formatPercentiles = (values: number[], upper: number): string =>
  `p50 ${ms(atShare(values, 0.5))}  p${upper * 100} ${ms(atShare(values, upper))}  max ${ms(atShare(values, 1))}`;
