export { answerFromTables } from "./answer.ts";
export { describeTables, type TableDescription } from "./describe.ts";
export type { TableStatement } from "./findings.ts";
