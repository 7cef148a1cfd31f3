import type { RawBlock } from "../../model/index.ts";
import { CharacterClass } from "../characterClasses.ts";
import { type Features, logScale } from "./featureRow.ts";
import type { LineSignals } from "./lineSignals.ts";

/** Features of the line's text (except the keyword hints) and of the text's other occurrences on the page. */
export const OWN_FEATURES = [
  "words",
  "length",
  "endsSentence",
  "isTruncated",
  "endsWithColon",
  "sentenceEnds",
  "sentenceEndsPerWord",
  "commasPerWord",
  "capitalizedShare",
  "allCapsShare",
  "separators",
  "digitShare",
  "symbolShare",
  "ideographShare",
  "startsUpperCase",
  "startsLowerCase",
  "startsWithDigit",
  "startsWithSymbol",
  "meanWordLength",
  "sharingRule",
  "serviceRule",
  "creditRule",
  "relatedHeading",
  "otherOccurrences",
  "occurredBefore",
] as const;

export function ownFeatures({ cached, occurrences }: LineSignals, i: number): Features<(typeof OWN_FEATURES)[number]> {
  const { stats, rule, isRelatedHeading } = cached[i]!;
  const { total, before } = occurrences[i]!;
  const { firstClass } = stats;
  return {
    words: logScale(stats.words),
    length: logScale(stats.length),
    endsSentence: Number(stats.endsSentence),
    isTruncated: Number(stats.isTruncated),
    endsWithColon: Number(stats.endsWithColon),
    sentenceEnds: stats.sentenceEnds,
    sentenceEndsPerWord: stats.sentenceEnds / (stats.words + 1),
    commasPerWord: stats.commas / (stats.words + 1),
    capitalizedShare: stats.capitalizedShare,
    allCapsShare: stats.allCapsShare,
    separators: stats.separators,
    digitShare: stats.digitShare,
    symbolShare: stats.symbolShare,
    ideographShare: stats.ideographShare,
    startsUpperCase: Number(firstClass === CharacterClass.UPPERCASE),
    startsLowerCase: Number(firstClass === CharacterClass.LOWERCASE),
    startsWithDigit: Number(firstClass === CharacterClass.DIGIT),
    startsWithSymbol: Number(firstClass === CharacterClass.SEPARATOR || firstClass === CharacterClass.SYMBOL),
    meanWordLength: stats.meanWordLength,
    sharingRule: Number(rule === "sharing"),
    serviceRule: Number(rule === "service"),
    creditRule: Number(rule === "credit"),
    relatedHeading: Number(isRelatedHeading),
    otherOccurrences: logScale(total - 1),
    occurredBefore: Number(before > 0),
  };
}

/**
 * The line's weight in the rule-based body detection, and features of its block: blank lines before and after it, kind,
 * and link density.
 */
export const BLOCK_FEATURES = ["weight", "apartBefore", "apartAfter", "kind", "links"] as const;

/** Block kinds. The `kind` feature is an index into this array. */
const BLOCK_KINDS: RawBlock["kind"][] = [
  "title",
  "heading",
  "paragraph",
  "list",
  "quote",
  "table",
  "code",
  "caption",
  "note",
];

export function blockFeatures(
  blocks: RawBlock[],
  { weights }: LineSignals,
  i: number,
): Features<(typeof BLOCK_FEATURES)[number]> {
  const { apart, kind, links } = blocks[i]!;
  return {
    weight: weights[i]!,
    apartBefore: Number(apart ?? false),
    apartAfter: Number(blocks[i + 1]?.apart ?? true),
    kind: BLOCK_KINDS.indexOf(kind),
    links,
  };
}
