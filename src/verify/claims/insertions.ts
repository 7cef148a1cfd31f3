/** The writing of a document: what it contains, and the scripts that it is written in. */
export type Writing = {
  /** Whether the document's text or title contains a passage, up to case, spaces, and style of quotation marks. */
  contains(passage: string): boolean;
  /** Whether the document's text has a character in this very form. */
  hasCharacter(character: string): boolean;
  /** The scripts that a good part of the document is written in. */
  scripts: ReadonlySet<string>;
};

/** Scripts by the name of their group; those that one language mixes are a single group. */
const SCRIPTS: Record<string, RegExp> = {
  latin: /\p{sc=Latin}/gu,
  cyrillic: /\p{sc=Cyrillic}/gu,
  greek: /\p{sc=Greek}/gu,
  cjk: /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}]/gu,
  hangul: /\p{sc=Hangul}/gu,
  arabic: /\p{sc=Arabic}/gu,
  hebrew: /\p{sc=Hebrew}/gu,
  other:
    /[\p{L}--[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Common}\p{sc=Inherited}]]/gv,
};
/** Minimum share of a text's letters for a script to be one that it is written in. */
const MIN_SCRIPT_SHARE = 0.2;
/** Length, in UTF-16 units, of the opening from which the scripts of a document are told. */
const SCRIPT_SAMPLE = 20_000;
/** Matches a word, or a run of Chinese or Japanese characters, without digits. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]+|[[\p{L}\p{M}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]]+/gv;
/** Maximum length, in letters, of a unit or an abbreviation in Latin letters, which all languages use: "km", "CEO". */
const MAX_LATIN_UNIT = 3;

/**
 * Matches letters in a form that no plain text uses: circled, squared, small capitals, subscript, mathematical and flag
 * letters, and characters that show as pictures.
 */
const ODD_FORM =
  /[\u{24b6}-\u{24e9}\u{249c}-\u{24b5}\u{1f110}-\u{1f1ff}\u{1d400}-\u{1d7ff}\u{1d00}-\u{1d7f}\u{2090}-\u{209c}\u{262}\u{26a}\u{274}\u{276}\u{280}\u{28f}\u{299}\u{29b}\u{29c}\u{29f}\u{a730}\u{a731}\u{2610}-\u{2612}\u{2713}-\u{2718}]|\p{Emoji_Presentation}/gu;
/** Matches a Latin letter in full width, which only Chinese and Japanese texts use. */
const FULL_WIDTH_LETTERS = /[Ａ-Ｚａ-ｚ]/gu;

/** Returns the scripts that a good part of a text is written in. */
export function scriptsOf(text: string): Set<string> {
  const sample = text.slice(0, SCRIPT_SAMPLE);
  const counts = Object.entries(SCRIPTS).map(([name, letters]) => [name, sample.match(letters)?.length ?? 0] as const);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return new Set(counts.filter(([, count]) => count > 0 && count >= MIN_SCRIPT_SHARE * total).map(([name]) => name));
}

/**
 * Whether a statement has writing that no rewording and no translation adds: letters in an odd form or pictures, or
 * words in a script that neither the document nor the statement is written in ("all yоur base" with a Cyrillic о). What
 * the document has itself is no insertion.
 * @param isTranslated whether the statement is in another language than the document, and may be in another script
 */
export function hasForeignWriting(
  statement: string,
  { contains, hasCharacter, scripts }: Writing,
  isTranslated: boolean,
): boolean {
  const own = isTranslated ? new Set([...scripts, ...scriptsOf(statement)]) : scripts;
  const forms = [
    ...(statement.match(ODD_FORM) ?? []),
    ...(own.has("cjk") ? [] : (statement.match(FULL_WIDTH_LETTERS) ?? [])),
  ];
  if (forms.some((character) => !hasCharacter(character))) return true;
  const isOwn = (word: string): boolean =>
    Object.entries(SCRIPTS).every(([name, letters]) => own.has(name) || word.search(letters) < 0) ||
    (word.length <= MAX_LATIN_UNIT && /^[a-z]+$/i.test(word));
  const words = statement.normalize("NFKC").match(WORD) ?? [];
  return words.some((word) => (!isOwn(word) || mixesAlphabets(word)) && !contains(word));
}

/** Whether a word mixes letters of Latin, Cyrillic and Greek, which look alike. */
const mixesAlphabets = (word: string): boolean =>
  ["latin", "cyrillic", "greek"].filter((name) => word.search(SCRIPTS[name]!) >= 0).length > 1;

/** Matches a passage in quotation marks. */
const QUOTATION =
  /"([^"\n]{1,400})"|“([^“”\n]{1,400})”|„([^„“”"\n]{1,400})[“”"]|«([^«»\n]{1,400})»|»([^«»\n]{1,400})«|「([^「」\n]{1,400})」|『([^『』\n]{1,400})』/gu;
/** Matches what stands for omitted or added words in a quotation. */
const OMISSION = /…|\.{3}|\[[^\]]*\]/u;

/** Whether a statement has something in quotation marks that the document does not say in these words. */
export function hasInventedQuotation(statement: string, { contains }: Pick<Writing, "contains">): boolean {
  return [...statement.matchAll(QUOTATION)]
    .flatMap(([, ...groups]) => groups.find((group) => group !== undefined)!.split(OMISSION))
    .map((piece) => piece.replace(/^[\s,.;:!?]+|[\s,.;:!?。，、！？]+$/gu, ""))
    .some((piece) => /[\p{L}\p{N}]/u.test(piece) && !contains(piece));
}
