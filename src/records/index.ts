export type { Forgotten, Job, Journal, Marks, Records } from "./contract.ts";
export { openRecords } from "./open.ts";
