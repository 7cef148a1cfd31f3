import { type CellNumber, isCurrency, isDate } from "./cellNumbers.ts";
import type { Column, Table } from "./table.ts";
import { isSumName } from "./totals.ts";

/** Minimum share of rows that have a number in a column that is worth telling about. */
const MIN_FILLED = 0.5;
/** Names of columns that sum up others or decide a ranking. */
const RESULT = /^(?:pts?\.?|points?|punkte|puntos|punti|pontos|punten|punkty|очки|ポイント|勝点|得点|积分|score)$/iu;
/** Names of columns whose numbers make no sense added up: rates, prices, ages, measures of single things. */
const NOT_SUMMABLE =
  /average|\bmean\b|\bavg\b|\brates?\b|ratio|%|\bper\b|\bpro\b|\/\s?\p{L}|price|preis|precio|prix|prezzo|preço|prijs|cena|цена|\bage\b|alter\b|edad|âge|età|idade|leeftijd|wiek|возраст|temp|°|index|score|\bnote\b|rating|grade|speed|height|width|length|depth|\bsize\b|breite|höhe|länge|größe|altura|altitud|hauteur|altezza|anteil|quote\b|share|schnitt|\bmedia\b|média|moyenne|median|gemiddeld|średni|средн|доля|平均|率|価格|単価|年齢|温度|気温|高さ|价格|年龄|rank|change|variation|variaç|variaci|veränderung|differen|diferen|änderung|évolution|Δ|\+\/-|^gd$|durée|duration|dauer|duración|минут|\b(?:max|min|high|low|open|close|peak|record|target|limit|capacity|cumulative|running|balance|stock|wages?|salar(?:y|ies)|rents?|fees?|fares?|tariffs?|tarifs?|unit|each)\b|kumul|saldo|gebühr|gehalt|\blohn|miete|salaire|loyer|salario|sueldo|alquiler|cumul|acumulad|solde|unitári|unitari|累計|残高|给|余额/iu;
/** Names of columns whose numbers are amounts, which add up though they have decimals. */
const AMOUNT =
  /amount|cost|revenue|sales|spend|expens|income|budget|total|betrag|kosten|umsatz|ausgabe|einnahme|menge|importe|coste?\b|gasto|ingreso|venta|cantidad|montant|coût|dépense|recette|quantité|importo|costo|spes|ricav|quantità|valor\b|custo|despesa|receita|bedrag|uitgave|omzet|kwota|koszt|wydat|przychod|сумма|расход|доход|金額|費用|売上|予算|数量|金额|费用/iu;
/** Names of columns whose numbers count things or events. */
const COUNT =
  /(?<!\p{L})(?:number of|count|visit(?:or)?s|passengers|riders|customers|guests|trips|rides|attendees|attendance|participants|votes|births|deaths|cases|tickets|goals|orders|copies|downloads|views|clicks|units|items|pieces|sold|loans|calls|complaints|anzahl|besucher\p{L}*|besuche|fahrgäste|fahrten|gäste|kunden|stimmen|fälle|geburten|bestellungen|stück|verkauft\p{L}*|übernachtungen|teilnehme\p{L}+|ausleihen|número de|visitas|visitantes|pasajeros|viajeros|clientes|votos|casos|nacimientos|entradas|pedidos|unidades|vendid[oa]s|asistentes|participantes|nombre de|visiteurs|visites|voyageurs|passagers|clients|voix|cas|naissances|commandes|unités|vendue?s|entrées|participants|prêts|passageiros|viagens|numero di|visitatori|passeggeri|clienti|voti|vendut[ei]|aantal|bezoekers|reizigers|klanten|stemmen|liczba|pasażerowie|число|количество|посетител\p{L}+|пассажир\p{L}+)(?!\p{L})|人数|件数|来客数|来場者|客数|乗客|台数|冊数|販売数|票数|訪問者|乗車|游客|乘客|销量/iu;
/** Names of columns that count those who are there at one time. */
const STOCK =
  /(?<!\p{L})(?:population|inhabitants|residents|employees|staff|headcount|members|students|pupils|households|einwohner\p{L}*|bevölkerung|beschäftigte|mitarbeite\p{L}+|mitglieder|schüler\p{L}*|haushalte|población|habitantes|empleados|miembros|socios|alumnos|habitants|salariés|membres|élèves|população|abitanti|popolazione|inwoners|leden|mieszkańcy|ludność|население|жител\p{L}+)(?!\p{L})|人口|会員数|社員数|世帯/iu;

/** The numbers of a column with the rows they stand in. */
export type Entry = { row: number; value: number };

/** What was worked out of a column, which several statements need: in long tables it takes time. */
const ENTRIES = new WeakMap<Column, Entry[]>();
const MIXED = new WeakMap<Column, boolean>();

/** Returns what `cache` has of a column, or else works it out. */
function once<T>(cache: WeakMap<Column, T>, column: Column, workOut: () => T): T {
  const known = cache.get(column);
  if (known !== undefined) return known;
  const found = workOut();
  cache.set(column, found);
  return found;
}

/** Returns the numbers of a column in order. */
export const entriesOf = (column: Column): readonly Entry[] =>
  once(ENTRIES, column, () => column.numbers.flatMap((number, row) => (number ? [{ row, value: number.value }] : [])));

/** Whether the numbers of a column differ, and stand in most rows, so that one of them can stand out. */
const canStandOut = ({ kind, numbers, distinct }: Column): boolean =>
  (kind === "number" || kind === "percent") &&
  distinct > 1 &&
  numbers.filter((number) => number !== null).length >= MIN_FILLED * numbers.length;

/**
 * Returns the columns of numbers that say most about the rows, best first: results and sums, the first and the last
 * column, and of those that differ in the year only the latest.
 */
export function tellingColumns(table: Table): Column[] {
  const numeric = table.columns.filter((column) => canStandOut(column) && !hasMixedUnits(column, table));
  const periods = periodsOf(table);
  const latest = new Set(periods.map(({ columns }) => columns.at(-1)));
  const earlier = new Set(periods.flatMap(({ columns }) => columns.slice(0, -1)));
  const hasNames = numeric.some(({ name }) => name !== "");
  const score = (column: Column, i: number): number =>
    (isSumName(column.name) ? 3 : 0) +
    (RESULT.test(column.name) ? 3 : 0) +
    (i === 0 ? 1.5 : 0) +
    (i === numeric.length - 1 ? 1 : 0) +
    (latest.has(column) ? 2 : 0) -
    (earlier.has(column) ? 3 : 0) -
    (isChange(column) ? 1 : 0) -
    (isNumbered(column) ? 3 : 0);
  return numeric
    .filter(({ name }) => name !== "" || !hasNames)
    .map((column, i) => ({ column, score: score(column, i) }))
    .sort((a, b) => b.score - a.score || a.column.index - b.column.index)
    .map(({ column }) => column);
}

/** Whether a column seems to number classes ("Line 3"), which several rows share each. */
const isNumbered = ({ numbers, distinct }: Column): boolean =>
  numbers.length >= 2 * distinct &&
  numbers.every(
    (number) => number === null || (Number.isInteger(number.value) && number.value >= 0 && number.value <= 30),
  );

/** Whether a column gives changes: numbers with signs of both kinds, or with a plus. */
export const isChange = ({ numbers, name }: Column): boolean =>
  /change|variation|variaç|variaci|veränderung|änderung|évolution|Δ|zmiana|изменени|増減|变化/iu.test(name) ||
  (numbers.some((number) => number !== null && number.value < 0) && /\bdiff|differen|diferen|^gd$/iu.test(name));

/** Whether it makes sense to add up the numbers of a column: they are surely counts or amounts, and no rates or measures. */
export function isSummable(column: Column, table: Table): boolean {
  const { kind, name, numbers } = column;
  const given = numbers.filter((number): number is CellNumber => number !== null);
  if (kind !== "number" || given.length < 3 || isChange(column) || hasMixedUnits(column, table)) return false;
  if (given.some(({ isPercent }) => isPercent) || RESULT.test(name) || NOT_SUMMABLE.test(name)) return false;
  // Those who are counted in one year are mostly counted in the next too.
  if (STOCK.test(name)) return !table.columns.some((other) => other.kind === "year" || other.kind === "date");
  const isMoney = given.every(({ prefix, suffix }) => isCurrency(prefix + suffix));
  return isMoney || AMOUNT.test(name) || COUNT.test(name);
}

/** The unit of a number; "1 day" and "5 days" have the same. */
const unitOf = ({ prefix, suffix, isPercent }: CellNumber): string =>
  isPercent ? "%" : `${prefix.trim()}${suffix.trim().replace(/(?<=\p{L}{3})s$/u, "")}`;

/** The units of numbers. In a column of one currency, some cells may stand without it. */
function unitsOf(numbers: CellNumber[]): Set<string> {
  const units = new Set(numbers.map(unitOf));
  if (units.size === 2 && [...units].some(isCurrency)) units.delete("");
  return units;
}

/** Names of columns that give the unit, the currency or the sign of the numbers beside them. */
const UNIT_NAME =
  /^(?:units?|currency|curr\.?|ccy|uom|unit of measure|dr\/?cr|cr\/?dr|debit\/credit|einheit|währung|unidad|moneda|divisa|unité|devise|monnaie|unità|valuta|unidade|moeda|eenheid|munt|jednostka|waluta|валюта|единица|ед\. ?изм\.?|単位|通貨|单位|货币|币种)$/iu;
/** Matches a currency's code or sign, or the side of an account. */
const UNIT_CELL = /^(?:\p{Sc}|[A-Z]{3}|DR|CR)$/u;

/** Whether a column has the units of the numbers beside it, and they differ. */
const hasUnits = ({ name, kind, index, distinct }: Column, { rows }: Table): boolean =>
  kind === "text" &&
  distinct > 1 &&
  (UNIT_NAME.test(name.trim()) ||
    (distinct * 2 <= rows.length &&
      rows.every(({ cells }) => UNIT_CELL.test(cells[index] ?? "")) &&
      rows.some(({ cells }) => isCurrency(cells[index] ?? "") || /^[DC]R$/.test(cells[index] ?? ""))));

/** Whether the rows of a table are named with different units in brackets: "Revenue (€)", "Margin (%)". */
function areRowsMixed({ label, rows }: Table): boolean {
  if (!label) return false;
  const units = new Set(rows.map(({ cells }) => /[([]([^()[\]]{1,12})[)\]]$/u.exec(cells[label.index] ?? "")?.[1]));
  units.delete(undefined);
  return units.size > 1 && units.size * 2 > rows.length;
}

/** Names of columns that name measures. */
const MEASURE_NAME =
  /^(?:metrics?|measures?|indicators?|kpis?|statistics?|figures?|key figures?|kennzahl(?:en)?|kenngröße|indikator(?:en)?|merkmal|indicador(?:es)?|métricas?|indicateurs?|mesure|chiffres? clés?|indicator[ei]|wskaźniki?|показател[ьи]|指標|指标|項目|项目)$/iu;
/** Names of columns that are periods and nothing else: "2023", "Q1", "H2 2024", "FY24", "May". */
const PERIOD_NAME = /^(?:(?:19|20)\d{2}(?:\s?[A-Z]{1,2})?|FY\s?'?\d{2,4}|[QHTS][1-4](?:[\s/-]?\d{2,4})?|\d{4}年度?)$/iu;

/**
 * Whether the columns of a table are measures' values, or periods, and its rows measures that have nothing in common: they
 * are said to be such, or some have the name of an amount, a count or a rate.
 */
function areRowsMeasures({ label, rows, columns }: Table): boolean {
  if (!label) return false;
  if (MEASURE_NAME.test(label.name.trim())) return true;
  const others = columns.filter(({ kind }) => kind === "number" || kind === "percent");
  const arePeriods =
    others.length > 1 && others.every(({ name }) => PERIOD_NAME.test(name.trim()) || isDate(name.trim()));
  const isMeasure = (name: string): boolean =>
    [AMOUNT, COUNT, STOCK, NOT_SUMMABLE].some((pattern) => pattern.test(name));
  return arePeriods && rows.some(({ cells }) => isMeasure(cells[label.index] ?? ""));
}

/** Whether the numbers of a column have different units, so that none is higher than another and they have no sum. */
export const hasMixedUnits = (column: Column, table: Table): boolean =>
  once(
    MIXED,
    column,
    () =>
      unitsOf(column.numbers.filter((number) => number !== null)).size > 1 ||
      areRowsMixed(table) ||
      areRowsMeasures(table) ||
      table.columns.some((other) => hasUnits(other, table)),
  );

const PERIOD = /(?<!\d)((?:19|20)\d{2})(?!\d)/;

/** Columns whose names differ in nothing but the year, which `stem` leaves out, in order of time. */
export type Periods = { stem: string; years: number[]; columns: Column[] };

/**
 * Returns the groups of columns whose names differ in nothing but the year ("Trips 2022", "Trips 2023"), each in order of
 * time.
 */
export function periodsOf({ columns }: Table): Periods[] {
  const dated = columns.flatMap((column) => {
    const year = PERIOD.exec(column.name)?.[1];
    const isNumeric = column.kind === "number" || column.kind === "percent";
    return year && isNumeric ? [{ column, year: Number(year), stem: column.name.replace(year, "").trim() }] : [];
  });
  const families = [...Map.groupBy(dated, ({ stem }) => stem).values()].filter((family) => family.length > 1);
  return families.map((family) => {
    const sorted = family.toSorted((a, b) => a.year - b.year);
    const stem = sorted[0]!.stem
      .replace(/\(\s*\)|[\s,–-]+$/g, "")
      .replace(/\s{2,}/g, " ")
      .trim();
    return { stem, years: sorted.map(({ year }) => year), columns: sorted.map(({ column }) => column) };
  });
}
