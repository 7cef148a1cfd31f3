import type { Journal } from "../records/index.ts";
import { type Hands, type Jobs, PATIENCE } from "./contract.ts";
import { LocalJobs } from "./local.ts";
import { SharedJobs } from "./shared.ts";

export type { Hands, Jobs } from "./contract.ts";
export { perform } from "./runWork.ts";

/** Jobs as STORE_URL wants them: shared among processes on Postgres, else those of this process alone. */
export async function openJobs(url: string, journal: Journal, hands: Hands, patience = PATIENCE): Promise<Jobs> {
  const isShared = /^postgres(?:ql)?:/.test(url);
  return isShared ? SharedJobs.open(url, journal, hands, patience) : new LocalJobs(journal, hands, patience);
}
