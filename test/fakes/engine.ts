import type { DraftAnswer, DraftComparison, DraftDigest, Engine, PithError } from "../../src/model/index.ts";

/** An invented news story, long enough to be summarised. */
export const STORY = [
  "The council of Orrin voted on Monday to open the town library on Sundays from January.",
  "Librarian Ada Quill said the change would cost 61,000 crowns a year.",
  "Opponents said the money was needed for the swimming hall, which has been closed since March.",
  "The library had 48,000 visitors last year, a fifth more than the year before.",
  "A second vote on the hall is planned for the spring.",
  "The mayor did not say how the council would pay for both.",
  "Two neighbouring towns opened their libraries on Sundays in 2024.",
].join("\n\n");
const MODEL = { kind: "llm", model: "stub", prompt: "hash" } as const;

/**
 * An LLM engine that counts its calls. Its output has one quote from `STORY` and one invented quote.
 * If `error` is set, every call throws it.
 */
export class FakeEngine implements Engine {
  calls = 0;
  error: PithError | null = null;
  quote = "the change would cost 61,000 crowns a year";
  fingerprint() {
    return MODEL;
  }
  async digest(): Promise<DraftDigest> {
    await this.#call();
    return {
      engine: MODEL,
      language: "en",
      gist: "Orrin opens its library on Sundays.",
      points: [{ text: "It costs money.", quotes: [this.quote, "The mayor resigned in tears."] }],
      claims: [
        {
          text: "Ada Quill said the change would cost 61,000 crowns a year.",
          kind: "fact",
          speaker: "Ada Quill",
          certainty: "stated",
          quote: this.quote,
        },
        {
          text: "The mayor resigned.",
          kind: "fact",
          speaker: null,
          certainty: "stated",
          quote: "The mayor resigned in tears.",
        },
      ],
      notices: [],
      usage: { calls: 1, inputTokens: 100, outputTokens: 50, cachedTokens: 0, costUsd: null },
    };
  }
  async answer(): Promise<DraftAnswer> {
    await this.#call();
    return {
      engine: MODEL,
      language: "en",
      answerable: true,
      text: "It costs 61,000 crowns. [1]",
      quotes: [this.quote],
      notices: [],
      usage: { calls: 1, inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: null },
    };
  }
  async compare(): Promise<DraftComparison> {
    await this.#call();
    return {
      engine: MODEL,
      language: "en",
      agree: [],
      differ: [],
      onlyFirst: [
        { text: "The change would cost 61,000 crowns a year.", quotes: [this.quote] },
        { text: "The mayor resigned.", quotes: ["The mayor resigned in tears."] },
      ],
      onlySecond: [],
      notices: [],
      usage: { calls: 1, inputTokens: 20, outputTokens: 10, cachedTokens: 0, costUsd: null },
    };
  }
  async #call(): Promise<void> {
    this.calls++;
    await new Promise((resolve) => setImmediate(resolve));
    if (this.error) throw this.error;
  }
}
