import type { z } from "zod";
import { PithError, type Turn } from "../../model/index.ts";
import { TurnSchema } from "../../model/schemas.ts";

/**
 * A value of a row, checked. The cause names the table and the fields at fault and repeats no content, which would end
 * up in a log.
 * @throws PithError `internal` when it is not what was written
 */
export function check<T>(schema: z.ZodType<T>, value: unknown, table: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".") || "itself");
  throw corrupt(table, `wrong in ${[...new Set(fields)].join(", ")}`);
}

/** @throws PithError `internal` when the row is not what was written */
export const turnOf = ({ body }: { body: string }): Turn =>
  check(TurnSchema, fromJson(body, "pith_turns"), "pith_turns");

/** A body, unchecked. @throws PithError `internal` when it is not JSON */
export function fromJson(body: string, table: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw corrupt(table, "not JSON");
  }
}

export function corrupt(table: string, fault: string): PithError {
  return new PithError("internal", null, { cause: new Error(`a row of ${table} is corrupt: ${fault}`) });
}
