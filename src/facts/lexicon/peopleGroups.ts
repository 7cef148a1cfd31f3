import type { Span } from "../../model/index.ts";
import { primarySubtag } from "../../text/index.ts";
import { foldWord } from "../wordStem.ts";

/** A word for a group of people, of whom something is counted or said. `group` is its name in English. */
export type PeopleGroup = Span & { group: string };

/**
 * Groups of people that are not one another, one on each line: its name, then words in English, German, Spanish and French.
 * "*" stands for any ending. People in general ("people", "residents") are no group.
 */
const GROUPS = `
child | child children pupil pupils student students kids | kind kinder kindern schüler* studierende* student* | niño* niña* alumno* alumna* estudiante* | enfant enfants élève* étudiant*
parent | parent parents mothers fathers | eltern | padres progenitor* | parents
teacher | teacher* | lehrer* lehrkr* | profesor* maestr* docente* | enseignant* professeur*
woman | woman women girl girls | frau frauen mädchen | mujer mujeres chica* | femme femmes fille filles
man | man men boy boys | mann männer* jungen | hombre* chico chicos | homme hommes garçon*
patient | patient* | patient* | paciente* | patient*
nurse | nurse* | pflegekr* krankenschwester* pfleger* | enfermer* | infirmi*
doctor | doctor* physician* | arzt ärzt* | médico* médica* | médecin*
driver | driver* motorist* | autofahrer* fahrer* | conductor* automovilista* | conducteur* automobiliste*
cyclist | cyclist* | radfahrer* radler* | ciclista* | cycliste*
pedestrian | pedestrian* | fußgänger* | peatón* peatones | piéton*
passenger | passenger* | passagier* fahrgast fahrgäst* | pasajero* viajero* | passager* voyageur*
tourist | tourist* | tourist* urlauber* | turista* | touriste*
senior | pensioner* seniors retire* | rentner* senior* | jubilado* pensionista* | retraité*
firm | firm firms company companies businesses | firma firmen unternehmen betrieb betriebe | empresa* | entreprise*
shopkeeper | shopkeeper* trader* retailer* | händler* | comerciante* tendero* | commerçant*
customer | customer* shopper* | kunde kunden* | cliente* | client clients
worker | worker* employee* | arbeitnehmer* beschäftigte* mitarbeiter* | trabajador* emplead* | salarié* employé*
volunteer | volunteer* | freiwillige* ehrenamtliche* | voluntari* | bénévole*
voter | voter* electorate | wähler* stimmberechtigte* | votante* | électeur*`;

const LANGUAGES = ["en", "de", "es", "fr"];
type Lexicon = { words: Map<string, string>; prefixes: [string, string][] };
const LEXICONS = new Map<string, Lexicon>(LANGUAGES.map((language) => [language, { words: new Map(), prefixes: [] }]));
for (const line of GROUPS.trim().split("\n")) {
  const [group, ...columns] = line.split("|").map((column) => column.trim());
  for (const [i, column] of columns.entries()) {
    const { words, prefixes } = LEXICONS.get(LANGUAGES[i]!)!;
    for (const word of column.split(" ")) {
      const folded = foldWord(word.replace("*", ""));
      if (word.endsWith("*")) prefixes.push([folded, group!]);
      else words.set(folded, group!);
    }
  }
}
const WORD = /(?<![\p{L}\p{M}'’])\p{L}[\p{L}\p{M}]{2,24}/gu;

/** Finds the words of a text for groups of people, in order. `language` is a BCP-47 tag. */
export function extractPeopleGroups(text: string, language: string): PeopleGroup[] {
  const lexicon = LEXICONS.get(primarySubtag(language));
  if (!lexicon) return [];
  return Array.from(text.matchAll(WORD)).flatMap(({ 0: word, index }) => {
    const folded = foldWord(word);
    const group = lexicon.words.get(folded) ?? lexicon.prefixes.find(([prefix]) => folded.startsWith(prefix))?.[1];
    return group ? [{ group, start: index, end: index + word.length }] : [];
  });
}
