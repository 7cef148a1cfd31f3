/** Words for parts of a whole, with their values. */
const FRACTIONS: [RegExp, number][] = [
  [/^(?:half|halves|halb\p{L}*|hälfte|mitad|medi[oa]|moitié|demi[e]?|metade|metà|połow\p{L}*|половин\p{L}*)$/u, 1 / 2],
  [/^(?:thirds?|drittel\p{L}*|tercios?|tercera|tiers|terços?|terz[oi])$/u, 1 / 3],
  [/^(?:quarters?|viertel\p{L}*|cuart[oa]s?|quarts?|четверть)$/u, 1 / 4],
  [/^(?:fifths?|fünftel\p{L}*|quint[oa]s?|cinquièmes?)$/u, 1 / 5],
  [/^(?:sixths?|sechstel\p{L}*|sext[oa]s?|sixièmes?)$/u, 1 / 6],
  [/^(?:eighths?|achtel\p{L}*|octav[oa]s?|huitièmes?)$/u, 1 / 8],
  [/^(?:tenths?|zehntel\p{L}*|décim[oa]s?|dixièmes?)$/u, 1 / 10],
  [/^(?:dreiviertel\p{L}*)$/u, 3 / 4],
  [/^(?:zweidrittel\p{L}*)$/u, 2 / 3],
];
/** Words for multiples, with their factors. */
const MULTIPLES: [RegExp, number][] = [
  [
    /^(?:twice|doubl(?:e|ed|es|ing)|doppelt\p{L}*|verdoppel\p{L}*|zweifach\p{L}*|zweimal|doble|duplic\p{L}*|doubl[eé]\p{L}*|dobro|doppio|raddoppi\p{L}*)$/u,
    2,
  ],
  [
    /^(?:thrice|tripl(?:e|ed|es|ing)|trebl(?:e|ed|es|ing)|dreifach\p{L}*|verdreifach\p{L}*|dreimal|triple|triplic\p{L}*|tripl[eé]\p{L}*)$/u,
    3,
  ],
  [/^(?:quadrupl\p{L}*|vierfach\p{L}*|vervierfach\p{L}*|viermal|cuadrupl\p{L}*|cuádruple)$/u, 4],
  [/^(?:quintupl\p{L}*|fivefold|fünffach\p{L}*|verfünffach\p{L}*|fünfmal|quíntuple)$/u, 5],
  [/^(?:tenfold|zehnfach\p{L}*|verzehnfach\p{L}*|décuple)$/u, 10],
  [/^(?:halved?|halves|halving|halbier\p{L}*|redujo a la mitad)$/u, 1 / 2],
];
const PERCENT = /^(?:%|％|percent\p{L}*|prozent\p{L}*|porcentual\p{L}*|процент\p{L}*|procent\p{L}*)$/u;
const MULTIPLE_SUFFIX = /^(?:times|fold|mal|veces|vez|fois|volte|vezes|fach\p{L}*)$/u;

const lookUp = (table: [RegExp, number][], word: string): number | undefined =>
  table.find(([pattern]) => pattern.test(word))?.[1];

/** Returns the value (0..1) of a lower-case fraction word ("third", "viertel"), or undefined for other words. */
export const fractionWordValue = (word: string): number | undefined => lookUp(FRACTIONS, word);
/** Returns the factor of a lower-case multiplicative word ("doubled", "dreifach"), or undefined for other words. */
export const multipleWordValue = (word: string): number | undefined => lookUp(MULTIPLES, word);
export const isPercent = (word: string): boolean => PERCENT.test(word);
/** Whether a lower-case word turns the number before it into a multiple: "times", "fold". */
export const isMultipleSuffix = (word: string): boolean => MULTIPLE_SUFFIX.test(word);
