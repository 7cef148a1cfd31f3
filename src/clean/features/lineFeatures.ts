import type { RawBlock } from "../../model/index.ts";
import { DIGIT, LOWER, SEPARATOR, SYMBOL, UPPER } from "../characters.ts";
import { isProse, type Line } from "../line.ts";
import type { FurnitureRule } from "../rules/boilerplatePhrases.ts";
import { HINTS } from "../rules/keywordHints.ts";
import { weigh } from "../rules/ruleBasedBody.ts";
import { type Look, lookAt } from "./lineCache.ts";
import { countRepeats, readSide, type Survey } from "./neighbourFeatures.ts";
import { BODY, readPlace, readSince } from "./positionFeatures.ts";
import { readStamps, STAMPS } from "./repeatedPatterns.ts";
import { CONTEXT } from "./secondPassFeatures.ts";
import { readTopic } from "./topicFeatures.ts";

/** A page as the line model sees it. All arrays run over its blocks, each of which is a line or a paragraph. */
export type Page = {
  lines: Line[];
  rules: (FurnitureRule | null)[];
  /** Headlines such as "Related", which open what follows an article. */
  tails: boolean[];
  /** Stands here a second time, or is a short line that stands here more than once: sentences do not repeat. */
  repeats: boolean[];
  /** Whether the line is in the body that the rules alone would choose. */
  inBody: boolean[];
  /** What each line is about. */
  terms: Set<number>[];
  /** `ROW` numbers a block: FEATURES, and CONTEXT once a first judgement has told it. */
  values: Float32Array;
};

export const FEATURES = [
  // of the line itself
  "words", "length", "closed", "cut", "announces", "stops", "stopsPerWord", "commasPerWord", "capitals", "shouted", "separators",
  "digits", "symbols", "ideographs", "firstUpper", "firstLower", "firstDigit", "firstMark", "wordLength", "sharing", "service", "credit",
  "tail", "repeats", "again", ...HINTS, "weight", "apartBefore", "apartAfter", "kind", "links",
  // of its neighbours
  "weight-1", "weight-2", "weight-3", "weight+1", "weight+2", "weight+3", "words-1", "words+1", "closed-1", "closed+1",
  "nearBefore", "nearAfter", "farBefore", "farAfter", "labelsBefore", "labelsAfter", "rulesBefore", "rulesAfter",
  "datesBefore", "datesAfter", "shortRun", "alikeBefore", "alikeAfter", "turnsBefore", "turnsAfter",
  "headlinesBefore", "headlinesAfter", "proseRunsBefore", "proseRunsAfter", "twin", "nextTwin",
  // of its place in the page
  "wordShare", "fromBody", "bodyShare", "inStretch", "afterTail", "proseSinceTail", "stretchProse", "inBody", "inPage",
  "cohesion", "cohesionNear", "titleTerms",
  // of what stands between it and the headline
  "fromHeadline", "datesSince", "rulesSince", "bylinesSince", "fromByline", "repeatsBefore", "repeatsAfter", "cookies",
  // of lines of one pattern between which it stands
  ...STAMPS,
] as const; // biome-ignore format: groups of one kind

const KINDS: RawBlock["kind"][] = [
  "title",
  "heading",
  "paragraph",
  "list",
  "quote",
  "table",
  "code",
  "caption",
  "note",
];
/** A repeated line longer than this is a paragraph that the page shows twice: its first place is no furniture. */
const LABEL_UNITS = 60;
const log = (value: number): number => Math.log1p(Math.max(0, value));

const FIRST_HINT = FEATURES.indexOf(HINTS[0]);
/** How many numbers a block has: FEATURES and CONTEXT. */
export const ROW = FEATURES.length + CONTEXT.length;

/**
 * Everything that can be seen of the blocks of a page, flat text or HTML, in time linear in its length. `looks` keeps what
 * lines tell on their own, for who reads a page again.
 */
export function readPage(blocks: RawBlock[], looks = new Map<string, Look>()): Page {
  const texts = blocks.map((block) => block.text);
  const seen = texts.map((text) => lookAt(text, looks));
  const lines = seen.map(({ line }) => line);
  const rules = seen.map(({ rule }) => rule);
  const tails = seen.map(({ tail }) => tail);
  const hints = seen.map((look) => look.hints);
  const terms = seen.map((look) => look.terms);
  const counts = countRepeats(texts);
  const repeats = counts.map(({ times, before }, i) => times > 1 && (before > 0 || texts[i]!.length < LABEL_UNITS));
  const weights = lines.map((line, i) => weigh(line, rules[i] !== null || repeats[i]!));
  const survey: Survey = {
    lines,
    prose: lines.map((line) => (isProse(line) ? line.words : 0)),
    labels: lines.map((line) => Number(!line.closed && line.words < 12)),
    ruled: rules.map((rule, i) => Number(rule !== null || tails[i]!)),
    dated: lines.map((line, i) => Number(line.words < 14 && hints[i]![0]! > 0)),
    repeated: counts.map(({ times }, i) => Number(times > 1 && lines[i]!.words >= 3)),
  };
  const place = readPlace(survey, tails, weights);
  const topic = readTopic(lines, terms, survey.prose, (i) => place.inStretch[i] === BODY);
  const since = readSince(survey, topic.headline, hints);
  const stamps = readStamps(texts, survey);
  const before = readSide(survey, false);
  const after = readSide(survey, true);
  const values = new Float32Array(blocks.length * ROW);
  for (const [i, line] of lines.entries()) {
    const b = before[i]!;
    const a = after[i]!;
    const rule = rules[i];
    const { cookies } = seen[i]!;
    const weight = (d: number): number => weights[i + d] ?? -3;
    const at = i * ROW;
    values.set([
      log(line.words), log(line.length), Number(line.closed), Number(line.cut), Number(line.announces), line.stops, line.stops / (line.words + 1),
      line.commas / (line.words + 1), line.capitals, line.shouted, line.separators, line.digits, line.symbols, line.ideographs,
      Number(line.first === UPPER), Number(line.first === LOWER), Number(line.first === DIGIT), Number(line.first === SEPARATOR || line.first === SYMBOL),
      line.wordLength, Number(rule === "sharing"), Number(rule === "service"), Number(rule === "credit"), Number(tails[i]!), log(counts[i]!.times - 1),
      Number(counts[i]!.before > 0),
    ], at); // biome-ignore format: the groups of FEATURES
    values.set(hints[i]!, at + FIRST_HINT);
    values.set([
      weights[i]!, Number(blocks[i]!.apart ?? false), Number(blocks[i + 1]?.apart ?? true),
      KINDS.indexOf(blocks[i]!.kind), blocks[i]!.links,
      weight(-1), weight(-2), weight(-3), weight(1), weight(2), weight(3), log(lines[i - 1]?.words ?? 0),
      log(lines[i + 1]?.words ?? 0), Number(lines[i - 1]?.closed ?? false), Number(lines[i + 1]?.closed ?? false),
      log(b.near), log(a.near), log(b.far), log(a.far), b.labels, a.labels, b.rules, a.rules, b.dates, a.dates,
      Math.min(b.run, a.run), b.alike, a.alike, b.turns, a.turns, b.headlines, a.headlines,
      b.proseLines / (b.proseRuns + 0.3), a.proseLines / (a.proseRuns + 0.3), topic.twin[i]!,
      Math.max(topic.twin[i - 1] ?? 0, topic.twin[i + 1] ?? 0),
      place.wordShare[i]!, place.fromBody[i]!, place.bodyShare, place.inStretch[i]!, place.afterTail[i]!, place.proseSinceTail[i]!,
      place.stretchProse[i]!, topic.inBody[i]!, topic.inPage[i]!, topic.cohesion[i]!, topic.cohesionNear[i]!, topic.titleTerms[i]!,
      since.fromHeadline[i]!, since.dates[i]!, since.rules[i]!, since.bylines[i]!, since.fromByline[i]!, log(b.repeats), log(a.repeats), log(cookies),
      ...stamps[i]!,
    ], at + FIRST_HINT + HINTS.length); // biome-ignore format: the groups of FEATURES
  }
  return { lines, rules, tails, repeats, terms, inBody: place.inStretch.map((stretch) => stretch === BODY), values };
}
