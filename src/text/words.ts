import { CJK } from "./scripts.ts";
import { CJK_STOP, stopwordsOf } from "./stopwords.ts";

const CJK_CLASS = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}々ー";
const LETTER = `[[\\p{L}\\p{M}\\p{N}]--[${CJK_CLASS}]]`;
/** No word is longer; and a longer match would overflow the stack of the regular-expression engine. */
const RUN = "{1,500}";
/** Apostrophes, points and commas inside a word or number belong to it: "don't", "3,000.5", "U.S". */
const WORD = new RegExp(`[${CJK_CLASS}]|${LETTER}${RUN}(?:['’.,]${LETTER}${RUN}){0,20}`, "gv");
const TOKEN = new RegExp(`[${CJK_CLASS}]${RUN}|${LETTER}${RUN}`, "gv");

/**
 * How many words a text has: runs of letters and digits ("well-known" is two, "don't" and "3,000" are one), and every
 * Han or kana character as one. Scripts such as Thai, without spaces and without these characters, count by runs.
 */
export function words(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(WORD)) count++;
  return count;
}

/**
 * The terms of a text for retrieval and scoring, in order and with repeats: NFKC, lower case, marks on letters dropped,
 * without the commonest words; English plurals cut; Han and kana as single characters and as pairs of neighbours, and
 * Vietnamese syllables alike.
 */
export function terms(text: string, language: string): string[] {
  const base = language.slice(0, 2).toLowerCase();
  const stop = stopwordsOf(base);
  const found: string[] = [];
  /** Vietnamese is written by syllables, two of which mostly make a word. */
  let before = "";
  for (const [token] of text.normalize("NFKC").toLowerCase().matchAll(TOKEN)) {
    if (CJK.test(token)) {
      for (const run of token.split(CJK_STOP)) pushCharacters(found, run);
      continue;
    }
    if (stop.has(token)) {
      before = "";
      continue;
    }
    const root = stem(unmarked(token), base);
    found.push(root);
    if (base !== "vi") continue;
    if (before) found.push(`${before} ${root}`);
    before = root;
  }
  return found;
}

function pushCharacters(found: string[], run: string): void {
  let before = "";
  for (const character of run) {
    found.push(character);
    if (before) found.push(before + character);
    before = character;
  }
}

/** Letters without their marks; Arabic with its spelling variants made one (alef, yeh, teh marbuta, tatweel). */
function unmarked(token: string): string {
  if (/^[a-z0-9]+$/.test(token)) return token;
  return token
    .normalize("NFD")
    .replace(/[\p{M}ـ]/gu, "")
    .replace(/[آأإٱ]/g, "ا")
    .replace(/ى/g, "ي")
    .replace(/ة/g, "ه")
    .replace(/ı/g, "i")
    .replace(/đ/g, "d")
    .replace(/ß/g, "ss");
}

function stem(token: string, base: string): string {
  if (base === "en") return singular(token);
  if (base === "ar")
    return /^(?:[وفبك]?ال|لل)/.test(token) && token.length > 4 ? token.replace(/^(?:[وفبك]?ال|لل)/, "") : token;
  return token;
}

/** An English noun or verb without its -s; the S-stemmer of Harman (1991), "How effective is suffixing?". */
function singular(token: string): string {
  if (token.length < 4 || !token.endsWith("s")) return token;
  if (token.endsWith("ies")) return /[ae]ies$/.test(token) ? token : `${token.slice(0, -3)}y`;
  if (token.endsWith("es")) return /[aeo]es$/.test(token) ? token : token.slice(0, -1);
  return /[us]s$/.test(token) ? token : token.slice(0, -1);
}
