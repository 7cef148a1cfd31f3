/**
 * What a word or phrase can contribute to an intent, and the character that stands for it. An utterance becomes a string
 * of these characters, on which its wording is matched by regular expressions.
 */
const SYMBOLS = {
  filler: "f",
  shorter: "s",
  longer: "l",
  oneSentence: "1",
  bullets: "b",
  plainWords: "p",
  /** Longer, unless it belongs to another wish. */
  more: "m",
  languageName: "n",
  into: "i",
  /** The digest itself: "main points". */
  digest: "d",
  /** A question for the digest: "what is this about". */
  digestQuestion: "D",
  summarise: "v",
  section: "c",
  /** A section only if a number goes with it: "part 3". */
  part: "j",
  /** A section by the name that it has in most documents: "conclusion". */
  sectionName: "o",
  number: "#",
  about: "a",
  focus: "u",
  whatIs: "w",
  /** "Is there a", "it is". */
  existence: "e",
  says: "y",
  /** Thanks, agreement or praise. */
  thanks: "t",
  thanksFor: "T",
  laughter: "g",
  otherChatter: "k",
  greeting: "h",
  help: "?",
  /** "How does this work": help where no document is talked about. */
  howItWorks: "q",
  /** As `bullets`, `summarise` and `focus`, where the topic stands before, as in Japanese. */
  bulletsOf: "B",
  summariseThat: "V",
  focusOn: "U",
  /** A section with its number in one word: 第3章. */
  numberedSection: "C",
} as const;

type Category = keyof typeof SYMBOLS;
export type LexemeSymbol = (typeof SYMBOLS)[Category];

/** Words and phrases by category, separated by commas: lower case, without accents and apostrophes. */
export type Lexicon = Partial<Record<Category, string>>;

/** Returns the phrases of a lexicon with their symbols. */
export const phrasesOf = (lexicon: Lexicon): [phrase: string, symbol: LexemeSymbol][] =>
  (Object.entries(lexicon) as [Category, string][]).flatMap(([category, phrases]) =>
    phrases
      .split(",")
      .map((phrase): [string, LexemeSymbol] => [phrase.trim().replace(/\s+/g, " "), SYMBOLS[category]])
      .filter(([phrase]) => phrase),
  );
