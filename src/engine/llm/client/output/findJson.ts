/** A stretch of an output that may be JSON. `isCut`: whether it had no end, so that its whole elements were kept. */
export type FoundJson = { json: string; isCut: boolean };

/** Number of stretches that are tried. Prose has a few braces. */
const MAX_FOUND = 50;
const CLOSERS: Record<string, string> = { "{": "}", "[": "]" };
/** Escapes that JSON knows. */
const VALID_ESCAPE = /["\\/bfnrtu]/;

/** A comment, which models write though JSON has none. */
const COMMENT = /(?:\/\/|#)[^\n]*|\/\*[^*]{0,2000}\*\//y;
const BRACE_BEHIND = /\s{0,80}\{/y;
/** What stands behind the end of a string: the next value, or the end of what the string stands in. */
const BEHIND_STRING = /\s*(?:[:}\]]|,\s*(?:["{[\]}]|-?\d|true|false|null)|$)/y;

/**
 * Finds the stretches of an output that may be JSON: the whole, if it is a string of JSON, and each object or list that
 * lies in no other, in order. Line breaks in strings become spaces, unknown escapes the characters they escape, and
 * comments nothing.
 * @param hasInnerQuotes whether a quotation mark that nothing of JSON follows is taken for a part of its string
 */
export function* findJson(output: string, hasInnerQuotes = false): Generator<FoundJson> {
  if (/^\s*"/.test(output)) yield { json: output.trim(), isCut: false };
  let found = 0;
  for (let at = 0; at < output.length && found < MAX_FOUND; at++) {
    if (output[at] !== "{" && output[at] !== "[") continue;
    // A brace around an object, as templates and LaTeX write it, is none of JSON.
    if (output[at] === "{" && matchAt(BRACE_BEHIND, output, at + 1) !== undefined) continue;
    found++;
    const walked = walk(output, at, hasInnerQuotes);
    yield walked.end === null ? { json: walked.whole, isCut: true } : { json: walked.whole, isCut: false };
    if (walked.end !== null) at = walked.end - 1;
  }
}

/**
 * Walks from a bracket to the one that closes it. `end` is the offset behind that, null if there is none. `whole` is the
 * stretch with its strings mended or, without an end, with only the elements that are whole, closed.
 */
function walk(output: string, start: number, hasInnerQuotes: boolean): { end: number | null; whole: string } {
  const open: string[] = [];
  let json = "";
  let whole = "";
  for (let at = start; at < output.length; ) {
    const character = output[at]!;
    if (character === '"') {
      const string = walkString(output, at, hasInnerQuotes);
      if (!string.isClosed) break;
      json += string.json;
      at = string.end;
      continue;
    }
    const comment = matchAt(COMMENT, output, at);
    if (comment && /[\s,:{}[\]]/.test(output[at - 1] ?? "")) {
      at += comment.length;
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

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Walks over a string. `json` is the string with its line breaks and escapes mended. */
function walkString(
  output: string,
  start: number,
  hasInnerQuotes: boolean,
): { end: number; json: string; isClosed: boolean } {
  let json = '"';
  for (let at = start + 1; at < output.length; at++) {
    const character = output[at]!;
    if (character === '"') {
      if (!hasInnerQuotes || matchAt(BEHIND_STRING, output, at + 1) !== undefined)
        return { end: at + 1, json: `${json}"`, isClosed: true };
      json += '\\"';
    } else if (character === "\\") {
      const escaped = output[++at] ?? "";
      json += VALID_ESCAPE.test(escaped) ? character + escaped : escaped;
    } else json += character < " " ? " " : character;
  }
  return { end: output.length, json, isClosed: false };
}
