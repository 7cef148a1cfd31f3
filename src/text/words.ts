import { CJK } from "./scripts.ts";

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

/** The commonest words, which tell nothing of what a sentence is about. */
const STOPWORDS: Record<string, Set<string>> = {
  en: new Set(
    (
      "a an and are as at be been but by can could did do does for from had has have he her him his how i if in into is it its " +
      "me my of on or our she so than that the their them then there these they this to was we were what when where which who " +
      "whom why will with would you your s t many much"
    ).split(" "),
  ),
  de: new Set(
    "als am an auf aus bei das dass dem den der des die ein eine einem einen einer eines er es für hat ich ihr im in ist mit nach sich sie sind und viel viele von vor war was welche welcher welches wer wie wo wurde zu zum zur".split(
      " ",
    ),
  ),
  es: new Set(
    "a al como con cual cuales cuando cuanta cuantas cuanto cuantos de del donde el en era es esta este fue ha la las lo los más o para por que qué se son su sus un una y".split(
      " ",
    ),
  ),
  fr: new Set(
    "a au aux avec ce ces combien dans de des du elle en est et il la le les leur mais où ou par pas pour qu que qui quel quelle sa se ses son sur un une d l".split(
      " ",
    ),
  ),
};
const NO_STOPWORDS = new Set<string>();

/**
 * The terms of a text for retrieval and scoring, in order and with repeats: NFKC, lower case, marks on letters dropped,
 * without the commonest words; English plurals cut; Han and kana as single characters and as pairs of neighbours.
 */
export function terms(text: string, language: string): string[] {
  const base = language.slice(0, 2).toLowerCase();
  const stop = STOPWORDS[base] ?? NO_STOPWORDS;
  const found: string[] = [];
  for (const [token] of text.normalize("NFKC").toLowerCase().matchAll(TOKEN)) {
    if (CJK.test(token)) {
      pushCharacters(found, token);
      continue;
    }
    if (stop.has(token)) continue;
    found.push(stem(unmarked(token), base));
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
