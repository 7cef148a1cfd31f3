import type { RawBlock } from "../model/index.ts";
import { chooseBody, decode, type Stretch, weigh } from "./body.ts";
import { DIGIT, LOWER, SEPARATOR, SYMBOL, UPPER } from "./characters.ts";
import { HINTS, hintsOf } from "./hints.ts";
import { describe, isProse, type Line } from "./line.ts";
import { type FurnitureRule, furnitureRule, opensTail } from "./phrases.ts";
import { countRepeats, readSide, type Survey } from "./surroundings.ts";
import { readTopic } from "./topic.ts";

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
  /** `FEATURES.length` numbers a block. */
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
/** So many words of prose make what stands before "Related" an article. */
const ARTICLE_WORDS = 60;

/** In "inStretch": of the body that the rules alone would choose; other stretches of prose are 1. */
const BODY = 2;

const log = (value: number): number => Math.log1p(Math.max(0, value));
const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** Everything that can be seen of the blocks of a page, flat text or HTML, in time linear in its length. */
export function readPage(blocks: RawBlock[]): Page {
  const texts = blocks.map((block) => block.text);
  const lines = texts.map(describe);
  const rules = texts.map(furnitureRule);
  const tails = texts.map(opensTail);
  const hints = texts.map(hintsOf);
  const counts = countRepeats(texts);
  const repeats = counts.map(({ times, before }, i) => times > 1 && (before > 0 || texts[i]!.length < LABEL_UNITS));
  const weights = lines.map((line, i) => weigh(line, rules[i] !== null || repeats[i]!));
  const survey: Survey = {
    lines,
    prose: lines.map((line) => (isProse(line) ? line.words : 0)),
    labels: lines.map((line) => Number(!line.closed && line.words < 12)),
    ruled: rules.map((rule, i) => Number(rule !== null || tails[i]!)),
    dated: lines.map((line, i) => Number(line.words < 14 && hints[i]![0]! > 0)),
  };
  const place = readPlace(survey, tails, weights);
  const topic = readTopic(lines, survey.prose, (i) => place.inStretch[i] === BODY);
  const before = readSide(survey, false);
  const after = readSide(survey, true);
  const values = new Float32Array(blocks.length * FEATURES.length);
  for (const [i, line] of lines.entries()) {
    const b = before[i]!;
    const a = after[i]!;
    const rule = rules[i];
    const weight = (d: number): number => weights[i + d] ?? -3;
    const row: number[] = [
      log(line.words), log(line.length), Number(line.closed), Number(line.cut), Number(line.announces), line.stops, line.stops / (line.words + 1),
      line.commas / (line.words + 1), line.capitals, line.shouted, line.separators, line.digits, line.symbols, line.ideographs,
      Number(line.first === UPPER), Number(line.first === LOWER), Number(line.first === DIGIT), Number(line.first === SEPARATOR || line.first === SYMBOL),
      line.wordLength, Number(rule === "sharing"), Number(rule === "service"), Number(rule === "credit"), Number(tails[i]!), log(counts[i]!.times - 1),
      Number(counts[i]!.before > 0), ...hints[i]!, weights[i]!, Number(blocks[i]!.apart ?? false), Number(blocks[i + 1]?.apart ?? true),
      KINDS.indexOf(blocks[i]!.kind), blocks[i]!.links,
      weight(-1), weight(-2), weight(-3), weight(1), weight(2), weight(3), log(lines[i - 1]?.words ?? 0),
      log(lines[i + 1]?.words ?? 0), Number(lines[i - 1]?.closed ?? false), Number(lines[i + 1]?.closed ?? false),
      log(b.near), log(a.near), log(b.far), log(a.far), b.labels, a.labels, b.rules, a.rules, b.dates, a.dates,
      Math.min(b.run, a.run), b.alike, a.alike, b.turns, a.turns, b.headlines, a.headlines,
      b.proseLines / (b.proseRuns + 0.3), a.proseLines / (a.proseRuns + 0.3), topic.twin[i]!,
      Math.max(topic.twin[i - 1] ?? 0, topic.twin[i + 1] ?? 0),
      place.wordShare[i]!, place.fromBody[i]!, place.bodyShare, place.inStretch[i]!, place.afterTail[i]!, place.proseSinceTail[i]!,
      place.stretchProse[i]!, topic.inBody[i]!, topic.inPage[i]!, topic.cohesion[i]!, topic.cohesionNear[i]!, topic.titleTerms[i]!,
    ]; // biome-ignore format: the groups of FEATURES
    values.set(row, i * FEATURES.length);
  }
  return { lines, rules, tails, repeats, inBody: place.inStretch.map((stretch) => stretch === BODY), values };
}

/** Where each line stands: against the body that the rules alone would choose, and behind a headline such as "Related". */
function readPlace({ lines, prose }: Survey, tails: boolean[], weights: number[]) {
  const n = lines.length;
  const mass = ({ from, to }: Stretch): number => sum(prose.slice(from, to));
  const stretches = decode(weights);
  const body = chooseBody(stretches, mass);
  const start = body[0]?.from ?? 0;
  const end = body.at(-1)?.to ?? 0;
  const total = sum(lines.map((line) => line.words));
  const totalProse = sum(prose);
  const inStretch = new Array<number>(n).fill(0);
  const stretchProse = new Array<number>(n).fill(0);
  for (const stretch of stretches) {
    inStretch.fill(stretch.from >= start && stretch.to <= end ? BODY : 1, stretch.from, stretch.to);
    stretchProse.fill(log(mass(stretch)), stretch.from, stretch.to);
  }
  const afterTail: number[] = [];
  const proseSinceTail: number[] = [];
  const wordShare: number[] = [];
  let since = -1;
  let proseSince = 0;
  let proseBefore = 0;
  let words = 0;
  for (let i = 0; i < n; i++) {
    if (tails[i] && i >= start && proseBefore > ARTICLE_WORDS) {
      since = 0;
      proseSince = 0;
    } else if (since >= 0) since++;
    afterTail.push(since < 0 ? -1 : log(since));
    proseSinceTail.push(log(proseSince));
    wordShare.push(total ? words / total : 0);
    words += lines[i]!.words;
    proseBefore += prose[i]!;
    if (since >= 0) proseSince += prose[i]!;
  }
  return {
    inStretch, stretchProse, afterTail, proseSinceTail, wordShare,
    fromBody: lines.map((_, i) => (i < start ? -log(start - i) : i >= end ? log(i - end + 1) : 0)),
    bodyShare: totalProse ? sum(prose.slice(start, end)) / totalProse : 0,
  }; // biome-ignore format: one of each
}
