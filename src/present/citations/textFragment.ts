import type { Span } from "../../model/index.ts";
import { joinings, LINE_END, type PageText, type Part } from "./pageText.ts";
import { type Context, contextsAfter, contextsBefore, endTerms, startTerms, wordsOf } from "./terms.ts";

/** A quote of at most this many words is named in full. Of a longer one, only both ends are. */
const MAX_EXACT_WORDS = 6;
/**
 * Minimum numbers of words at the start and at the end of a range, preferred ones first. Short terms match even if the
 * page holds something inside the quote that the cleaned text lacks. Long ones are unique even if the page holds more.
 */
const RANGE_WORDS: [start: number, end: number][] = [
  [4, 3],
  [3, 2],
  [2, 1],
  [1, 1],
];
/**
 * A text file keeps the line breaks that the cleaned text has joined, and no term matches across them. A single word
 * lies on one line, and between a term and its context any white space may stand.
 */
const PLAIN_TEXT_WORDS: [start: number, end: number][] = [[1, 1]];

/** Separates the directives of an address. */
const NEXT_DIRECTIVE = "&text=";
const AFTER_PREFIX = "-,";

type Directive = { prefix: Span | null; start: Span; end: Span | null; suffix: Span | null };

/**
 * Returns the text directive that makes a browser show a span of a page: `[prefix-,]start[,end][,-suffix]`, encoded for
 * an address (https://wicg.github.io/scroll-to-text-fragment/). Browsers compare without case and marks, look for each
 * term within one block and line, and find only whole words. A quote that lies in several blocks has a directive for
 * each, joined by `&text=`, because the page may hold something else between them. So has a quote whose first letter
 * may be a drop cap, which browsers take for a block of its own: the second one begins with the second word. If the
 * quote stands on the page several times and nothing tells the places apart, the directive points to the first one.
 * Returns null if nothing within `maxLength` UTF-16 units points to the very words.
 * @param isPlainText whether the page is a text file, in which a browser keeps line breaks
 */
export function textFragment(page: PageText, span: Span, isPlainText: boolean, maxLength: number): string | null {
  const parts = page.partsOf(span);
  if (parts.length === 0) return null;
  page.startSearch();
  const byBlock = [...Map.groupBy(parts, ({ block }) => block).values()];
  const share = (maxLength - NEXT_DIRECTIVE.length * (byBlock.length - 1)) / byBlock.length;
  const directives = byBlock.map((ofBlock) => directiveFor(page, ofBlock, isPlainText, share));
  const whole = directives.every((directive) => directive !== null)
    ? directives.join(NEXT_DIRECTIVE)
    : directiveFor(page, parts, isPlainText, maxLength);
  const opening = byBlock.find((ofBlock) => page.mayHaveDropCap(ofBlock[0]!));
  if (whole === null || isPlainText || !opening) return whole;
  const fallback = withoutFirstWord(page, opening, maxLength - whole.length - NEXT_DIRECTIVE.length);
  return fallback === null ? whole : whole + NEXT_DIRECTIVE + fallback;
}

/** Returns a directive that begins with the second word of a quote and does not name the first one, or null. */
function withoutFirstWord(page: PageText, parts: Part[], maxLength: number): string | null {
  const second = wordsOf(page, parts[0]!)[1];
  if (!second) return null;
  const directive = directiveFor(page, parts.with(0, { ...parts[0]!, start: second.start }), false, maxLength);
  return directive?.includes(AFTER_PREFIX) ? null : directive;
}

/** Returns the preferred directive of at most `maxLength` UTF-16 units, or null if there is none. */
function directiveFor(page: PageText, parts: Part[], isPlainText: boolean, maxLength: number): string | null {
  for (const directive of directivesFor(page, parts, isPlainText)) {
    const encoded = encodeDirective(page.text, directive);
    if (encoded.length <= maxLength) return encoded;
  }
  return null;
}

/** Yields the directives that point to a quote, preferred ones first. */
function* directivesFor(page: PageText, parts: Part[], isPlainText: boolean): Generator<Directive> {
  const words = parts.reduce((sum, part) => sum + wordsOf(page, part).length, 0);
  const isShort = parts.length === 1 && words <= (isPlainText ? 1 : MAX_EXACT_WORDS);
  for (const mayBeCopy of [false, true]) {
    if (isShort) yield* exactDirective(page, parts, mayBeCopy);
    for (const [startWords, endWords] of isPlainText ? PLAIN_TEXT_WORDS : RANGE_WORDS) {
      const range = rangeDirective(page, parts, [startWords, endWords], mayBeCopy);
      if (range) yield range;
    }
    if (!isShort && parts.length === 1) yield* exactDirective(page, parts, mayBeCopy);
  }
}

/**
 * Yields the shortest directive that names the whole of a quote on one line, with as much context as it needs. With
 * `mayBeCopy`, it has no context, so it may point to a copy of the quote.
 */
function* exactDirective(page: PageText, parts: Part[], mayBeCopy: boolean): Generator<Directive> {
  const [part] = parts as [Part];
  const quote = page.key(parts);
  const before = contextsBefore(page, part);
  for (const [prefix, suffix] of byCost(before, contextsAfter(page, part))) {
    const isRight = mayBeCopy ? !prefix.span && !suffix.span : page.isUnique(pieces(prefix.key, quote, suffix.key));
    if (!isRight) continue;
    yield { prefix: prefix.span, start: part, end: null, suffix: suffix.span };
    return;
  }
}

/**
 * Returns the shortest directive that names the first and the last words of a quote, at least so many of each. With
 * `mayBeCopy`, it has no prefix, and all places to which it could point must be copies of the quote.
 */
function rangeDirective(
  page: PageText,
  parts: Part[],
  [startWords, endWords]: [start: number, end: number],
  mayBeCopy: boolean,
): Directive | null {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const isOneLine = parts.length === 1;
  const quote = page.key(parts);
  for (const [start, prefix] of byCost(startTerms(page, first, startWords, !isOneLine), contextsBefore(page, first))) {
    const startKey = page.key([start.span]);
    const isRight = mayBeCopy
      ? !prefix.span && page.beginsOnlyCopies(startKey, quote)
      : page.isUnique(pieces(prefix.key, startKey));
    if (!isRight) continue;
    const rest = quote.slice(startKey.length);
    const room = isOneLine ? { ...last, start: start.span.end } : last;
    for (const [end, suffix] of byCost(endTerms(page, room, endWords, !isOneLine), contextsAfter(page, last))) {
      const endKey = page.key([end.span]);
      const isBetween = !isOneLine && page.wasRemoved(endKey);
      if (!isBetween && endsFirstAt(rest, endKey, suffix))
        return { prefix: prefix.span, start: start.span, end: end.span, suffix: suffix.span };
    }
  }
  return null;
}

/**
 * Whether the term and suffix that end a quote do not occur in the rest of it, the folded text after its start. A term
 * that overlaps itself at the end counts as well: browsers go on behind each place where it stands without its suffix.
 */
function endsFirstAt(rest: string, end: string, suffix: Context): boolean {
  const place = rest.length - end.length;
  if (rest.indexOf(end, Math.max(0, place - end.length + 1)) !== place) return false;
  const text = rest + (suffix.isApart ? LINE_END : "") + suffix.key;
  return joinings(pieces(end, suffix.key)).every((key) => {
    const at = text.indexOf(key);
    return at < 0 || at === place;
  });
}

const pieces = (...keys: string[]): string[] => keys.filter(Boolean);

/** Returns all pairs, those first that name the fewest words. */
function byCost<A extends { cost: number }, B extends { cost: number }>(first: A[], second: B[]): [A, B][] {
  const pairs = first.flatMap((a) => second.map((b): [A, B] => [a, b]));
  return pairs.sort(([a, b], [c, d]) => a.cost + b.cost - c.cost - d.cost);
}

/** Characters that `encodeURIComponent` leaves. The hyphen separates terms, the others could end or format a link. */
const UNENCODED = /[-_!~*'()]/g;

function encodeDirective(text: string, { prefix, start, end, suffix }: Directive): string {
  const encode = (span: Span): string =>
    encodeURIComponent(text.slice(span.start, span.end).toWellFormed()).replace(
      UNENCODED,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const terms = [
    prefix ? `${encode(prefix)}-` : "",
    encode(start),
    end ? encode(end) : "",
    suffix ? `-${encode(suffix)}` : "",
  ];
  return terms.filter(Boolean).join(",");
}
