import type { Document, TaskContext } from "../../model/index.ts";
import { QUESTION } from "../../statements/index.ts";
import { addWordCounts, isWithin, type WordCounts, wordCounts } from "../../text/index.ts";
import { rougeTokens } from "./documentSentences.ts";
import { bestGist } from "./gist.ts";
import type { RankedSentence, Ranking } from "./scoring.ts";
import { promiseOf, selectSentences } from "./selectSentences.ts";

/** Minimum number of content terms of a sentence that says something by itself. */
const MIN_TERMS = 3;
/** Number of sentences, for each statement, whose words are counted. Others are hardly ever worth their room. */
const COUNTED_PER_STATEMENT = 15;
/** Minimum length of a gist, in words. */
const MIN_GIST = 8;
/** Probability of a key fact below which a sentence is not worth its room on a card. Of those below, 6 % gave one. */
const COST = 0.25;
/** Number of words from which a document has at least three, or two statements in its digest, if the length has. */
const WORDS_FOR_STATEMENTS = { three: 300, two: 150 };

type CountedSentence = RankedSentence & { counts: WordCounts; folded: string; isSubstantial: boolean };
type Room = { limits: WordCounts; minStatements: number; shortestFirst: CountedSentence[] };

/**
 * Selects up to `count` sentences whose words together keep to `limits`, and returns them in document order: the best gist,
 * and what goes best with it. Sentences
 * that can be read alone are preferred. If too few fit beside each other, room is kept for short ones. Where none fits
 * at all, the shortest one is selected. A sentence that is the document's title, or contains another selected one, is
 * not selected.
 * @throws PithError `stopped` if the task is cancelled
 */
export async function selectWithinWords(
  ranking: Ranking,
  count: number,
  limits: WordCounts,
  { title, words, language }: Document,
  context: TaskContext,
): Promise<RankedSentence[]> {
  const foldedTitle = fold(rougeTokens(title ?? ""));
  const isAnyReadable = ranking.sentences.some(({ isReadable }) => isReadable);
  const sentences = ranking.sentences
    .filter(({ isReadable }) => isReadable || !isAnyReadable)
    .toSorted((a, b) => promiseOf(b, ranking) - promiseOf(a, ranking) || a.index - b.index)
    .filter(({ isTagline }, i) => isTagline || i < COUNTED_PER_STATEMENT * count)
    .map((sentence) => counted(sentence))
    .filter(({ folded }) => folded !== foldedTitle);
  const minStatements = Math.min(count, minimumStatements(words));
  // Where nothing can be read alone, the rest is better than nothing.
  const readable = isAnyReadable ? sentences : [];
  const shortestFirst = readable
    .filter(({ isSubstantial }) => isSubstantial)
    .toSorted((a, b) => a.text.length - b.text.length)
    .slice(0, 2 * count);
  const targetWords = Math.min(ranking.targetWords, ...limits);
  const gist = bestGist(
    readable.filter(
      ({ counts, size, isSubstantial, isTagline }) =>
        (isTagline || (isSubstantial && size >= MIN_GIST)) && isWithin(counts, limits),
    ),
    ranking,
    language,
  );
  let best: RankedSentence[] = [];
  for (const [candidates, reserved] of [
    [readable, 0],
    [readable, minStatements],
    [sentences, 0],
  ] as const) {
    const room = { limits, minStatements: reserved, shortestFirst };
    const selected = await selectSentences(
      { ...ranking, sentences: candidates, targetWords },
      {
        max: count,
        min: minStatements,
        cost: COST,
        ...(gist && { required: gist }),
        admits: (sentence, others) =>
          (others.length < minStatements || (sentence as CountedSentence).isSubstantial) &&
          fits(sentence as CountedSentence, others as CountedSentence[], room),
      },
      context,
    );
    if (selected.length > best.length) best = selected;
    if (best.length >= minStatements) break;
  }
  return best.length ? best : shortest(sentences);
}

const counted = (sentence: RankedSentence): CountedSentence => ({
  ...sentence,
  counts: wordCounts(sentence.text),
  folded: fold(sentence.words),
  isSubstantial: sentence.terms.length >= MIN_TERMS && !QUESTION.test(sentence.text),
});

/** Words in lower case, separated and surrounded by spaces, so that a sentence can be looked for inside another. */
const fold = (words: string[]): string => ` ${words.join(" ")} `;

function minimumStatements(documentWords: number): number {
  if (documentWords >= WORDS_FOR_STATEMENTS.three) return 3;
  return documentWords >= WORDS_FOR_STATEMENTS.two ? 2 : 1;
}

/**
 * Whether a sentence may stand beside others: none contains another, and their words keep to the limits, even with the
 * shortest sentences that are still missing to `minStatements`.
 */
function fits(sentence: CountedSentence, others: CountedSentence[], room: Room): boolean {
  if (others.some(({ folded }) => folded.includes(sentence.folded) || sentence.folded.includes(folded))) return false;
  const chosen = [...others, sentence];
  const missing = Math.max(0, room.minStatements - chosen.length);
  const added = room.shortestFirst.filter(({ index }) => chosen.every((other) => other.index !== index));
  const total = [...chosen, ...added.slice(0, missing)].map(({ counts }) => counts);
  return isWithin(total.reduce(addWordCounts), room.limits);
}

/** The shortest sentence that says something, or of all sentences if there is none. Empty if there are none. */
function shortest(sentences: CountedSentence[]): RankedSentence[] {
  const substantial = sentences.filter(({ isSubstantial }) => isSubstantial);
  const [first] = (substantial.length ? substantial : sentences).toSorted((a, b) => a.text.length - b.text.length);
  return first ? [first] : [];
}
