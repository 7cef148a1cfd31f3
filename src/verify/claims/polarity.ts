import { type Pair, type Token, tokensOf } from "../alignment/align.ts";
import { clausesTold } from "../alignment/clauses.ts";
import { type Negations, negationsOf } from "./negators.ts";

/**
 * Whether one side denies what the other affirms: their plain negations differ in number, and no word of the other side
 * that holds a "not" ("failed", "unlike") or limits ("only", "still") makes up for it. What the claim leaves out of its
 * evidence does not count.
 */
export function polarityDiffers(claim: string, quote: string, proof: string, pair: Pair, language: string): boolean {
  const own = countIn(claim);
  const whole = countIn(proof);
  if (own.strict === whole.strict || (!pair.close && own.strict === countIn(quote).strict)) return false;
  if (pair.close && own.strict === sharedNegations(pair, language)) return false;
  const told = countIn(clausesTold(claim, proof, language));
  return own.strict !== told.strict && !isMadeUp(own, pair.close ? whole : told, !pair.close);
}

const countIn = (text: string): Negations => negationsOf(text, wordsOf(tokensOf(text)));
const wordsOf = (tokens: Token[]): string[] => tokens.map((token) => token.word);

/** Whether words that hold a negation make up for those that one side has more. */
function isMadeUp(one: Negations, other: Negations, limiting: boolean): boolean {
  const [more, less] = one.strict > other.strict ? [one, other] : [other, one];
  if (less.lexical > more.lexical) return true;
  // "Does not rule out" affirms: two negations that the other side has neither of.
  if (more.lexical > less.lexical && (more.strict + more.lexical - less.strict - less.lexical) % 2 === 0) return true;
  return limiting && less.limiting > more.limiting;
}

/** How many words behind the last shared one still belong to what is shared: a German "nicht" stands behind its verb. */
const BEHIND = 2;

/** The plain negations of the evidence from the first to the last word that the claim shares. */
function sharedNegations({ theirs, to }: Pair, language: string): number {
  const matched = to.filter((at) => at >= 0);
  const last = (matched.at(-1) ?? -1) + (/^de\b/.test(language) ? BEHIND : 0);
  const shared = wordsOf(theirs.slice(matched[0] ?? 0, last + 1));
  return negationsOf(shared.join(""), shared).strict;
}
