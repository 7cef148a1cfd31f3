import { countWords, isCjkLanguage } from "../../text/index.ts";
import { fuzzyTermCoverage } from "./coverage.ts";

/** Minimum fuzzy coverage (0..1) of a clause by the claim for the clause to count as restated. */
const MIN_COVERAGE = 0.19;
/**
 * `MIN_COVERAGE` for Chinese and Japanese. This limit is higher because single characters are compared, and even
 * unrelated clauses share some of them.
 */
const MIN_COVERAGE_CJK = 0.35;
/** Minimum length of a clause in words. Shorter fragments are joined to a neighbouring clause. */
const MIN_WORDS = 4;
/**
 * Matches clause boundaries: punctuation, the space before a conjunction or relative pronoun, or the position before a
 * Chinese conjunction.
 */
const CLAUSE_BOUNDARY =
  /[,;:—–，；。、：（）()]|\s-\s|\s(?=(?:and|but|because|which|who|that|while|although|though|und|aber|weil|dass|obwohl|während|sondern|y|pero|porque|que|aunque|mientras|et|mais|car|qui)\s)|(?=但|而|因为|虽然)/u;

/** Returns the clauses of the evidence that the claim restates, joined with commas. `language` is BCP-47. */
export function restatedClauses(claim: string, evidence: string, language: string): string {
  const minCoverage = isCjkLanguage(language) ? MIN_COVERAGE_CJK : MIN_COVERAGE;
  const claimOnly = { quote: claim, sentence: "", preceding: "", title: "" };
  const isRestated = (clause: string): boolean => fuzzyTermCoverage(clause, claimOnly, language) >= minCoverage;
  return mergeFragments(evidence.split(CLAUSE_BOUNDARY)).filter(isRestated).join(", ");
}

/**
 * Joins each fragment shorter than `MIN_WORDS` ("Dr Ann Roe, …") to the following one. A short fragment at the end is
 * joined to the clause before it.
 */
function mergeFragments(fragments: string[]): string[] {
  const clauses: string[] = [];
  let pending = "";
  for (const fragment of fragments) {
    const joined = `${pending} ${fragment}`.trim();
    pending = countWords(joined) < MIN_WORDS ? joined : "";
    if (!pending && joined) clauses.push(joined);
  }
  if (pending) clauses.push(`${clauses.pop() ?? ""} ${pending}`.trim());
  return clauses;
}
