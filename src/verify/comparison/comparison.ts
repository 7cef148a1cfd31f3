import {
  breathe,
  type Comparison,
  type Difference,
  type Document,
  type DraftComparison,
  type DraftDifference,
  type Finding,
  type Quote,
  type Run,
  type Two,
} from "../../model/index.ts";
import { looseShareOf } from "../alignment/coverage.ts";
import type { Evidence } from "../claims/checks.ts";
import { Judge } from "../claims/claimVerifier.ts";
import { checkStatement, isTranslated } from "../claims/statement.ts";
import { differingNumbers, isTold } from "./numericConflicts.ts";

export type VerifiedComparison = Pick<Comparison, "agree" | "differ" | "onlyFirst" | "onlySecond" | "notices">;

/** The sides of a difference have at least this share of their terms in common: they speak of one matter. */
const SAME_MATTER = 0.15;
const ALONE = { before: "", title: "" };
/** So well borne out but for its numbers or its "not", a statement is no finding of one document alone: the other has it otherwise. */
const SAID_OTHERWISE = 0.3;

/**
 * Holds a comparison against its two documents. An agreement must be borne out by located quotes of each document on
 * their own, each side of a difference by those of its own, and what only one says by its own and by no sentence of the
 * other. What does not hold is dropped, and that is said.
 */
export async function verifyComparison(
  draft: DraftComparison,
  documents: Two<Document>,
  run: Run,
): Promise<VerifiedComparison> {
  const [first, second] = documents.map((document) => new Witness(document, draft.language)) as Two<Witness>;
  const isModel = draft.engine.kind === "llm";
  const differs = isModel ? difference : differenceInNumbers;
  const alike = await kept(draft.agree, run, ({ text, first: mine, second: theirs }) => {
    const [here, there] = [first.hold(text, mine), second.hold(text, theirs)];
    return here && there && { text, quotes: [...here.quotes, ...there.quotes] };
  });
  // What the extractive engine offers are sentences to be tried, and no statements that it makes: of a pair either.
  const agree = isModel ? alike : [...new Map(alike.toReversed().map((one) => [spansOf(one), one])).values()].reverse();
  const differ = await kept(draft.differ, run, (one) => differs(one, first, second));
  const only = (own: Witness, other: Witness, offered: DraftComparison["onlyFirst"]): Promise<Finding[]> =>
    kept(offered, run, async ({ text, quotes }) => {
      const held = own.hold(text, quotes);
      return held && !(await other.says([text, ...held.quotes.map((quote) => quote.text)], run)) ? bare(held) : null;
    });
  const [onlyFirst, onlySecond] = [
    await only(first, second, draft.onlyFirst),
    await only(second, first, draft.onlySecond),
  ];
  const lists = { agree, differ, onlyFirst, onlySecond };
  const lost = (Object.keys(lists) as (keyof typeof lists)[]).some((name) => lists[name].length < draft[name].length);
  const dropped = isModel && (lost || first.missed || second.missed);
  return { ...lists, notices: dropped ? [...draft.notices, "quotes_dropped"] : draft.notices };
}

async function kept<T, U>(offered: T[], run: Run, hold: (one: T) => Promise<U | null> | U | null): Promise<U[]> {
  const held: U[] = [];
  for (const one of offered) {
    await breathe(run);
    const found = await hold(one);
    if (found !== null) held.push(found);
  }
  return held;
}

/** A statement that one document bears out, with what it rests on there. */
type Held = Finding & { evidence: Evidence[] };
const bare = ({ text, quotes }: Held): Finding => ({ text, quotes });

/** One of the two documents, as it speaks for and against statements. */
class Witness {
  /** Whether a quote was offered that does not stand in the document. */
  missed = false;
  readonly language: string;
  readonly #judge: Judge;
  readonly #asked: string;

  constructor(document: Document, asked: string) {
    this.language = document.language;
    this.#judge = new Judge(document);
    this.#asked = asked;
  }

  /** A statement with those of its quotes that stand here, or null when they do not bear it out. */
  hold(text: string, offered: string[]): Held | null {
    const found = [...new Set(offered)].map((quote) => this.#judge.locate(quote));
    this.missed ||= found.includes(null);
    const quotes = distinct(found);
    const evidence = quotes.map((quote) => this.#judge.evidence(quote));
    return this.bearsOut(text, evidence) ? { text, quotes, evidence } : null;
  }

  bearsOut(text: string, evidence: Evidence[]): boolean {
    return checkStatement(text, evidence, this.language, this.isTranslated(text)).length === 0;
  }

  isTranslated(text: string): boolean {
    return isTranslated(text, this.#asked, this.language);
  }

  /** Whether a sentence here says one of these, or says it with other numbers. */
  async says(statements: string[], run: Run): Promise<boolean> {
    for (const text of statements) {
      if (this.#judge.locate(text)) return true;
      const { status, score, reasons } = await this.#judge.unquoted({ text, speaker: null }, run);
      const isOtherwise = reasons.length === 1 && /^(?:number|negation)_differs$/.test(reasons[0]!);
      if (status === "verified" || (isOtherwise && score >= SAID_OTHERWISE)) return true;
    }
    return false;
  }
}

/** A difference of which each side holds where it was found, both speak of one matter, and neither says what the other does. */
function difference(draft: DraftDifference, one: Witness, other: Witness): Difference | null {
  const first = one.hold(draft.first.text, draft.first.quotes);
  const second = other.hold(draft.second.text, draft.second.quotes);
  if (!first || !second) return null;
  const comparable = one.language.split("-")[0] === other.language.split("-")[0];
  if (comparable && !one.isTranslated(first.text) && !other.isTranslated(second.text)) {
    const share = Math.max(
      ...second.evidence.map((evidence) => looseShareOf(first.text, { ...evidence, ...ALONE }, other.language)),
      ...first.evidence.map((evidence) => looseShareOf(second.text, { ...evidence, ...ALONE }, one.language)),
    );
    const isSame = other.bearsOut(first.text, second.evidence) && one.bearsOut(second.text, first.evidence);
    if (share < SAME_MATTER || isSame) return null;
  }
  const numbers = differingNumbers(passageOf(first, one), passageOf(second, other)).filter(
    ([mine, theirs]) => isTold(mine, first.text, one.language) && isTold(theirs, second.text, other.language),
  );
  return { first: bare(first), second: bare(second), numbers };
}

/** As `difference`, for an engine that finds sentences by their words: only numbers tell that those differ. */
function differenceInNumbers(draft: DraftDifference, one: Witness, other: Witness): Difference | null {
  const found = difference(draft, one, other);
  return found?.numbers.length ? found : null;
}

const passageOf = ({ quotes }: Held, { language }: Witness) => ({
  text: quotes.map((quote) => quote.text).join("\n"),
  language,
});

const spansOf = ({ quotes }: Finding): string => quotes.map(({ start, end }) => `${start}-${end}`).join();

function distinct(quotes: (Quote | null)[]): Quote[] {
  const bySpan = new Map(quotes.flatMap((quote) => (quote ? [[`${quote.start}-${quote.end}`, quote]] : [])));
  return [...bySpan.values()];
}
