import type { Reason } from "../../model/index.ts";
import { detectLanguage } from "../../text/index.ts";
import { shareOf } from "../alignment/coverage.ts";
import { checkClaim, checkTranslated, type Evidence } from "./checks.ts";

/**
 * Holds a statement against all the quotes it rests on. Numbers and terms may come from any of them; names, negation and
 * speaker must be right for all together or for the one it shares most with. `translated` says that the two are in different languages.
 */
export function checkStatement(text: string, evidence: Evidence[], language: string, translated: boolean): Reason[] {
  const [first] = evidence;
  if (!first) return ["no_quote"];
  if (evidence.some(({ quote }) => quote.includes(text))) return [];
  const all = together(first, evidence);
  if (translated) return checkTranslated(text, all.sentence, language).reasons;
  const share = (one: Evidence): number => shareOf(text, one, language);
  const best = evidence.reduce((a, b) => (share(b) > share(a) ? b : a));
  const context = evidence.filter((one) => one !== best).map((one) => one.sentence);
  const nearest = checkClaim(text, null, { ...best, before: [...context, best.before].join(" ") });
  const whole = checkClaim(text, null, all);
  const fromAny: Reason[] = ["number_differs", "little_in_common"];
  return whole.reasons.filter((reason) => fromAny.includes(reason) || nearest.reasons.includes(reason));
}

function together(first: Evidence, evidence: Evidence[]): Evidence {
  const joined = (part: "quote" | "sentence" | "before"): string =>
    [...new Set(evidence.map((one) => one[part]))].join(" ");
  return { ...first, quote: joined("quote"), sentence: joined("sentence"), before: joined("before") };
}

/** Whether what was written is in another language than the document, going by what was asked for and by its look. */
export function isTranslated(written: string, asked: string, source: string): boolean {
  const [want, own] = [base(asked), base(source)];
  if (want === own || want === "und" || own === "und") return false;
  return base(detectLanguage(written)) !== own;
}

const base = (tag: string): string => tag.toLowerCase().split("-")[0]!;
