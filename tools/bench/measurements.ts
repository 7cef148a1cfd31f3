/** The memory of a process when it had done so many jobs. */
export type MemorySample = { done: number; bytes: number };

/** The slope of the line that fits best, in bytes a job. */
export function memoryPerJob(samples: MemorySample[]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ done }) => done)), mean(samples.map(({ bytes }) => bytes))];
  const over = samples.reduce((sum, { done, bytes }) => sum + (done - x) * (bytes - y), 0);
  return over / samples.reduce((sum, { done }) => sum + (done - x) ** 2, 0);
}
