/** A stretch of an output that may be JSON. `isCut`: whether it had no end, so that its whole elements were kept. */
export type FoundJson = { json: string; isCut: boolean };

/** Number of stretches that are tried. Prose has a few braces. */
const MAX_FOUND = 50;
const CLOSERS: Record<string, string> = { "{": "}", "[": "]" };
/** Escapes that JSON knows. */
const VALID_ESCAPE = /["\\/bfnrtu]/;

/**
 * Finds the stretches of an output that may be JSON: the whole, if it is a string of JSON, and each object or list that
 * lies in no other, in order. Line breaks in strings become spaces, and unknown escapes the characters they escape.
 */
export function* findJson(output: string): Generator<FoundJson> {
  if (/^\s*"/.test(output)) yield { json: output.trim(), isCut: false };
  let found = 0;
  for (let at = 0; at < output.length && found < MAX_FOUND; at++) {
    if (output[at] !== "{" && output[at] !== "[") continue;
    found++;
    const walked = walk(output, at);
    yield walked.end === null ? { json: walked.whole, isCut: true } : { json: walked.whole, isCut: false };
    if (walked.end !== null) at = walked.end - 1;
  }
}

/**
 * Walks from a bracket to the one that closes it. `end` is the offset behind that, null if there is none. `whole` is the
 * stretch with its strings mended or, without an end, with only the elements that are whole, closed.
 */
function walk(output: string, start: number): { end: number | null; whole: string } {
  const open: string[] = [];
  let json = "";
  let whole = "";
  for (let at = start; at < output.length; ) {
    const character = output[at]!;
    if (character === '"') {
      const string = walkString(output, at);
      if (!string.isClosed) break;
      json += string.json;
      at = string.end;
      continue;
    }
    at++;
    const container = open.at(-1);
    // A member of an element is no whole element, one of the outermost object is.
    if (character === "," && (container === "]" || open.length === 1)) whole = json + closed(open);
    json += character;
    if (character === "{" || character === "[") open.push(CLOSERS[character]!);
    else if (character === container) {
      open.pop();
      if (open.length === 0) return { end: at, whole: json };
      if (open.length === 1 || open.at(-1) === "]") whole = json + closed(open);
    }
  }
  return { end: null, whole };
}

const closed = (open: readonly string[]): string => open.toReversed().join("");

/** Walks over a string. `json` is the string with its line breaks and escapes mended. */
function walkString(output: string, start: number): { end: number; json: string; isClosed: boolean } {
  let json = '"';
  for (let at = start + 1; at < output.length; at++) {
    const character = output[at]!;
    if (character === '"') return { end: at + 1, json: `${json}"`, isClosed: true };
    if (character === "\\") {
      const escaped = output[++at] ?? "";
      json += VALID_ESCAPE.test(escaped) ? character + escaped : escaped;
    } else json += character < " " ? " " : character;
  }
  return { end: output.length, json, isClosed: false };
}
