import type { Span } from "../model/index.ts";
import { CJK, primarySubtag, stopWordsOf } from "../text/index.ts";
import { conceptKey, conceptOf } from "./lexicon/concepts.ts";
import { foldWord, stemOf } from "./wordStem.ts";

/**
 * A content word with its UTF-16 offsets. Words with the same `key` mean the same: it is a concept, or else the stem.
 * Each character pair of Chinese and Japanese is a term.
 */
export type Term = Span & { key: string };

const WORD =
  /[\p{sc=Han}\p{sc=Katakana}々ー]+|[[\p{L}\p{M}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}々ー]]{2,60}|\p{Lu}(?=\d)/gv;
/** Words that are too general to tell what a sentence is about, beyond the stop words. */
const GENERAL = new Set(
  "about fewer over under more most least than only just also still now then said told very other others each all both per one two while after before because since against between during out off up into no not nor never none some any such same own its his her rund etwa knapp mehr weniger nun jetzt schon alle allen jede jeder jedes je pro seit damals keine keinen kein nicht mas menos cada todos todas otro otra solo no nunca ninguna ninguno environ moins chaque tous toutes autre ne aucun aucune jamais".split(
    " ",
  ),
);

/** Extracts the content words of a text, in order. `language` is a BCP-47 tag. */
export function extractContentTerms(text: string, language: string): Term[] {
  const primary = primarySubtag(language);
  const stopWords = stopWordsOf(primary);
  const terms: Term[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (CJK.test(word)) {
      for (let at = 0; at < Math.max(1, word.length - 1); at++)
        terms.push({ key: word.slice(at, at + 2), start: index + at, end: index + at + 2 });
      continue;
    }
    const lower = word.toLowerCase();
    const folded = foldWord(word);
    if (stopWords.has(lower) || GENERAL.has(folded)) continue;
    const concept = conceptOf(folded, primary);
    const key = concept === undefined ? stemOf(folded) : conceptKey(concept);
    terms.push({ key, start: index, end: index + word.length });
  }
  return terms;
}
