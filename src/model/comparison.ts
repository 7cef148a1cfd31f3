import type { Digest, EngineChoice, EngineMark, Notice, Quote, Usage } from "./digest.ts";

/** The two documents that are compared, in the order in which they were named. */
export type Two<T> = [first: T, second: T];

/** What an asker may choose about a comparison. `language` is BCP-47, or `auto`: that of the first document. */
export type Comparing = { language: string; engine: EngineChoice };

/** A statement with the located quotes that bear it out: of an agreement from both documents, else from one of them. */
export type Finding = { text: string; quotes: Quote[] };

/** A matter of which both speak, but not alike: what each says of it, and their numbers side by side as they stand in the quotes. */
export type Difference = { first: Finding; second: Finding; numbers: Two<string>[] };

export type Comparison = {
  documents: Two<Digest["document"]>;
  agree: Finding[];
  differ: Difference[];
  onlyFirst: Finding[];
  onlySecond: Finding[];
  engine: EngineMark;
  language: string;
  notices: Notice[];
  usage: Usage;
  cached: boolean;
};

/** What an engine writes, with quotes as it believes they stand in the texts. Nothing here is trusted yet. */
export type DraftFinding = { text: string; quotes: string[] };
type DraftAgreement = { text: string; first: string[]; second: string[] };
export type DraftDifference = { first: DraftFinding; second: DraftFinding };
export type DraftComparison = {
  engine: EngineMark;
  language: string;
  agree: DraftAgreement[];
  differ: DraftDifference[];
  onlyFirst: DraftFinding[];
  onlySecond: DraftFinding[];
  notices: Notice[];
  usage: Usage;
};

/** Every quote that a comparison shows. */
export function quotesOf({ agree, differ, onlyFirst, onlySecond }: Omit<Comparison, "documents">): Quote[] {
  const sides = differ.flatMap(({ first, second }) => [first, second]);
  return [...agree, ...sides, ...onlyFirst, ...onlySecond].flatMap(({ quotes }) => quotes);
}
