/** So many entries of a log are kept, for a page that is left open for days. */
const KEPT = 5000;

/** Adds to a log, and lets its oldest entry go when it is full. */
export function remember<T>(log: T[], ...entries: T[]): void {
  log.push(...entries);
  if (log.length > KEPT) log.splice(0, log.length - KEPT);
}
