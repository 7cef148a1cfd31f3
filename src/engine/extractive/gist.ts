import { isSelfContained } from "../../statements/index.ts";
import { DEPENDENT_WORTH, type RankedSentence, type Ranking, typicalSentenceLength } from "./scoring.ts";

/** What being any key fact counts, beside being one of the main ones. */
const KEY_SHARE = 0.3;

/**
 * The sentence that says best what the document is about, or null if there are none: of a news report the one with the
 * highest expected F1 as a one-sentence summary, of anything else the one that most probably gives one of the main facts.
 * Both count as far as the document is probably news.
 */
export function bestGist<T extends RankedSentence>(
  sentences: readonly T[],
  { newsProbability }: Pick<Ranking, "newsProbability">,
  language: string,
): T | null {
  const typicalLength = typicalSentenceLength(language);
  const worthOf = ({ text, words, score, main, key }: T): number => {
    const expectedF1 = (2 * score * words.length) / (words.length + typicalLength);
    const worth = newsProbability * expectedF1 + (1 - newsProbability) * (main + KEY_SHARE * key);
    return isSelfContained(text, language) ? worth : DEPENDENT_WORTH * worth;
  };
  let best: { sentence: T; worth: number } | null = null;
  for (const sentence of sentences) {
    const worth = worthOf(sentence);
    if (!best || worth > best.worth) best = { sentence, worth };
  }
  return best?.sentence ?? null;
}
