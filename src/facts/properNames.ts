import type { Span } from "../model/index.ts";
import { primarySubtag, stopWordsOf } from "../text/index.ts";

/** A name of two or more words, or of one after a form of address. `name` is without the form of address. */
export type ProperName = Span & { name: string };

const WORD = "\\p{Lu}[\\p{L}\\p{M}'’-]+";
const LINK = "(?:de la|de los|van der|von der|de|van|von|der|du|del|al|bin|di|da)";
const ADDRESS =
  "(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Lady|Herrn?|Frau|Monsieur|Madame|Mme|señora?|doña|don|Signora?|Senhora?|Sr|Sra)\\.?";
const NAME = new RegExp(
  `(?<![\\p{L}\\p{M}.-])(?:(?<address>${ADDRESS})\\s(?<addressed>${WORD}(?:\\s${WORD})?)|(?<name>${WORD}(?:\\s(?:${LINK}\\s)?${WORD}){1,3}))`,
  "gu",
);

/** Finds the names of a text: capitalised words in a row, without articles before them. `language` is a BCP-47 tag. */
export function extractProperNames(text: string, language: string): ProperName[] {
  const stopWords = stopWordsOf(primarySubtag(language));
  return Array.from(text.matchAll(NAME)).flatMap((match): ProperName[] => {
    const found = match.groups!.addressed ?? match.groups!.name!;
    const words = found.split(" ");
    while (words.length && stopWords.has(words[0]!.toLowerCase())) words.shift();
    const name = words.join(" ");
    if (words.length < (match.groups!.addressed ? 1 : 2)) return [];
    const end = match.index + match[0].length;
    return [{ name, start: end - name.length, end }];
  });
}
