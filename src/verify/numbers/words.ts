/**
 * What number words are worth, in the languages that news is posted in most. Words that mean something else as often as
 * a number ("one", "zero", "second") are left out: alone they prove nothing.
 */
const count = (list: string, from = 0, step = 1): [string, number][] =>
  list.split(" ").flatMap((forms, i) => forms.split("/").map((word): [string, number] => [word, from + step * i]));

/** Numbers up to ninety-nine that are one word, and the hundreds that are. */
const UNITS = new Map<string, number>([
  ...count("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", 1),
  ...count("sixteen seventeen eighteen nineteen", 16),
  ...count("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
  ...count("ein zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn", 1),
  ...count("sechzehn siebzehn achtzehn neunzehn", 16),
  ...count("zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10),
  ...count("dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis", 2),
  ...count("diecisiete dieciocho diecinueve veinte veintiuno/veintiún/veintiuna veintidós veintitrés veinticuatro", 17),
  ...count("veinticinco veintiséis veintisiete veintiocho veintinueve", 25),
  ...count("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10),
  ...count("doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas quinientos/quinientas", 200, 100),
  ...count("seiscientos/seiscientas setecientos/setecientas ochocientos/ochocientas novecientos/novecientas", 600, 100),
  ...count("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 2),
  ...count("vingt trente quarante cinquante soixante", 20, 10),
  ...count("dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze", 2),
  ...count("due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici", 2),
  ["cien", 100],
  ["ciento", 100],
]);
/** Spelled like a number, but mostly something else ("sei" is "be!", "cent" a coin, "once" not eleven in English). */
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

/** Words for a power of ten behind or instead of digits. */
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
/** Nouns that count: "a dozen", "medio millar". Plural they are vague ("dozens"), and count nothing. */
const NOUNS = new Map<string, number>([
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

export const scaleOf = (word: string): number | undefined =>
  NOUNS.get(word) ?? SCALES.find(([pattern]) => pattern.test(word))?.[1];

/** The value of a number word of the language (a BCP-47 tag), or undefined. */
export function unitOf(word: string, language: string): number | undefined {
  const only = AMBIGUOUS.get(word);
  if (only && !only.test(language)) return undefined;
  return UNITS.get(word);
}

const GERMAN = [...UNITS.keys(), "hundert", "tausend", "und"].sort((a, b) => b.length - a.length).join("|");
const COMPOUND = new RegExp(
  `^((?:${GERMAN})+)(jährig\\p{L}*|fach\\p{L}*|mal\\p{L}*|köpfig\\p{L}*|stündig\\p{L}*|tägig\\p{L}*|monatig\\p{L}*|wöchig\\p{L}*|stöckig\\p{L}*|prozentig\\p{L}*)?$`,
  "u",
);
const PIECE = new RegExp(GERMAN, "gu");

/** The parts of a German number written as one word ("fünfundzwanzig", "Fünfzehnjährige"), or null. */
export function germanParts(word: string): { parts: string[]; rest: string } | null {
  const found = word.length > 5 ? COMPOUND.exec(word) : null;
  return found && { parts: found[1]!.match(PIECE)!.filter((part) => part !== "und"), rest: found[2] ?? "" };
}
