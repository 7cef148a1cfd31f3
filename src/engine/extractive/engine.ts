import {
  breathe,
  type Document,
  type DraftClaim,
  type DraftDigest,
  type Engine,
  eachInTurns,
  type Length,
  NO_USAGE,
  type Options,
  type Run,
} from "../../model/index.ts";
import { judge, sentences, speakerOf } from "../../text/index.ts";
import { EXTRACTIVE_MARK, extractiveAnswer } from "./answer.ts";
import { extractiveComparison } from "./compare.ts";
import { isDependent } from "./dependentOpeners.ts";
import { type Ranked, rankSentences, usualLength } from "./rank.ts";
import { chooseSentences } from "./selectSentences.ts";

/** How many sentences of the source a digest of each length has, gist included, and how many claims. */
const SENTENCES: Record<Length, number> = { headline: 1, brief: 3, standard: 5, detailed: 9 };
const CLAIMS: Record<Length, number> = { headline: 1, brief: 3, standard: 6, detailed: 12 };

/** A text is its own gist up to this length for each sentence that its digest may have. */
const GIST_UNITS = 1000;

/** The engine that needs no key: every sentence it gives stands in the source, whole and in order. */
export const extractiveEngine: Engine = {
  mark: () => EXTRACTIVE_MARK,

  async digest(document: Document, options: Options, run: Run): Promise<DraftDigest> {
    run.report({ stage: "digest", done: 0, total: 1 });
    const count = options.sentences ?? SENTENCES[options.length];
    const ranking = await rankSentences(document, count, options.focus, run);
    const ranked = ranking.sentences;
    const short = ranked.length <= count && document.text.length <= count * GIST_UNITS;
    const least = options.sentences === null ? count : 1;
    const chosen = short ? [] : await chooseSentences(ranking, count, least, run);
    const gist = gistOf(chosen, document.language);
    const translated =
      options.language !== "auto" && options.language.split("-")[0] !== document.language.split("-")[0];
    run.report({ stage: "digest", done: 1, total: 1 });
    return {
      engine: EXTRACTIVE_MARK,
      language: document.language,
      gist: gist?.text ?? (short ? document.text : opening(document)),
      points: chosen.filter((s) => s !== gist).map((s) => ({ text: s.text, quotes: [s.text] })),
      claims: await claimsOf(ranked, CLAIMS[options.length], document.language, run),
      notices: [
        ...(translated ? ["not_translated" as const] : []),
        ...(options.style === "plain" ? ["not_plain" as const] : []),
      ],
      usage: NO_USAGE,
    };
  },

  answer: extractiveAnswer,
  compare: extractiveComparison,
};

/** The first sentence of a document that is long and has none that could be chosen, such as one of code. */
function opening({ text, language }: Document): string {
  const head = text.slice(0, 4 * GIST_UNITS);
  const [first] = sentences(head, language);
  return first ? head.slice(first.start, first.end) : head;
}

/** The chosen sentence that would say most alone (its expected F1), and that can stand alone. */
function gistOf(chosen: Ranked[], language: string): Ranked | null {
  const usual = usualLength(language);
  const worth = ({ text, words, score }: Ranked): number =>
    (score * words.length * (isAlone(text, language) ? 1 : 0.5)) / (words.length + usual);
  return chosen.reduce<Ranked | null>((best, s) => (best && worth(best) >= worth(s) ? best : s), null);
}

/**
 * The sentences most worth checking, in document order: those with numbers, speakers and names, and of the rest what a
 * summary would say. Questions are none, and what cannot be understood alone only where there is nothing else.
 */
async function claimsOf(ranked: Ranked[], count: number, language: string, run: Run): Promise<DraftClaim[]> {
  await breathe(run);
  const distinct = [...new Map(ranked.toReversed().map((s) => [s.text, s])).values()];
  const candidates: { s: Ranked; speaker: string | null; worth: number }[] = [];
  await eachInTurns(distinct, run, (s) => {
    if (s.terms.length < 3 || QUESTION.test(s.text)) return;
    const speaker = speakerOf(s.text);
    let worth = s.score;
    if (!isAlone(s.text, language)) worth -= 2;
    if (/\p{N}/u.test(s.text)) worth += 0.3;
    if (speaker) worth += 0.3;
    if (NAME_INSIDE.test(s.text)) worth += 0.1;
    candidates.push({ s, speaker, worth });
  });
  return candidates
    .sort((a, b) => b.worth - a.worth || a.s.index - b.s.index)
    .slice(0, count)
    .sort((a, b) => a.s.index - b.s.index)
    .map(({ s, speaker }) => ({ text: s.text, ...judge(s.text), speaker, quote: s.text }));
}

const QUESTION = /[?？؟]["'”’»）)\s]*$/u;
/** The rest of a sentence that something else, such as a block of code, broke off. */
const RUNS_ON = /^\p{Ll}+ /u;
const NAME_INSIDE = /[\p{Ll},] \p{Lu}\p{Ll}/u;

/** Whether a sentence can be understood without its neighbours, as far as its beginning tells. */
const isAlone = (text: string, language: string): boolean =>
  !isDependent(text, language) && !QUESTION.test(text) && !RUNS_ON.test(text);
