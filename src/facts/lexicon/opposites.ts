import type { Span } from "../../model/index.ts";
import { primarySubtag } from "../../text/index.ts";
import { foldWord } from "../wordStem.ts";

/**
 * A word that says the opposite of others: "rose" of "fell". `axis` is the number of what both are about, `side` is on
 * which side of it the word stands. A word can stand on several axes: what was lost was not won, nor gained.
 */
export type OpposedWord = Span & { axis: number; side: 1 | -1 };

/**
 * Words that exclude each other, said of one thing. Each line is one axis; its columns are English, German, Spanish and
 * French, each with its two sides. "*" stands for any ending. Words with other common meanings are left out.
 */
const AXES = `
open opens opened reopen* resum* / close closed closes closing closure* shut | offen* öffnet öffnete öffnen geöffnet* / geschlossen* schließ* gesperrt* schloss | abierto abierta abiertos abiertas abre abren abrir abrió reabr* / cerra* cierra cierran cierre | ouvert* ouvre ouvrent ouvrir rouvr* rouvert* / ferme fermé* fermer fermeture
rise rises rose risen increas* grew grow grown climb* up higher gain gains gained / fall falls fell fallen decreas* drop dropped drops declin* reduc* down lower shrank shrink* lost lose loses | steig* gestiegen* stieg* erhöh* wuchs* zugenommen* zunahme gewann* gewonnen / fiel fielen gefallen sank* sinkt sinken gesunken* senkt* gesenkt* zurückgegangen* rückgang* verlor* verloren | sube suben subió subieron subida aument* crece crecen creció crecieron increment* ganó / baja bajó bajan bajaron disminu* desciend* descend* cayó cayeron perdió | hauss* augment* progress* gagn* / baiss* diminu* recul* chut* perdu
allow allows allowed permitted welcome may / forbid* forbade ban banned bans prohibited | erlaubt* gestatt* zulässig* darf dürfen / verboten* verbiet* untersagt* unzulässig* | permite* permitid* autoriz* puede pueden / prohib* | autoris* permis permise peut peuvent / interdit* défendu*
support supports supported backed backs endorse* favour* for / against oppose* | befürwort* unterstütz* dafür zustimm* für / dagegen gegen | favor apoya* apoyó apoyan respald* / contra opone* opuso opusieron | faveur soutien* soutenu* pour / contre oppose* opposé*
accept accepts accepted approv* adopted passed passes carried / reject* refus* failed fails declined | angenommen* genehmigt* bewilligt* beschlossen / abgelehnt* zurückgewiesen* verworfen* | acept* aprob* aprueb* / rechaz* deneg* | accept* adopté* approuv* / rejet* refus*
start starts started begin* began begun / end ends ended finish* stopped over | begann* beginn* angefangen* / endet* beendet* | empez* empiez* comenz* comienz* / termin* acaba acabó finaliz* | commenc* début* / termin* achev*
temporar* provisional* / permanent* | vorübergehend* vorläufig* / dauerhaft* endgültig* | temporal* provisional* / permanente* definitiv* | temporaire* provisoire* / permanent* définiti*
empty vacant / full | leer leere* / voll volle* | vacío* vacía* vacante* / lleno* llena* | vide vides / plein pleine*
stay stays stayed remain* / leave leaves leaving moves moving moved | bleib* blieb* / verlässt verlassen auszieh* | permanec* queda quedan sigue siguen / abandon* marcha | reste restent demeur* / quitt* part partent
win wins won / lose loses lost | gewann* gewonnen* gewinnt / verlor* verloren verliert | gana ganan ganó ganaron / pierd* perdió perdieron | gagn* remport* / perd perdu perdent
above over more / below under less fewer | über oberhalb mehr / unter unterhalb weniger | encima más / debajo menos | dessus plus / dessous moins
early earlier / late later | früh früher / spät später verspätet | temprano / tarde | tôt avance / tard retard
buy buys bought purchased acquired / sell sells sold | kauft kauften gekauft* erwarb* erworben* / verkauf* | compra compró compraron / vende vendió vendieron | achète* acheté* / vend vendu*
hire hires hired recruited employed / dismiss* fired sacked | eingestellt* einstell* stellte / entlass* entließ* | contrató contrata / despid* despidió | embauch* recrut* / licenci*
create creates created add added adds gained / cut cuts remove removed removes scrapped eliminated deleted | schafft schuf geschaffen* hinzugefügt* / gestrichen* streicht entfernt* abgebaut* | crea creó creado* añad* agreg* / elimin* suprim* recort* | crée créé* ajout* / supprim* retir* enlev*
restored keep keeps kept retained / removed abolish* scrapped dropped | behält behalten beibehalten / abgeschafft* entfernt* | mantuvo mantiene* conserv* / elimin* suprim* | garde gardé* conserv* maintien* maintenu* / supprim* aboli*
safe / unsafe dangerous hazardous | sicher* / unsicher* gefährlich* | seguro segura / inseguro insegura peligros* | sûr sûre sûrs / dangereu*
succeeded succeeds successful* / failed fails unsuccessful* | gelang gelungen* erfolgreich* / gescheitert* scheiter* misslang misslungen* fehlgeschlagen* | logró éxito / fracas* | réussi* succès / échou* échec
started works worked working / failed fails | funktioniert* / versagt* ausgefallen* | funciona funcionó funcionan / falló fallaron averiad* | fonctionne* / panne
true / false untrue | wahr / falsch* unwahr* | verdad verdadero* / falso falsa | vrai vraie / faux fausse
confirmed confirms admitted admits / denied denies | bestätigt* / bestreitet bestritt dementiert* | confirm* / desmient* desmint* niega negó | confirm* / dément* nie nié
guilty convicted / innocent acquitted | schuldig verurteilt* / unschuldig freigesprochen* | culpable* condenad* / inocente* absuelt* | coupable* condamné* / innocent* acquitté*
survive survives survived alive standing stands / died dies dead killed fell fallen toppled collapsed destroyed | überleb* überstand* / starb* gestorben* zerstört* umgestürzt* eingestürzt* | sobreviv* / murió murieron fallec* cayó derrumb* | survéc* survi* / mort* décéd* tombé* effondr*
enabled on active activated / disabled off inactive deactivated | aktiv aktiviert* eingeschaltet* / inaktiv deaktiviert* ausgeschaltet* | activad* / desactivad* | activé* / désactivé*
mandatory compulsory required obligatory must / optional voluntary | verpflichtend* muss müssen / freiwillig* optional* | obligatori* / voluntari* opcional* | obligatoire* / facultati* volontaire*
included includes including / excluded excludes excluding extra | enthalten inbegriffen* inklusive / ausgeschlossen* ausgenommen* exklusive | incluido* incluida* incluye* / excluid* excluye* | inclus incluse* compris / exclus exclue*
legal* lawful* / illegal* unlawful* | legal* rechtmäßig* / illegal* rechtswidrig* | legal* / ilegal* | légal* / illégal*
public / private | öffentlich* / privat* | públic* / privad* | public publique* / privé*
deeper deep / shallower shallow | tief tiefer / flach flacher seicht* | | profond* / 
longer / shorter | länger* / kürzer* | |
larger bigger greater / smaller | größer* / kleiner* | |
faster quicker / slower | schneller* / langsamer* | |
better improve improved improves / worse worsened worsens deteriorat* | besser* verbesser* / schlechter* verschlechter* | mejor mejora* mejoró / peor empeor* | mieux amélior* meilleur* / pire empir* détérior*
warmer hotter / colder cooler | wärmer* heißer* / kälter* kühler* | |
free / paid chargeable | kostenlos* kostenfrei* / kostenpflichtig* | gratis gratuit* / pago | gratuit* / payant*
paid / unpaid | bezahlt* / unbezahlt* | |
indoor* inside / outdoor* outside | drinnen / draußen | dentro / fuera | dedans intérieur / dehors extérieur
damaged broken / intact undamaged unharmed | beschädigt* kaputt* / unbeschädigt* intakt* unversehrt* | dañad* / intact* iles* | endommag* / intact*
available / unavailable | verfügbar* / vergriffen* | disponible* / agotad* | disponible* / épuisé* indisponible*
healthy recovered / ill sick | gesund* genesen* / krank* erkrankt* | recuper* / enferm* | guéri* / malad*`;

type Side = Pick<OpposedWord, "axis" | "side">;
type Lexicon = { words: Map<string, Side[]>; prefixes: Map<string, Side[]> };
const LANGUAGES = ["en", "de", "es", "fr"];
const LEXICONS = new Map<string, Lexicon>(
  LANGUAGES.map((language) => [language, { words: new Map(), prefixes: new Map() }]),
);
for (const [axis, line] of AXES.trim().split("\n").entries()) {
  for (const [column, sides] of line.split("|").entries()) {
    const lexicon = LEXICONS.get(LANGUAGES[column] ?? "");
    if (!lexicon) continue;
    for (const [i, words] of sides.split("/").entries()) {
      for (const word of words.trim().split(" ").filter(Boolean)) {
        const folded = foldWord(word.replace("*", ""));
        const into = word.endsWith("*") ? lexicon.prefixes : lexicon.words;
        into.set(folded, [...(into.get(folded) ?? []), { axis, side: i ? -1 : 1 }]);
      }
    }
  }
}
const WORD = /(?<![\p{L}\p{M}'’])\p{L}[\p{L}\p{M}]{1,24}/gu;
const MIN_PREFIX_UNITS = 2;
const MAX_PREFIX_UNITS = 14;

/** Finds the words of a text that have an opposite, in order. `language` is a BCP-47 tag. */
export function extractOpposedWords(text: string, language: string): OpposedWord[] {
  const lexicon = LEXICONS.get(primarySubtag(language));
  if (!lexicon) return [];
  return Array.from(text.matchAll(WORD)).flatMap(({ 0: word, index }) =>
    sidesOf(foldWord(word), lexicon).map((side) => ({ ...side, start: index, end: index + word.length })),
  );
}

function sidesOf(folded: string, { words, prefixes }: Lexicon): Side[] {
  const whole = words.get(folded);
  if (whole) return whole;
  for (let length = Math.min(MAX_PREFIX_UNITS, folded.length); length >= MIN_PREFIX_UNITS; length--) {
    const sides = prefixes.get(folded.slice(0, length));
    if (sides) return sides;
  }
  return [];
}
