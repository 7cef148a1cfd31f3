import { primarySubtag } from "../text/index.ts";

/**
 * The sentences that are made of tables, in one language. Names of rows and columns and their values stand as they are
 * in the table, so no sentence may need their gender, case or number.
 */
export type Wording = {
  /** A table has `n` rows and these columns. */
  size(n: string, columns: string): string;
  /** The rows with the highest and with the lowest value of a column, each with its value. */
  extremes(column: string, highest: string, lowest: string): string;
  /** The row with the highest value of a column, and the one after it. */
  highest(column: string, highest: string, next: string): string;
  /** A sum that the table gives. */
  total(column: string, sum: string): string;
  /** A sum worked out from `n` rows. */
  computedTotal(column: string, sum: string, n: string): string;
  /** The mean of `n` rows. */
  mean(column: string, mean: string, n: string): string;
  /** The row that has `share` of a sum, said behind the sum. */
  share(row: string, share: string): string;
  /** The largest fall and rise of a column, which may have no name, from one period to another; either may be missing. */
  changes(column: string, from: string, to: string, fall: string | null, rise: string | null): string;
  /** The course of a column over time. */
  course(column: string, first: string, last: string, highest: string): string;
  /** What a column holds most often, and the value after it. */
  mostOften(column: string, first: string, second: string | null): string;
  /** A value with the number of its rows of all. */
  rowsOf(value: string, count: string, all: string): string;
  /** The first rows of a ranking. */
  ranking(first: string, second: string, last: string): string;
};

const WORDINGS: Record<string, Wording> = {
  en: {
    size: (n, columns) => `${n} rows with the columns ${columns}`,
    extremes: (column, highest, lowest) => `${column}: highest ${highest}, lowest ${lowest}`,
    highest: (column, highest, next) => `${column}: highest ${highest}, ahead of ${next}`,
    total: (column, sum) => `${column}: ${sum} in total`,
    computedTotal: (column, sum, n) => `${column}: ${sum} in total (computed from ${n} rows)`,
    mean: (column, mean, n) => `${column}: ${mean} on average (computed from ${n} rows)`,
    share: (row, share) => `, ${share} of it ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, from` : "From"} ${from} to ${to}: ${[fall && `largest fall ${fall}`, rise && `largest rise ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: from ${first} to ${last}, highest ${highest}`,
    mostOften: (column, first, second) => `${column}: most often ${first}${second ? `, then ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (${count} of ${all} rows)`,
    ranking: (first, second, last) => `First: ${first}; second: ${second}; last: ${last}`,
  },
  de: {
    size: (n, columns) => `${n} Zeilen mit den Spalten ${columns}`,
    extremes: (column, highest, lowest) => `${column}: am höchsten ${highest}, am niedrigsten ${lowest}`,
    highest: (column, highest, next) => `${column}: am höchsten ${highest}, vor ${next}`,
    total: (column, sum) => `${column}: insgesamt ${sum}`,
    computedTotal: (column, sum, n) => `${column}: insgesamt ${sum} (errechnet aus ${n} Zeilen)`,
    mean: (column, mean, n) => `${column}: im Durchschnitt ${mean} (errechnet aus ${n} Zeilen)`,
    share: (row, share) => `, davon ${share} ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, von` : "Von"} ${from} zu ${to}: ${[fall && `stärkster Rückgang ${fall}`, rise && `stärkster Anstieg ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: von ${first} zu ${last}, am höchsten ${highest}`,
    mostOften: (column, first, second) => `${column}: am häufigsten ${first}${second ? `, dann ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (${count} von ${all} Zeilen)`,
    ranking: (first, second, last) => `Erster Platz: ${first}; zweiter: ${second}; letzter: ${last}`,
  },
  es: {
    size: (n, columns) => `${n} filas con las columnas ${columns}`,
    extremes: (column, highest, lowest) => `${column}: el valor más alto, ${highest}; el más bajo, ${lowest}`,
    highest: (column, highest, next) => `${column}: el valor más alto, ${highest}, por delante de ${next}`,
    total: (column, sum) => `${column}: ${sum} en total`,
    computedTotal: (column, sum, n) => `${column}: ${sum} en total (calculado a partir de ${n} filas)`,
    mean: (column, mean, n) => `${column}: ${mean} de media (calculado a partir de ${n} filas)`,
    share: (row, share) => `, ${share} corresponde a ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, de` : "De"} ${from} a ${to}: ${[fall && `mayor descenso, ${fall}`, rise && `mayor aumento, ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: de ${first} a ${last}, máximo ${highest}`,
    mostOften: (column, first, second) =>
      `${column}: lo más frecuente, ${first}${second ? `; después, ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (${count} de ${all} filas)`,
    ranking: (first, second, last) => `Primer puesto: ${first}; segundo: ${second}; último: ${last}`,
  },
  fr: {
    size: (n, columns) => `${n} lignes avec les colonnes ${columns}`,
    extremes: (column, highest, lowest) => `${column} : maximum ${highest}, minimum ${lowest}`,
    highest: (column, highest, next) => `${column} : maximum ${highest}, devant ${next}`,
    total: (column, sum) => `${column} : ${sum} au total`,
    computedTotal: (column, sum, n) => `${column} : ${sum} au total (calculé sur ${n} lignes)`,
    mean: (column, mean, n) => `${column} : ${mean} en moyenne (calculé sur ${n} lignes)`,
    share: (row, share) => `, dont ${share} pour ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, de` : "De"} ${from} à ${to} : ${[fall && `plus forte baisse, ${fall}`, rise && `plus forte hausse, ${rise}`].filter(Boolean).join(" ; ")}`,
    course: (column, first, last, highest) => `${column} : de ${first} à ${last}, maximum ${highest}`,
    mostOften: (column, first, second) => `${column} : le plus souvent ${first}${second ? `, puis ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (${count} lignes sur ${all})`,
    ranking: (first, second, last) => `Première place : ${first} ; deuxième : ${second} ; dernière : ${last}`,
  },
  pt: {
    size: (n, columns) => `${n} linhas com as colunas ${columns}`,
    extremes: (column, highest, lowest) => `${column}: valor mais alto, ${highest}; mais baixo, ${lowest}`,
    highest: (column, highest, next) => `${column}: valor mais alto, ${highest}, à frente de ${next}`,
    total: (column, sum) => `${column}: ${sum} no total`,
    computedTotal: (column, sum, n) => `${column}: ${sum} no total (calculado a partir de ${n} linhas)`,
    mean: (column, mean, n) => `${column}: ${mean} em média (calculado a partir de ${n} linhas)`,
    share: (row, share) => `, dos quais ${share} em ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, de` : "De"} ${from} para ${to}: ${[fall && `maior descida, ${fall}`, rise && `maior subida, ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: de ${first} para ${last}, máximo ${highest}`,
    mostOften: (column, first, second) => `${column}: mais frequente, ${first}${second ? `; depois, ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (${count} de ${all} linhas)`,
    ranking: (first, second, last) => `Primeiro lugar: ${first}; segundo: ${second}; último: ${last}`,
  },
  it: {
    size: (n, columns) => `${n} righe con le colonne ${columns}`,
    extremes: (column, highest, lowest) => `${column}: valore più alto ${highest}, più basso ${lowest}`,
    highest: (column, highest, next) => `${column}: valore più alto ${highest}, davanti a ${next}`,
    total: (column, sum) => `${column}: ${sum} in totale`,
    computedTotal: (column, sum, n) => `${column}: ${sum} in totale (calcolato su ${n} righe)`,
    mean: (column, mean, n) => `${column}: ${mean} in media (calcolato su ${n} righe)`,
    share: (row, share) => `, di cui ${share} ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, da` : "Da"} ${from} a ${to}: ${[fall && `calo maggiore ${fall}`, rise && `aumento maggiore ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: da ${first} a ${last}, massimo ${highest}`,
    mostOften: (column, first, second) => `${column}: più spesso ${first}${second ? `, poi ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (${count} righe su ${all})`,
    ranking: (first, second, last) => `Primo posto: ${first}; secondo: ${second}; ultimo: ${last}`,
  },
  nl: {
    size: (n, columns) => `${n} rijen met de kolommen ${columns}`,
    extremes: (column, highest, lowest) => `${column}: hoogste ${highest}, laagste ${lowest}`,
    highest: (column, highest, next) => `${column}: hoogste ${highest}, vóór ${next}`,
    total: (column, sum) => `${column}: in totaal ${sum}`,
    computedTotal: (column, sum, n) => `${column}: in totaal ${sum} (berekend uit ${n} rijen)`,
    mean: (column, mean, n) => `${column}: gemiddeld ${mean} (berekend uit ${n} rijen)`,
    share: (row, share) => `, waarvan ${share} ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, van` : "Van"} ${from} naar ${to}: ${[fall && `grootste daling ${fall}`, rise && `grootste stijging ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: van ${first} naar ${last}, hoogste ${highest}`,
    mostOften: (column, first, second) => `${column}: meestal ${first}${second ? `, dan ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (${count} van ${all} rijen)`,
    ranking: (first, second, last) => `Eerste plaats: ${first}; tweede: ${second}; laatste: ${last}`,
  },
  pl: {
    size: (n, columns) => `Liczba wierszy: ${n}; kolumny: ${columns}`,
    extremes: (column, highest, lowest) => `${column}: najwięcej ${highest}, najmniej ${lowest}`,
    highest: (column, highest, next) => `${column}: najwięcej ${highest}, dalej ${next}`,
    total: (column, sum) => `${column}: łącznie ${sum}`,
    computedTotal: (column, sum, n) => `${column}: łącznie ${sum} (obliczono; wierszy: ${n})`,
    mean: (column, mean, n) => `${column}: średnio ${mean} (obliczono; wierszy: ${n})`,
    share: (row, share) => `, w tym ${share} ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, ` : ""}${from} → ${to}: ${[fall && `największy spadek ${fall}`, rise && `największy wzrost ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: od ${first} do ${last}, najwięcej ${highest}`,
    mostOften: (column, first, second) => `${column}: najczęściej ${first}${second ? `, następnie ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (wierszy: ${count} z ${all})`,
    ranking: (first, second, last) => `Pierwsze miejsce: ${first}; drugie: ${second}; ostatnie: ${last}`,
  },
  ru: {
    size: (n, columns) => `Строк: ${n}; столбцы: ${columns}`,
    extremes: (column, highest, lowest) => `${column}: больше всего ${highest}, меньше всего ${lowest}`,
    highest: (column, highest, next) => `${column}: больше всего ${highest}, затем ${next}`,
    total: (column, sum) => `${column}: всего ${sum}`,
    computedTotal: (column, sum, n) => `${column}: всего ${sum} (подсчитано, строк: ${n})`,
    mean: (column, mean, n) => `${column}: в среднем ${mean} (подсчитано, строк: ${n})`,
    share: (row, share) => `, из них ${share} ${row}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}, ` : ""}${from} → ${to}: ${[fall && `наибольшее снижение ${fall}`, rise && `наибольший рост ${rise}`].filter(Boolean).join("; ")}`,
    course: (column, first, last, highest) => `${column}: от ${first} до ${last}, больше всего ${highest}`,
    mostOften: (column, first, second) => `${column}: чаще всего ${first}${second ? `, затем ${second}` : ""}`,
    rowsOf: (value, count, all) => `${value} (строк: ${count} из ${all})`,
    ranking: (first, second, last) => `Первое место: ${first}; второе: ${second}; последнее: ${last}`,
  },
  ja: {
    size: (n, columns) => `全${n}行、列は${columns}`,
    extremes: (column, highest, lowest) => `${column}は${highest}が最も高く、${lowest}が最も低い`,
    highest: (column, highest, next) => `${column}は${highest}が最も高く、次が${next}`,
    total: (column, sum) => `${column}の合計は${sum}`,
    computedTotal: (column, sum, n) => `${column}の合計は${sum}（${n}行から算出）`,
    mean: (column, mean, n) => `${column}の平均は${mean}（${n}行から算出）`,
    share: (row, share) => `、うち${row}が${share}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}は` : ""}${from}から${to}にかけて、${[fall && `最も減ったのは${fall}`, rise && `最も増えたのは${rise}`].filter(Boolean).join("、")}`,
    course: (column, first, last, highest) => `${column}は${first}から${last}へ。最高は${highest}`,
    mostOften: (column, first, second) => `${column}で最も多いのは${first}${second ? `、次が${second}` : ""}`,
    rowsOf: (value, count, all) => `${value}（${all}行中${count}行）`,
    ranking: (first, second, last) => `1位は${first}、2位は${second}、最下位は${last}`,
  },
  zh: {
    size: (n, columns) => `共${n}行，各列为${columns}`,
    extremes: (column, highest, lowest) => `${column}：${highest}最高，${lowest}最低`,
    highest: (column, highest, next) => `${column}：${highest}最高，其次是${next}`,
    total: (column, sum) => `${column}总计${sum}`,
    computedTotal: (column, sum, n) => `${column}总计${sum}（由${n}行算出）`,
    mean: (column, mean, n) => `${column}平均${mean}（由${n}行算出）`,
    share: (row, share) => `，其中${row}占${share}`,
    changes: (column, from, to, fall, rise) =>
      `${column ? `${column}：` : ""}从${from}到${to}，${[fall && `降幅最大的是${fall}`, rise && `增幅最大的是${rise}`].filter(Boolean).join("，")}`,
    course: (column, first, last, highest) => `${column}：从${first}到${last}，最高为${highest}`,
    mostOften: (column, first, second) => `${column}：最多的是${first}${second ? `，其次是${second}` : ""}`,
    rowsOf: (value, count, all) => `${value}（${all}行中的${count}行）`,
    ranking: (first, second, last) => `第一名：${first}；第二名：${second}；最后一名：${last}`,
  },
};

/** The wording of languages that have none of their own: signs, which need no words. */
const WORDLESS: Wording = {
  size: (n, columns) => `${n} × (${columns})`,
  extremes: (column, highest, lowest) => `${column}: max. ${highest}, min. ${lowest}`,
  highest: (column, highest, next) => `${column}: max. ${highest} > ${next}`,
  total: (column, sum) => `${column}: Σ ${sum}`,
  computedTotal: (column, sum, n) => `${column}: Σ ${sum} (n = ${n})`,
  mean: (column, mean, n) => `${column}: ⌀ ${mean} (n = ${n})`,
  share: (row, share) => `, ${row} ${share}`,
  changes: (column, from, to, fall, rise) =>
    `${column ? `${column}, ` : ""}${from} → ${to}: ${[fall && `min. ${fall}`, rise && `max. ${rise}`].filter(Boolean).join("; ")}`,
  course: (column, first, last, highest) => `${column}: ${first} → ${last}, max. ${highest}`,
  mostOften: (column, first, second) => `${column}: ${[first, second].filter(Boolean).join(", ")}`,
  rowsOf: (value, count, all) => `${value} (${count}/${all})`,
  ranking: (first, second, last) => `1. ${first}; 2. ${second}; … ${last}`,
};

/** Returns the wording of a language (BCP-47). */
export function wordingOf(language: string): Wording {
  const tag = primarySubtag(language);
  return Object.hasOwn(WORDINGS, tag) ? WORDINGS[tag]! : WORDLESS;
}
