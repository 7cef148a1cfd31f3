import { compareValues, type Value } from "../../../facts/index.ts";
import { forEachYielding, type Pair, type TaskContext, yieldToEventLoop } from "../../../model/index.ts";
import { contextSimilarity, type Frame, type Weights } from "./frames.ts";
import { logOdds } from "./logistic.ts";
import { passageSimilarity } from "./passages/passageSimilarity.ts";
import { CLAUSE_BOUNDARY, type Passage } from "./passages/passages.ts";
import fitted from "./weights.json" with { type: "json" };

/** Two values of one kind that are of the same thing, one from each document. `score` is the log odds of that. */
export type ValueMatch = { first: Frame; second: Frame; isEqual: boolean; score: number };
/** Two values that may be of the same thing, with what `weights.json` tells from whether they are. */
export type ValueCandidate = { first: Frame; second: Frame; isEqual: boolean; features: MatchFeatures };

/** Maximum number of values of one kind of a document that are compared, so that long documents do not take long. */
const MAX_VALUES = 300;
/** Units that many things have. That a document has only one value with another unit tells what it is of. */
const COMMON_KINDS = new Set(["count", "date", "clock", "weekday", "share", "money", "duration", "frequency", "name"]);
/** Kinds of values that tell one of several: a north and a south are of one thing only if both are that of the same. */
const NAMING_KINDS = new Set(["compass", "season"]);
/** Maximum number of values of the other document that a value is weighed against. */
const MAX_CANDIDATES = 12;
const MAX_MAGNITUDE = 2;
/** The magnitude apart that values without a magnitude count as. */
const NEUTRAL_MAGNITUDE = 0.2;
/** How much more likely values are of one thing if they are equal, in log odds. Specific values weigh fully. */
const EQUAL_BONUS = 2.5;

/** The former for ends of two ranges of which the other ends are equal: "from 22:00 to 7:00", "from 23:00 to 7:00". */
const RANGE_BONUS = 1.5;
/** Maximum length, in UTF-16 units, of what stands between the ends of a range. */
const MAX_RANGE_GAP = 16;

/** What `weights.json` tells from whether two values are of one thing. */
type MatchFeatures = typeof fitted.match;
/** Maximum distance, in UTF-16 units, of the word for the group of people that a value is of. */
const MAX_GROUP_DISTANCE = 16;
const MAX_ANCHORS = 2;
/** The least that the other values of sentences without a word in common must tell. */
const MIN_ANCHORS_OF_UNLIKE = 0.8;
/** Documents tell things in different orders: farther apart, as a share of the document, tells no more. */
const MAX_DISTANCE = 0.25;

type Candidate = { first: Frame; second: Frame; isEqual: boolean; context: number };

/**
 * Matches the values of two documents one to one, most certain first. Equal values are matched before different ones
 * of the same certainty, so that a value that the other document also states is not set against another.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function matchValues(
  frames: Pair<Frame[]>,
  weights: Weights,
  context: TaskContext,
): Promise<ValueMatch[]> {
  const matches: ValueMatch[] = [];
  for (const candidates of await valueCandidates(frames, weights, context)) {
    await yieldToEventLoop(context);
    matches.push(...assign(candidates.map(withScore)));
  }
  return matches.sort((a, b) => b.score - a.score);
}

function withScore({ first, second, isEqual, features }: ValueCandidate): ValueMatch {
  const bonus = isEqual ? EQUAL_BONUS * specificity(first.value) : haveSameOtherEnd(first, second) ? RANGE_BONUS : 0;
  return { first, second, isEqual, score: logOdds(fitted.match, features) + bonus };
}

/**
 * Finds the values of two documents that may be of the same thing, in a list for each kind.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function valueCandidates(
  frames: Pair<Frame[]>,
  weights: Weights,
  context: TaskContext,
): Promise<ValueCandidate[][]> {
  const [first, second] = [byKind(frames[0]), byKind(frames[1])];
  const found: ValueCandidate[][] = [];
  for (const [kind, ones] of first) {
    const others = second.get(kind);
    if (!others) continue;
    const candidates: Candidate[] = [];
    for (const one of ones) {
      await yieldToEventLoop(context);
      candidates.push(...candidatesOf(one, others));
    }
    found.push(await withFeatures(candidates, kind, ones.length * others.length, { weights, context }));
  }
  return found;
}

/** Whether two values are the same end of ranges with one other end. */
function haveSameOtherEnd(one: Frame, other: Frame): boolean {
  return ([-1, 1] as const).some((step) => {
    const [a, b] = [otherEnd(one, step), otherEnd(other, step)];
    return a !== null && b !== null && compareValues(a, b) === "equal";
  });
}

function otherEnd({ value, passage: { text, values } }: Frame, step: -1 | 1): Value | null {
  const end = values[values.indexOf(value) + step];
  if (!end || end.kind !== value.kind) return null;
  const between = step > 0 ? text.slice(value.end, end.start) : text.slice(end.end, value.start);
  return between.length <= MAX_RANGE_GAP && between.search(CLAUSE_BOUNDARY) < 0 ? end : null;
}

/** The values of another document that a value may be matched with: those in the most similar context, and equal ones. */
function candidatesOf(first: Frame, others: Frame[]): Candidate[] {
  const found: Candidate[] = [];
  for (const second of others) {
    const context = contextSimilarity(first, second);
    // Values of common kinds in sentences with nothing else in common are of different things, unless they are equal.
    const isUnlike =
      context === 0 && COMMON_KINDS.has(first.value.kind) && anchorsOf(first, second) < MIN_ANCHORS_OF_UNLIKE;
    if (isUnlike && !areWrittenAlike(first.value, second.value)) continue;
    const relation = compareValues(first.value, second.value);
    if (relation !== "unclear") found.push({ first, second, isEqual: relation === "equal", context });
  }
  return found
    .sort((a, b) => Number(b.isEqual) - Number(a.isEqual) || b.context - a.context)
    .slice(0, MAX_CANDIDATES)
    .filter(({ second, isEqual }) => isEqual || areComparable(first, second));
}

/** Chooses matches greedily, most certain first, so that each value is in one at most. */
function assign(matches: ValueMatch[]): ValueMatch[] {
  const used = new Set<Frame>();
  const assigned = matches
    .sort((a, b) => b.score - a.score)
    .filter(({ first: one, second: other }) => {
      if (used.has(one) || used.has(other)) return false;
      used.add(one).add(other);
      return true;
    });
  return inOrder(assigned);
}

/** Pairs the different values of one kind of two sentences in the order in which they stand there. */
function inOrder(matches: ValueMatch[]): ValueMatch[] {
  const groups = Map.groupBy(matches, ({ first, second, isEqual }) =>
    isEqual ? "" : `${first.passage.index}-${second.passage.index}`,
  );
  for (const [key, group] of groups) {
    if (!key || group.length < 2) continue;
    const firsts = group.map(({ first }) => first).sort((a, b) => a.value.start - b.value.start);
    const seconds = group.map(({ second }) => second).sort((a, b) => a.value.start - b.value.start);
    for (const [i, match] of group.entries()) Object.assign(match, { first: firsts[i]!, second: seconds[i]! });
  }
  return matches;
}

const areWrittenAlike = (one: Value, other: Value): boolean =>
  one.isName || one.member ? one.shown === other.shown : one.amount === other.amount;

/**
 * Whether two different values can contradict each other: neither of their sentences states the value of the other, and
 * if one is a count but no number ("nobody"), both count the same.
 */
const areComparable = (one: Frame, other: Frame): boolean =>
  !areOfOtherGroups(one, other) &&
  (!NAMING_KINDS.has(one.value.kind) || sharedNouns(one.nouns, other.nouns) > 0) &&
  !(one.value.kind === "date" && haveSameInstant(one.passage, other.passage)) &&
  !isStatedBeside(other.value, one) &&
  !isStatedBeside(one.value, other) &&
  (one.value.kind !== "count" ||
    !(one.value.isImplied || other.value.isImplied) ||
    sharedNouns(one.nouns, other.nouns) > 0);

/** Whether two counts or shares are of different groups of people: "of the parents, 81 per cent", "52 per cent of pupils". */
function areOfOtherGroups(one: Frame, other: Frame): boolean {
  if (one.value.kind !== "share" && one.value.kind !== "count") return false;
  const [first, second] = [groupOf(one), groupOf(other)];
  return first !== null && second !== null && first !== second;
}

/** The group of people that a value is of: the only one of its sentence, or the one right beside it. */
function groupOf({ value, passage: { text, groups } }: Frame): string | null {
  const beside = groups.find(({ start, end }) => {
    const between = start >= value.end ? text.slice(value.end, start) : text.slice(end, value.start);
    return between.length <= MAX_GROUP_DISTANCE && !/[,;:.]\s.*\S/u.test(between);
  });
  if (beside) return beside.group;
  return value.kind === "share" && new Set(groups.map(({ group }) => group)).size === 1 ? groups[0]!.group : null;
}

/** Whether two sentences give one time of day in two time zones, in which it may be on different dates. */
const haveSameInstant = (one: Passage, other: Passage): boolean =>
  one.values.some(
    (value) =>
      value.zone !== undefined &&
      other.values.some(
        (another) =>
          another.zone !== undefined && another.zone !== value.zone && compareValues(value, another) === "equal",
      ),
  );

/** Whether the sentence of a frame states a value, besides that of the frame. */
const isStatedBeside = (value: Value, { value: own, passage }: Frame): boolean =>
  passage.values.some((another) => another !== own && compareValues(another, value) === "equal");

function byKind(frames: Frame[]): Map<string, Frame[]> {
  const groups = Map.groupBy(frames, ({ value }) => value.kind);
  return new Map(Array.from(groups, ([kind, group]) => [kind, group.slice(0, MAX_VALUES)]));
}

async function withFeatures(
  candidates: Candidate[],
  kind: string,
  pairs: number,
  { weights, context: task }: { weights: Weights; context: TaskContext },
): Promise<ValueCandidate[]> {
  const nearest = new Map<Frame, number>();
  const equals = new Set<Frame>();
  for (const { first, second, isEqual, context } of candidates) {
    for (const frame of [first, second]) {
      nearest.set(frame, Math.max(nearest.get(frame) ?? 0, context));
      if (isEqual) equals.add(frame);
    }
  }
  const rareUnit = (COMMON_KINDS.has(kind) ? 0.3 : 1) / Math.sqrt(pairs);
  const found: ValueCandidate[] = [];
  await forEachYielding(candidates, task, ({ first, second, isEqual, context }) => {
    const features: MatchFeatures = {
      bias: 1,
      context,
      passage: passageSimilarity(first.passage, second.passage, weights).dice,
      weekday: first.value.kind === "weekday" && !isEqual ? 1 : 0,
      noun: sharedNouns(first.nouns, second.nouns),
      rareUnit,
      sameUnit: first.value.factor !== undefined && first.value.factor === second.value.factor ? 1 : 0,
      magnitude: isEqual ? 0 : magnitudesApart(first.value, second.value),
      anchors: Math.min(MAX_ANCHORS, anchorsOf(first, second)),
      nearest: context > 0 && context >= nearest.get(first)! && context >= nearest.get(second)! ? 1 : 0,
      distance: Math.min(MAX_DISTANCE, Math.abs(first.passage.tellingPlace - second.passage.tellingPlace)),
      name: first.value.isName ? 1 : 0,
      category: first.value.member ? 1 : 0,
      year: !isEqual && isYear(first.value) && isYear(second.value) ? 1 : 0,
      whole: areParts(first, second) ? 1 : 0,
      equalElsewhere: isEqual ? 0 : Number(equals.has(first)) + Number(equals.has(second)),
    };
    found.push({ first, second, isEqual, features });
  });
  return found;
}

/** Whether two values count the same: fully if the very next words agree, in part if others of the nearest do. */
function sharedNouns(one: string[], other: string[]): number {
  if (one.length && one[0] === other[0]) return 1;
  return one.some((noun) => other.includes(noun)) ? 0.5 : 0;
}

function magnitudesApart(one: Value, other: Value): number {
  if (one.date || one.isName || one.member || one.kind === "clock" || one.amount === 0 || other.amount === 0)
    return NEUTRAL_MAGNITUDE;
  return Math.min(MAX_MAGNITUDE, Math.abs(Math.log10(Math.abs(one.amount / other.amount))));
}

/** How surely the other values that both sentences state tell that these are on one thing: the sum of their specificity. */
function anchorsOf(one: Frame, other: Frame): number {
  let sum = 0;
  for (const value of one.passage.values) {
    if (value === one.value) continue;
    const isShared = other.passage.values.some(
      (another) => another !== other.value && compareValues(value, another) === "equal",
    );
    if (isShared) sum += specificity(value);
  }
  return sum;
}

/** How unlikely it is that two documents state a value by chance, from 0 to 1. */
export function specificity({ kind, amount, date, isName, member, shown }: Value): number {
  if (isName) return 0.6;
  if (member) return 0.2;
  if (kind === "weekday") return 0.2;
  if (date) return date.day ? 1 : date.month ? 0.8 : 0.5;
  if (kind === "clock") return amount % 60 ? 1 : 0.5;
  if (kind === "code") return 0.8;
  if (amount === 0) return 0.1;
  const digits = /\d/.test(shown)
    ? shown.replace(/[^\d]/g, "").replace(/0+$/, "").length
    : Math.abs(amount) > 12
      ? 2
      : 1;
  return Math.min(1, 0.3 * digits + (kind === "count" || kind === "duration" ? 0 : 0.2));
}

const isYear = ({ date }: Value): boolean => date?.year !== undefined && date.month === undefined;

/** Matches what stands between a part and its whole: "38 of the 120 stalls"; and what stands between them turned round. */
const OF_WHOLE =
  /^[^.,;:]{0,12}(?<![\p{L}])(?:of|out of|von|de|sur|su|di|der|des)\s(?:the |its |all |den |las |los |les |seus? |sus )?$/iu;
const WHOLE_FIRST = /^\s?[^.,;:]{0,24},\s[^.,;:\d]{0,12}$/u;
/** Whether two values are parts of one whole that both sentences state: "38 of the 120 stalls", "of the 120 stalls, 52". */
function areParts(one: Frame, other: Frame): boolean {
  return one.passage.values.some(
    (whole) =>
      whole !== one.value &&
      isPartOf(one, whole) &&
      other.passage.values.some(
        (another) => another !== other.value && compareValues(whole, another) === "equal" && isPartOf(other, another),
      ),
  );
}

function isPartOf({ value, passage: { text } }: Frame, whole: Value): boolean {
  if (whole.kind !== "count" || value.kind !== "count" || whole.amount < value.amount) return false;
  if (value.end <= whole.start) return OF_WHOLE.test(text.slice(value.end, whole.start));
  return WHOLE_FIRST.test(text.slice(whole.end, value.start));
}
