import type { Reason } from "../../model/index.ts";
import {
  extractQuantities,
  isContradicted,
  isStated,
  isSupported,
  type Quantity,
  resolveDates,
} from "../../quantities/index.ts";
import { alignTexts, type EvidenceTexts, fuzzyTermCoverage, termCoverage, tokenize } from "../alignment/index.ts";
import { hasNameMismatch, isAcronymIn, type WordCasing, withoutUnsharedNames } from "../names/index.ts";
import { hasUnknownIdentifier } from "./identifiers.ts";
import { hasForeignWriting, hasInventedQuotation, type Writing } from "./insertions.ts";
import { hasPolarityMismatch } from "./polarity.ts";
import { hasSpeakerMismatch } from "./speaker.ts";

/** The evidence for a claim: a quote with its context, and lookups over the whole document. */
export type Evidence = EvidenceTexts &
  WordCasing &
  Writing & {
    /**
     * Whether the document's text or title contains a lower-case word, in any casing and, if it is longer than three
     * letters, even as part of another word.
     */
    occursInDocument(word: string): boolean;
    /** Whether the document's text or title mentions a speaker. */
    mentions(speaker: string): boolean;
    /** The date of the document, which tells what its weekdays mean; null if it is not known. */
    date: Date | null;
    /** Returns the few sentences outside the quote that share the most terms with a claim, best first. */
    nearestOtherSentences(claim: string): string[];
  };
/** The result of checking one claim. `score` is 0..1; the claim is supported if `reasons` is empty. */
export type Verdict = { score: number; reasons: Reason[] };
/**
 * Where the evidence comes from: it was given as the claim's quote, it is the most similar sentence of the text, or it
 * was gathered from all over the text.
 */
export type EvidenceOrigin = "quoted" | "retrieved" | "gathered";

/** Minimum term coverage of a claim by retrieved evidence. */
const MIN_COVERAGE_RETRIEVED = 0.5;
/**
 * Minimum fuzzy coverage of a claim by the sentences gathered for it. Fitted by cross-validation over documents on
 * rewordings of a document's sentences, each also given to another document.
 */
export const MIN_COVERAGE_GATHERED = 0.44;
/**
 * Minimum fuzzy coverage of a claim by its quote. It is low because a paraphrase may share few words with its source.
 */
const MIN_COVERAGE_QUOTED = 0.12;
/**
 * A quote is rejected if another sentence of the document covers the claim better than the quote does, by at least this
 * much.
 */
const MAX_COVERAGE_DEFICIT = 0.14;
/** Bonus added to the coverage if the claim and the evidence state the same number. */
const SHARED_NUMBER_BONUS = 0.1;
/**
 * Minimum coverage for a quote to count as evidence without the rest of its sentence, and for evidence to be accepted
 * without comparing it with other sentences of the document.
 */
const SUFFICIENT_COVERAGE = 0.75;
/** Maximum length, in tokens, of a text to align. The alignment table grows with the product of both lengths. */
const MAX_ALIGNED_TOKENS = 600;
/** Factor applied to the score for each failed check. */
const SCORE_PER_REASON = 0.5;

/**
 * Checks the term coverage, numbers, names, polarity and attribution of a claim against its evidence, without a model.
 */
export function checkClaim(
  claim: string,
  speaker: string | null,
  evidence: Evidence,
  origin: EvidenceOrigin = "quoted",
): Verdict {
  const reasons: Reason[] = [];
  const { quote, language, occursInDocument } = evidence;
  const coverage = termCoverage(claim, evidence, language);
  if (!isCovered(claim, coverage, evidence, origin)) reasons.push("little_in_common");
  const byQuoteAlone = termCoverage(claim, { ...evidence, sentence: "", preceding: "", title: "" }, language);
  const proof = byQuoteAlone >= SUFFICIENT_COVERAGE ? quote : evidence.sentence;
  const nearText = `${evidence.preceding} ${evidence.sentence} ${evidence.title}`;
  const alignment = canAlign(claim) && canAlign(proof) ? alignTexts(claim, proof) : null;
  const isNearCopy = alignment?.isNearCopy ?? true;
  if (hasNumberMismatch(claim, proof, isNearCopy ? null : nearText, evidence)) reasons.push("number_differs");
  if (alignment) {
    const context = { nearTokens: tokenize(nearText), nearText, occursInDocument };
    if (hasNameMismatch(alignment, claim, proof, context, evidence)) reasons.push("name_differs");
    if (hasPolarityMismatch(claim, quote, proof, alignment, language)) reasons.push("negation_differs");
  } else if (hasUnknownName(claim, `${nearText} ${proof}`)) reasons.push("name_differs");
  const hasWordsOf = (word: string): boolean => isAcronymIn(word, `${nearText} ${proof}`);
  if (hasUnknownIdentifier(claim, { occursInDocument, hasWordsOf })) reasons.push("name_differs");
  if (hasForeignWriting(claim, evidence, false)) reasons.push("name_differs");
  if (hasInventedQuotation(claim, evidence)) reasons.push("quote_not_found");
  if (hasSpeakerMismatch(claim, speaker, evidence)) reasons.push("speaker_differs");
  const distinct = [...new Set(reasons)];
  return { score: coverage * SCORE_PER_REASON ** distinct.length, reasons: distinct };
}

/**
 * Whether a text is short enough to align. Its length in UTF-16 units is checked first, allowing 20 per token, to avoid
 * tokenizing a very long text.
 */
const canAlign = (text: string): boolean =>
  text.length < 20 * MAX_ALIGNED_TOKENS && tokenize(text).length <= MAX_ALIGNED_TOKENS;

/** Whether the evidence covers enough of the claim, and no other sentence of the document covers much more of it. */
function isCovered(claim: string, coverage: number, evidence: Evidence, origin: EvidenceOrigin): boolean {
  if (origin === "retrieved") return coverage >= MIN_COVERAGE_RETRIEVED;
  const { language } = evidence;
  if (origin === "gathered") return fuzzyTermCoverage(claim, evidence, language) >= MIN_COVERAGE_GATHERED;
  const bonus = sharesNumber(claim, evidence.sentence, language) ? SHARED_NUMBER_BONUS : 0;
  if (fuzzyTermCoverage(claim, evidence, language) + bonus < MIN_COVERAGE_QUOTED) return false;
  if (coverage >= SUFFICIENT_COVERAGE) return true;
  // Other sentences may name the referent of a pronoun in the quote. That does not make them better evidence.
  const nameless = withoutUnsharedNames(claim, evidence.sentence, evidence);
  const own = fuzzyTermCoverage(nameless, evidence, language);
  const others = evidence
    .nearestOtherSentences(nameless)
    .map((quote) => fuzzyTermCoverage(nameless, { quote, sentence: "", preceding: "", title: "" }, language));
  return Math.max(0, ...others) - own < MAX_COVERAGE_DEFICIT + bonus;
}

/** Whether claim and evidence state the same number, even if written differently: "4 kg" and "vier Kilogramm". */
function sharesNumber(claim: string, evidence: string, language: string): boolean {
  const given = extractQuantities(evidence, language);
  return extractQuantities(claim, language).some((quantity) => quantity.mustMatch && isStated(quantity, given));
}

/**
 * Whether the claim has a number that is neither stated in the evidence or in `nearText`, nor derivable from the
 * numbers in the evidence. `nearText` is null if the claim is a near copy of the evidence. In a near copy, a different
 * number is a substitution, so only numbers stated in the evidence are accepted. A loosely used quantity (see
 * `mustMatch`) is a mismatch only if the evidence contradicts it.
 */
function hasNumberMismatch(
  claim: string,
  evidence: string,
  nearText: string | null,
  { language, date }: Pick<Evidence, "language" | "date">,
): boolean {
  const given = extractQuantities(evidence, language);
  const resolved = date ? resolveDates(given, date) : [];
  const nearby = nearText === null ? [] : extractQuantities(nearText, language);
  const matches = (claimed: Quantity): boolean =>
    isStated(claimed, [...given, ...resolved]) ||
    (nearText !== null && (isSupported(claimed, given) || isStated(claimed, nearby)));
  return extractQuantities(claim, language).some((claimed) =>
    claimed.mustMatch ? !matches(claimed) : isContradicted(claimed, given),
  );
}

/**
 * Whether the claim has a capitalised word that `text` lacks. The pronoun "I" and the first word of a sentence do not
 * count.
 */
function hasUnknownName(claim: string, text: string): boolean {
  const names = tokenize(claim).filter(
    ({ word, isCapitalised, isInitial }) => isCapitalised && !isInitial && !/^i(?:'|$)/.test(word),
  );
  if (!names.length) return false;
  const known = new Set(tokenize(text).map(({ word }) => word));
  return names.some(({ word }) => !known.has(word));
}
