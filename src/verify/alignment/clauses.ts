import { isCjkLanguage, words } from "../../text/index.ts";
import { looseShareOf } from "./coverage.ts";

/**
 * A clause of the evidence is what the claim tells when the claim has this share of it; more where single characters
 * are compared, of which any two clauses share some.
 */
const TOLD = 0.19;
const TOLD_CJK = 0.35;
const SHORTEST = 4;
/** Where clauses end: at marks, and before the words that open one. */
const CLAUSE =
  /[,;:—–，；。、：（）()]|\s-\s|\s(?=(?:and|but|because|which|who|that|while|although|though|und|aber|weil|dass|obwohl|während|sondern|y|pero|porque|que|aunque|mientras|et|mais|car|qui)\s)|(?=但|而|因为|虽然)/u;

/** The clauses of the evidence that the claim tells, without those that it leaves out. */
export function clausesTold(claim: string, proof: string, language: string): string {
  const clauses = whole(proof.split(CLAUSE));
  const least = isCjkLanguage(language) ? TOLD_CJK : TOLD;
  const told = (clause: string): boolean =>
    looseShareOf(clause, { quote: claim, sentence: "", before: "", title: "" }, language) >= least;
  return clauses.filter(told).join(", ");
}

/** Pieces of fewer words than a clause has ("Dr Ann Roe, …") go with what follows. */
function whole(pieces: string[]): string[] {
  const clauses: string[] = [];
  let waiting = "";
  for (const piece of pieces) {
    const joined = `${waiting} ${piece}`.trim();
    waiting = words(joined) < SHORTEST ? joined : "";
    if (!waiting && joined) clauses.push(joined);
  }
  if (waiting) clauses.push(`${clauses.pop() ?? ""} ${waiting}`.trim());
  return clauses;
}
