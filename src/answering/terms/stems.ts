/** Number of letters at the beginning that two forms of a word share, and of letters at the end in which they may differ. */
const MIN_STEM = 4;
const MAX_ENDING = 2;

/** Whether two terms may be forms of one word: "vermiete", "vermietet". */
export function isSameStem(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const stem = Math.max(MIN_STEM, short.length - 1);
  return (
    one === other ||
    (long.length - short.length <= MAX_ENDING && short.length >= stem && long.startsWith(short.slice(0, stem)))
  );
}
