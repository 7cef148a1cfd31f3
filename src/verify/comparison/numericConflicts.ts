import type { Two } from "../../model/index.ts";
import { terms } from "../../text/index.ts";
import { likeness } from "../alignment/wordSimilarity.ts";
import { isSaid, type Quantity, quantitiesIn } from "../numbers/index.ts";

/** Text in its language. */
type Passage = { text: string; language: string };

/** A number as it stands in a passage, with what it counts behind it or before it. `kind` is what it can be compared with. */
type Figure = { quantity: Quantity; kind: string; shown: string; behind: string[]; before: string[] };

/** Words look alike enough to be forms of one from here on. */
const SAME_WORD = 0.6;
/** So many telling words on either side say what a number counts. */
const AROUND = 2;
const CURRENCY = /[\p{Sc}]\s?$/u;
const SIGN_BEHIND = /^\s?\p{Sc}/u;
/** "The millions" is none that could be compared. */
const NO_NUMBER = /^(?:the|los|las|les|die)\s/iu;
/** The word straight behind a number. */
const NEXT_WORD = /^(?:\s?[%‰\p{Sc}]|[\s-]\p{L}[\p{L}\p{M}]*|\s?\p{sc=Han}{1,2})/u;

/**
 * The numbers by which two passages about one matter differ, as they stand there: of the same kind, counting the same,
 * and said by one of them alone. None when it may be that the two speak of different years.
 */
export function differingNumbers(first: Passage, second: Passage): Two<string>[] {
  const [mine, theirs] = [figuresIn(first), figuresIn(second)];
  const lone = (own: Figure[], others: Figure[]): Figure[] =>
    own.filter((one) => !others.some((other) => isSameNumber(one.quantity, other.quantity)));
  const [left, right] = [lone(mine, theirs), lone(theirs, mine)];
  const candidates = left.flatMap((one) =>
    right
      .filter(({ kind }) => kind === one.kind)
      .map((other) => ({ one, other, bond: bondOf(one, other, left, right) }))
      .filter(({ bond }) => bond > 0),
  );
  const pairs: { one: Figure; other: Figure }[] = [];
  for (const { one, other } of candidates.sort((a, b) => b.bond - a.bond)) {
    if (pairs.some((pair) => pair.one === one || pair.other === other)) continue;
    pairs.push({ one, other });
  }
  const amounts = pairs.filter(({ one }) => one.kind !== "year");
  if (amounts.length && left.some(isYear) && right.some(isYear)) return [];
  return pairs.sort((a, b) => a.one.quantity.at - b.one.quantity.at).map(({ one, other }) => [one.shown, other.shown]);
}

/** Whether a figure that stands in a quote is one that a statement over it makes use of. */
export function isTold(shown: string, statement: string, language: string): boolean {
  const told = quantitiesIn(statement, language);
  return quantitiesIn(shown, language).every((quantity) => told.some((other) => isSameNumber(quantity, other)));
}

const DATES = new Set(["year", "day", "month", "weekday"]);
const isYear = ({ kind }: Figure): boolean => kind === "year";
const isSameNumber = (a: Quantity, b: Quantity): boolean => isSaid(a, [b]) || isSaid(b, [a]);

/** How surely two numbers count the same: by the words behind and before them, or since there are no others of their kind. */
function bondOf(one: Figure, other: Figure, left: Figure[], right: Figure[]): number {
  const shared = (a: string[], b: string[]): number =>
    a.filter((word) => b.some((also) => likeness(word, also) >= SAME_WORD)).length;
  const [behind, before] = [shared(one.behind, other.behind), shared(one.before, other.before)];
  if (one.kind === "number" || one.kind === "money") return 2 * behind + before;
  // On another day something else may have happened.
  if (DATES.has(one.kind)) return 2 * behind + before;
  const isAlone = [left, right].every((figures) => figures.filter(({ kind }) => kind === one.kind).length === 1);
  return 2 * behind + before + (isAlone ? 1 : 0);
}

function figuresIn({ text, language }: Passage): Figure[] {
  return quantitiesIn(text, language)
    .filter(({ firm, at }) => firm && !NO_NUMBER.test(text.slice(at, at + 8)))
    .map((quantity) => {
      const { at, end } = quantity;
      const sign = CURRENCY.exec(text.slice(Math.max(0, at - 2), at))?.[0] ?? "";
      const isMoney = sign !== "" || SIGN_BEHIND.test(text.slice(end, end + 3));
      const kind = isMoney ? "money" : kindOf(quantity);
      const unit = kind === "number" ? unitAt(text.slice(end, end + 40), language) : "";
      const behind = terms(text.slice(end, end + 60), language).slice(0, AROUND);
      const before = terms(text.slice(Math.max(0, at - 60), at), language).slice(-AROUND);
      return {
        quantity,
        kind,
        shown: text.slice(at - sign.length, end + unit.length),
        behind,
        before,
      };
    });
}

/** The word behind a number that says what it counts; in German, where verbs stand there too, a noun. */
function unitAt(behind: string, language: string): string {
  const word = NEXT_WORD.exec(behind)?.[0] ?? "";
  if (/\p{L}/u.test(word) && terms(word, language).length === 0) return "";
  return /^[\s-]\p{Ll}/u.test(word) && /^de\b/.test(language) ? "" : word;
}

function kindOf({ readings, dated }: Quantity): string {
  const measured = readings.find(({ dimension }) => dimension !== "number");
  if (measured) return measured.dimension;
  if (dated) return "day";
  const { value } = readings[0]!;
  return Number.isInteger(value) && value >= 1900 && value <= 2100 ? "year" : "number";
}
