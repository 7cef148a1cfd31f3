import { CJK_FULL_WIDTH, characterAt, characterBefore } from "./scripts.ts";

/**
 * Text normalised for quote matching. `offsets` maps each UTF-16 unit of the folded text to the UTF-16 offset of the
 * original character it came from.
 */
export type FoldedText = { text: string; offsets: Uint32Array };

/**
 * How a hyphen at a line end is read: `join` turns "exam-\nple" into "example", and `keep` turns "well-\nknown" into
 * "well-known".
 */
export type LineEndHyphen = "join" | "keep";

/** Regex class of the ASCII characters that folding leaves unchanged, apart from case. */
const PLAIN = "[!#-&(-,./-_a-z\\{\\|\\}~]";
/**
 * A run of words in `PLAIN` characters. It ends before a letter that has a combining mark. The bounds keep a match from
 * overflowing the regex engine's stack.
 */
const PLAIN_RUN = new RegExp(`${PLAIN}{1,100}(?: ${PLAIN}{1,100}){0,100}(?!\\p{M})`, "uy");
const SPACES = /[\s\p{Zs}]+/uy;
/**
 * A character with its combining marks, or a Hangul syllable of conjoining jamo, which NFKC composes (Unicode Standard,
 * section 3.12).
 */
const CLUSTER = /[\u1100-\u115f][\u1160-\u11a7]+[\u11a8-\u11ff]*\p{M}*|.\p{M}*/suy;
const INVISIBLE = /^(?:\p{Cf}|[\ufe00-\ufe0f])+$/u;
const QUOTATION_MARK = /^["'`´‘’‚‛“”„‟′″‹›«»ʼ「」『』＂＇]$/u;
const DASH = /^[-‐‑‒–—―−﹘﹣－]$/u;
const LINE_END_HYPHEN = /[-‐\u00ad]\p{Cf}*[^\S\n]*\r?\n\s*(?=\p{Ll})/uy;

/**
 * Folds text for quote matching, in linear time. Each character, with its combining marks, is NFKC-normalised and
 * lower-cased. All quotation marks become `'`, and all dashes become `-`. A run of white space becomes one space, or
 * nothing between two CJK characters. Invisible characters are dropped, as are line ends inside hyphenated words.
 */
export function foldForMatching(text: string, lineEndHyphen: LineEndHyphen): FoldedText {
  const builder = new FoldedTextBuilder(text.length);
  for (let at = 0; at < text.length; ) {
    const run = matchAt(PLAIN_RUN, text, at);
    if (run) {
      builder.push(run.toLowerCase(), at, 1);
      at += run.length;
      continue;
    }
    const hyphen = matchAt(LINE_END_HYPHEN, text, at);
    if (hyphen && /\p{L}/u.test(characterBefore(text, at))) {
      if (lineEndHyphen === "keep") builder.push("-", at, 0);
      at += hyphen.length;
      continue;
    }
    const spaces = matchAt(SPACES, text, at);
    if (spaces) {
      const isInsideCjk =
        CJK_FULL_WIDTH.test(characterBefore(text, at)) && CJK_FULL_WIDTH.test(characterAt(text, at + spaces.length));
      if (!isInsideCjk && !builder.endsWithSpace) builder.push(" ", at, 0);
      at += spaces.length;
      continue;
    }
    const cluster = matchAt(CLUSTER, text, at);
    builder.push(foldCluster(cluster), at, 0);
    at += cluster.length;
  }
  return builder.build();
}

/** Collects pieces of folded text, with their offsets in a typed array that grows as needed. */
class FoldedTextBuilder {
  readonly #pieces: string[] = [];
  #offsets: Uint32Array;
  #length = 0;

  constructor(expectedLength: number) {
    this.#offsets = new Uint32Array(Math.max(16, expectedLength + (expectedLength >> 3)));
  }

  /** @param step 1 when each unit of the piece maps to the next original unit, 0 when all map to `offset` */
  push(piece: string, offset: number, step: 0 | 1): void {
    const length = this.#length + piece.length;
    if (length > this.#offsets.length) {
      const larger = new Uint32Array(2 * length);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    for (let i = 0; i < piece.length; i++) this.#offsets[this.#length++] = offset + step * i;
    this.#pieces.push(piece);
  }

  get endsWithSpace(): boolean {
    return this.#pieces.at(-1) === " ";
  }

  build(): FoldedText {
    return { text: this.#pieces.join(""), offsets: this.#offsets.subarray(0, this.#length) };
  }
}

/** Returns the offset after the character that starts at `at`, including its combining marks. */
export function clusterEnd(text: string, at: number): number {
  return at + matchAt(CLUSTER, text, at).length;
}

function matchAt(stickyPattern: RegExp, text: string, at: number): string {
  stickyPattern.lastIndex = at;
  return stickyPattern.exec(text)?.[0] ?? "";
}

function foldCluster(cluster: string): string {
  if (INVISIBLE.test(cluster)) return "";
  if (QUOTATION_MARK.test(cluster)) return "'";
  if (DASH.test(cluster)) return "-";
  return cluster
    .replace(/[\ufe00-\ufe0f]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace("ς", "σ");
}
