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
}

function isLatin(prompt: string): boolean {
  const middle = prompt.length / 2;
  const sample = prompt.slice(middle, middle + SCRIPT_SAMPLE_UNITS).replace(/\s+/g, "");
  return sample.replace(/[^\p{sc=Latin}]+/gu, "").length > 0.6 * sample.length;
}
