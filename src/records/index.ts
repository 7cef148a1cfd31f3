export type { DeletedPostings, Job, JobStore, KeyValueStore, Records } from "./contract.ts";
export type { Delivery } from "./delivery.ts";
export { openRecords } from "./open.ts";
