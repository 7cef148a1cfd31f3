import { type LineRange, ruleBasedBody, viterbiRanges } from "../rules/index.ts";
import { type Features, logScale } from "./featureRow.ts";
import type { LineSignals } from "./lineSignals.ts";

/** Features of a line's position on the page, relative to the rule-based body and to headings of related content. */
export const POSITION_FEATURES = [
  "precedingWordShare",
  "distanceToBody",
  "bodyShare",
  "segment",
  "sinceRelatedHeading",
  "proseSinceRelatedHeading",
  "segmentProse",
] as const;
export type PositionFeatures = Features<(typeof POSITION_FEATURES)[number]>;

/**
 * Values of the `segment` feature: not in a prose segment, in a prose segment outside the rule-based body, or in the
 * rule-based body.
 */
export const Segment = { NONE: 0, PROSE: 1, BODY: 2 } as const;

/** Headings of related content are ignored unless more than this many words of prose precede them. */
const MIN_ARTICLE_WORDS = 60;

const sum = (values: number[]): number => values.reduce((a, b) => a + b, 0);

/**
 * Computes the position features of all lines. Distances and counts are on a log scale. `distanceToBody` is negative
 * above the body.
 */
export function positionFeatures(signals: LineSignals): PositionFeatures[] {
  const { lines, proseWords, weights } = signals;
  const proseIn = ({ from, to }: LineRange): number => sum(proseWords.slice(from, to));
  const segments = viterbiRanges(weights);
  const body = ruleBasedBody(segments, proseIn);
  const start = body[0]?.from ?? 0;
  const end = body.at(-1)?.to ?? 0;
  const totalProse = sum(proseWords);
  const bodyShare = totalProse ? sum(proseWords.slice(start, end)) / totalProse : 0;
  const segment = new Array<number>(lines.length).fill(Segment.NONE);
  const segmentProse = new Array<number>(lines.length).fill(0);
  for (const range of segments) {
    segment.fill(range.from >= start && range.to <= end ? Segment.BODY : Segment.PROSE, range.from, range.to);
    segmentProse.fill(logScale(proseIn(range)), range.from, range.to);
  }
  const related = relatedHeadingDistances(signals, start);
  const totalWords = sum(lines.map((line) => line.words));
  let precedingWords = 0;
  return lines.map((line, i) => {
    const precedingWordShare = totalWords ? precedingWords / totalWords : 0;
    precedingWords += line.words;
    return {
      precedingWordShare,
      distanceToBody: i < start ? -logScale(start - i) : i >= end ? logScale(i - end + 1) : 0,
      bodyShare,
      segment: segment[i]!,
      sinceRelatedHeading: related[i]!.lines,
      proseSinceRelatedHeading: related[i]!.prose,
      segmentProse: segmentProse[i]!,
    };
  });
}

/**
 * Returns, for each line, the number of lines and of prose words since the last heading of related content, on a log
 * scale. `lines` is -1 above the first such heading. Headings above the body do not count, nor do those preceded by at
 * most `MIN_ARTICLE_WORDS` words of prose.
 */
function relatedHeadingDistances(
  { cached, proseWords }: LineSignals,
  bodyStart: number,
): { lines: number; prose: number }[] {
  let lineCount = -1;
  let prose = 0;
  let precedingProse = 0;
  return cached.map(({ isRelatedHeading }, i) => {
    if (isRelatedHeading && i >= bodyStart && precedingProse > MIN_ARTICLE_WORDS) {
      lineCount = 0;
      prose = 0;
    } else if (lineCount >= 0) lineCount++;
    const distances = { lines: lineCount < 0 ? -1 : logScale(lineCount), prose: logScale(prose) };
    precedingProse += proseWords[i]!;
    if (lineCount >= 0) prose += proseWords[i]!;
    return distances;
  });
}

/**
 * Distances to the page's headline and to the last byline, and the numbers of dates, boilerplate lines and bylines
 * since the headline.
 */
export const HEADLINE_FEATURES = [
  "distanceToHeadline",
  "datesSinceHeadline",
  "boilerplateSinceHeadline",
  "bylinesSinceHeadline",
  "sinceByline",
] as const;
export type HeadlineFeatures = Features<(typeof HEADLINE_FEATURES)[number]>;

/** A line with a date or an author counts as the byline of the page or of a comment if it has fewer words than this. */
const MAX_BYLINE_WORDS = 16;

/**
 * Computes the headline features of all lines, on a log scale. Below an article, the names and dates above comments
 * count as bylines too. `sinceByline` is the number of lines since the last byline, or -1 above the first one.
 * @param headline index of the headline, or -1 if there is none
 */
export function headlineFeatures({ cached, dated, boilerplate }: LineSignals, headline: number): HeadlineFeatures[] {
  let [dates, boilerplateLines, bylines, sinceByline] = [0, 0, 0, -1];
  return cached.map(({ stats, hints }, i) => {
    if (i === headline) [dates, boilerplateLines, bylines] = [0, 0, 0];
    const features = {
      distanceToHeadline: headline < 0 ? 0 : i < headline ? -logScale(headline - i) - 1 : logScale(i - headline),
      datesSinceHeadline: logScale(dates),
      boilerplateSinceHeadline: logScale(boilerplateLines),
      bylinesSinceHeadline: logScale(bylines),
      sinceByline: sinceByline < 0 ? -1 : logScale(sinceByline),
    };
    const isByline = stats.words < MAX_BYLINE_WORDS && (dated[i]! > 0 || hints.byline > 0);
    dates += dated[i]!;
    boilerplateLines += boilerplate[i]!;
    bylines += Number(isByline);
    sinceByline = isByline ? 0 : sinceByline < 0 ? -1 : sinceByline + 1;
    return features;
  });
}
