import { CJK } from "./scripts.ts";

/** Minimum length, in words or Chinese and Japanese characters, of a text that another can contain by more than chance. */
const MIN_CONTAINED = { words: 3, characters: 5 };
/** Matches a word, or a single Chinese or Japanese character. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}々ー]|[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}々ー]]+/gv;

/** Returns the words of a text in lower case, each between spaces, without punctuation. */
const wordsOf = (text: string): string => ` ${(text.normalize("NFKC").toLowerCase().match(WORD) ?? []).join(" ")} `;

/** Texts that were said, to find statements that say the same again. */
export class SaidTexts {
  readonly #said: string[];

  constructor(texts: readonly string[]) {
    this.#said = texts.map(wordsOf);
  }

  add(text: string): void {
    this.#said.push(wordsOf(text));
  }

  /**
   * Whether a statement says word for word what one of the texts says, or a part of it, whatever the case, the
   * punctuation and the quotation marks. A statement of one or two words only repeats an equal text.
   */
  has(statement: string): boolean {
    const words = wordsOf(statement);
    return this.#said.some((said) => repeats(words, said));
  }

  /** Whether a statement says one of the texts, and perhaps more. */
  isIn(statement: string): boolean {
    const words = wordsOf(statement);
    return this.#said.some((said) => repeats(said, words));
  }
}

const repeats = (words: string, said: string): boolean => words === said || (said.includes(words) && isLong(words));

function isLong(words: string): boolean {
  const count = words.trim().split(" ").length;
  return count >= (CJK.test(words) ? MIN_CONTAINED.characters : MIN_CONTAINED.words);
}

/** Whether a statement repeats one of the texts or a part of it (see `SaidTexts`). */
export const isRepeated = (statement: string, texts: readonly string[]): boolean => new SaidTexts(texts).has(statement);

/** Returns the statements that neither repeat one of the texts or an earlier statement, nor contain one. */
export function withoutRepetitions<T extends { text: string }>(
  statements: readonly T[],
  texts: readonly string[],
): T[] {
  const said = new SaidTexts(texts);
  return statements.filter(({ text }) => {
    if (said.has(text) || said.isIn(text)) return false;
    said.add(text);
    return true;
  });
}
