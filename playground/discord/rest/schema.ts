import type { Violation } from "../state/errors.ts";

type Issue = {
  code: string;
  path: PropertyKey[];
  message: string;
  expected?: string;
  minimum?: number;
  maximum?: number;
  input?: unknown;
  errors?: Issue[][];
};
type Schema = {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: Issue[] } };
};

/** The request schemas of Discord's own OpenAPI document, by name. */
export type Schemas = Record<string, Schema>;

/** What discord.js sends along with every message, thread or command, though the schema does not know it there. */
const CLIENT_HABITS = new Set([
  "tts",
  "nonce",
  "enforce_nonce",
  "username",
  "avatar_url",
  "thread_name",
  "type",
  "nsfw",
  "applied_tags",
]);

/** Loads them; late, since they cost 90 ms and 35 MB. */
export async function loadSchemas(): Promise<Schemas> {
  // @ts-expect-error its declaration file is missing from the package
  return (await import("discord-api-spec/zod")) as Schemas;
}

/**
 * What a body has against a schema. Of an array, each element is checked.
 * Members that the schema does not know come apart: Discord overlooks them.
 */
export function check(schema: Schema, body: unknown): { violations: Violation[]; unknown: string[] } {
  if (Array.isArray(body)) {
    const each = body.map((element) => check(schema, element));
    const at = (violation: Violation, index: number) => ({ ...violation, path: [index, ...violation.path] });
    return {
      violations: each.flatMap(({ violations }, index) => violations.map((violation) => at(violation, index))),
      unknown: each.flatMap(({ unknown }) => unknown),
    };
  }
  const result = schema.safeParse(body);
  if (result.success)
    return {
      violations: [],
      unknown: strangers(body, result.data).filter((path) => !CLIENT_HABITS.has(path.replace(/^data\./, ""))),
    };
  return { violations: result.error.issues.flatMap((issue) => violationsOf(issue, body)), unknown: [] };
}

/** Of a union's branches that one counts whose `type` fits, else the one with the fewest faults. */
function violationsOf(issue: Issue, body: unknown, base: PropertyKey[] = []): Violation[] {
  const path = [...base, ...issue.path];
  if (issue.errors?.length) {
    const fitting = issue.errors.filter((branch) => !branch.some(({ path: [first] }) => first === "type"));
    const [best] = (fitting.length ? fitting : issue.errors).toSorted((a, b) => a.length - b.length);
    if (best?.length) return best.flatMap((inner) => violationsOf(inner, body, path));
  }
  const value = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null)?.[key], body);
  return [{ path: path.map((key) => (typeof key === "number" ? key : String(key))), ...worded(issue, value) }];
}

/** Discord's own codes and words for the commonest faults. */
function worded(issue: Issue, value: unknown): { code: string; message: string } {
  if (value === undefined) return { code: "BASE_TYPE_REQUIRED", message: "This field is required" };
  if (issue.code === "too_big" || issue.code === "too_small") {
    const bound = issue.code === "too_big" ? `${issue.maximum} or fewer` : `${issue.minimum} or more`;
    if (typeof value === "string") {
      return issue.code === "too_small" && value === ""
        ? { code: "BASE_TYPE_REQUIRED", message: "This field is required" }
        : { code: "BASE_TYPE_BAD_LENGTH", message: `Must be ${bound} in length.` };
    }
    if (Array.isArray(value)) return { code: "BASE_TYPE_BAD_LENGTH", message: `Must be ${bound} in length.` };
    return { code: "NUMBER_TYPE_RANGE", message: `Value must be ${bound}.` };
  }
  return { code: "BASE_TYPE_INVALID", message: issue.message };
}

/** The paths of members that parsing left out. */
function strangers(given: unknown, taken: unknown, path = ""): string[] {
  if (given === null || typeof given !== "object" || taken === null || typeof taken !== "object") return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const place = path ? `${path}.${key}` : key;
    return key in taken ? strangers(value, (taken as Record<string, unknown>)[key], place) : [place];
  });
}
