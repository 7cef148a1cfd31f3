import type { Lexicon } from "./lexicon.ts";

/** Words between which a number of points or sentences stands, and the numbers, by language. */
type Counted = { numbers: string; points: string[]; sentences: string[] };

/** Digits of the numbers of points that somebody may wish for. */
const DIGITS = "2 3 4 5 6 7 8 9 10";
const COUNTED: Counted[] = [
  {
    numbers: "two three four five six seven eight nine ten",
    points: [
      "in N points",
      "in N bullets",
      "in N bullet points",
      "N bullet points",
      "N bullets",
      "into N points",
      "as N points",
      "as N bullets",
    ],
    sentences: ["in N sentences", "N sentences", "in N lines", "to N sentences"],
  },
  {
    numbers: "zwei drei vier funf sechs sieben acht neun zehn",
    points: ["in N punkten", "in N stichpunkten", "in N stichworten", "N stichpunkte", "als N stichpunkte"],
    sentences: ["in N satzen", "in N zeilen", "auf N satze"],
  },
  {
    numbers: "dos tres cuatro cinco seis siete ocho nueve diez",
    points: ["en N puntos", "N puntos", "con N puntos", "en N vinetas"],
    sentences: ["en N frases", "en N oraciones", "en N lineas"],
  },
];

const phrases = (select: (counted: Counted) => string[]): string =>
  COUNTED.flatMap((counted) =>
    select(counted).flatMap((frame) =>
      [...counted.numbers.split(" "), ...DIGITS.split(" ")].map((n) => frame.replace("N", n)),
    ),
  ).join();

/** Wishes for a number of points or sentences: "in three points", "en dos puntos". The number itself is not kept to. */
export const COUNTED_WISHES: Lexicon = {
  bullets: phrases(({ points }) => points),
  shorter: phrases(({ sentences }) => sentences),
};
