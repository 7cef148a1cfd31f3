import type { FormError } from "../state/errors.ts";

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

/** Zod schemas from Discord's OpenAPI document, by name. */
export type Schemas = Record<string, Schema>;

/** Fields that discord.js sends even where Discord's schemas do not define them. They are not reported as unknown. */
const IGNORED_KEYS = new Set([
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

/** Loads the schemas. They are imported on demand, because loading them takes 90 ms and 35 MB of memory. */
export async function loadSchemas(): Promise<Schemas> {
  // @ts-expect-error The package has no type declarations for this export.
  return (await import("discord-api-spec/zod")) as Schemas;
}

/**
 * Validates a body against a schema. The elements of an array are validated individually.
 * @returns validation errors, and the paths of fields that are missing from the schema
 */
export function validateAgainstSchema(schema: Schema, body: unknown): { formErrors: FormError[]; unknown: string[] } {
  if (Array.isArray(body)) {
    const results = body.map((element) => validateAgainstSchema(schema, element));
    const withIndex = (error: FormError, index: number) => ({ ...error, path: [index, ...error.path] });
    return {
      formErrors: results.flatMap(({ formErrors }, index) => formErrors.map((error) => withIndex(error, index))),
      unknown: results.flatMap(({ unknown }) => unknown),
    };
  }
  const result = schema.safeParse(body);
  if (result.success)
    return {
      formErrors: [],
      unknown: unknownKeys(body, result.data).filter((path) => !IGNORED_KEYS.has(path.replace(/^data\./, ""))),
    };
  return { formErrors: result.error.issues.flatMap((issue) => formErrorsOf(issue, body)), unknown: [] };
}

/**
 * Converts a Zod issue to form errors. For a union, reports the issues of one branch: the one whose `type` matches the
 * body or, if there is none, the one with the fewest issues.
 */
function formErrorsOf(issue: Issue, body: unknown, basePath: PropertyKey[] = []): FormError[] {
  const path = [...basePath, ...issue.path];
  if (issue.errors?.length) {
    const matchingBranches = issue.errors.filter((branch) => !branch.some(({ path: [first] }) => first === "type"));
    const [closestBranch] = (matchingBranches.length ? matchingBranches : issue.errors).toSorted(
      (a, b) => a.length - b.length,
    );
    if (closestBranch?.length) return closestBranch.flatMap((inner) => formErrorsOf(inner, body, path));
  }
  const value = path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null)?.[key], body);
  return [{ path: path.map((key) => (typeof key === "number" ? key : String(key))), ...describeIssue(issue, value) }];
}

/** Discord's error code and message for common issues. */
function describeIssue(issue: Issue, value: unknown): { code: string; message: string } {
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

/** Paths of fields that are in the input but not in the parsed result. */
function unknownKeys(input: unknown, parsed: unknown, path = ""): string[] {
  if (input === null || typeof input !== "object" || parsed === null || typeof parsed !== "object") return [];
  return Object.entries(input).flatMap(([key, value]) => {
    const keyPath = path ? `${path}.${key}` : key;
    return key in parsed ? unknownKeys(value, (parsed as Record<string, unknown>)[key], keyPath) : [keyPath];
  });
}
