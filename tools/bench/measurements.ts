/** One line of the printed report: the benchmark, what it was measured on, and the formatted result. */
export type BenchRow = { benchmark: string; subject: string; result: string };

/** Memory of a process after a number of finished jobs. */
export type MemorySample = { done: number; bytes: number };

/** Estimates by linear regression how much memory grows with each job, in bytes. */
export const memoryPerJob = (samples: MemorySample[]): number =>
  leastSquaresSlope(samples.map(({ done, bytes }) => [done, bytes]));

/** Slope of the least squares line through points with at least two different x values. */
export function leastSquaresSlope(points: [x: number, y: number][]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** The median, or the higher of the two middle values; NaN if there are no values. */
export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const percentile = (values: number[], fraction: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * fraction) - 1] ?? Number.NaN;

/**
 * Formats durations in ms as median, an upper percentile and maximum.
 * @param upper the upper percentile as a fraction, e.g. 0.99
 */
export function formatPercentiles(durations: number[], upper: number): string {
  const [p50, high, max] = [0.5, upper, 1].map((fraction) => `${percentile(durations, fraction).toFixed(0)} ms`);
  return `p50 ${p50}  p${upper * 100} ${high}  max ${max}`;
}

/** Creates a seeded linear congruential generator of numbers from 0 (inclusive) to 1 (exclusive). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
