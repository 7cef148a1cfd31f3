import type { Reason } from "../../model/index.ts";
import { pairOf, tokensOf } from "../alignment/align.ts";
import { looseShareOf, type Places, shareOf } from "../alignment/coverage.ts";
import { type Names, namesDiffer, withoutNames } from "../names/names.ts";
import { isBorneOut, isContradicted, isSaid, type Quantity, quantitiesIn } from "../numbers/index.ts";
import { polarityDiffers } from "./polarity.ts";
import { speakerDiffers } from "./speaker.ts";

/** What a claim is held against: the quote, the sentences it stands in, what was said just before, and the document. */
export type Evidence = Places &
  Names & {
    /** Whether the document has a word anywhere. */
    has(word: string): boolean;
    /** The other sentences of the document that are nearest to a claim. */
    elsewhere(claim: string): string[];
  };
export type Verdict = { score: number; reasons: Reason[] };

/** A sentence that was found for a claim bears it out when it holds this share of the claim's terms. */
const FOUND = 0.5;
/** A quote that was given for a claim may use other words than it, but not all other. */
const GIVEN = 0.12;
/** … and not when another sentence of the document has so much more of the claim. */
const BETTER = 0.14;
/** What a number that both have adds to what they share. */
const SAME_NUMBER = 0.1;
/** … and this share when it can stand without the rest of its sentence. */
const ALONE = 0.75;
/** Longer texts are not aligned word by word: the table grows with the product of both. */
const ALIGNED_WORDS = 600;

/**
 * Holds a claim against evidence in another language, where words cannot be compared: its numbers must be there. Only
 * those in digits, since not every language's number words are known.
 */
export function checkTranslated(claim: string, sentence: string, language: string): Verdict {
  const given = quantitiesIn(sentence, language);
  const inDigits = quantitiesIn(claim, "und").filter(({ at }) => /^\d/.test(claim.slice(at)));
  const off = inDigits.some((quantity) => !isSaid(quantity, given));
  return { score: off ? 0 : 0.5, reasons: off ? ["number_differs"] : [] };
}

/** Whether a text names somebody or a number that another one does not have anywhere. */
export function namesStrangers(text: string, whole: string, language: string): Reason[] {
  const reasons: Reason[] = [];
  // The whole may be long: it is read only for what there is to look for.
  const firm = quantitiesIn(text, language).filter((claimed) => claimed.firm);
  const given = firm.length ? quantitiesIn(whole, language) : [];
  if (firm.some((claimed) => !isSaid(claimed, given))) reasons.push("number_differs");
  // Every German noun has a capital, so there it tells no name.
  if (!/^(?:de|lb)\b/.test(language) && strangeName(text, whole)) reasons.push("name_differs");
  return reasons;
}

/** Where the evidence comes from: `given` with the claim, or `found` for it by its words. */
export type Origin = "given" | "found";

/** Holds a claim against its evidence without a model: terms, numbers, names, negation and speaker must agree. */
export function checkClaim(
  claim: string,
  speaker: string | null,
  evidence: Evidence,
  origin: Origin = "given",
): Verdict {
  const reasons: Reason[] = [];
  const { quote, language } = evidence;
  const coverage = shareOf(claim, evidence, language);
  if (!covers(claim, coverage, evidence, origin)) reasons.push("little_in_common");
  // A short quote is held up by its sentence; one that says it all stands alone.
  const alone = shareOf(claim, { ...evidence, sentence: "", before: "", title: "" }, language) >= ALONE;
  const proof = alone ? quote : evidence.sentence;
  const nearText = `${evidence.before} ${evidence.sentence} ${evidence.title}`;
  const pair = isShort(claim) && isShort(proof) ? pairOf(claim, proof) : null;
  const close = pair?.close ?? true;
  if (numbersDiffer(claim, proof, close ? null : nearText, language)) reasons.push("number_differs");
  if (pair) {
    if (namesDiffer(pair, claim, proof, { near: tokensOf(nearText), nearText, has: evidence.has }, evidence))
      reasons.push("name_differs");
    if (polarityDiffers(claim, quote, proof, pair, language)) reasons.push("negation_differs");
  } else if (strangeName(claim, `${nearText} ${proof}`)) reasons.push("name_differs");
  if (speakerDiffers(claim, speaker, evidence)) reasons.push("speaker_differs");
  return { score: coverage * 0.5 ** reasons.length, reasons };
}

const isShort = (text: string): boolean => text.length < 20 * ALIGNED_WORDS && tokensOf(text).length <= ALIGNED_WORDS;

/** Whether enough of the claim stands in its evidence, and the document does not say it elsewhere instead. */
function covers(claim: string, coverage: number, evidence: Evidence, origin: Origin): boolean {
  if (origin === "found") return coverage >= FOUND;
  const { language } = evidence;
  const loose = looseShareOf(claim, evidence, language);
  const bonus = hasSameNumber(claim, evidence.sentence, language) ? SAME_NUMBER : 0;
  if (loose + bonus < GIVEN) return false;
  if (coverage >= ALONE) return true;
  // Whom a pronoun of the quote means is named elsewhere; that makes no better proof of it.
  const plain = withoutNames(claim, evidence.sentence, evidence);
  const own = looseShareOf(plain, evidence, language);
  const most = evidence
    .elsewhere(plain)
    .map((quote) => looseShareOf(plain, { quote, sentence: "", before: "", title: "" }, language));
  return Math.max(0, ...most) - own < BETTER + bonus;
}

/** Whether the two say a number alike, if only in other words; terms cannot tell "4 kg" from "vier Kilogramm". */
function hasSameNumber(claim: string, sentence: string, language: string): boolean {
  const given = quantitiesIn(sentence, language);
  return quantitiesIn(claim, language).some((claimed) => claimed.firm && isSaid(claimed, given));
}

/**
 * Whether a number of the claim is neither in the proof nor made from its numbers; what is said just before counts too.
 * `near` is null for a claim that repeats its proof: a new number in it took the place of another one.
 */
function numbersDiffer(claim: string, proof: string, near: string | null, language: string): boolean {
  const given = quantitiesIn(proof, language);
  const around = near === null ? [] : quantitiesIn(near, language);
  const holds = (claimed: Quantity): boolean =>
    near === null ? isSaid(claimed, given) : isBorneOut(claimed, given) || isSaid(claimed, around);
  return quantitiesIn(claim, language).some((claimed) =>
    claimed.firm ? !holds(claimed) : isContradicted(claimed, given),
  );
}

/** Whether a name stands in `claim`, inside a sentence, that is no word of `whole`. */
function strangeName(claim: string, whole: string): boolean {
  const names = tokensOf(claim).filter((token) => token.capital && !token.first && !/^i(?:'|$)/.test(token.word));
  if (!names.length) return false;
  const known = new Set(tokensOf(whole).map((token) => token.word));
  return names.some(({ word }) => !known.has(word));
}
