import { jsonrepair } from "jsonrepair";
import type { z } from "zod";
import { type FoundJson, findJson } from "./findJson.ts";
import { asOnlyList, isObject, knownKeys, merged, readYaml, withJsonDelimiters, withKnownKeys } from "./outputForms.ts";

/** A model's output as the object that was asked for. `isCut`: whether the output ended within that object. */
export type ReadOutput<T> = { value: T; isCut: boolean };

const TAGS = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis";
/** Reasoning that models write before their answer, in the tags that they and their templates use. */
const REASONING = new RegExp(`<(${TAGS})>[\\s\\S]*?</\\1>`, "giu");
/** The end of reasoning whose opening tag stands in the prompt. */
const UNOPENED_REASONING = new RegExp(`^[\\s\\S]*</(?:${TAGS})>`, "iu");
/** Reasoning without an end, before any object. */
const OPEN_REASONING = new RegExp(`^[^{[]{0,2000}<(?:${TAGS})>`, "iu");
/** Everything before the final channel of the Harmony format (https://github.com/openai/harmony). */
const BEFORE_FINAL_CHANNEL = /^[\s\S]*<\|channel\|>\s*final\b[\s\S]*?<\|message\|>/u;
/** Control tokens of chat templates that servers leave in the text. */
const CONTROL_TOKEN = /<\|[a-z_]+\|>/giu;
/** How many wrappers may lie around the object: a list, the name of the schema, a call of a tool, a string of JSON. */
const MAX_WRAPPERS = 4;

/**
 * Finds the object that was asked for in the output of a model. It may stand behind reasoning or prose, in a code fence,
 * in a list, under the name of the schema or as the arguments of a tool call, as a string of JSON, in several parts, or
 * twice; it may have typical syntax errors such as trailing commas, other quotes and keys in another case; it may be
 * YAML, or only the elements of its list. Of several objects that fit the schema, the one with the most of its members is
 * taken, and the last of these. Of an output that was cut, the whole elements are kept. Unpaired surrogates and NUL are
 * replaced in all strings, because they can be neither stored nor sent to Discord.
 * @param hasEnded whether the model had finished. The end of YAML does not show whether it was cut.
 * @returns null if no object of the output fits the schema
 */
export function readOutput<T>(
  output: string,
  schema: z.ZodObject & z.ZodType<T>,
  hasEnded = true,
): ReadOutput<T> | null {
  const names = Object.keys(schema.shape);
  const reader = new ObjectReader(knownKeys(schema));
  const text = withJsonDelimiters(withoutReasoning(output));
  // What stands in reasoning without an end is a draft.
  const isDraft = OPEN_REASONING.test(text);
  let best: ReadOutput<T> | null = null;
  let bestMembers = 1;
  const consider = (candidate: Record<string, unknown>, isCut: boolean): void => {
    const members = names.filter((name) => candidate[name] !== undefined).length;
    if (members < bestMembers) return;
    const parsed = schema.safeParse(candidate);
    if (!parsed.success) return;
    best = { value: parsed.data, isCut: isCut || isDraft };
    bestMembers = members;
  };
  const found = Array.from(findJson(text), ({ json, isCut }) => ({ value: reader.parseLeniently(json), isCut }));
  for (const { value, isCut } of found)
    for (const candidate of reader.unwrapped(value, MAX_WRAPPERS)) consider(candidate, isCut);
  const isCut = found.some((one) => one.isCut);
  const objects = found.map(({ value }) => value).filter(isObject);
  const parts = merged(objects, names);
  if (parts && objects.length > 1 && names.filter((name) => name in parts).length > bestMembers) consider(parts, isCut);
  const elements = found.length > 1 ? found.flatMap(({ value }) => value) : found[0]?.value;
  const list = best === null && Array.isArray(elements) ? asOnlyList(elements, schema) : null;
  if (list !== null) return { value: list, isCut: isCut || isDraft };
  const yaml = best === null && hasEnded ? readYaml(text) : null;
  if (yaml)
    for (const candidate of reader.unwrapped(reader.withKnownKeys(yaml), MAX_WRAPPERS)) consider(candidate, false);
  return best;
}

/** Removes reasoning and the control tokens around it. Only what stands before the answer counts as reasoning. */
const withoutReasoning = (output: string): string =>
  output
    .replace(BEFORE_FINAL_CHANNEL, "")
    .replace(REASONING, "")
    .replace(UNOPENED_REASONING, "")
    .replace(CONTROL_TOKEN, "");

/** Reads objects from JSON, with the keys that a schema knows. */
class ObjectReader {
  readonly #keys: ReadonlyMap<string, string>;

  constructor(keys: ReadonlyMap<string, string>) {
    this.#keys = keys;
  }

  /** Parses JSON, with the errors that models make. Returns undefined if that fails. */
  parseLeniently(json: FoundJson["json"]): unknown {
    for (const mend of [(text: string) => text, jsonrepair]) {
      try {
        return this.withKnownKeys(JSON.parse(mend(json)));
      } catch {
        // Not valid JSON. Try it mended.
      }
    }
    return undefined;
  }

  /** Renames keys and replaces characters that cannot be stored, at any depth. */
  withKnownKeys(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value), (_, member) => {
      if (typeof member === "string") return member.toWellFormed().replaceAll("\0", "\ufffd");
      return isObject(member) ? withKnownKeys(member, this.#keys) : member;
    });
  }

  /** Yields an object and those within it, outermost first. `depth` is how many wrappers may still lie around them. */
  *unwrapped(value: unknown, depth: number): Generator<Record<string, unknown>> {
    if (depth === 0) return;
    if (typeof value === "string") {
      if (/^\s*[{[]/.test(value)) yield* this.unwrapped(this.parseLeniently(value), depth - 1);
    } else if (Array.isArray(value)) {
      for (const element of value) yield* this.unwrapped(element, depth - 1);
    } else if (isObject(value)) {
      yield value;
      for (const member of Object.values(value)) yield* this.unwrapped(member, depth - 1);
    }
  }
}
