import type { Document, Span } from "./document.ts";

export const LENGTHS = ["headline", "brief", "standard", "detailed"] as const;
export const ENGINES = ["auto", "extractive", "llm"] as const;
/** How a digest can be worded: in the usual way, as short bullet points, or in plain language. */
export const STYLES = ["usual", "bullets", "plain"] as const;
export type Length = (typeof LENGTHS)[number];
type Style = (typeof STYLES)[number];
export type EngineChoice = (typeof ENGINES)[number];

/** How hard a reasoning model can be asked to think. */
export const REASONING_EFFORTS = ["minimal", "low", "medium", "high"] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

/** Options of a digest. All of them except `engine` and `agreed` are part of the cache key. */
export type Options = {
  length: Length;
  style: Style;
  /** BCP-47, or `auto` for the language of the source. */
  language: string;
  focus: string | null;
  /** The section of the document to digest, by number or heading ("3", "Opening hours"); null for the whole document. */
  section: string | null;
  engine: EngineChoice;
  /** Maximum number of sentences in gist and points together; null derives it from `length`. Extractive engine only. */
  sentences: number | null;
  /** Whether the user has approved the model's cost, whatever it is. */
  agreed: boolean;
};
export const DEFAULT_OPTIONS: Options = {
  length: "standard",
  style: "usual",
  language: "auto",
  focus: null,
  section: null,
  engine: "auto",
  sentences: null,
  agreed: false,
};

export type Kind = "fact" | "forecast" | "opinion";
export type Certainty = "stated" | "hedged";

/**
 * A span of a document's cleaned text: `text` is always the slice of that text from `start` to `end`. Paragraphs and
 * pages are numbered from 1.
 */
export type Quote = {
  /** Document id. */
  document: string;
  text: string;
  start: number;
  end: number;
  paragraph: number;
  page: number | null;
};

/** Why a claim is unverified. */
export type Reason =
  | "no_quote" // the engine gave no quote
  | "quote_not_found" // the quote is not in the text
  | "little_in_common" // the quote is about something else
  | "number_differs"
  | "name_differs"
  | "negation_differs"
  | "speaker_differs";

/** A verified claim always has a quote. An unverified claim has none, and `reasons` says why it is unverified. */
export type Claim = {
  text: string;
  kind: Kind;
  speaker: string | null;
  certainty: Certainty;
  status: "verified" | "unverified";
  quote: Quote | null;
  reasons: Reason[];
};

/** A statement of a model that the document does not bear out, and why. Such statements are never shown in public. */
export type Dropped = { what: "gist" | "point"; text: string; reasons: Reason[] };

export type EngineFingerprint = { kind: "extractive" | "llm"; model: string | null; prompt: string | null };
export type Usage = {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costUsd: number | null;
};
export const NO_USAGE: Usage = { calls: 0, inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: null };

/** Adds two usages. An unknown cost counts as 0; the sum is null only if both costs are unknown. */
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
  engine: EngineFingerprint;
  language: string;
  length: Length;
  createdAt: string;
  notices: Notice[];
  gist: string;
  /** The quotes that bear out the gist, in the order of its sentences. */
  gistQuotes: Quote[];
  /** Set if the gist is worked out from the rows of a table, which its quotes are. */
  gistComputed?: true;
  points: Point[];
  claims: Claim[];
  /** Sentences of the gist, and points, that the document does not bear out. Unverified claims stay in `claims`. */
  dropped: Dropped[];
  usage: Usage;
  cached: boolean;
};
/**
 * A statement of a digest with the quotes that bear it out. It is `computed` if it is worked out from the rows of a
 * table, which its quotes are.
 */
export type Point = { text: string; quotes: Quote[]; computed?: true };

/** `language` is BCP-47, or `auto` for the language of the question. `talk` has the previous turns, oldest first. */
export type Question = { text: string; language: string; engine: EngineChoice; talk?: Exchange[] };
type Exchange = { question: string; answer: string };

export type Answer = {
  documents: { id: string; title: string | null; url: string | null }[];
  answerable: boolean;
  text: string;
  /** Set if the answer is worked out from the rows of a table, which its quotes are. */
  computed?: true;
  quotes: Quote[];
  /** The passage most relevant to the question. Null if the documents answer the question, or if there is none. */
  nearest: Quote | null;
  engine: EngineFingerprint;
  language: string;
  notices: Notice[];
  usage: Usage;
  cached: boolean;
};

/** Codes for facts that users should know about a result. Their wording is in `src/present/catalogue/`. */
export const NOTICES = [
  "model_failed", // the model failed; the extractive engine replaced it
  "model_cut_short", // the document does not fit into the context window; the extractive engine replaced the model
  "model_refused", // the model refused; the extractive engine replaced it
  "over_budget", // the digest would exceed the token limit for one digest; the extractive engine replaced the model
  "budget_low", // at least 80 % of the daily budget is used
  "budget_spent", // the daily budget is used up; the extractive engine replaced the model
  "asks_first", // the model's cost needs approval; the extractive engine replaced it
  "read_in_part", // part of the source was not read; see `coverage`
  "not_translated", // another language was requested, but the extractive engine cannot translate
  "not_plain", // plain language was requested, but the extractive engine cannot reword
  "output_cut", // the model's answer was cut; what was whole of it is shown
  "filled_up", // too little of the model's digest holds; main sentences of the text were added
  "gist_replaced", // the text does not support the model's gist; its first supported point replaced it
  "model_unsupported", // the text supports neither gist nor points of the model; the extractive engine replaced it
  "passages_only", // the documents do not fit into the context window; the answer uses their most relevant passages
  "compared_in_part", // the documents are too long: their main sentences, or without a model their starts, were compared
  "question_language", // the extractive engine found no answer, and the question is in another language
  "languages_differ", // the documents are in different languages: the extractive engine compared figures, names and usual words
  "stopped_early", // the requester stopped the model; this is the extractive draft
  "quotes_dropped", // quotes not in the text, or statements not supported by their quotes, were dropped
] as const;
export type Notice = (typeof NOTICES)[number];

/** A claim before verification: its quote may not exist in the text. */
export type DraftClaim = {
  text: string;
  kind: Kind;
  speaker: string | null;
  certainty: Certainty;
  quote: string | null;
};
/**
 * A point before verification. `rows` has the spans of the rows that a statement worked out from a table rests on; it has
 * no other quotes. Rows of any engine but the extractive one do not count, because a model's statements are checked
 * against their quotes.
 */
export type DraftPoint = { text: string; quotes: string[]; rows?: Span[] };
export type DraftDigest = {
  engine: EngineFingerprint;
  language: string;
  gist: string;
  /** The rows that a gist worked out from a table rests on. */
  gistRows?: Span[];
  points: DraftPoint[];
  claims: DraftClaim[];
  notices: Notice[];
  usage: Usage;
};
export type DraftAnswer = {
  engine: EngineFingerprint;
  language: string;
  answerable: boolean;
  text: string;
  quotes: string[];
  /**
   * The rows that an answer worked out from a table rests on, in the document with this id. The marks of its text count
   * them. As in `DraftPoint`, only those of the extractive engine count.
   */
  rows?: { document: string; spans: Span[] };
  /** Who says each of the quotes in a conversation. A name is set before a quote that stands by itself: "Bob: I do". */
  speakers?: (string | null)[];
  /** Whether the extractive engine is sure enough of an answer for it to stand in for that of a model. */
  isSure?: boolean;
  /** The sentence of a document that is closest to a question without an answer. Null if none is to be shown. */
  nearest?: string | null;
  notices: Notice[];
  usage: Usage;
};

/** Returns the metadata of a document for its digest: everything except the text, its blocks and the removed pieces. */
export function factsOf({ text: _, blocks: __, removed: ___, ...facts }: Document): Digest["document"] {
  return facts;
}
