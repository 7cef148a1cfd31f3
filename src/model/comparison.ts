import type { Digest, EngineChoice, EngineFingerprint, Notice, Quote, Usage } from "./digest.ts";

/** The two documents of a comparison, in the order the user named them. */
export type Pair<T> = [first: T, second: T];

/** Options of a comparison. `language` is BCP-47 or `auto`, the language of the first document. */
export type CompareOptions = { language: string; engine: EngineChoice };

/** A statement and the located quotes that support it. An agreement has quotes from both documents. */
export type Finding = { text: string; quotes: Quote[] };

/** Two statements on one topic that disagree. `numbers` pairs the conflicting figures as they appear in the quotes. */
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

/** Engine output before verification: its quotes may not exist in the text. */
export type DraftFinding = { text: string; quotes: string[] };
type DraftAgreement = { text: string; first: string[]; second: string[] };
export type DraftDifference = { first: DraftFinding; second: DraftFinding };
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

/** All quotes of a comparison. */
export function quotesOf({ agree, differ, onlyFirst, onlySecond }: Omit<Comparison, "documents">): Quote[] {
  const sides = differ.flatMap(({ first, second }) => [first, second]);
  return [...agree, ...sides, ...onlyFirst, ...onlySecond].flatMap(({ quotes }) => quotes);
}
