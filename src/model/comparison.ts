import type { Digest, EngineChoice, EngineFingerprint, Notice, Quote, Usage } from "./digest.ts";

/** One value for each document of a comparison, in the order in which the user named the documents. */
export type Pair<T> = [first: T, second: T];

/** Options of a comparison. `language` is BCP-47, or `auto` for the language of the first document. */
export type CompareOptions = { language: string; engine: EngineChoice };

/** A statement and the located quotes that support it. An agreement has quotes from both documents. */
export type Finding = { text: string; quotes: Quote[] };

/** Two conflicting statements on one topic. `numbers` pairs the conflicting figures or words as they appear in the quotes. */
export type Difference = { first: Finding; second: Finding; numbers: Pair<string>[] };

export type Comparison = {
  documents: Pair<Digest["document"]>;
  agree: Finding[];
  differ: Difference[];
  onlyFirst: Finding[];
  onlySecond: Finding[];
  engine: EngineFingerprint;
  language: string;
  notices: Notice[];
  usage: Usage;
  cached: boolean;
};

/** A finding before verification: its quotes may not exist in the text. */
export type DraftFinding = { text: string; quotes: string[] };
export type DraftAgreement = { text: string; first: string[]; second: string[] };
/**
 * A difference before verification. `numbers` are the figures that the engine set against each other; without them,
 * verification looks for them in the quotes.
 */
export type DraftDifference = { first: DraftFinding; second: DraftFinding; numbers?: Pair<string>[] };
export type DraftComparison = {
  engine: EngineFingerprint;
  language: string;
  agree: DraftAgreement[];
  differ: DraftDifference[];
  onlyFirst: DraftFinding[];
  onlySecond: DraftFinding[];
  notices: Notice[];
  usage: Usage;
};

/** Returns the quotes of all findings of a comparison, list by list. */
export function quotesOf({ agree, differ, onlyFirst, onlySecond }: Omit<Comparison, "documents">): Quote[] {
  const sides = differ.flatMap(({ first, second }) => [first, second]);
  return [...agree, ...sides, ...onlyFirst, ...onlySecond].flatMap(({ quotes }) => quotes);
}
