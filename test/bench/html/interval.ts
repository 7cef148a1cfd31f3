import type { PageScore } from "./measure.ts";

const ROUNDS = 2000;

/** A paired bootstrap over pages: the gain of the first of each pair over the second, and the middle 95 % of its redraws. */
export function interval(
  pairs: (readonly [PageScore, PageScore])[],
  measure: (pages: PageScore[]) => number,
): { low: number; gain: number; high: number } {
  let state = 1;
  /** Park and Miller's generator: the same draws in every run. */
  const draw = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const gainOf = (drawn: (readonly [PageScore, PageScore])[]): number =>
    measure(drawn.map(([one]) => one)) - measure(drawn.map(([, other]) => other));
  const gains = Array.from({ length: ROUNDS }, () => gainOf(pairs.map(() => pairs[draw(pairs.length)]!)));
  gains.sort((a, b) => a - b);
  return { low: gains[Math.floor(ROUNDS * 0.025)]!, gain: gainOf(pairs), high: gains[Math.floor(ROUNDS * 0.975)]! };
}

/** Lines that only one side has: `+` read but not wanted, `-` wanted but not read. */
export function difference(gold: string, text: string): string {
  const lines = (of: string): string[] => of.split("\n").map((line) => line.trim()).filter(Boolean); // biome-ignore format: one line
  const [wanted, read] = [lines(gold), lines(text)];
  return [
    ...read.filter((line) => !wanted.includes(line)).map((line) => `+ ${line}`),
    ...wanted.filter((line) => !read.includes(line)).map((line) => `- ${line}`),
  ].join("\n");
}
