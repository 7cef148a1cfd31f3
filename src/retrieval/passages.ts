import { forEachYielding, type Span, type TaskContext } from "../model/index.ts";
import { isCjkLanguage, segmentSentences, splitParagraphs } from "../text/index.ts";

/** Maximum length of a passage in UTF-16 units: about 90 English words. */
export const MAX_PASSAGE_UNITS = 600;
/**
 * Maximum length of a passage in Chinese or Japanese, in UTF-16 units. These languages take about a quarter of the
 * characters for the same content.
 */
export const MAX_CJK_PASSAGE_UNITS = 160;

/** The maximum length of a passage in a language, in UTF-16 units. */
export const maxPassageUnits = (language: string): number =>
  isCjkLanguage(language) ? MAX_CJK_PASSAGE_UNITS : MAX_PASSAGE_UNITS;

/**
 * Splits text into segments. A segment is usually a sentence. A sentence longer than a passage is cut into several
 * segments, at white space where possible. Offsets are UTF-16 units into `text`.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function segmentText(text: string, language: string, context: TaskContext): Promise<Span[]> {
  const maxUnits = maxPassageUnits(language);
  const segments: Span[] = [];
  await forEachYielding(splitParagraphs(text), context, (paragraph) => {
    for (const { start, end } of segmentSentences(text.slice(paragraph.start, paragraph.end), language)) {
      segments.push(
        ...splitLongSentence(text, { start: paragraph.start + start, end: paragraph.start + end }, maxUnits),
      );
    }
  });
  return segments;
}

function splitLongSentence(text: string, sentence: Span, maxUnits: number): Span[] {
  const segments: Span[] = [];
  let { start } = sentence;
  while (sentence.end - start > maxUnits) {
    const space = text.slice(start, start + maxUnits).search(/\s\S*$/);
    let end = space > maxUnits / 2 ? start + space : start + maxUnits;
    if (splitsSurrogatePair(text, end)) end--;
    segments.push({ start, end });
    const rest = text.slice(end, end + maxUnits);
    start = end + (rest.length - rest.trimStart().length);
  }
  if (start < sentence.end) segments.push({ start, end: sentence.end });
  return segments;
}

/**
 * A window of text. `probability` is the probability that the answer is in this passage and in no higher-ranked one.
 * `first` and `last` are the indices of the first and the last segment that lie completely inside it.
 */
export type Passage = Span & { probability: number; first: number; last: number };

/** Passages with a lower probability are not returned. */
const MIN_PROBABILITY = 1e-6;
/**
 * Factor applied to the probability of a segment that is only partly inside a window, because the cut may separate the
 * answer from its context.
 */
const PARTIAL_SEGMENT_DISCOUNT = 0.95;

/**
 * Selects up to `k` passages that together are most likely to contain the answer, best first. Repeatedly takes the best
 * window of at most `maxUnits` UTF-16 units. Segments covered by a window no longer count towards later windows, and
 * partly covered segments count less, so that passages do not duplicate each other. One end of each passage is a
 * segment boundary. The other end is extended up to the limit and then, in text that has spaces, moved back to a word
 * boundary.
 * @param probabilities the probability that each segment contains the answer
 */
export function bestPassages(
  text: string,
  segments: readonly Span[],
  probabilities: Float64Array,
  maxUnits: number,
  k: number,
): Passage[] {
  const remaining = Float64Array.from(probabilities);
  const best: Passage[] = [];
  while (best.length < k) {
    const window = bestWindow(segments, remaining, maxUnits);
    if (!window || window.probability < MIN_PROBABILITY) break;
    const { probability, first, last } = window;
    const span = snapToWords(text, window, segments.slice(first, last + 1));
    best.push({ ...span, probability, first, last });
    remaining.fill(0, first, last + 1);
    if (first > 0) remaining[first - 1]! *= 1 - overlapRatio(segments[first - 1]!, span.start, span.end);
    if (last + 1 < segments.length) remaining[last + 1]! *= 1 - overlapRatio(segments[last + 1]!, span.start, span.end);
  }
  return best;
}

/**
 * The window most likely to contain the answer, or null if there are no segments. Only windows that start at the start
 * of a segment or end at the end of one are considered.
 */
function bestWindow(segments: readonly Span[], probabilities: Float64Array, maxUnits: number): Passage | null {
  const count = segments.length;
  const prefixSums = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) prefixSums[i + 1] = prefixSums[i]! + probabilities[i]!;
  const partialProbability = (i: number, start: number, end: number): number =>
    i >= 0 && i < count ? probabilities[i]! * overlapRatio(segments[i]!, start, end) * PARTIAL_SEGMENT_DISCOUNT : 0;
  let best: Passage | null = null;
  const consider = (start: number, end: number, first: number, last: number): void => {
    const probability =
      prefixSums[last + 1]! -
      prefixSums[first]! +
      partialProbability(first - 1, start, end) +
      partialProbability(last + 1, start, end);
    if (!best || probability > best.probability + 1e-12) best = { start, end, probability, first, last };
  };
  const textEnd = segments.at(-1)?.end ?? 0;
  for (let first = 0, last = 0; first < count; first++) {
    const end = Math.min(textEnd, segments[first]!.start + maxUnits);
    while (last + 1 < count && segments[last + 1]!.end <= end) last++;
    consider(segments[first]!.start, end, first, last);
  }
  for (let first = 0, last = 0; last < count; last++) {
    const start = Math.max(segments[0]!.start, segments[last]!.end - maxUnits);
    while (segments[first]!.start < start) first++;
    consider(start, segments[last]!.end, first, last);
  }
  return best;
}

/** The share (0..1) of a segment that lies between `start` and `end`. */
const overlapRatio = (segment: Span, start: number, end: number): number =>
  Math.max(0, Math.min(segment.end, end) - Math.max(segment.start, start)) / (segment.end - segment.start);

/**
 * If an end of a window cuts through a word, moves that end inwards to the nearest white space, but never into a
 * segment that lies completely inside the window. Also trims white space at both ends.
 */
function snapToWords(text: string, { start, end }: Span, complete: readonly Span[]): Span {
  const [from, to] = [complete[0]!.start, complete.at(-1)!.end];
  const startsInWord = /\S/.test(text.charAt(start - 1)) && start < from;
  const lead = (startsInWord ? /^\S*\s+/ : /^\s+/).exec(text.slice(start, from))?.[0].length ?? 0;
  const tail = (/\S/.test(text.charAt(end)) ? /\s+\S*$/ : /\s+$/).exec(text.slice(to, end))?.[0].length ?? 0;
  const [first, last] = [start + lead, end - tail];
  return {
    start: splitsSurrogatePair(text, first) ? first + 1 : first,
    end: splitsSurrogatePair(text, last) ? last - 1 : last,
  };
}

/** Whether an offset lies between the two halves of a surrogate pair. */
const splitsSurrogatePair = (text: string, offset: number): boolean => /[\udc00-\udfff]/.test(text.charAt(offset));
