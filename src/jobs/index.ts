import type { JobStore } from "../records/index.ts";
import { DEFAULT_JOB_TIMEOUTS, type JobHandlers, type JobQueue } from "./contract.ts";
import { LocalJobQueue } from "./localJobQueue.ts";
import { PgBossJobQueue } from "./pgBossJobQueue.ts";

export {
  DEFAULT_JOB_TIMEOUTS,
  type JobContext,
  type JobHandlers,
  type JobQueue,
  type JobTimeouts,
} from "./contract.ts";
export { runJob } from "./runJob.ts";

/**
 * Creates the job queue for a STORE_URL. With Postgres, it is shared between processes; otherwise it is local to this
 * process.
 */
export async function openJobQueue(
  url: string,
  jobStore: JobStore,
  handlers: JobHandlers,
  timeouts = DEFAULT_JOB_TIMEOUTS,
): Promise<JobQueue> {
  const isShared = /^postgres(?:ql)?:/.test(url);
  return isShared
    ? PgBossJobQueue.open(url, jobStore, handlers, timeouts)
    : new LocalJobQueue(jobStore, handlers, timeouts);
}
