import { jsonrepair } from "jsonrepair";

/** The reasoning section at the start of a reasoning model's output. */
const REASONING = /^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i;

/**
 * Extracts the JSON object from the output of a model. The object may be in a code fence or be surrounded by text,
 * and may have typical syntax errors such as trailing commas or single quotes. Unpaired surrogates and NUL are replaced
 * in its strings, because they can be neither stored nor sent to Discord.
 * @returns the parsed value, or undefined if the output contains no JSON object
 */
export function parseJson(output: string): unknown {
  const answer = output.replace(REASONING, "");
  const object = answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1);
  for (const parser of [() => parse(answer), () => parse(object), () => parse(object && jsonrepair(object))]) {
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
