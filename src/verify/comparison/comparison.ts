import { compareValues, extractValues } from "../../facts/index.ts";
import {
  type Comparison,
  type Difference,
  type Document,
  type DraftComparison,
  type DraftDifference,
  type Finding,
  type Pair,
  type TaskContext,
  yieldToEventLoop,
} from "../../model/index.ts";
import { isRepeated, primarySubtag, withoutRepetitions } from "../../text/index.ts";
import { fuzzyTermCoverage } from "../alignment/index.ts";
import { ClaimVerifier, checkStatement, distinctQuotes, type Evidence, isInOtherLanguage } from "../claims/index.ts";
import { checkParts } from "../parts.ts";
import { findNumericConflicts, type Passage, sharesFigure, usesFigure } from "./numericConflicts.ts";

export type VerifiedComparison = Pick<Comparison, "agree" | "differ" | "onlyFirst" | "onlySecond" | "notices">;

/** Minimum fuzzy coverage between the sides of a difference. Below it, they are probably about different topics. */
const MIN_TOPIC_COVERAGE = 0.15;
/**
 * Minimum score at which a statement counts as present in a document even though its numbers or its polarity differ.
 * The document then contains a variant of the statement.
 */
const MIN_SCORE_OF_VARIANT = 0.3;

/**
 * Verifies a comparison against its two documents. Both documents must support an agreement, and each document must
 * support its side of a difference. A finding unique to one document must be supported there and not be stated in the
 * other. Findings that fail are dropped, and each is given once. If a model wrote the draft, the notice `quotes_dropped` reports dropped
 * findings and quotes that were not found.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function verifyComparison(
  draft: DraftComparison,
  documents: Pair<Document>,
  context: TaskContext,
): Promise<VerifiedComparison> {
  const first = new ComparedDocument(documents[0], draft.language);
  const second = new ComparedDocument(documents[1], draft.language);
  const isModel = draft.engine.kind === "llm";
  const agree = await mapSupported(draft.agree, context, ({ text, first: ofFirst, second: ofSecond }) => {
    const inFirst = isModel ? first.findSupport(text, ofFirst) : first.findQuotes(ofFirst);
    const inSecond = isModel ? second.findSupport(text, ofSecond) : second.findQuotes(ofSecond);
    if (!inFirst || !inSecond) return null;
    const quotes = [...inFirst.quotes, ...inSecond.quotes];
    const isAgreed =
      isModel || (quotes.some((quote) => quote.text === text) && !isContradictory(inFirst, inSecond, [first, second]));
    return isAgreed ? { text, quotes } : null;
  });
  const verify = isModel ? verifyDifference : verifyQuotedDifference;
  const differ = await mapSupported(draft.differ, context, (difference) => verify(difference, first, second));
  const onlyFirst = await verifyUnique(draft.onlyFirst, first, second, context);
  const onlySecond = await verifyUnique(draft.onlySecond, second, first, context);
  const lists = { agree, differ, onlyFirst, onlySecond };
  const hasDropped = (Object.keys(lists) as (keyof typeof lists)[]).some(
    (name) => lists[name].length < draft[name].length,
  );
  const isChanged = isModel && (hasDropped || first.hasUnlocatedQuote || second.hasUnlocatedQuote);
  const distinct = {
    agree: withoutRepetitions(agree, []),
    differ: differ.filter(
      ({ first, second }, i) =>
        !differ
          .slice(0, i)
          .some(
            (earlier) => isRepeated(first.text, [earlier.first.text]) && isRepeated(second.text, [earlier.second.text]),
          ),
    ),
    onlyFirst: withoutRepetitions(onlyFirst, []),
    onlySecond: withoutRepetitions(onlySecond, []),
  };
  return { ...distinct, notices: isChanged ? [...draft.notices, "quotes_dropped"] : draft.notices };
}

/**
 * Maps the items with `verify` and drops null results, yielding to the event loop between items.
 * @throws PithError `stopped` if the task is cancelled
 */
async function mapSupported<T, U>(
  items: T[],
  context: TaskContext,
  verify: (item: T) => Promise<U | null> | U | null,
): Promise<U[]> {
  const results: U[] = [];
  for (const item of items) {
    await yieldToEventLoop(context);
    const result = await verify(item);
    if (result !== null) results.push(result);
  }
  return results;
}

/** A statement that one document supports, with the located quotes and their evidence. */
type SupportedFinding = Finding & { evidence: Evidence[] };
const withoutEvidence = ({ text, quotes }: SupportedFinding): Finding => ({ text, quotes });

/** One of the compared documents, against which statements are verified. */
class ComparedDocument {
  /** Whether `findSupport` was given a quote that the document does not contain. */
  hasUnlocatedQuote = false;
  readonly language: string;
  readonly #verifier: ClaimVerifier;
  readonly #requestedLanguage: string;

  constructor(document: Document, requestedLanguage: string) {
    this.language = document.language;
    this.#verifier = new ClaimVerifier(document);
    this.#requestedLanguage = requestedLanguage;
  }

  /** Returns the statement with those of its quotes that the document contains, or null if they do not support it. */
  findSupport(text: string, quotes: string[]): SupportedFinding | null {
    const located = [...new Set(quotes)].map((quote) => this.#verifier.locateQuote(quote));
    this.hasUnlocatedQuote ||= located.includes(null);
    const distinct = distinctQuotes(located);
    const evidence = distinct.map((quote) => this.#verifier.evidenceAt(quote));
    return this.isSupported(text, evidence) ? { text, quotes: distinct, evidence } : null;
  }

  /** Returns quotes as a finding that says just them, or null if the document does not contain one of them. */
  findQuotes(quotes: string[]): Finding | null {
    const located = quotes.map((quote) => this.#verifier.locateQuote(quote));
    if (!located.length || located.includes(null)) return null;
    const distinct = distinctQuotes(located);
    return { text: distinct.map((quote) => quote.text).join(" "), quotes: distinct };
  }

  isSupported(text: string, evidence: Evidence[]): boolean {
    const isTranslated = this.isTranslated(text);
    const checks = this.#verifier.checksFor(this.#requestedLanguage, isTranslated, (part) =>
      checkStatement(part, evidence, this.language, isTranslated),
    );
    return checkParts(text, this.language, checks).length === 0;
  }

  /** Whether a statement is in a different language from the document. */
  isTranslated(text: string): boolean {
    return isInOtherLanguage(text, this.#requestedLanguage, this.language);
  }

  /**
   * Whether the document contains any of the statements: verbatim, reworded, or with a different number or polarity.
   */
  async states(statements: string[], context: TaskContext): Promise<boolean> {
    for (const text of statements) {
      if (this.#verifier.locateQuote(text)) return true;
      const { status, score, reasons } = await this.#verifier.verifyUnquoted({ text, speaker: null }, context);
      const isVariant = reasons.length === 1 && /^(?:number|negation)_differs$/.test(reasons[0]!);
      if (status === "verified" || (isVariant && score >= MIN_SCORE_OF_VARIANT)) return true;
    }
    return false;
  }
}

/** Keeps the findings that their own document supports and that the other document does not state. */
function verifyUnique(
  drafts: DraftComparison["onlyFirst"],
  own: ComparedDocument,
  other: ComparedDocument,
  context: TaskContext,
): Promise<Finding[]> {
  return mapSupported(drafts, context, async ({ text, quotes }) => {
    const supported = own.findSupport(text, quotes);
    if (!supported) return null;
    const statements = [text, ...supported.quotes.map((quote) => quote.text)];
    return (await other.states(statements, context)) ? null : withoutEvidence(supported);
  });
}

/**
 * Verifies a difference: each document must support its side. If the documents and the sides are all in one language,
 * the sides must also share a topic, and at least one side must not be supported by the evidence for the other.
 */
function verifyDifference(draft: DraftDifference, one: ComparedDocument, other: ComparedDocument): Difference | null {
  const first = one.findSupport(draft.first.text, draft.first.quotes);
  const second = other.findSupport(draft.second.text, draft.second.quotes);
  if (!first || !second) return null;
  const isSameLanguage = primarySubtag(one.language) === primarySubtag(other.language);
  if (isSameLanguage && !one.isTranslated(first.text) && !other.isTranslated(second.text)) {
    const bothAgree = other.isSupported(first.text, second.evidence) && one.isSupported(second.text, first.evidence);
    const coverage = Math.max(topicCoverage(first, second, other), topicCoverage(second, first, one));
    if (bothAgree || coverage < MIN_TOPIC_COVERAGE) return null;
  }
  const numbers = findNumericConflicts(passageOf(first, one), passageOf(second, other)).filter(
    ([mine, theirs]) => usesFigure(first.text, mine, one.language) && usesFigure(second.text, theirs, other.language),
  );
  return { first: withoutEvidence(first), second: withoutEvidence(second), numbers };
}

/**
 * Returns the highest fuzzy coverage of the first side by any piece of evidence for the second. `document` is the
 * document that the evidence is from.
 */
const topicCoverage = (
  { text }: SupportedFinding,
  { evidence }: SupportedFinding,
  document: ComparedDocument,
): number =>
  Math.max(...evidence.map((one) => fuzzyTermCoverage(text, { ...one, preceding: "", title: "" }, document.language)));

/** Whether the figures of two findings differ and none of them is the same. */
function isContradictory(one: Finding, other: Finding, [first, second]: Pair<ComparedDocument>): boolean {
  const [mine, theirs] = [passageOf(one, first), passageOf(other, second)];
  return findNumericConflicts(mine, theirs).length > 0 && !sharesFigure(mine, theirs) && !sharesValue(mine, theirs);
}

/** Whether two passages state one value, such as an amount in other units or one instant in two time zones. */
function sharesValue(one: Passage, other: Passage): boolean {
  const values = extractValues(other.text, other.language);
  return extractValues(one.text, one.language).some((value) =>
    values.some((another) => !value.isName && !value.member && compareValues(value, another) === "equal"),
  );
}

/**
 * Verifies a difference of the extractive engine, which sets sentences of the documents against each other as they
 * stand: each side must be a quote of its document and have its figure of each pair, which the other must not have.
 */
function verifyQuotedDifference(
  draft: DraftDifference,
  one: ComparedDocument,
  other: ComparedDocument,
): Difference | null {
  const [first, second] = [one.findQuotes(draft.first.quotes), other.findQuotes(draft.second.quotes)];
  if (!first || !second) return null;
  const { numbers = [] } = draft;
  const isIn = ({ text }: Finding, figure: string): boolean => text.includes(figure);
  const areStated = numbers.every(([mine, theirs]) => mine !== theirs && isIn(first, mine) && isIn(second, theirs));
  return areStated && isIn(first, draft.first.text) && isIn(second, draft.second.text)
    ? { first, second, numbers }
    : null;
}

const passageOf = ({ quotes }: Finding, { language }: ComparedDocument): Passage => ({
  text: quotes.map((quote) => quote.text).join("\n"),
  language,
});
