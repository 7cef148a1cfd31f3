import type { Value } from "../../../../facts/index.ts";
import type { Pair } from "../../../../model/index.ts";
import type { ValueMatch } from "../matchValues.ts";
import type { Passage } from "./passages.ts";

/**
 * Words before a number that names one of several: "line 3", "Klasse 5". What is said of one is not said of another.
 */
const NUMBERED =
  /(?<![\p{L}])(?<noun>line|store|shop|branch|school|building|house|flat|car|bus|tram|class|grade|year|chapter|section|room|floor|platform|track|group|zone|level|phase|lot|route|gate|stage|round|week|day|region|district|ward|version|figure|table|article|paragraph|unit|block|plot|pier|berth|no\.|number|Linie|Filiale|Haus|Wohnung|Wagen|Bus|Klasse|Jahrgang|Kapitel|Abschnitt|Raum|Stock|Gleis|Gruppe|Zone|Stufe|Phase|Los|Etappe|Runde|Woche|Tag|Bezirk|Block|Halle|Tabelle|Artikel|Absatz|Nr\.|línea|tienda|edificio|autobús|clase|curso|capítulo|sección|sala|planta|andén|grupo|zona|nivel|fase|lote|ruta|etapa|ronda|semana|día|distrito|ligne|magasin|bâtiment|classe|chapitre|salle|étage|quai|groupe|niveau|lot|étape|tour|semaine|jour)\s(?<number>\d{1,4})(?![\d.,:%]|\s?(?:€|%))/giu;
/** Words that tell one part of a period from the others: "the first half", "Q2", "im dritten Quartal". */
const PART_OF_PERIOD =
  /(?<![\p{L}\d])(?:(?<order>first|second|third|fourth|last|1st|2nd|3rd|4th|erste[nrs]?|zweite[nrs]?|dritte[nrs]?|vierte[nrs]?|primer|primera|segund[oa]|tercer|tercera|cuarto|premier|première|deuxième|second|seconde|troisième|quatrième)\s(?<part>half|quarter|term|semester|Hälfte|Halbjahr\p{L}*|Quartal\p{L}*|mitad|semestre|trimestre|moitié)|(?<short>[QH][1-4]|[12]H))(?![\p{L}\d])/giu;
/** Years that two numbers give: "2024/25", "2024-2025". */
const SPLIT_YEAR = /(?<!\d)(?:19|20)\d{2}\s?[/–-]\s?(?:(?:19|20)\d{2}|\d{2})(?![\d-])/gu;
/** Kinds of values with members that tell one of several: what is said of the north is not said of the south. */
const MEMBER_SCOPES = new Set(["compass", "season"]);

/** What a passage is about a part of, by the kind of part: a year, a month, a line of several. */
type Scopes = Map<string, Set<string>>;

const scopesOfPassages = new WeakMap<Passage, Scopes>();

function scopesOf(passage: Passage): Scopes {
  const known = scopesOfPassages.get(passage);
  if (known) return known;
  const scopes: Scopes = new Map();
  const add = (kind: string, value: string): void => {
    scopes.set(kind, (scopes.get(kind) ?? new Set()).add(value));
  };
  for (const { kind, date, member } of passage.values) {
    if (date?.year && !date.month) add("year", `${date.year}`);
    if (date?.month && !date.day) add("month", `${date.year ?? ""}-${date.month}`);
    if (member && MEMBER_SCOPES.has(kind)) add(kind, member);
  }
  for (const { groups } of passage.text.matchAll(NUMBERED)) add(groups!.noun!.toLowerCase(), groups!.number!);
  for (const { 0: found, groups } of passage.text.matchAll(PART_OF_PERIOD))
    add("part", (groups!.short ?? found).toLowerCase());
  for (const [found] of passage.text.matchAll(SPLIT_YEAR)) add("years", found);
  scopesOfPassages.set(passage, scopes);
  return scopes;
}

/** The kinds of parts that two passages speak of different ones of. */
function differingScopes([one, other]: Pair<Passage>): string[] {
  const [first, second] = [scopesOf(one), scopesOf(other)];
  return [...first].flatMap(([kind, values]) => {
    const others = second.get(kind);
    return others && values.isDisjointFrom(others) ? [kind] : [];
  });
}

/**
 * Whether the values of two passages, `matches`, are of different parts of a thing, so that they are expected to differ:
 * other years, months, halves of the country or lines. Years and the like that alone differ may contradict each other.
 */
export function areOfOtherScope(passages: Pair<Passage>, matches: ValueMatch[]): boolean {
  const kinds = differingScopes(passages);
  return kinds.length > 0 && (kinds.some(isNoValue) || matches.some(({ first }) => !isScope(first.value)));
}

const isNoValue = (kind: string): boolean => kind !== "year" && kind !== "month" && !MEMBER_SCOPES.has(kind);

/** Whether a value tells a part of something: a year, a month without a day, a season. */
const isScope = ({ kind, date, member }: Value): boolean =>
  date ? !date.day && !date.weekday : member !== undefined && MEMBER_SCOPES.has(kind);
