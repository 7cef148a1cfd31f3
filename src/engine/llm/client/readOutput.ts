import { jsonrepair } from "jsonrepair";
import type { z } from "zod";
import { type FoundJson, findJson } from "./findJson.ts";

/** A model's output as the object that was asked for. `isCut`: whether the output ended within that object. */
export type ReadOutput<T> = { value: T; isCut: boolean };

const TAGS = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis";
/** Reasoning that models write before their answer, in the tags that they and their templates use. */
const REASONING = new RegExp(`<(${TAGS})>[\\s\\S]*?</\\1>`, "giu");
/** The end of reasoning whose opening tag stands in the prompt. */
const UNOPENED_REASONING = new RegExp(`^[\\s\\S]*</(?:${TAGS})>`, "iu");
/** Everything before the final channel of the Harmony format (https://github.com/openai/harmony). */
const BEFORE_FINAL_CHANNEL = /^[\s\S]*<\|channel\|>\s*final\b[\s\S]*?<\|message\|>/u;
/** Control tokens of chat templates that servers leave in the text. */
const CONTROL_TOKEN = /<\|[a-z_]+\|>/giu;
/** How many wrappers may lie around the object: a list, the name of the schema, a call of a tool, a string of JSON. */
const MAX_WRAPPERS = 4;

/**
 * Finds the object that was asked for in the output of a model. It may stand behind reasoning or prose, in a code fence,
 * in a list, under the name of the schema or as the arguments of a tool call, as a string of JSON, or twice; and it may
 * have typical syntax errors such as trailing commas. Of several objects that fit the schema, the one with the most of
 * its members is taken, and the last of these. Of an output that was cut, the whole elements are kept. Unpaired
 * surrogates and NUL are replaced in all strings, because they can be neither stored nor sent to Discord.
 * @returns null if no object of the output fits the schema
 */
export function readOutput<T>(output: string, schema: z.ZodObject & z.ZodType<T>): ReadOutput<T> | null {
  const keys = Object.keys(schema.shape);
  let best: ReadOutput<T> | null = null;
  let bestMembers = 1;
  for (const { json, isCut } of findJson(withoutReasoning(output))) {
    for (const candidate of unwrapped(parseLeniently(json), MAX_WRAPPERS)) {
      const members = keys.filter((key) => candidate[key] !== undefined).length;
      if (members < bestMembers) continue;
      const parsed = schema.safeParse(candidate);
      if (!parsed.success) continue;
      best = { value: parsed.data, isCut };
      bestMembers = members;
    }
  }
  return best;
}

/** Removes reasoning and the control tokens around it. Only what stands before the answer counts as reasoning. */
const withoutReasoning = (output: string): string =>
  output
    .replace(BEFORE_FINAL_CHANNEL, "")
    .replace(REASONING, "")
    .replace(UNOPENED_REASONING, "")
    .replace(CONTROL_TOKEN, "");

/** Parses JSON, with the errors that models make. Returns undefined if that fails. */
function parseLeniently(json: FoundJson["json"]): unknown {
  for (const parser of [() => parse(json), () => parse(jsonrepair(json))]) {
    try {
      return parser();
    } catch {
      // Not valid JSON. Try the next, more lenient parser.
    }
  }
  return undefined;
}

const parse = (json: string): unknown =>
  JSON.parse(json, (_, value) => (typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\ufffd") : value));

/** Yields an object and those within it, outermost first. `depth` is how many wrappers may still lie around them. */
function* unwrapped(value: unknown, depth: number): Generator<Record<string, unknown>> {
  if (depth === 0) return;
  if (typeof value === "string") {
    if (/^\s*[{[]/.test(value)) yield* unwrapped(parseLeniently(value), depth - 1);
  } else if (Array.isArray(value)) {
    for (const element of value) yield* unwrapped(element, depth - 1);
  } else if (typeof value === "object" && value !== null) {
    yield value as Record<string, unknown>;
    for (const member of Object.values(value)) yield* unwrapped(member, depth - 1);
  }
}
