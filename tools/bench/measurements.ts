/** One line of the printed report: the benchmark, what it was measured on, and the formatted result. */
export type BenchRow = { benchmark: string; subject: string; result: string };

/** Memory of a process after a number of finished jobs. */
export type MemorySample = { done: number; bytes: number };

/** Estimates the growth of memory per job, in bytes, by linear regression. */
export const memoryPerJob = (samples: MemorySample[]): number =>
  leastSquaresSlope(samples.map(({ done, bytes }) => [done, bytes]));

/** Returns the slope of the least-squares line through points with at least two distinct x values. */
export function leastSquaresSlope(points: [x: number, y: number][]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

/** Returns the median (of two middle values, the higher one), or NaN if there are no values. */
export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const percentile = (values: number[], fraction: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * fraction) - 1] ?? Number.NaN;

/**
 * Formats the median, an upper percentile and the maximum of durations in ms.
 * @param upper the upper percentile as a fraction, such as 0.99
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
