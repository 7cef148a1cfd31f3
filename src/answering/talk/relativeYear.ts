import { wholeWords } from "../../text/index.ts";

const YEAR = /(?<!\p{N})(?:1[5-9]|20)\p{Nd}\p{Nd}(?!\p{N})/gu;
/** Years that are told by another one, and how many years they lie from it. */
const RELATIVE_YEARS: [RegExp, number][] = [
  [
    new RegExp(
      `${wholeWords(
        "(?:in )?the (?:year before|previous year|preceding year|prior year)|(?:a|one) year (?:before|earlier)|(?:im )?(?:jahr davor|jahr zuvor|vorjahr)|ein jahr (?:davor|zuvor|früher)|(?:en )?el año (?:anterior|previo)|un año antes|l['’]année (?:précédente|d['’]avant)|un an (?:avant|plus tôt)|l['’]anno (?:prima|precedente)|no ano anterior|годом раньше|в предыдущем году",
      )}|前年|その前の年|前一年|上一年`,
      "iu",
    ),
    -1,
  ],
  [
    new RegExp(
      `${wholeWords(
        "(?:in )?the (?:year after|next year|following year)|(?:a|one) year (?:after|later)|(?:im )?(?:jahr danach|jahr darauf|folgejahr)|ein jahr (?:danach|später)|(?:en )?el año siguiente|un año después|l['’]année (?:suivante|d['’]après)|un an (?:après|plus tard)|l['’]anno (?:dopo|successivo)|no ano seguinte|годом позже|в следующем году",
      )}|翌年|その次の年|第二年|下一年`,
      "iu",
    ),
    1,
  ],
];

/**
 * Puts the year for "the year before" and the like in a question, counted from the last year in the earlier ones. Leaves
 * the question as it is if it tells no such year, has a year itself, or comes after none.
 */
export function withRelativeYear(text: string, earlier: readonly string[]): string {
  const found = RELATIVE_YEARS.find(([pattern]) => pattern.test(text));
  const basis = earlier
    .findLast((question) => question.search(YEAR) >= 0)
    ?.match(YEAR)
    ?.at(-1);
  if (!found || !basis || text.search(YEAR) >= 0) return text;
  const [pattern, distance] = found;
  return text.replace(pattern, String(Number(basis) + distance));
}
