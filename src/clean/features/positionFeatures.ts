import { HINTS } from "../rules/keywordHints.ts";
import { chooseBody, decode, type Stretch } from "../rules/ruleBasedBody.ts";
import type { Survey } from "./neighbourFeatures.ts";

/** In "inStretch": of the body that the rules alone would choose; other stretches of prose are 1. */
export const BODY = 2;
/** So many words of prose make what stands before "Related" an article. */
const ARTICLE_WORDS = 60;
/** Who wrote a page or a comment, and when, is said in a line of fewer words. */
const BYLINE_WORDS = 16;
const BYLINE = HINTS.indexOf("byline");

const log = (value: number): number => Math.log1p(Math.max(0, value));
const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/** Where each line stands: against the body that the rules alone would choose, and behind a headline such as "Related". */
export function readPlace({ lines, prose }: Survey, tails: boolean[], weights: number[]) {
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

/**
 * What stands between each line and the headline above it (names and days: under an article comments begin with them),
 * and how far above it the last line is that names an author or a day.
 */
export function readSince({ lines, dated, ruled }: Survey, headline: number, hints: number[][]) {
  const fromHeadline: number[] = [];
  const dates: number[] = [];
  const rules: number[] = [];
  const bylines: number[] = [];
  const fromByline: number[] = [];
  let [dateCount, ruleCount, bylineCount, since] = [0, 0, 0, -1];
  for (const [i, line] of lines.entries()) {
    if (i === headline) [dateCount, ruleCount, bylineCount] = [0, 0, 0];
    fromHeadline.push(headline < 0 ? 0 : i < headline ? -log(headline - i) - 1 : log(i - headline));
    dates.push(log(dateCount));
    rules.push(log(ruleCount));
    bylines.push(log(bylineCount));
    fromByline.push(since < 0 ? -1 : log(since));
    const names = line.words < BYLINE_WORDS && (dated[i]! > 0 || hints[i]![BYLINE]! > 0);
    dateCount += dated[i]!;
    ruleCount += ruled[i]!;
    bylineCount += Number(names);
    since = names ? 0 : since < 0 ? -1 : since + 1;
  }
  return { fromHeadline, dates, rules, bylines, fromByline };
}
