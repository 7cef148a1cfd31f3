export { answerFromTables } from "./answer.ts";
export { parseCellNumber } from "./cellNumbers.ts";
export { describeTables, type TableDescription } from "./describe.ts";
export type { TableStatement } from "./findings.ts";
export { findTables } from "./findTables.ts";
export type { Column, Row, Table } from "./table.ts";
