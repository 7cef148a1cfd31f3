import { isSelfContained } from "../../statements/index.ts";
import { DEFERRED } from "./features/index.ts";
import { DEPENDENT_WORTH, type RankedSentence, type Ranking, typicalSentenceLength } from "./scoring.ts";

/** What being any key fact counts, beside being one of the main ones. */
const KEY_SHARE = 0.3;
/** What saying what the document is about counts beside that. */
const ABOUT_WORTH = 0.6;
/** What it counts in a README with a tagline: whoever reads one wants to know what the thing is before anything else. */
const ABOUT_WORTH_IN_README = 1.2;
/** What is left of the worth of a sentence about what was put off. */
const DEFERRED_WORTH = 0.3;

/**
 * The sentence that says best what the document is about, or null if there are none: one that probably gives one of the
 * main facts. Of a news report, its expected F1 as a one-sentence summary counts too; of anything else, whether it gives any
 * key fact, and whether it says what the document is about. Both count as far as the document is probably news.
 */
export function bestGist<T extends RankedSentence>(
  sentences: readonly T[],
  { newsProbability }: Pick<Ranking, "newsProbability">,
  language: string,
): T | null {
  const typicalLength = typicalSentenceLength(language);
  const isReadme = sentences.some(({ isTagline }) => isTagline);
  const aboutWorth = isReadme ? ABOUT_WORTH_IN_README : ABOUT_WORTH;
  const worthOf = ({ text, words, score, main, key, isAbout }: T): number => {
    const expectedF1 = (2 * score * words.length) / (words.length + typicalLength);
    const asNews = newsProbability * expectedF1;
    const asOther = (1 - newsProbability) * (KEY_SHARE * key + (isAbout ? aboutWorth : 0));
    const worth = (DEFERRED.test(text.toLowerCase()) ? DEFERRED_WORTH : 1) * (main + asNews + asOther);
    return isAbout || isSelfContained(text, language) ? worth : DEPENDENT_WORTH * worth;
  };
  let best: { sentence: T; worth: number } | null = null;
  for (const sentence of sentences) {
    const worth = worthOf(sentence);
    if (!best || worth > best.worth) best = { sentence, worth };
  }
  return best?.sentence ?? null;
}
