/**
 * Maps the words of a space-separated list to the numbers from `from` upwards in steps of `step`. "/" separates forms
 * of the same word.
 */
const numbered = (list: string, from = 0, step = 1): [string, number][] =>
  list.split(" ").flatMap((forms, i) => forms.split("/").map((word): [string, number] => [word, from + step * i]));

/**
 * Lower-case number words: those up to a hundred, and the hundreds written as a single word. Zero, ordinals ("second")
 * and the Romance words for "one", which are also articles, are omitted.
 */
const NUMBER_WORDS = new Map<string, number>([
  ...numbered("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", 1),
  ...numbered("sixteen seventeen eighteen nineteen", 16),
  ...numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
  ...numbered("ein zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn", 1),
  ...numbered("sechzehn siebzehn achtzehn neunzehn", 16),
  ...numbered("zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10),
  ...numbered("dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis", 2),
  ...numbered(
    "diecisiete dieciocho diecinueve veinte veintiuno/veintiún/veintiuna veintidós veintitrés veinticuatro",
    17,
  ),
  ...numbered("veinticinco veintiséis veintisiete veintiocho veintinueve", 25),
  ...numbered("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10),
  ...numbered(
    "doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas",
    200,
    100,
  ),
  ...numbered(
    "seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas",
    600,
    100,
  ),
  ...numbered("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 2),
  ...numbered("vingt trente quarante cinquante soixante", 20, 10),
  ...numbered("dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze", 2),
  ...numbered("due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici", 2),
  ["cien", 100],
  ["ciento", 100],
]);
/** Number words that have another meaning in some language ("once"), with the languages in which they are accepted. */
const AMBIGUOUS = new Map<string, RegExp>([
  ["sei", /^it/],
  ["once", /^es/],
  ["six", /^(?:en|fr)/],
  ["dix", /^fr/],
  ["onze", /^(?:fr|pt)/],
  ["tres", /^es/],
  ["tre", /^it/],
  ["elf", /^de/],
  ["acht", /^de/],
  ["treize", /^fr/],
  ["due", /^it/],
  ["nove", /^(?:it|pt)/],
  ["ten", /^en/],
  ["sept", /^fr/],
  ["seis", /^(?:es|pt)/],
  ["sette", /^it/],
]);

/** Words for powers of ten, used after a number or alone. */
const SCALES: [RegExp, number][] = [
  [/^(?:hundred|hundert|cent|cento|cem)$/iu, 1e2],
  [/^(?:k|thousand|tausend|tsd|mille|mila|mil|тысяч\p{L}*|тыс|tys\p{L}*|χιλιάδες)$/iu, 1e3],
  [
    /^(?:m|mn|mio|million(?:s|en|es)?|millones|millón|milhões|milhão|milioni|milione|миллион\p{L}*|млн|mln|milion\p{L}*|εκατομμύρι\p{L}*|εκατ)$/iu,
    1e6,
  ],
  [
    /^(?:b|bn|billions?|milliarden?|mrd|milliards?|miliardi|miliardo|миллиард\p{L}*|млрд|mld|miliard\p{L}*|δισεκατομμύρι\p{L}*|δισ)$/iu,
    1e9,
  ],
  [/^(?:tn|trillions?|billionen|billones)$/iu, 1e12],
];
/** Numeral nouns: "a dozen", "medio millar". Plurals ("dozens") are omitted because they are vague. */
const NUMERAL_NOUNS = new Map<string, number>([
  ["dozen", 12],
  ["dutzend", 12],
  ["docena", 12],
  ["douzaine", 12],
  ["decena", 10],
  ["veintena", 20],
  ["centenar", 100],
  ["millar", 1000],
  ["centaine", 100],
  ["millier", 1000],
]);

/** Returns the value of a lower-case scale word or numeral noun ("million", "dozen"), or undefined for other words. */
export const scaleWordValue = (word: string): number | undefined =>
  NUMERAL_NOUNS.get(word) ?? SCALES.find(([pattern]) => pattern.test(word))?.[1];

/**
 * Returns the value of a lower-case number word. Returns undefined for other words, and for an ambiguous word that is
 * not accepted in `language` (BCP-47).
 */
export function numberWordValue(word: string, language: string): number | undefined {
  const languages = AMBIGUOUS.get(word);
  if (languages && !languages.test(language)) return undefined;
  return NUMBER_WORDS.get(word);
}

const GERMAN_PARTS = [...NUMBER_WORDS.keys(), "hundert", "tausend", "und"]
  .sort((a, b) => b.length - a.length)
  .join("|");
/** A German number with an optional suffix: "fünfundzwanzig", "zehnjährig", "dreifach". */
const GERMAN_COMPOUND = new RegExp(
  `^((?:${GERMAN_PARTS})+)(jährig\\p{L}*|fach\\p{L}*|mal\\p{L}*|köpfig\\p{L}*|stündig\\p{L}*|tägig\\p{L}*|monatig\\p{L}*|wöchig\\p{L}*|stöckig\\p{L}*|prozentig\\p{L}*)?$`,
  "u",
);
const GERMAN_PART = new RegExp(GERMAN_PARTS, "gu");

/**
 * Splits a German number written as one lower-case word ("fünfundzwanzig", "fünfzehnjährige") into its number words and
 * its suffix, which may be empty. Returns null for other words and for words of up to five letters.
 */
export function splitGermanNumber(word: string): { parts: string[]; suffix: string } | null {
  const match = word.length > 5 ? GERMAN_COMPOUND.exec(word) : null;
  return match && { parts: match[1]!.match(GERMAN_PART)!.filter((part) => part !== "und"), suffix: match[2] ?? "" };
}
