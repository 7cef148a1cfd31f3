import { PithError } from "../../../model/index.ts";

/**
 * A prompt with fewer estimated tokens is assumed to be short enough that no server cuts it. The server's count for
 * such a prompt therefore shows how it counts.
 */
const MIN_CHECKED_TOKENS = 1900;
/** Plausible range of a server's tokens per estimated token. A server outside it counts something else. */
const PLAUSIBLE_RATIO = { least: 0.5, most: 2.5 };
/** Maximum number of tokens that a server adds to a prompt for the chat template and the response schema. */
const MAX_OVERHEAD_TOKENS = 1500;
/** Minimum plausible window, in tokens. */
const MIN_WINDOW_TOKENS = 1500;
/** How much of the expected count a server must report for a long prompt, if it is known how it counts, and if not. */
const MIN_COUNTED_SHARE = { known: 0.85, latin: 0.7, other: 0.4 };
/** Length, in UTF-16 units, of the sample of a prompt used to detect its script. */
const SCRIPT_SAMPLE_UNITS = 4000;
/** By how much the window is taken to be smaller after an error that does not state its size. */
const SHRINKAGE = 0.6;
/** By how much the server is taken to count more after an error that states a size which the prompt seemed to fit. */
const RECOUNT = 1.25;

/** A prompt that is longer than any checked one by this factor is checked too. */
const CHECKED_GROWTH = 2;
/** Share (0..1) of the lines of a prompt by which a model may be wrong about the first and the last one. */
const MAX_MISSED_SHARE = 0.05;

/** Question about the ends of a document, for servers that do not count. */
export const ENDS_QUESTION =
  'Give "first_line" and "last_line": the numbers of the first and of the last line of the document.';

/** The lines of a document, and those that a model names as its first and its last one. */
export type Ends = { firstLine: number; lastLine: number };

/** What a server has said about its window in an error: its size and the length of the prompt, in its own tokens. */
export type StatedWindow = { window: number | null; prompt: number | null };

/** The size of a model's context window, as configured, and as errors and counts of the server show it. */
export class ContextWindow {
  /** In tokens of the server. */
  #size: number;
  /** Tokens of the server per estimated token, at least 1: where it counts fewer, the estimate is on the safe side. */
  #ratio = 1;
  /** The same as counted for the last prompt that was not cut; null if unknown. */
  #countedRatio: number | null = null;
  /** Estimated tokens of the longest prompt of which the model has seen both ends. */
  #checkedTokens = 0;
  /** Whether the server's counts are plausible. Some servers always return the same number. */
  #hasPlausibleCounts = true;

  constructor(size: number) {
    this.#size = size;
  }

  /** The size of the window, in estimated tokens. */
  get tokens(): number {
    return Math.floor(this.#size / this.#ratio);
  }

  /**
   * Makes the window smaller after an error of the server.
   * @param estimate the estimated tokens of the prompt
   */
  shrink({ window, prompt }: StatedWindow, estimate: number): void {
    const before = this.tokens;
    if (prompt !== null && estimate > 0)
      this.#ratio = Math.max(this.#ratio, Math.min(PLAUSIBLE_RATIO.most, prompt / estimate));
    if (window !== null) this.#size = Math.min(this.#size, window);
    else if (this.tokens === before) this.#size = Math.floor(Math.min(this.#size, estimate) * SHRINKAGE);
    if (this.tokens === before) this.#ratio *= RECOUNT;
  }

  /**
   * Detects that the server silently cut a prompt that was too long, by comparing the server's count with the estimate.
   * For Latin script, the estimate is at most a third too high; for others, its error varies more between models.
   * @throws PithError `too_large` if the prompt was cut; the window is smaller then
   */
  checkCount(prompt: string, estimate: number, count: number): void {
    if (estimate < MIN_CHECKED_TOKENS) {
      const { least, most } = PLAUSIBLE_RATIO;
      this.#hasPlausibleCounts &&= count > estimate * least && count < estimate * most + MAX_OVERHEAD_TOKENS;
      return;
    }
    if (!this.#hasPlausibleCounts || count < MIN_WINDOW_TOKENS) return;
    const known = this.#countedRatio !== null && this.#countedRatio * MIN_COUNTED_SHARE.known;
    const least = known || (isLatin(prompt) ? MIN_COUNTED_SHARE.latin : MIN_COUNTED_SHARE.other);
    if (count >= estimate * least) {
      this.#countedRatio = count / estimate;
      return;
    }
    this.#size = Math.min(this.#size, count);
    throw new PithError("too_large", `the AI model read only ${count} of about ${estimate} tokens`);
  }

  /** Whether a model is to be asked about the ends of a prompt that its server has not counted. It is asked once. */
  needsEndsCheck(estimate: number): boolean {
    const isNeeded = estimate >= MIN_CHECKED_TOKENS && estimate > CHECKED_GROWTH * this.#checkedTokens;
    if (isNeeded) this.#checkedTokens = estimate;
    return isNeeded;
  }

  /**
   * Detects that the server silently cut the beginning of a prompt, by the ends that the model sees. It stands before the
   * question; a cut of the end would take the question as well. Anything else is taken for a mistake of the model.
   * @throws PithError `too_large` if the prompt was cut; the window is smaller then
   */
  checkEnds(sent: Ends, seen: Ends, estimate: number): void {
    const lines = sent.lastLine - sent.firstLine + 1;
    const missed = MAX_MISSED_SHARE * lines;
    const isEndSeen = seen.lastLine <= sent.lastLine && seen.lastLine >= sent.lastLine - missed;
    const share = (seen.lastLine - seen.firstLine + 1) / lines;
    if (!isEndSeen || share <= 0 || seen.firstLine <= sent.firstLine + missed) return;
    // The window is known now, and smaller prompts need no question.
    this.#checkedTokens = Number.POSITIVE_INFINITY;
    this.#size = Math.min(this.#size, Math.max(MIN_WINDOW_TOKENS, Math.floor(estimate * share)));
    throw new PithError("too_large", "the AI model's server cut the prompt");
  }
}

function isLatin(prompt: string): boolean {
  const middle = prompt.length / 2;
  const sample = prompt.slice(middle, middle + SCRIPT_SAMPLE_UNITS).replace(/\s+/g, "");
  return sample.replace(/[^\p{sc=Latin}]+/gu, "").length > 0.6 * sample.length;
}
