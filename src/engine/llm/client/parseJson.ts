import { jsonrepair } from "jsonrepair";

/** Reasoning models may think aloud before they answer. */
const THINKING = /^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i;

/**
 * JSON out of a model's words: bare, in a code fence, with talk around it, or with the slips that models make (trailing
 * commas, single quotes). Half surrogate pairs and NUL are replaced, since neither stores nor Discord take them.
 * @returns the parsed value, or undefined when there is no JSON object in it
 */
export function findJson(words: string): unknown {
  const said = words.replace(THINKING, "");
  const object = said.slice(said.indexOf("{"), said.lastIndexOf("}") + 1);
  for (const read of [() => parse(said), () => parse(object), () => parse(object && jsonrepair(object))]) {
    try {
      return read();
    } catch {
      // Not JSON as it stands: the next way is tried, and none at all is the caller's error.
    }
  }
  return undefined;
}

const parse = (json: string): unknown =>
  JSON.parse(json, (_, value) => (typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\ufffd") : value));
