import type { Term } from "../../../facts/index.ts";
import { forEachYielding, type Pair, type TaskContext } from "../../../model/index.ts";
import type { Weights } from "./frames.ts";
import { findNegations } from "./passages/negation.ts";
import { passageSimilarity } from "./passages/passageSimilarity.ts";
import { CLAUSE_BOUNDARY, type Passage } from "./passages/passages.ts";

/**
 * What a passage puts something down to: the keys of the words for its cause or its doer. `act` is the word for what was
 * done, or null for a cause. `rest` are the keys of the other words. `isNamed` tells that it is called a cause, not only a
 * reason ("due to").
 */
type Attribution = { passage: Passage; act: string | null; to: Set<string>; rest: Set<string>; isNamed: boolean };

/** What may stand between "cause" and "was". */
const OF_WHAT = "(?:\\s[^.,;:]{3,60}?)?";
/** Matches what stands before a cause, in English, German, Spanish and French. */
const BEFORE_CAUSE = new RegExp(
  [
    "(?:caused|triggered|sparked|started|set off|brought on|prompted) by|due to(?! be)|because of|(?:put|comes?|came) down to|blamed on|blam(?:es?|ing)|blamed(?! (?:for|by))|owing to|as a result of",
    `(?:cause|reason|culprit)${OF_WHAT} (?:was|is|were|are)`,
    "(?:verursacht|ausgelöst) (?:durch|von)|wegen|aufgrund|auf Grund|(?:zurückzuführen|zurückgeführt) auf",
    `(?:Ursache|Grund|Auslöser|Schuld)${OF_WHAT} (?:war|ist|waren|sind)`,
    "(?:causad|provocad|originad)[oa]s? por|debid[oa]s? a|se deb(?:ió|e|ía) a|a causa de|por culpa de",
    `(?:causa|motivo|origen)${OF_WHAT} (?:fue|es|era)`,
    "(?:causé|provoqué|déclenché)e?s? par|due?s? à|à cause de|en raison d[eu]",
    `(?:cause|origine)${OF_WHAT} (?:était|est|fut|a été|serait)`,
  ]
    .map((words) => `(?<!\\p{L})(?:${words})(?!\\p{L})`)
    .join("|"),
  "iu",
);
/** Matches what stands before a reason, which may be that of anything. */
const REASON =
  /(?<!\p{L})(?:due to|because of|owing to|as a result of|wegen|aufgrund|auf Grund|debid[oa]s? a|a causa de|à cause de|en raison d[eu])(?!\p{L})/iu;
/** Matches what stands after a cause. */
const AFTER_CAUSE =
  /\s(?:(?:has |had )?(?:caused|triggered|sparked|set off)(?! by)|verursachte|löste\b.*\baus|causó|provocó|desencadenó|a causé|a provoqué|a déclenché)(?!\p{L})/iu;
/** Matches what stands before a doer, after the word for what was done: "approved by the head librarian". */
const BEFORE_DOER =
  /(?<!\p{L})(?:by|durch|por|par)\s(?:the\s|an?\s|el\s|la\s|los\s|las\s|le\s|les\s|l['’]|den\s|die\s|das\s|einen?\s)?(?=\p{L})/giu;
/** Matches what was denied before what is stated: "was not lightning but". */
const DENIED_FIRST =
  /^\s?(?:not|no|nicht|kein\p{L}*|pas|un|una|une|an?|the|der|die|das)?\s?[^.;]{0,40}?\s?(?:but|sino|sondern|mais)(?!\p{L})/iu;
/** Maximum number of words for a cause or a doer. */
const MAX_WORDS = 4;
/** Minimum weight of a word, other than that for what was done, that two passages on one deed share. */
const MIN_SHARED_WEIGHT = 0.5;
/** Minimum similarity (0..1) of such passages. */
const MIN_DICE = 0.15;

/** Maximum number of deeds of one kind of a document that are compared, so that long documents do not take long. */
const MAX_OF_KIND = 100;

/**
 * Finds the passages of two documents that put one thing down to different causes or doers. A cause that each document gives
 * once is that of one thing if they speak of one event (`areOnOneEvent`).
 * @throws PithError `stopped` if the task is cancelled
 */
export async function findOtherAttributions(
  passages: Pair<Passage[]>,
  { weights, areOnOneEvent }: { weights: Weights; areOnOneEvent: boolean },
  context: TaskContext,
): Promise<Pair<Passage>[]> {
  const [first, second] = [
    await attributionsByAct(passages[0], context),
    await attributionsByAct(passages[1], context),
  ];
  const found: Pair<Passage>[] = [];
  await forEachYielding([...first], context, ([act, mine]) => {
    const theirs = second.get(act) ?? [];
    const areOnlyCauses =
      act === null && areOnOneEvent && [mine, theirs].every((list) => list.length === 1 && list[0]!.isNamed);
    const isStated = ({ to }: Attribution, list: Attribution[]): boolean =>
      list.some((another) => !to.isDisjointFrom(another.to));
    const others = theirs.filter((other) => !isStated(other, mine));
    for (const one of mine.filter((attribution) => !isStated(attribution, theirs)))
      for (const other of others)
        if (areOnlyCauses || shareWord(one, other, weights)) found.push([one.passage, other.passage]);
  });
  return found;
}

/** Whether two passages are on one deed: they share a word besides that for what was done, and enough of all. */
const shareWord = (one: Attribution, other: Attribution, weights: Weights): boolean =>
  passageSimilarity(one.passage, other.passage, weights).dice >= MIN_DICE &&
  [...one.rest].some((key) => other.rest.has(key) && (weights.get(key) ?? 0) >= MIN_SHARED_WEIGHT);

async function attributionsByAct(
  passages: Passage[],
  context: TaskContext,
): Promise<Map<string | null, Attribution[]>> {
  const found: Attribution[] = [];
  await forEachYielding(passages, context, (passage) => found.push(...attributionsOf(passage)));
  const groups = Map.groupBy(found, ({ act }) => act);
  return new Map(Array.from(groups, ([act, list]) => [act, list.slice(0, MAX_OF_KIND)]));
}

function attributionsOf(passage: Passage): Attribution[] {
  const cause = causeIn(passage);
  const found = cause ? [{ act: null, to: cause, isNamed: !REASON.test(passage.text) }] : [];
  const doers = Array.from(passage.text.matchAll(BEFORE_DOER)).flatMap(({ 0: { length }, index }) => {
    const act = passage.terms.findLast(({ end }) => end <= index);
    const isNext = act && passage.text.slice(act.end, index).trim() === "";
    return isNext && !cause ? [{ act: act.key, to: wordsFrom(passage, index + length), isNamed: false }] : [];
  });
  return [...found, ...doers]
    .filter(({ to }) => to.length > 0)
    .map(({ act, to, isNamed }) => {
      const keys = new Set(to.map(({ key }) => key));
      const rest = new Set(passage.terms.map(({ key }) => key).filter((key) => key !== act && !keys.has(key)));
      return { passage, act, to: keys, rest, isNamed };
    });
}

/** The words for the cause that a passage gives, or null if it gives none. */
function causeIn(passage: Passage): Term[] | null {
  const { text, terms } = passage;
  const before = BEFORE_CAUSE.exec(text);
  if (before) {
    const from = before.index + before[0].length;
    return wordsFrom(passage, from + (DENIED_FIRST.exec(text.slice(from))?.[0].length ?? 0));
  }
  const after = AFTER_CAUSE.exec(text);
  if (!after) return null;
  let start = 0;
  for (const part of text.slice(0, after.index).split(/(?<=,)/u)) {
    const end = start + part.length;
    if (findNegations(part).length === 0) {
      const words = terms.filter((term) => term.start >= start && term.end <= end);
      if (words.length) return words.length <= MAX_WORDS ? words : null;
    }
    start = end;
  }
  return null;
}

/** The content words of a passage from an offset to the end of the clause. */
function wordsFrom({ text, terms }: Passage, from: number): Term[] {
  const length = text.slice(from).search(CLAUSE_BOUNDARY);
  const to = length < 0 ? text.length : from + length;
  return terms.filter(({ start, end }) => start >= from && end <= to).slice(0, MAX_WORDS);
}
