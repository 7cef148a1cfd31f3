/** Maximum number of entries per log. It bounds the memory of a long-running playground. */
const MAX_ENTRIES = 5000;

/** Appends entries to a log and drops the oldest ones if the log exceeds the limit. */
export function pushBounded<T>(log: T[], ...entries: T[]): void {
  log.push(...entries);
  if (log.length > MAX_ENTRIES) log.splice(0, log.length - MAX_ENTRIES);
}
