import type { Reason } from "../../model/index.ts";
import { termCoverage } from "../alignment/index.ts";
import { checkClaim, type Evidence, type EvidenceOrigin } from "./checks.ts";
import { checkTranslated } from "./translated.ts";

/**
 * Reasons for which only the check against all quotes together counts, because each quote may support a different part
 * of the statement.
 */
const RESOLVED_BY_ANY_QUOTE: readonly Reason[] = ["number_differs", "little_in_common"];

/**
 * Checks a statement against all of its quotes. An empty result means that the statement is supported. Numbers and
 * terms may come from any quote; names, polarity and speaker must match either all quotes together or the most similar
 * one.
 * @param isTranslated whether the statement is in a different language from the quotes
 */
export function checkStatement(
  text: string,
  evidence: Evidence[],
  language: string,
  isTranslated: boolean,
  origin: EvidenceOrigin = "quoted",
): Reason[] {
  const [first] = evidence;
  if (!first) return ["no_quote"];
  if (evidence.some(({ quote }) => quote.includes(text))) return [];
  const merged = mergeEvidence(first, evidence);
  if (isTranslated) return checkTranslated(text, merged).reasons;
  const coverage = (one: Evidence): number => termCoverage(text, one, language);
  const best = evidence.reduce((a, b) => (coverage(b) > coverage(a) ? b : a));
  const others = evidence.filter((one) => one !== best).map((one) => one.sentence);
  const byBest = checkClaim(text, null, { ...best, preceding: [...others, best.preceding].join(" ") }, origin);
  const byAll = checkClaim(text, null, merged, origin);
  return byAll.reasons.filter((reason) => RESOLVED_BY_ANY_QUOTE.includes(reason) || byBest.reasons.includes(reason));
}

/** Joins the texts of several pieces of evidence from one document, without duplicates. */
function mergeEvidence(first: Evidence, evidence: Evidence[]): Evidence {
  const joined = (part: "quote" | "sentence" | "preceding"): string =>
    [...new Set(evidence.map((one) => one[part]))].join(" ");
  return { ...first, quote: joined("quote"), sentence: joined("sentence"), preceding: joined("preceding") };
}
