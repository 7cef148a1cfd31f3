import type { Document } from "./document.ts";

export const LENGTHS = ["headline", "brief", "standard", "detailed"] as const;
export const ENGINES = ["auto", "extractive", "llm"] as const;
/** How a digest is worded: as usual, as short bullet points, or so that everybody understands it. */
export const STYLES = ["usual", "bullets", "plain"] as const;
export type Length = (typeof LENGTHS)[number];
type Style = (typeof STYLES)[number];
export type EngineChoice = (typeof ENGINES)[number];

/** What an asker may choose about a digest. All but the last is part of the work's key. */
export type Options = {
  length: Length;
  style: Style;
  /** `auto` (the source's own) or BCP-47. */
  language: string;
  focus: string | null;
  engine: EngineChoice;
  /** At most so many sentences in gist and points together; null leaves it to `length`. Extractive digests only. */
  sentences: number | null;
  /** Whether the asker agrees to what it costs, however much. It shapes no result, and is part of no key. */
  agreed: boolean;
};
export const DEFAULT_OPTIONS: Options = {
  length: "standard",
  style: "usual",
  language: "auto",
  focus: null,
  engine: "auto",
  sentences: null,
  agreed: false,
};

export type Kind = "fact" | "forecast" | "opinion";
export type Certainty = "stated" | "hedged";

/** A stretch of the cleaned text: always `text.slice(start, end) === quote.text`. Paragraphs and pages count from 1. */
export type Quote = {
  /** The Document's id. */
  document: string;
  text: string;
  start: number;
  end: number;
  paragraph: number;
  page: number | null;
};

/** Why a claim is not verified: what of it its quote does not bear out. */
export type Reason =
  | "no_quote" // nothing was offered as proof
  | "quote_not_found" // the quote is not in the text
  | "little_in_common" // the quote speaks of something else
  | "number_differs"
  | "name_differs"
  | "negation_differs"
  | "speaker_differs";

/** A verified claim always has a quote; an unverified one never has, and `reasons` says why. */
export type Claim = {
  text: string;
  kind: Kind;
  speaker: string | null;
  certainty: Certainty;
  status: "verified" | "unverified";
  quote: Quote | null;
  reasons: Reason[];
};

export type EngineMark = { kind: "extractive" | "llm"; model: string | null; prompt: string | null };
export type Usage = {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costUsd: number | null;
};
export const NO_USAGE: Usage = { calls: 0, inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: null };

/** What two pieces of work took together. */
export function sumOf(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    costUsd: a.costUsd === null && b.costUsd === null ? null : (a.costUsd ?? 0) + (b.costUsd ?? 0),
  };
}

export type Digest = {
  document: Omit<Document, "text" | "blocks" | "removed">;
  engine: EngineMark;
  language: string;
  length: Length;
  createdAt: string;
  notices: Notice[];
  gist: string;
  points: { text: string; quotes: Quote[] }[];
  claims: Claim[];
  usage: Usage;
  cached: boolean;
};

export type Answer = {
  documents: { id: string; title: string | null; url: string | null }[];
  answerable: boolean;
  text: string;
  quotes: Quote[];
  /** The passage nearest to the question, when the document does not answer it. */
  nearest: Quote | null;
  engine: EngineMark;
  language: string;
  notices: Notice[];
  usage: Usage;
  cached: boolean;
};

/** Things worth saying about a digest, an answer or a comparison, as codes; the catalogue has the sentences. */
export const NOTICES = [
  "model_failed", // the model did not answer; the extractive engine did
  "model_cut_short", // the document does not fit the model; the extractive engine read it whole
  "model_refused", // the model declined; the extractive engine did it
  "over_budget", // the model would have taken more than a run may; the extractive engine read it
  "budget_low", // four fifths of the day's budget are used
  "budget_spent", // the day's budget is used up; the extractive engine did it
  "asks_first", // the model would cost more than may be spent unasked; the extractive engine did it
  "read_in_part", // coverage says how much
  "not_translated", // another language was asked for, and there is no model to translate
  "not_plain", // plain words were asked for, and there is no model to find them
  "gist_replaced", // the engine's gist named numbers or names that are not in the text; the extractive one stands in
  "passages_only", // the document does not fit the model; the answer rests on the passages nearest to the question
  "compared_in_part", // the documents do not fit the model; it compared their main passages
  "languages_differ", // the documents are in different languages, and there is no model to compare them
  "quotes_dropped", // the engine offered quotes that are not in the text, or statements that they do not bear out
] as const;
export type Notice = (typeof NOTICES)[number];

/** What an engine writes: words, and quotes as it believes they stand in the text. Nothing here is trusted yet. */
export type DraftClaim = {
  text: string;
  kind: Kind;
  speaker: string | null;
  certainty: Certainty;
  quote: string | null;
};
export type DraftDigest = {
  engine: EngineMark;
  language: string;
  gist: string;
  points: { text: string; quotes: string[] }[];
  claims: DraftClaim[];
  notices: Notice[];
  usage: Usage;
};
export type DraftAnswer = {
  engine: EngineMark;
  language: string;
  answerable: boolean;
  text: string;
  quotes: string[];
  notices: Notice[];
  usage: Usage;
};

/** What of a document stands in its digest. */
export function factsOf({ text: _, blocks: __, removed: ___, ...facts }: Document): Digest["document"] {
  return facts;
}
