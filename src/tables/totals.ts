import { parseCellNumber } from "./cellNumbers.ts";
import type { Column, Row, Table } from "./table.ts";

/** Names of rows that sum up the others, in the languages of `wordings.ts` and a few more. */
const SUM =
  /^(?:(?:grand|sub|overall|column)[\s-]?)?(?:totals?|sum|gesamt(?:summe|betrag)?|summe|insgesamt|zusammen|zwischensumme|endsumme|totale|totaux|totaal|totalt|samlet|suma|sumas|soma|somme|somma|razem|ogółem|łącznie|итого|всего|сумма|разом|toplam|celkem|yhteensä|összesen|σύνολο|合計|総計|小計|计|总计|合计|总和|합계|المجموع)(?![\p{L}])|^(?:all|alle|todos|tous|tutti|todas|wszystkie|все|ensemble)$|^(?:計|总|総数|全体)$/iu;
/** Names of rows that give averages. */
const AVERAGE =
  /^(?:(?:overall|arithmetic)\s)?(?:average|avg\.?|mean|median|durchschnitt|mittelwert|mittel|schnitt|promedio|media|moyenne|médiane|mediana|média|gemiddelde?|średnia|среднее|в среднем|medel|gennemsnitt?|平均|平均值|中央値)(?=$|\s?[:(]|\s\p{Ll}+$)/iu;

/** Whether a row of this name holds the sums of the others. */
export const isSumName = (name: string): boolean => SUM.test(name.trim().replace(/^[^\p{L}\p{N}]+/u, ""));

/** Words of a name that may be that of a row of sums, if its numbers are. */
const SUM_WORD =
  /(?<!\p{L})(?:totals?|sum|all|net|gesamt|insgesamt|summe|alle|totale?|ensemble|tous|toutes|total[ei]s?|todos|todas|suma|soma|somma|tutt[ie]|totaal|alle|razem|wszystkie|всего|итого|все|по)(?!\p{L})|計|合计|总/iu;

/** Whether a name has a word that names of sums have. */
export const hasSumWord = (name: string): boolean => SUM_WORD.test(name);

/** Whether a row of this name holds averages of the others. */
const isAverageName = (name: string): boolean => AVERAGE.test(name.trim().replace(/^[^\p{L}\p{N}]+/u, ""));

/** Whether a row of this name sums up the others or gives their average, and is none of them. */
export const isTotalName = (name: string): boolean => name.length <= 60 && (isSumName(name) || isAverageName(name));

/**
 * Returns the row that gives the sum of all rows in a column: the last row of sums whose number is that sum, as far as it
 * can be with rounded numbers. A subtotal is not, nor is a sum of rows that the table does not show.
 */
export function totalRowOf({ totals, style }: Table, column: Column): Row | null {
  let [sum, slack] = [0, 0];
  for (const number of column.numbers) {
    sum += number?.value ?? 0;
    slack += number ? 0.5 * 10 ** -number.decimals : 0;
  }
  const isTotal = ({ cells }: Row): boolean => {
    const total = parseCellNumber(cells[column.index] ?? "", style.decimalMark)?.value;
    if (total === undefined || isAverageName(cells.find(Boolean) ?? "")) return false;
    return Math.abs(sum - total) <= Math.min(slack, 0.005 * Math.abs(total)) + 1e-9;
  };
  return totals.findLast(isTotal) ?? null;
}

/** Whether a table gives sums for a column. */
export const hasTotals = ({ totals }: Table, { index }: Column): boolean =>
  totals.some(({ cells }) => (cells[index] ?? "") !== "" && !isAverageName(cells.find(Boolean) ?? ""));
