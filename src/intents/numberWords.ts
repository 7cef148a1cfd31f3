/** Number words up to twelve, each at the place of its value, from 1. Ordinals and cardinals of a row mean the same. */
const ROWS = [
  "one two three four five six seven eight nine ten eleven twelve",
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
  "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th",
  "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
  "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte elfte zwolfte",
  "ersten zweiten dritten vierten funften sechsten siebten achten neunten zehnten elften zwolften",
  "erster zweiter dritter vierter funfter sechster siebter achter neunter zehnter elfter zwolfter",
  "erstes zweites drittes viertes funftes sechstes siebtes achtes neuntes zehntes elftes zwolftes",
  "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
  "primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo",
  "primera segunda tercera cuarta quinta sexta septima octava novena decima",
];
const VALUES = new Map(ROWS.flatMap((row) => row.split(" ").map((word, i): [string, number] => [word, i + 1])));
VALUES.set("primer", 1).set("tercer", 3);
const KANJI_DIGITS = "〇一二三四五六七八九";
const ROMAN: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

/** Digits with dots, then a letter or items in brackets: "2.1", "12a", "3(b)". */
const SECTION_NUMBER = /^\d{1,3}(?:\.\d{1,3}){0,4}(?:[a-z]|\.|(?:\s?\([a-z\d]{1,3}\)){1,3})?$/;

/**
 * Returns the number that a word stands for, written in digits with dots ("4", "2.1", "12a", "3(b)"): digits of any width, a Roman
 * numeral, a number word in English, German or Spanish up to twelve, or kanji up to 99. Null for any other word.
 * @param word lower case, without accents
 */
export function parseNumber(word: string): string | null {
  const text = word.normalize("NFKC");
  if (SECTION_NUMBER.test(text)) return text.replace(/\.$|\s/g, "");
  const value = VALUES.get(text) ?? parseKanji(text) ?? parseRoman(text);
  return value === null ? null : String(value);
}

function parseKanji(text: string): number | null {
  const parts = /^(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(text);
  if (!parts || !text) return null;
  const [, tens, ten, ones] = parts;
  return (ten ? (tens ? KANJI_DIGITS.indexOf(tens) : 1) * 10 : 0) + (ones ? KANJI_DIGITS.indexOf(ones) : 0);
}

function parseRoman(text: string): number | null {
  if (!/^(?=.)(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/.test(text)) return null;
  const values = Array.from(text, (letter) => ROMAN[letter]!);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}
