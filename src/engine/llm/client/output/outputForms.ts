import { parse as parseYaml } from "yaml";
import { z } from "zod";

type JsonObject = Record<string, unknown>;

/** Longest output, in UTF-16 units, that is read as YAML. */
const MAX_YAML_UNITS = 100_000;
const ENTITIES: Record<string, string> = {
  quot: '"',
  "#34": '"',
  "#x22": '"',
  "#39": "'",
  apos: "'",
  lt: "<",
  gt: ">",
};
const FULL_WIDTH: Record<string, string> = { "｛": "{", "｝": "}", "［": "[", "］": "]", "：": ":", "，": "," };

/**
 * Puts the delimiters of JSON in place of those that stand for them: the marks of quoted lines, HTML entities, escaped
 * quotes, full-width brackets and typographic quotes. Only does so where an output has none of the usual ones, so that
 * the words within it stay as they are.
 */
export function withJsonDelimiters(output: string): string {
  let text = output;
  if (/^\s*>\s?[`{[]/.test(text)) text = text.replace(/^[ \t]*> ?/gm, "");
  if (!text.includes('"'))
    text = text
      .replace(/&(quot|#34|#x22|#39|apos|lt|gt);/gi, (_, name) => ENTITIES[name.toLowerCase()]!)
      .replaceAll("&amp;", "&");
  if (/[{[,:]\s{0,80}\\"/.test(text) && !/(?<!\\)"/.test(text)) text = text.replace(/\\(["\\])/g, "$1");
  if (/^\s*[｛［]/.test(text)) text = text.replace(/[｛｝［］]|(?<=["”］｝\d])[：，]/g, (mark) => FULL_WIDTH[mark]!);
  return text.includes('"') ? text : text.replace(/[„“”‟«»＂]/g, '"');
}

/**
 * Reads an output without JSON as YAML, alone or in a code fence.
 * @returns null if it is no object
 */
export function readYaml(output: string): JsonObject | null {
  const fenced = /```(?:ya?ml)?[ \t]*\n([\s\S]*?)(?:\n```|$)/i.exec(output)?.[1] ?? output;
  if (fenced.length > MAX_YAML_UNITS || !/^[ \t-]{0,20}[\w"' ]{1,60}:(?:\s|$)/m.test(fenced)) return null;
  try {
    const value: unknown = parseYaml(fenced, { logLevel: "silent", maxAliasCount: 0 });
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * The members of an object that stand in tags of their own, as some models write the arguments of a tool:
 * `<parameter=gist>…</parameter>`, `<arg_key>gist</arg_key><arg_value>…</arg_value>` or `<gist>…</gist>`.
 */
export function membersInTags(output: string, names: readonly string[]): JsonObject {
  const members = names.flatMap((name) => {
    const opening = new RegExp(
      `<arg_key>\\s{0,9}${name}\\s{0,9}</arg_key>\\s{0,9}<arg_value>|<parameter(?:=| name=)["']?${name}["']?>|<${name}>`,
      "i",
    ).exec(output);
    if (!opening) return [];
    const start = opening.index + opening[0].length;
    const length = output.slice(start).search(/<\/(?:arg_value|parameter|\w{1,40})>\s*(?:<|$)/i);
    return length < 0 ? [] : [[name, output.slice(start, start + length).trim()] as const];
  });
  return Object.fromEntries(members);
}

/** The keys that a schema knows, at any depth, by their letters and digits in lower case. */
export function knownKeys(schema: z.ZodType): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const collect = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("properties" in node && isObject(node.properties))
      for (const key of Object.keys(node.properties)) keys.set(folded(key), key);
    Object.values(node).forEach(collect);
  };
  collect(z.toJSONSchema(schema, { target: "draft-7" }));
  return keys;
}

/** Renames the keys of an object that a schema knows in another case or with other separators. */
export function withKnownKeys(value: JsonObject, keys: ReadonlyMap<string, string>): JsonObject {
  const renamed = Object.entries(value).map(([key, member]) => {
    const known = keys.get(folded(key));
    return [known === undefined || (known !== key && known in value) ? key : known, member] as const;
  });
  return Object.fromEntries(renamed);
}

const folded = (key: string): string => key.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

/**
 * Elements without the object around them, as the list of the schema that keeps the most of their members.
 * @returns null if an object without any list would do as well, because the elements then are not all that was asked for
 */
export function asOnlyList<T>(elements: readonly unknown[], schema: z.ZodObject & z.ZodType<T>): T | null {
  const names = Object.keys(schema.shape);
  const given = new Set(elements.flatMap((element) => (isObject(element) ? Object.keys(element) : [])));
  if (given.size === 0 || (names.length > 1 && schema.safeParse({}).success)) return null;
  let best: T | null = null;
  let bestKept = 0;
  for (const name of names) {
    const parsed = schema.safeParse({ [name]: elements });
    const list = parsed.success ? (parsed.data as JsonObject)[name] : null;
    if (!Array.isArray(list)) continue;
    const kept = list
      .filter(isObject)
      .flatMap((element) => Object.keys(element).filter((key) => given.has(key))).length;
    if (kept > bestKept) [best, bestKept] = [parsed.data as T, kept];
  }
  return best;
}

/** The members of several objects in one, or null if two of them have the same key of the schema. */
export function merged(objects: readonly JsonObject[], keys: readonly string[]): JsonObject | null {
  const result: JsonObject = {};
  for (const object of objects) {
    if (keys.some((key) => key in object && key in result)) return null;
    Object.assign(result, object);
  }
  return result;
}

/** Whether a value is an object and no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
