import type { z } from "zod";
import { PithError, type Turn } from "../../model/index.ts";
import { TurnSchema } from "../../model/schemas.ts";

/**
 * Validates a value read from `table` or about to be stored in it. The error names the table and the invalid fields,
 * but contains no values, because it is logged.
 * @throws PithError `internal` if the value does not match the schema
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown, table: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "itself");
  throw corruptRow(table, `wrong in ${[...new Set(fields)].join(", ")}`);
}

/**
 * Parses and validates a JSON `body` column.
 * @throws PithError `internal` if the body is not JSON or does not match the schema
 */
export const parseBody = <T>(schema: z.ZodType<T>, body: string, table: string): T =>
  validate(schema, parseJson(body, table), table);

/** Parses a JSON column without validating it. @throws PithError `internal` if it is not JSON */
export function parseJson(body: string, table: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw corruptRow(table, "not JSON");
  }
}

/** Creates the error for an invalid row. `fault` is logged, so it must not contain stored values. */
export function corruptRow(table: string, fault: string): PithError {
  return new PithError("internal", null, { cause: new Error(`a row of ${table} is corrupt: ${fault}`) });
}

/** Converts a row of `pith_turns`. @throws PithError `internal` if the row is corrupt */
export const turnFromRow = ({ body }: { body: string }): Turn => parseBody(TurnSchema, body, "pith_turns");
