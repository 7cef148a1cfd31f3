import { jsonrepair } from "jsonrepair";
import type { z } from "zod";
import { type FoundJson, findJson } from "./findJson.ts";
import {
  asOnlyList,
  isObject,
  knownKeys,
  membersInTags,
  merged,
  readYaml,
  withJsonDelimiters,
  withKnownKeys,
} from "./outputForms.ts";

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
/** What a model writes when it goes on after its end. */
const AFTER_END = /([}\]`]\s{0,20})(?:<\|(?:im_end|eot_id|eom_id|endoftext|return)\|>|<\/s>)[\s\S]*$/u;
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
  const reader = new ObjectReader(schema);
  const text = withJsonDelimiters(withoutReasoning(output));
  reader.consider(membersInTags(text, Object.keys(schema.shape)), false);
  const read =
    reader.read(findJson(text)) ??
    reader.read(findJson(text, true)) ??
    (hasEnded ? reader.readObject(readYaml(text)) : null);
  // What stands in reasoning without an end is a draft.
  return read && OPEN_REASONING.test(text) ? { ...read, isCut: true } : read;
}

/** Removes reasoning and the control tokens around it. Only what stands before the answer counts as reasoning. */
const withoutReasoning = (output: string): string =>
  output
    .replace(BEFORE_FINAL_CHANNEL, "")
    .replace(REASONING, "")
    .replace(UNOPENED_REASONING, "")
    .replace(AFTER_END, "$1")
    .replace(CONTROL_TOKEN, "");

/** Reads the objects of an output that fit a schema. */
class ObjectReader<T> {
  readonly #schema: z.ZodObject & z.ZodType<T>;
  readonly #names: string[];
  readonly #keys: ReadonlyMap<string, string>;
  #best: ReadOutput<T> | null = null;
  #bestMembers = 1;

  constructor(schema: z.ZodObject & z.ZodType<T>) {
    this.#schema = schema;
    this.#names = Object.keys(schema.shape);
    this.#keys = knownKeys(schema);
  }

  /** Returns the best object of the stretches that were found, or of their parts. */
  read(stretches: Iterable<FoundJson>): ReadOutput<T> | null {
    const found = Array.from(stretches, ({ json, isCut }) => ({ value: this.#parseLeniently(json), isCut }));
    for (const { value, isCut } of found)
      for (const candidate of this.#unwrapped(value, MAX_WRAPPERS)) this.consider(candidate, isCut);
    const isCut = found.some((one) => one.isCut);
    const objects = found.map(({ value }) => value).filter(isObject);
    const parts = objects.length > 1 ? merged(objects, this.#names) : null;
    if (parts && this.#membersOf(parts) > this.#bestMembers) this.consider(parts, isCut);
    if (this.#best) return this.#best;
    const elements = found.length > 1 ? found.flatMap(({ value }) => value) : found[0]?.value;
    const list = Array.isArray(elements) ? asOnlyList(elements, this.#schema) : null;
    return list === null ? null : { value: list, isCut };
  }

  /** Returns what fits of an object that is whole. */
  readObject(object: unknown): ReadOutput<T> | null {
    for (const candidate of this.#unwrapped(this.#withKnownKeys(object), MAX_WRAPPERS)) this.consider(candidate, false);
    return this.#best;
  }

  #membersOf(candidate: Record<string, unknown>): number {
    return this.#names.filter((name) => candidate[name] !== undefined).length;
  }

  /** Takes an object that fits the schema, unless a better one was found before. */
  consider(candidate: Record<string, unknown>, isCut: boolean): void {
    const members = this.#membersOf(candidate);
    if (members < this.#bestMembers) return;
    const parsed = this.#schema.safeParse(this.#withParsedLists(candidate));
    if (!parsed.success) return;
    this.#best = { value: parsed.data, isCut };
    this.#bestMembers = members;
  }

  /** The object with its lists that are strings of JSON parsed. */
  #withParsedLists(candidate: Record<string, unknown>): Record<string, unknown> {
    const members = Object.entries(candidate).map(([key, member]) => {
      const isList = typeof member === "string" && /^\s*\[\s*(?:[{"]|\]\s*$)/.test(member);
      return [key, isList ? (this.#parseLeniently(member) ?? member) : member] as const;
    });
    return Object.fromEntries(members);
  }

  /** Parses JSON, with the errors that models make. Returns undefined if that fails. */
  #parseLeniently(json: FoundJson["json"]): unknown {
    for (const mend of [(text: string) => text, jsonrepair]) {
      try {
        return this.#withKnownKeys(JSON.parse(mend(json)));
      } catch {
        // Not valid JSON. Try it mended.
      }
    }
    return undefined;
  }

  /** Renames keys and replaces characters that cannot be stored, at any depth. */
  #withKnownKeys(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value), (_, member) => {
      if (typeof member === "string") return member.toWellFormed().replaceAll("\0", "\ufffd");
      return isObject(member) ? withKnownKeys(member, this.#keys) : member;
    });
  }

  /** Yields an object and those within it, outermost first. `depth` is how many wrappers may still lie around them. */
  *#unwrapped(value: unknown, depth: number): Generator<Record<string, unknown>> {
    if (depth === 0) return;
    if (typeof value === "string") {
      if (/^\s*[{[]/.test(value)) yield* this.#unwrapped(this.#parseLeniently(value), depth - 1);
    } else if (Array.isArray(value)) {
      for (const element of value) yield* this.#unwrapped(element, depth - 1);
    } else if (isObject(value)) {
      yield value;
      for (const member of Object.values(value)) yield* this.#unwrapped(member, depth - 1);
    }
  }
}
