export { type Backend, Database, execute, type Transaction } from "./database.ts";
export { openPostgres } from "./postgres.ts";
export { openSqlite } from "./sqlite.ts";
export type { Tables } from "./tables.ts";
