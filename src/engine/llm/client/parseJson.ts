import { jsonrepair } from "jsonrepair";

/** The leading reasoning section of a reasoning model's output. */
const REASONING = /^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i;

/**
 * Extracts a JSON object from the output of a model: bare, in a code fence, surrounded by text, or with typical syntax
 * errors such as trailing commas and single quotes. In its strings, replaces unpaired surrogates and NUL, which can
 * neither be stored nor sent to Discord.
 * @returns the parsed value, or undefined if the output contains no JSON object
 */
export function parseJson(output: string): unknown {
  const answer = output.replace(REASONING, "");
  const object = answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1);
  for (const attempt of [() => parse(answer), () => parse(object), () => parse(object && jsonrepair(object))]) {
    try {
      return attempt();
    } catch {
      // Not valid JSON: try the next, more lenient way.
    }
  }
  return undefined;
}

const parse = (json: string): unknown =>
  JSON.parse(json, (_, value) => (typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\ufffd") : value));
