import { CHARACTER_CLASS_COUNT, CharacterClass, characterClassAt } from "./characterClasses.ts";

/** Language-independent statistics of one line. Shares are 0..1. */
export type LineStats = {
  /**
   * Number of words: runs of letters and digits, plus half a word per ideograph and a quarter of a word per letter of
   * Thai, Lao, Khmer or Myanmar.
   */
  words: number;
  /** Length in UTF-16 units. */
  length: number;
  /** Ends with sentence-final punctuation, possibly followed by closing quotation marks and brackets. */
  endsSentence: boolean;
  /** Ends with an ellipsis, like a teaser cut to fit. */
  isTruncated: boolean;
  endsWithColon: boolean;
  /** Number of sentences that end within the line or at its end. */
  sentenceEnds: number;
  commas: number;
  /** Share of words that begin with a capital letter; 0 in scripts without case. */
  capitalizedShare: number;
  /** Share of words that have at least three characters and are written in capitals. */
  allCapsShare: number;
  /** Number of bars, bullets, slashes and arrows that separate items, as in a menu on one line. */
  separators: number;
  /** Share of digits among the characters other than white space. */
  digitShare: number;
  /** Share of symbols and punctuation marks among the characters other than white space. */
  symbolShare: number;
  /** Share of ideographs among the characters other than white space. */
  ideographShare: number;
  /** `CharacterClass` of the first character that is not white space; 0 if there is none. */
  firstClass: number;
  /** Mean number of letters and digits per word; 0 if there are no words. */
  meanWordLength: number;
  /** Hashes of the line's terms: prefixes of words (see `TERM_LETTERS`) and bigrams of ideographs. */
  termHashes: number[];
};

/**
 * Length of a term, in UTF-16 units. A term consists of the first letters of a word, because most inflected forms of
 * the word share them. Words shorter than this have no term.
 */
const TERM_LETTERS = 5;
/** Offset basis of the 32-bit FNV-1a hash. */
const HASH_START = 0x811c9dc5;
/** Updates an FNV-1a hash with one UTF-16 unit. */
const hashUnit = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** Returns the lower-case form of the capital letter at `at` as a UTF-16 unit. Creates no string for ASCII letters. */
function lowerCaseUnit(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit < 0x80 ? unit | 0x20 : text[at]!.toLowerCase().charCodeAt(0);
}

const TRUNCATED = /(?:\.{3}|…)[\s"'”’»)\]]*$/u;

/**
 * Whether a line is prose rather than a label or a menu: a complete sentence of at least 8 words, or any line of at
 * least 25 words.
 */
export const isProse = ({ endsSentence, isTruncated, words }: LineStats): boolean =>
  words >= 25 || (endsSentence && !isTruncated && words >= 8);

/** Computes the statistics of a line in one pass over its UTF-16 units. */
export function computeLineStats(text: string): LineStats {
  const counts = new Uint32Array(CHARACTER_CLASS_COUNT + 1);
  const run = new WordRuns();
  let spacedSentenceEnds = 0;
  let separators = 0;
  let firstClass = 0;
  /** Class of the last character, ignoring white space, closing punctuation and apostrophes. */
  let lastClass = 0;
  let previous: number = CharacterClass.SPACE;
  for (let i = 0; i <= text.length; i++) {
    const current = i < text.length ? characterClassAt(text, i) : CharacterClass.SPACE;
    if (i < text.length) counts[current]!++;
    if (isWordClass(current)) run.push(text, i, current);
    else if (run.isOpen && !joinsWord(text, i, current)) run.close();
    if (current === CharacterClass.IDEOGRAPH && previous === CharacterClass.IDEOGRAPH) run.pushBigram(text, i);
    if (
      previous === CharacterClass.TERMINATOR &&
      (current === CharacterClass.SPACE || current === CharacterClass.CLOSING)
    )
      spacedSentenceEnds++;
    if (previous === CharacterClass.SEPARATOR && (current === CharacterClass.SPACE || text[i - 1] === "|"))
      separators++;
    if (firstClass === 0 && current !== CharacterClass.SPACE) firstClass = current;
    if (!isTrailing(text, i, current)) lastClass = current;
    previous = current;
  }
  const { words: runs, letters } = run;
  const ideographs = counts[CharacterClass.IDEOGRAPH]!;
  const unspaced = counts[CharacterClass.UNSPACED_LETTER]!;
  const visible = Math.max(1, text.length - counts[CharacterClass.SPACE]!);
  return {
    words: runs + ideographs / 2 + unspaced / 4,
    length: text.length,
    endsSentence: lastClass === CharacterClass.TERMINATOR || lastClass === CharacterClass.FULL_WIDTH_TERMINATOR,
    isTruncated:
      (lastClass === CharacterClass.TERMINATOR || lastClass === CharacterClass.SYMBOL) && TRUNCATED.test(text),
    endsWithColon: lastClass === CharacterClass.COLON,
    sentenceEnds: spacedSentenceEnds + counts[CharacterClass.FULL_WIDTH_TERMINATOR]!,
    commas: counts[CharacterClass.COMMA]!,
    capitalizedShare: runs ? run.capitalized / runs : 0,
    allCapsShare: runs ? run.allCaps / runs : 0,
    separators,
    digitShare: counts[CharacterClass.DIGIT]! / visible,
    symbolShare: 1 - (letters + ideographs + unspaced) / visible,
    ideographShare: ideographs / visible,
    firstClass,
    meanWordLength: runs ? letters / runs : 0,
    termHashes: run.termHashes,
  };
}

/** Counts the runs of letters and digits in a line, and collects the hashes of its terms. */
class WordRuns {
  words = 0;
  letters = 0;
  capitalized = 0;
  allCaps = 0;
  readonly termHashes: number[] = [];
  // State of the current run. Between runs, `#length` is 0.
  #length = 0;
  #hash = HASH_START;
  #startsUpperCase = false;
  #isAllCaps = false;

  get isOpen(): boolean {
    return this.#length > 0;
  }

  push(text: string, at: number, characterClass: number): void {
    const isUpperCase = characterClass === CharacterClass.UPPERCASE;
    if (this.#length === 0) {
      this.#startsUpperCase = this.#isAllCaps = isUpperCase;
      this.#hash = HASH_START;
    } else this.#isAllCaps &&= characterClass !== CharacterClass.LOWERCASE;
    if (this.#length < TERM_LETTERS) {
      this.#hash = hashUnit(this.#hash, isUpperCase ? lowerCaseUnit(text, at) : text.charCodeAt(at));
    }
    this.#length++;
  }

  close(): void {
    this.words++;
    this.letters += this.#length;
    if (this.#startsUpperCase) this.capitalized++;
    if (this.#isAllCaps && this.#length > 2) this.allCaps++;
    if (this.#length >= TERM_LETTERS) this.termHashes.push(this.#hash);
    this.#length = 0;
  }

  /** Adds the bigram of the ideographs at `at - 1` and `at` to the terms. */
  pushBigram(text: string, at: number): void {
    this.termHashes.push(hashUnit(hashUnit(HASH_START, text.charCodeAt(at - 1)), text.charCodeAt(at)));
  }
}

const isWordClass = (characterClass: number): boolean =>
  characterClass === CharacterClass.LOWERCASE ||
  characterClass === CharacterClass.UPPERCASE ||
  characterClass === CharacterClass.DIGIT;

/** Whether an apostrophe, a hyphen or closing punctuation at `at` continues a word, as in "don’t". */
const joinsWord = (text: string, at: number, characterClass: number): boolean =>
  (characterClass === CharacterClass.MID_WORD || characterClass === CharacterClass.CLOSING) &&
  at + 1 < text.length &&
  isWordClass(characterClassAt(text, at + 1));

const isTrailing = (text: string, at: number, characterClass: number): boolean =>
  characterClass === CharacterClass.SPACE ||
  characterClass === CharacterClass.CLOSING ||
  (characterClass === CharacterClass.MID_WORD && text[at] === "'");
