import {
  type Document,
  type DraftClaim,
  type DraftDigest,
  type Engine,
  type Length,
  NO_USAGE,
  type Options,
  type TaskContext,
  yieldToEventLoop,
} from "../../model/index.ts";
import { isSelfContained, ownGistOf, QUESTION } from "../../statements/index.ts";
import { describeTables } from "../../tables/index.ts";
import {
  classifyStatement,
  digestWordLimits,
  isShorterThanDigest,
  primarySubtag,
  segmentSentences,
  speakerOf,
  type WordCounts,
} from "../../text/index.ts";
import { EXTRACTIVE_FINGERPRINT, extractiveAnswer } from "./answer.ts";
import { extractiveComparison } from "./compare.ts";
import { bestGist } from "./gist.ts";
import { openingWithin } from "./openingWithin.ts";
import { rankSentences } from "./rank.ts";
import type { RankedSentence, Ranking } from "./scoring.ts";
import { promiseOf, selectSentences } from "./selectSentences.ts";
import { selectWithinWords } from "./selectWithinWords.ts";
import { draftPoint, type SelectedTableStatements, selectTableStatements, withoutTables } from "./tableStatements.ts";

/** Maximum number of sentences in a digest of each length, including the gist. */
const SENTENCES: Record<Length, number> = { headline: 1, brief: 3, standard: 6, detailed: 10 };
/** Maximum number of claims in a digest of each length. */
const CLAIMS: Record<Length, number> = { headline: 1, brief: 3, standard: 6, detailed: 12 };

/**
 * Maximum length of a document, in UTF-16 units per requested sentence, for its whole text to become the gist. The
 * document must also have no more sentences than were requested.
 */
const MAX_GIST_UNITS_PER_SENTENCE = 1000;
/**
 * Number of UTF-16 units at the start of a document in which its first sentence is looked for. Sentences are
 * practically never that long, so the first one is found whole.
 */
const OPENING_UNITS = 4000;

/** What the digest of a document without tables says about them. */
const NO_TABLE_STATEMENTS: SelectedTableStatements = { gist: null, points: [], words: [0, 0, 0] };

/**
 * The extractive engine. It needs no language model: its drafts consist of sentences copied verbatim from the document.
 */
export const extractiveEngine: Engine = {
  fingerprint: () => EXTRACTIVE_FINGERPRINT,

  async digest(document: Document, options: Options, context: TaskContext): Promise<DraftDigest> {
    context.report({ stage: "digest", done: 0, total: 1 });
    const count = options.sentences ?? SENTENCES[options.length];
    const tables = await describeTables(document, context);
    const ranking = await rankSentences(withoutTables(document, tables), count, options.focus, context);
    const ranked = ranking.sentences;
    const isShort = !isTable(document) && isItsOwnGist(document, ranked.length, options);
    const limits =
      options.sentences === null ? digestWordLimits(options.length, document.text, document.language) : null;
    const computed = isShort ? NO_TABLE_STATEMENTS : selectTableStatements(tables, count, limits);
    const selected = isShort ? [] : await select(ranking, document, count, limits, computed, context);
    const gist = computed.gist ? null : bestGist(selected, ranking, document.language);
    const points = [
      ...selected.filter((sentence) => sentence !== gist).map(({ text, start }) => ({ text, quotes: [text], start })),
      ...computed.points.map((statement) => ({ ...draftPoint(statement), start: statement.rows[0]!.start })),
    ].sort((a, b) => a.start - b.start);
    const isTranslation =
      options.language !== "auto" && primarySubtag(options.language) !== primarySubtag(document.language);
    context.report({ stage: "digest", done: 1, total: 1 });
    return {
      engine: EXTRACTIVE_FINGERPRINT,
      language: document.language,
      gist: isShort
        ? ownGistOf(document)
        : (computed.gist?.text ?? fittingGist(gist?.text ?? firstSentence(document), document, options)),
      ...(computed.gist && { gistRows: computed.gist.rows }),
      points: points.map(({ start: _, ...point }) => point),
      claims: await selectClaims(onlyReadable(ranking), CLAIMS[options.length], document.language, context),
      notices: [
        ...(isTranslation ? ["not_translated" as const] : []),
        ...(options.style === "plain" ? ["not_plain" as const] : []),
      ],
      usage: NO_USAGE,
    };
  },

  answer: extractiveAnswer,
  compare: extractiveComparison,
};

/** Whether a document is nothing but a table, whose rows are no gist however few they are. */
const isTable = ({ blocks }: Document): boolean => {
  const kinds = new Set(blocks.map(({ kind }) => kind));
  return kinds.has("table") && [...kinds].every((kind) => kind === "table" || kind === "title" || kind === "heading");
};

/**
 * Whether a document is so short that its whole text becomes the gist: no longer than a digest may always be, and for
 * the two shorter lengths with no more sentences than these have. If a number of sentences was requested, that decides.
 */
function isItsOwnGist({ text }: Document, sentenceCount: number, { length, sentences }: Options): boolean {
  if (sentences !== null) return sentenceCount <= sentences && text.length <= sentences * MAX_GIST_UNITS_PER_SENTENCE;
  const isAnyCount = length === "standard" || length === "detailed";
  return (isAnyCount || sentenceCount <= SENTENCES[length]) && isShorterThanDigest(text);
}

/**
 * Selects the requested number of sentences, whatever their length and form, or as many as the word limits have room for, less
 * what is said about tables.
 * @param limits the word limits of the digest, or null if a number of sentences was requested
 */
async function select(
  ranking: Ranking,
  document: Document,
  count: number,
  limits: WordCounts | null,
  { gist, points, words }: SelectedTableStatements,
  context: TaskContext,
): Promise<RankedSentence[]> {
  const max = count - points.length - (gist ? 1 : 0);
  if (max < 1 || !ranking.sentences.length) return [];
  if (!limits) return selectSentences(ranking, { max, min: gist ? 0 : 1, cost: 0 }, context);
  const room: WordCounts = [limits[0] - words[0], limits[1] - words[1], limits[2] - words[2]];
  return selectWithinWords(ranking, max, room, document, context);
}

/** Leaves out the sentences that nobody could read alone, unless there are no others. */
function onlyReadable(ranking: Ranking): Ranking {
  const sentences = ranking.sentences.filter(({ isReadable }) => isReadable);
  return sentences.length ? { ...ranking, sentences } : ranking;
}

/** The gist or, if it alone exceeds the word limit of the length, its opening. A requested number of sentences decides. */
const fittingGist = (gist: string, { text, language }: Document, { length, sentences }: Options): string =>
  sentences === null ? openingWithin(gist, digestWordLimits(length, text, language)) || gist : gist;

/**
 * The first sentence of the text, whatever kind of block it is in. It becomes the gist if no sentence is selected, for
 * example in a long document that consists of code.
 */
function firstSentence({ text, language }: Document): string {
  const opening = text.slice(0, OPENING_UNITS);
  const [first] = segmentSentences(opening, language);
  return first ? opening.slice(first.start, first.end) : opening;
}

/**
 * Selects up to `count` sentences most worth verifying and returns them in document order: those that most probably give a
 * key fact, with a bonus for numbers, speakers and names. Sentences that depend on their context are only used if there are
 * not enough others.
 */
async function selectClaims(
  ranking: Ranking,
  count: number,
  language: string,
  context: TaskContext,
): Promise<DraftClaim[]> {
  await yieldToEventLoop(context);
  const distinct = [...new Map(ranking.sentences.toReversed().map((sentence) => [sentence.text, sentence])).values()];
  const candidates = distinct
    .filter(({ text, terms, size }) => terms.length >= 3 && size <= MAX_CLAIM && !QUESTION.test(text))
    .map((sentence) => ({ sentence, priority: checkability(sentence, ranking, language) }))
    .sort((a, b) => b.priority - a.priority || a.sentence.index - b.sentence.index)
    .slice(0, CANDIDATES_PER_CLAIM * count)
    .map(({ sentence, priority }) => {
      const speaker = sentence.speaker ?? speakerOf(sentence.text);
      return { sentence, speaker, priority: speaker ? priority + 0.3 * ranking.newsProbability : priority };
    });
  return candidates
    .sort((a, b) => b.priority - a.priority || a.sentence.index - b.sentence.index)
    .slice(0, count)
    .sort((a, b) => a.sentence.index - b.sentence.index)
    .map(({ sentence: { text }, speaker }) => ({ text, ...classifyStatement(text), speaker, quote: text }));
}

/** Maximum length of a claim, in words. Nobody checks more at one go. */
const MAX_CLAIM = 45;
/** Number of sentences for each claim whose speaker is looked for, which takes time. */
const CANDIDATES_PER_CLAIM = 4;

/** How much a sentence is worth checking, apart from its speaker. */
function checkability(sentence: RankedSentence, ranking: Ranking, language: string): number {
  let priority = promiseOf(sentence, ranking);
  if (!isSelfContained(sentence.text, language)) priority -= 2;
  if (/\p{N}/u.test(sentence.text)) priority += 0.3;
  if (INNER_NAME.test(sentence.text)) priority += 0.1;
  return priority;
}

/** Matches a capitalised word inside the sentence, which may be a name. */
const INNER_NAME = /[\p{Ll},] \p{Lu}\p{Ll}/u;
