import { z } from "zod";
import type { ChatMessage } from "./chatCall.ts";

/** Response formats, strictest first. */
export const RESPONSE_FORMATS = ["json_schema", "json_object", "text"] as const;
type ResponseFormat = (typeof RESPONSE_FORMATS)[number];

/**
 * The member of a request's body that asks for a format; empty for plain text.
 * @param withBounds whether the schema says how long texts and lists may be. A small model does not end without.
 */
export function responseFormat(
  format: ResponseFormat,
  name: string,
  schema: z.ZodType,
  withBounds: boolean,
): Record<string, unknown> {
  if (format === "text") return {};
  if (format === "json_object") return { response_format: { type: "json_object" } };
  const strict = toStrictSchema(jsonSchemaOf(schema), withBounds);
  return { response_format: { type: "json_schema", json_schema: { name, strict: true, schema: strict } } };
}

/**
 * Adds the form of the answer to the last message. It tells a server that takes no schema, and shows small models that
 * it stands on one line: a quarter of their output is white space otherwise.
 */
export function withSkeleton(messages: readonly ChatMessage[], schema: z.ZodType): ChatMessage[] {
  const user = messages.findLastIndex(({ role }) => role === "user");
  const form = `JSON of this form, on one line: ${skeletonOf(jsonSchemaOf(schema))}`;
  return messages.map((message, i) =>
    i === user ? { ...message, content: `${message.content}\n\n${form}` } : message,
  );
}

type JsonSchema = z.core.JSONSchema.BaseSchema;
const jsonSchemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { target: "draft-7" });

/** An example of what fits a schema, on one line: `{"ids":[n],"kind":"fact|opinion","text":"…"}`. */
function skeletonOf({ type, properties, items, enum: values, anyOf }: JsonSchema): string {
  if (values) return JSON.stringify(values.join("|"));
  if (Array.isArray(type)) return type.map((one) => skeletonOf({ type: one } as JsonSchema)).join("|");
  if (anyOf) return anyOf.map((option) => skeletonOf(option as JsonSchema)).join("|");
  if (type === "array") return `[${skeletonOf(items as JsonSchema)}]`;
  if (type === "object") {
    const members = Object.entries(properties ?? {}).map(
      ([key, value]) => `${JSON.stringify(key)}:${skeletonOf(value as JsonSchema)}`,
    );
    return `{${members.join(",")}}`;
  }
  if (type === "integer" || type === "number") return "n";
  if (type === "boolean") return "true|false";
  return type === "null" ? "null" : '"…"';
}

/**
 * JSON Schema keywords that strict mode does not support (https://platform.openai.com/docs/guides/structured-outputs).
 * The response is validated against the complete schema anyway.
 */
const UNSUPPORTED_KEYWORDS = new Set(["$schema", "default"]);
/** Keywords that bound texts, lists and numbers. Some servers refuse them. */
const BOUNDS = new Set(["minLength", "maxLength", "minItems", "maxItems", "minimum", "maximum"]);

/** Converts a JSON Schema for strict mode: all properties required, no additional properties. */
function toStrictSchema(node: unknown, withBounds: boolean): unknown {
  if (Array.isArray(node)) return node.map((one) => toStrictSchema(one, withBounds));
  if (typeof node !== "object" || node === null) return node;
  const supported = Object.entries(node).flatMap(([key, value]) =>
    UNSUPPORTED_KEYWORDS.has(key) || (BOUNDS.has(key) && !withBounds) ? [] : [[key, toStrictSchema(value, withBounds)]],
  );
  const result = Object.fromEntries(supported);
  if (result.type !== "object") return result;
  return { ...result, required: Object.keys(result.properties ?? {}), additionalProperties: false };
}
