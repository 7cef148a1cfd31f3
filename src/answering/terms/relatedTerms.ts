import { primarySubtag } from "../../text/index.ts";

/**
 * English verbs and plurals whose forms are too different for `TermSimilarity`: each line is one word. Words are index
 * terms, so that a final -s may be missing.
 */
const FORMS = `
build built
sell sold sale
buy bought
hold held
meet met meeting
fall fell fallen
rise rose risen
grow grew grown growth
spend spent
lose lost loss
win won winner
pay paid payment
leave left
find found
begin began begun
write wrote written writer
give gave given
take took taken
choose chose chosen choice
break broke broken
sink sank sunk
run ran
lead led leader
teach taught
catch caught
think thought
make made
send sent
keep kept
sit sat
stand stood
tell told
drive drove driven
fly flew flown flight
speak spoke spoken speech
steal stole stolen
throw threw thrown
wear wore worn
eat ate eaten
drink drank drunk
draw drew drawn
freeze froze frozen
hide hid hidden
sing sang sung
ring rang rung
shake shook shaken
strike struck
bring brought
fight fought
feel felt
sleep slept
shoot shot
die dead death died
child children
man men
woman women
foot feet
mouse mice
see saw seen
go went gone
say said
know knew known
come came
get got
bear born birth
decide decision
elect election
arrive arrival
high height
long length
wide width
deep depth
strong strength
hot heat
`;
/** Words that may stand for each other in a question and its answer, by language. */
const SYNONYMS: Record<string, string> = {
  en: `
cost price fee charge fare pay paid
live resident inhabitant population people
end expire finish over close
begin start launch open founded established
buy bought purchase acquire
build built construct erect
fall fell drop decline decrease shrink lower cut reduce
rise rose increase grow grew climb raise
author write wrote written
job post position
kill die death dead fatal
child children kid pupil
salary wage earn pay
reason cause because due
allow permit may
forbid ban prohibit
accident crash collision
car vehicle
doctor physician
size large big area
age old aged
married wife husband spouse
fire dismiss sack
choose chose elect select appoint
leave left quit resign
lead led head chair direct
penalty fine liable
oppose against object
want argue demand
result outcome
last take duration
break broke fail failure outage
delete remove erase
fix repair mend
help support
show reveal find found
`,
  de: `
kosten preis gebuhr kostet
wohnen leben einwohner bewohner
enden ende auslaufen endet
beginnen anfangen starten beginn start
bauen gebaut errichten errichtet bau
kaufen gekauft erwerben
sinken sank gesunken fallen fiel zuruckgehen ruckgang
steigen stieg gestiegen zunehmen anstieg wachsen
grund grunde ursache
gehalt lohn verdienen
leiten leiter leiterin chef
`,
  es: `
costar cuesta costo precio coste tarifa
vivir viven habitantes vecinos residentes
empezar empezo comenzar comenzo inicio abrir
terminar termino acabar acabo fin
construir construyo construido construccion
comprar compro adquirir adquirio
bajar bajo caer cayo disminuir reduccion
subir subio aumentar aumento crecer crecio
`,
  fr: `
cout coute couter prix tarif
habitants habitent vivent residents
commencer debut commence demarre
finir fin terminer acheve
construire construit construction bati
acheter achete acquis
baisser baisse chute diminue reduction
augmenter augmente hausse croissance
`,
};
/** How strongly a related word matches, from 0 to 1. */
const FORM_STRENGTH = 0.9;
const SYNONYM_STRENGTH = 0.5;

const related = new Map<string, Map<string, number>>();

function relate(language: string, lines: string, strength: number): void {
  for (const line of lines.trim().split("\n")) {
    const words = line.split(" ");
    for (const word of words) {
      const key = `${language} ${word}`;
      const others = related.get(key) ?? new Map<string, number>();
      for (const other of words) if (other !== word) others.set(other, strength);
      related.set(key, others);
    }
  }
}
for (const [language, lines] of Object.entries(SYNONYMS)) relate(language, lines, SYNONYM_STRENGTH);
relate("en", FORMS, FORM_STRENGTH);

/** The index terms that are other forms or synonyms of a term in a language (BCP-47), each with its strength (0..1). */
export const relatedTerms = (term: string, language: string): Iterable<[string, number]> =>
  related.get(`${primarySubtag(language)} ${term}`) ?? [];
