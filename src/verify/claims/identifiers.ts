/**
 * Matches text that is copied and never reworded: addresses of pages and mailboxes, mentions, hashtags, and words with
 * an underscore.
 */
const ADDRESS =
  /[a-z][a-z\d+.-]*:\/\/[^\s<>()[\]]+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+|[@#][\p{L}\p{N}_-]+|(?<![\p{L}\p{N}.])(?:[\p{L}\p{N}-]{2,}\.)+\p{Ll}{2,}(?:\/[^\s<>()[\]]*)?|[\p{L}\p{N}]*_[\p{L}\p{N}_]*/gu;
/** Matches runs of letters and digits, with inner hyphens. Han and kana, which are written without spaces, end a run. */
const RUN =
  /[[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]+(?:[\-‐‑][[\p{L}\p{M}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]]+)*/gv;
/** Matches a number with its unit or suffix ("25mm", "3rd", "1990s"), which can be reworded. */
const NUMBER_WITH_UNIT = /^\p{N}+(?:[-‐‑]?\p{L}{1,4})?$/u;
/** Minimum length, in UTF-16 units, of a mix of letters and digits that counts as a code. "Q3" can be a rewording. */
const MIN_CODE_LENGTH = 5;

/** Matches an abbreviation or a shout: two or more capitals, and no other letters. */
const CAPITALS = /^(?:\p{Lu}\p{M}*){2,}$/u;
/** Matches a word that stands three times in a row. */
const REPETITION = /(?<![\p{L}\p{M}\p{N}])([\p{L}\p{M}\p{N}]{2,})(?:[^\p{L}\p{M}\p{N}]+\1){2}(?![\p{L}\p{M}\p{N}])/iu;

/** Matches what calls people on Discord. A document may say "Start with @everyone", but no statement about it does so. */
const PING = /@(?:everyone|here)(?![\p{L}\p{N}])|<[@#][!&]?\d+>/iu;

/** Matches what looks like the full stop of an address, between letters: "discord․gg", "discord[.]gg". */
const DOT_LOOK_ALIKE = /(?<=[a-z\d])\s?(?:[․．。｡﹒·∙•‧]|[([{]\s?(?:\.|dot|punkt|punto)\s?[)\]}])\s?(?=[a-z\d])/giu;
/** Matches an address whose full stop is spelt out or set off: "discord dot gg", "discord . gg". */
const SPELT_ADDRESS =
  /[\p{L}\p{N}-]+(?:\s(?:dot|punkt|punto)\s|\s\.\s?|\.\s)(?:com|net|org|gg|io|info|biz|app|xyz|example|link|site|online)(?![\p{L}\p{N}])/giu;

/** What a document has: a lower-case word in any casing, and the words that an abbreviation stands for. */
export type KnownWords = { occursInDocument(word: string): boolean; hasWordsOf?(abbreviation: string): boolean };

/**
 * Whether a statement has something that no rewording adds: an address, a mention or a code that the document does not
 * contain in any casing, a ping, or the same word three times in a row. Codes are runs of at least `MIN_CODE_LENGTH` that mix
 * letters and digits, or capitals into a word ("ZK61-QX", "reCAPTCHA"). If `hasWordsOf` is given, words in capitals
 * ("WHO") must stand in the document or abbreviate words of the evidence too.
 */
export function hasUnknownIdentifier(text: string, { occursInDocument, hasWordsOf }: KnownWords): boolean {
  const statement = text.replace(DOT_LOOK_ALIKE, ".");
  if (PING.test(statement)) return true;
  const isUnknown = (identifier: string): boolean =>
    !occursInDocument(
      identifier
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[.,;:!?'"’”/-]+$/u, ""),
    );
  const addresses = [...(statement.match(ADDRESS) ?? []), ...(statement.match(SPELT_ADDRESS) ?? [])];
  const runs = statement.replace(ADDRESS, " ").match(RUN) ?? [];
  const capitals = hasWordsOf ? runs.filter((run) => CAPITALS.test(run) && !hasWordsOf(run)) : [];
  const [repeated] = REPETITION.exec(statement) ?? [];
  return [...addresses, ...runs.filter(isCode), ...capitals, ...(repeated ? [repeated] : [])].some(isUnknown);
}

function isCode(run: string): boolean {
  if (run.length < MIN_CODE_LENGTH || NUMBER_WITH_UNIT.test(run)) return false;
  return run
    .split(/[-‐‑]/)
    .some((part) => /\p{N}\p{L}|\p{L}\p{N}|\p{Ll}\p{Lu}/u.test(part) && !NUMBER_WITH_UNIT.test(part));
}
