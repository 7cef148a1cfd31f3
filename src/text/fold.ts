import { CJK_WIDE, characterAt, characterBefore } from "./scripts.ts";

/** A text as it is compared, and for each of its UTF-16 units the offset of the original character it came from. */
export type Folded = { text: string; starts: Uint32Array };

/** What becomes of a hyphen at the end of a line: "exam-\nple" is "example", "well-\nknown" is "well-known". */
export type LineHyphen = "join" | "keep";

const PLAIN = "[!#-&(-,./-_a-z\\{\\|\\}~]";
/** Not up to a letter that a combining mark follows; and bounded, as a longer run would be a match too deep. */
const PLAIN_RUN = new RegExp(`${PLAIN}{1,100}(?: ${PLAIN}{1,100}){0,100}(?!\\p{M})`, "uy");
const SPACES = /[\s\p{Zs}]+/uy;
/** A character with its marks; a Hangul syllable in its conjoining letters (Unicode 3.12), which compose to one too. */
const CLUSTER = /[\u1100-\u115f][\u1160-\u11a7]+[\u11a8-\u11ff]*\p{M}*|.\p{M}*/suy;
const INVISIBLE = /^(?:\p{Cf}|[\ufe00-\ufe0f])+$/u;
const QUOTES = /^["'`´‘’‚‛“”„‟′″‹›«»ʼ「」『』＂＇]$/u;
const DASHES = /^[-‐‑‒–—―−﹘﹣－]$/u;
const LINE_HYPHEN = /[-‐\u00ad]\p{Cf}*[^\S\n]*\r?\n\s*(?=\p{Ll})/uy;

/**
 * The text as quotes are compared: NFKC and lower case per character, one kind of quotation mark and of dash, white
 * space runs as one space and none between CJK characters, invisible characters and ends of lines inside words dropped.
 * Linear in the text.
 */
export function fold(text: string, lineHyphen: LineHyphen): Folded {
  const parts: string[] = [];
  let starts = new Uint32Array(Math.max(16, text.length + (text.length >> 3)));
  let length = 0;
  const push = (piece: string, from: number, step: 0 | 1): void => {
    if (length + piece.length > starts.length) {
      const wider = new Uint32Array(2 * (length + piece.length));
      wider.set(starts);
      starts = wider;
    }
    for (let i = 0; i < piece.length; i++) starts[length++] = from + step * i;
    parts.push(piece);
  };

  for (let at = 0; at < text.length; ) {
    const run = matchAt(PLAIN_RUN, text, at);
    if (run) {
      push(run.toLowerCase(), at, 1);
      at += run.length;
      continue;
    }
    const hyphen = matchAt(LINE_HYPHEN, text, at);
    if (hyphen && /\p{L}/u.test(characterBefore(text, at))) {
      if (lineHyphen === "keep") push("-", at, 0);
      at += hyphen.length;
      continue;
    }
    const spaces = matchAt(SPACES, text, at);
    if (spaces) {
      const insideCjk =
        CJK_WIDE.test(characterBefore(text, at)) && CJK_WIDE.test(characterAt(text, at + spaces.length));
      if (!insideCjk && parts.at(-1) !== " ") push(" ", at, 0);
      at += spaces.length;
      continue;
    }
    const cluster = matchAt(CLUSTER, text, at);
    push(foldCluster(cluster), at, 0);
    at += cluster.length;
  }
  return { text: parts.join(""), starts: starts.subarray(0, length) };
}

/** Where the original character that starts at `at` ends, with the marks that follow it. */
export function clusterEnd(text: string, at: number): number {
  return at + matchAt(CLUSTER, text, at).length;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function foldCluster(cluster: string): string {
  if (INVISIBLE.test(cluster)) return "";
  if (QUOTES.test(cluster)) return "'";
  if (DASHES.test(cluster)) return "-";
  return cluster
    .replace(/[\ufe00-\ufe0f]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace("ς", "σ");
}
