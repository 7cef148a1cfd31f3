import {
  type Alignment,
  evidenceGap,
  isSingleEdit,
  restatedClauses,
  type Token,
  tokenize,
} from "../alignment/index.ts";
import { hasInitialsOf } from "./acronyms.ts";
import {
  capitalisesNouns,
  classifyName,
  isArticle,
  isFirstPersonPronoun,
  isName,
  isNameCandidate,
  isPronounOrArticle,
  isSameName,
  type NameStatus,
  type WordCasing,
} from "./nameTokens.ts";

/** Where to look for names that the evidence itself lacks: in the text near the quote, and in the whole document. */
export type NameContext = {
  nearTokens: Token[];
  nearText: string;
  occursInDocument(word: string): boolean;
};

/**
 * Whether the names in the claim conflict with its evidence. For each token of the claim, the first applicable rule in
 * `RULES` decides. A token to which no rule applies is supported.
 */
export function hasNameMismatch(
  alignment: Alignment,
  claim: string,
  evidence: string,
  context: NameContext,
  casing: WordCasing,
): boolean {
  const comparison = new NameComparison(alignment, claim, evidence, context, casing);
  return alignment.claim.some((_, i) => {
    const name = new ClaimName(comparison, i);
    return RULES.find((rule) => rule.applies(name))?.isMismatch ?? false;
  });
}

type Rule = {
  isMismatch: boolean;
  applies(name: ClaimName): boolean;
};

/**
 * The decision table for the tokens of a claim. The rules are evaluated in order, and each assumes that no earlier one
 * applies.
 */
const RULES: readonly Rule[] = [
  // The token is not a name.
  { isMismatch: false, applies: (name) => !isNameCandidate(name.token) },
  // The evidence contains the acronym for this name, or the full name for this acronym.
  { isMismatch: false, applies: (name) => name.isAcronymOfEvidence || name.hasAcronymInEvidence },
  // The claim copies the evidence, but with this token in place of a name.
  { isMismatch: true, applies: (name) => name.isSubstitution && name.replacesName },
  // The claim copies the evidence with a single edit, which puts this name in place of words that are not a reference.
  {
    isMismatch: true,
    applies: (name) =>
      name.isSubstitution &&
      name.comparison.isSingleEdit &&
      name.replacesWords &&
      !name.replacesReference &&
      (name.isInEvidence || name.isInsertedName),
  },
  // The evidence contains the name, or the token is the pronoun "I".
  { isMismatch: false, applies: (name) => name.isInEvidence || isFirstPersonPronoun(name.token) },
  // The token is a common word at the start of a sentence, or a German noun.
  { isMismatch: false, applies: (name) => name.status === "word" },
  // The document does not contain the name.
  { isMismatch: true, applies: (name) => name.status === "name" && !name.isNearby && !name.isInDocument },
  // The token may not be a name at all.
  { isMismatch: false, applies: (name) => name.status === "uncertain" },
  // The claim copies the evidence, but has a name from elsewhere in the document. This name replaces another one,
  // or it neither resolves a reference nor is a harmless addition.
  {
    isMismatch: true,
    applies: (name) =>
      name.comparison.alignment.isNearCopy &&
      (name.replacesName || !(name.replacesReference || name.isHarmlessAddition)),
  },
  // The evidence contains another part of the name: "Calloway" for "Ruth" in "Ruth Calloway".
  { isMismatch: false, applies: (name) => name.isPartOfNameInEvidence },
  // The claim restates a clause of the evidence, but omits the name in it.
  { isMismatch: true, applies: (name) => name.comparison.omitsRestatedName },
];

/** A claim and its evidence, with the facts that are the same for all tokens of the claim. */
class NameComparison {
  readonly alignment: Alignment;
  readonly claim: string;
  readonly evidence: string;
  readonly context: NameContext;
  readonly casing: WordCasing;
  readonly isSingleEdit: boolean;
  /** The names of the evidence that the claim does not contain in any form. */
  readonly omittedNames: Set<Token>;
  #omitsRestatedName: boolean | null = null;

  constructor(alignment: Alignment, claim: string, evidence: string, context: NameContext, casing: WordCasing) {
    this.alignment = alignment;
    this.claim = claim;
    this.evidence = evidence;
    this.context = context;
    this.casing = casing;
    this.isSingleEdit = isSingleEdit(alignment);
    const isOmitted = (token: Token, i: number): boolean =>
      isName(alignment.evidence, i, casing) &&
      !alignment.claim.some((own) => isSameName(own, token)) &&
      !hasAcronymIn(alignment.evidence, i, alignment.claim);
    this.omittedNames = new Set(alignment.evidence.filter(isOmitted));
  }

  /** Whether the claim restates a clause of the evidence but contains no part of a name in that clause. */
  get omitsRestatedName(): boolean {
    this.#omitsRestatedName ??= this.#findOmittedRestatedName();
    return this.#omitsRestatedName;
  }

  #findOmittedRestatedName(): boolean {
    const { alignment, omittedNames } = this;
    const restated = tokenize(restatedClauses(this.claim, this.evidence, this.casing.language));
    return alignment.evidence.some(
      (token, i) =>
        omittedNames.has(token) &&
        !isBesideSharedName(alignment.evidence, i, alignment.claim) &&
        restated.some(({ word }) => word === token.word),
    );
  }
}

/**
 * Minimum length, in tokens, of a claim in which a changed first word of a sentence counts as a name. A shorter claim
 * may be a paraphrase.
 */
const MIN_COPY_LENGTH = 12;

/** A token of the claim, with the properties that the rules test. */
class ClaimName {
  readonly comparison: NameComparison;
  readonly token: Token;
  readonly #i: number;

  constructor(comparison: NameComparison, i: number) {
    this.comparison = comparison;
    this.token = comparison.alignment.claim[i]!;
    this.#i = i;
  }

  get #claim(): Token[] {
    return this.comparison.alignment.claim;
  }

  get #evidence(): Token[] {
    return this.comparison.alignment.evidence;
  }

  /** The evidence tokens that correspond to the position of this token. */
  get #gap(): Token[] {
    return evidenceGap(this.comparison.alignment, this.#i).tokens;
  }

  get status(): NameStatus {
    return classifyName(this.#claim, this.#i, this.comparison.casing);
  }

  get isAcronymOfEvidence(): boolean {
    return isAcronymOf(this.token, this.#evidence, this.comparison.evidence);
  }

  get hasAcronymInEvidence(): boolean {
    return hasAcronymIn(this.#claim, this.#i, this.#evidence);
  }

  get isInEvidence(): boolean {
    return this.#evidence.some((other) => isSameName(this.token, other));
  }

  get isNearby(): boolean {
    const { nearTokens, nearText } = this.comparison.context;
    return nearTokens.some((other) => isSameName(this.token, other)) || isAcronymOf(this.token, nearTokens, nearText);
  }

  get isInDocument(): boolean {
    return this.comparison.context.occursInDocument(this.token.word);
  }

  get replacesWords(): boolean {
    return this.#gap.length > 0;
  }

  get replacesName(): boolean {
    return this.#gap.some((other) => this.comparison.omittedNames.has(other));
  }

  /** Whether the token replaces a reference, that is, a pronoun or a definite description: "she", "the company". */
  get replacesReference(): boolean {
    const { tokens, next } = evidenceGap(this.comparison.alignment, this.#i);
    return containsReference(tokens, next, this.comparison.casing);
  }

  /**
   * Whether the claim copies the evidence, but this token has no counterpart there. A token after an added article does
   * not count, because it is likely a common noun: "The sellers".
   */
  get isSubstitution(): boolean {
    const { isNearCopy, matches } = this.comparison.alignment;
    if (!isNearCopy || matches[this.#i] !== -1) return false;
    const hasNewArticle = matches[this.#i - 1] === -1 && isArticle(this.#claim[this.#i - 1]?.word ?? "");
    return !hasNewArticle && !this.#gap.some((other) => isSameName(this.token, other));
  }

  /**
   * Whether a token that differs from the evidence is likely a name. The first word of a sentence also counts if the
   * claim is so long that a paraphrase would have changed more than this word.
   */
  get isInsertedName(): boolean {
    const { casing } = this.comparison;
    const { word, isInitial } = this.token;
    if (capitalisesNouns(casing.language)) return this.status === "name";
    if (casing.occursCapitalised(word)) return true;
    return isInitial
      ? this.#claim.length >= MIN_COPY_LENGTH && !isPronounOrArticle(word)
      : !casing.occursLowercase(word);
  }

  /**
   * Whether the claim adds the name without replacing any words or omitting a name of the evidence. Either the name
   * must come from the nearby text, or the evidence must contain a reference that the name may resolve.
   */
  get isHarmlessAddition(): boolean {
    if (this.replacesWords || this.comparison.omittedNames.size > 0) return false;
    const isNewFromNearby = this.isNearby && !this.isPartOfNameInEvidence;
    return isNewFromNearby || containsReference(this.#evidence, undefined, this.comparison.casing);
  }

  get isPartOfNameInEvidence(): boolean {
    return isBesideSharedName(this.#claim, this.#i, this.#evidence);
  }
}

/** Whether `others` contains a capitalised word that stands directly before or after token `i` in `tokens`. */
function isBesideSharedName(tokens: Token[], i: number, others: Token[]): boolean {
  const previous = tokens[i]!.isAdjacent ? tokens[i - 1] : undefined;
  const next = tokens[i + 1]?.isAdjacent ? tokens[i + 1] : undefined;
  return [previous, next].some(
    (neighbour) => neighbour?.isCapitalised && others.some((token) => isSameName(neighbour, token)),
  );
}

/**
 * Whether the tokens contain a pronoun or an article. An article that belongs to a name ("the Lords") does not count.
 * `next` is the token after `tokens`, if any.
 */
function containsReference(tokens: Token[], next: Token | undefined, casing: WordCasing): boolean {
  const isArticleOfName = (i: number): boolean =>
    isArticle(tokens[i]!.word) && !capitalisesNouns(casing.language) && (tokens[i + 1] ?? next)?.isCapitalised === true;
  return tokens.some(({ word }, i) => isPronounOrArticle(word) && !isArticleOfName(i));
}

/** Length limits of an acronym in letters. */
const MIN_ACRONYM_LENGTH = 2;
const MAX_ACRONYM_LENGTH = 8;
/** Stricter maximum for an acronym that replaces a full name, because longer words may match by coincidence. */
const MAX_REPLACING_ACRONYM_LENGTH = 6;
/** Number of words on either side of a word that may belong to the same full name. */
const FULL_NAME_WINDOW = 6;

const wordsOf = (tokens: Token[]): string[] => tokens.map(({ word }) => word);

/** Whether a token is the acronym of a full name in `text`. `tokens` are the tokens of `text`. */
const isAcronymOf = ({ word, isCapitalised }: Token, tokens: Token[], text: string): boolean =>
  isCapitalised &&
  word.length >= MIN_ACRONYM_LENGTH &&
  word.length <= MAX_ACRONYM_LENGTH &&
  hasInitialsOf(word, wordsOf(tokens), text);

/** Whether an abbreviation in capitals is the acronym of a full name in `text`: "WHO" of "World Health Organization". */
export const isAcronymIn = (abbreviation: string, text: string): boolean =>
  tokenize(abbreviation).every((token) => isAcronymOf(token, tokenize(text), text));

/** Whether token `i` belongs to a full name whose acronym is among `others`: "World" if they contain "WHO". */
function hasAcronymIn(tokens: Token[], i: number, others: Token[]): boolean {
  const { word } = tokens[i]!;
  const around = wordsOf(tokens.slice(Math.max(0, i - FULL_NAME_WINDOW), i + FULL_NAME_WINDOW + 1));
  const withoutWord = around.filter((other) => other !== word);
  return others.some(
    (acronym) =>
      acronym.isCapitalised &&
      acronym.word.length >= MIN_ACRONYM_LENGTH &&
      acronym.word.length <= MAX_REPLACING_ACRONYM_LENGTH &&
      hasInitialsOf(acronym.word, around, "") &&
      // The word is required for the initials to match.
      !hasInitialsOf(acronym.word, withoutWord, ""),
  );
}

/** Returns the normalised words of `text`, joined with spaces, leaving out the names that `other` does not contain. */
export function withoutUnsharedNames(text: string, other: string, casing: WordCasing): string {
  const [tokens, others] = [tokenize(text), tokenize(other)];
  const isUnshared = (token: Token, i: number): boolean =>
    token.isCapitalised &&
    classifyName(tokens, i, casing) === "name" &&
    !others.some((shared) => isSameName(token, shared));
  return wordsOf(tokens.filter((token, i) => !isUnshared(token, i))).join(" ");
}
