import type { Reason } from "../model/index.ts";
import { speakerOf, terms } from "../text/index.ts";
import { align, type Token, tokensOf } from "./align.ts";
import { numbersIn } from "./numbers.ts";

/** What a claim is held against: the quote, the sentences it stands in, and what was said just before. */
export type Evidence = {
  quote: string;
  sentence: string;
  before: string;
  title: string;
  /** Whether a word stands in the document in lower case: then a capital at the head of a sentence makes it no name. */
  isCommon(word: string): boolean;
};
export type Verdict = { score: number; reasons: Reason[] };

/** A quote bears a claim out when it holds this share of the claim's terms. */
const COVERED = 0.5;
/** … and this share when it can stand without the rest of its sentence. */
const ALONE = 0.75;
/** Longer texts are not aligned word by word: the table grows with the product of both. */
const ALIGNED_WORDS = 600;

const NEGATION =
  /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|.+n't|nicht|kein\p{L}*|nie|niemals|ohne|ne|pas|jamais|aucun\p{L}*|sans|nunca|ningún|ninguna?|sin|não|non|mai|senza|не|нет|ни|никогда|без|nie|nigdy|bez|δεν|μην?|ποτέ|χωρίς|没|沒|未|无|無|非|不)$/u;
const PRONOUN =
  /^(?:he|she|it|they|him|her|them|his|its|their|hers|theirs|we|our|us|i|my|me|this|that|these|those|who|er|sie|es|ihr\p{L}*|sein\p{L}*|il|elle|ils|elles|son|sa|leur|él|ella|ellos|su|sus|он|она|они|его|её|их|on|ona|oni|jego|jej|他|她|它|们|the|der|die|das|le|la|el)$/u;

/**
 * Holds a claim against evidence in another language, where words cannot be compared: its numbers must be there.
 * Number words are not held against digits, since only the English ones are known.
 */
export function checkTranslated(claim: string, evidence: Pick<Evidence, "sentence">): Verdict {
  const off = differs(numbersIn(claim, false), numbersIn(evidence.sentence));
  return { score: off ? 0 : 0.5, reasons: off ? ["number_differs"] : [] };
}

/** Whether a text names somebody or a number that another one does not have anywhere. */
export function namesStrangers(text: string, whole: string, language: string): Reason[] {
  const reasons: Reason[] = [];
  if (differs(numbersIn(text), numbersIn(whole))) reasons.push("number_differs");
  // Every German noun has a capital, so there it tells no name.
  if (!/^(?:de|lb)\b/.test(language) && strangeName(text, whole, () => true)) reasons.push("name_differs");
  return reasons;
}

/** Holds a claim against its evidence without a model: terms, numbers, names, negation and speaker must agree. */
export function checkClaim(
  claim: string,
  speaker: string | null,
  evidence: Evidence,
  language: string,
  least: number = COVERED,
): Verdict {
  const reasons: Reason[] = [];
  const { quote, isCommon } = evidence;
  const context = `${evidence.before} ${evidence.sentence} ${evidence.title}`;
  const coverage = shareOf(claim, evidence, language);
  if (coverage < least) reasons.push("little_in_common");
  // A short quote is held up by its sentence; one that says it all stands alone.
  const proof =
    shareOf(claim, { ...evidence, sentence: "", before: "", title: "" }, language) >= ALONE ? quote : evidence.sentence;
  if (differs(numbersIn(claim), numbersIn(proof))) reasons.push("number_differs");
  const [mine, theirs] = [tokensOf(claim), tokensOf(proof)];
  if (mine.length <= ALIGNED_WORDS && theirs.length <= ALIGNED_WORDS) {
    const to = align(mine, theirs);
    if (namesDiffer(mine, theirs, to, tokensOf(context), isCommon)) reasons.push("name_differs");
    if (negationDiffers(mine, theirs, to)) reasons.push("negation_differs");
  } else if (strangeName(claim, `${context} ${proof}`, isCommon)) reasons.push("name_differs");
  if (speakerDiffers(claim, speaker, evidence)) reasons.push("speaker_differs");
  return { score: coverage * 0.5 ** reasons.length, reasons };
}

/** What a term of the claim counts when it stands in the quote, only in its sentence, or only just before. */
const WEIGHT = { quote: 1, sentence: 0.7, near: 0.2 };

/** The share of a claim's terms that its evidence holds, 0..1; terms that only stand near the quote count less. */
export function shareOf(claim: string, evidence: Omit<Evidence, "isCommon">, language: string): number {
  const asked = [...new Set(terms(claim, language))];
  if (!asked.length) return 0;
  const inQuote = new Set(terms(evidence.quote, language));
  const inSentence = new Set(terms(evidence.sentence, language));
  const near = new Set(terms(`${evidence.before} ${evidence.title}`, language));
  const weight = (term: string): number =>
    inQuote.has(term) ? WEIGHT.quote : inSentence.has(term) ? WEIGHT.sentence : near.has(term) ? WEIGHT.near : 0;
  return asked.reduce((sum, term) => sum + weight(term), 0) / asked.length;
}

/** Whether a name stands in `claim`, inside a sentence, that is no word of `whole`. */
function strangeName(claim: string, whole: string, isCommon: (word: string) => boolean): boolean {
  const known = new Set(tokensOf(whole).map((token) => token.word));
  return tokensOf(claim).some((token) => !token.first && isName(token, isCommon) && !known.has(token.word));
}

/** A capital makes a name, but not at the head of a sentence on a word that is common or a pronoun. */
const isName = ({ capital, first, word }: Token, isCommon: (word: string) => boolean): boolean =>
  capital && !/^i(?:'|$)/.test(word) && !(first && (isCommon(word) || PRONOUN.test(word)));

function differs(claimed: Set<number>, given: Set<number>): boolean {
  for (const number of claimed) if (!given.has(number)) return true;
  return false;
}

/**
 * A name in the claim that its sentence lacks is a wrong one, unless the claim only says whom a pronoun means: then
 * it stands shortly before (or in the title), and the sentence has no other name in its place.
 */
function namesDiffer(
  mine: Token[],
  theirs: Token[],
  to: number[],
  context: Token[],
  isCommon: (word: string) => boolean,
): boolean {
  const named = (token: Token): boolean => isName(token, isCommon);
  const given = new Set(theirs.map((token) => token.word));
  const near = new Set(context.filter((token) => token.capital).map((token) => token.word));
  const claimed = new Set(mine.map((token) => token.word));
  const lost = theirs.some((token) => named(token) && !claimed.has(token.word));
  return mine.some((token, i) => {
    if (!named(token) || given.has(token.word)) return false;
    const gap = theirs.slice(before(to, i) + 1, after(to, i, theirs.length));
    const replaced = gap.some(named);
    if (!near.has(token.word)) return !token.first || replaced;
    return replaced || (lost && !gap.some((other) => PRONOUN.test(other.word)));
  });
}

const before = (to: number[], i: number): number => to.slice(0, i).findLast((at) => at >= 0) ?? -1;
const after = (to: number[], i: number, end: number): number => to.slice(i + 1).find((at) => at >= 0) ?? end;

/** "Not" and its kin on one side only, within the stretch that the two sentences share. */
function negationDiffers(mine: Token[], theirs: Token[], to: number[]): boolean {
  const matched = to.filter((at) => at >= 0);
  if (!matched.length) return false;
  const shared = theirs.slice(matched[0], matched.at(-1)! + 1);
  const count = (tokens: Token[]): number => tokens.filter((token) => NEGATION.test(token.word)).length;
  return count(mine) !== count(shared) && count(mine) !== count(theirs);
}

/** The named speaker must be the one of the sentence; where a pronoun speaks or nobody is named, he stands just before. */
function speakerDiffers(claim: string, speaker: string | null, { sentence, before, title }: Evidence): boolean {
  const claimed = speaker ?? speakerOf(claim);
  if (!claimed) return false;
  const given = speakerOf(sentence);
  const holds = (text: string): boolean => {
    const names = new Set(tokensOf(text).map((token) => token.word));
    return tokensOf(claimed).some((token) => token.capital && names.has(token.word));
  };
  const named = /\p{Lu}/u.test(claimed);
  if (given) return named ? !holds(given) : !given.includes(claimed) && !claimed.includes(given);
  return named ? !holds(`${sentence} ${before} ${title}`) : !`${sentence} ${before} ${title}`.includes(claimed);
}
