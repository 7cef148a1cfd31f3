import { foldWord } from "../wordStem.ts";

/**
 * Words of reports, minutes, product pages and rules that mean the same. Each line is one concept; its columns are
 * English, German, Spanish and French. "*" stands for any ending. A word stands only where it is used in that sense
 * almost always.
 */
const CONCEPTS = `
person* people human* residents inhabitant* citizen* | mensch* person* leute einwohner* bürger* bewohner* | persona* gente habitante* ciudadano* vecino* | personne* gens habitant* citoyen*
child* kid kids pupil* | kind kinder* kindern | niño* niña* alumno* | enfant* élève*
patient* | patient* | paciente* | patient*
woman women | frau frauen | mujer* | femme*
man men | mann männer* | hombre* | homme*
passenger* | passagier* fahrgast fahrgäste* insasse* | pasajero* viajero* | passager*
visitor* guest* attendee* spectator* audience | besucher* gäste* gast zuschauer* publikum | visitante* asistente* espectador* público | visiteur* spectateur* public
customer* client* buyer* shopper* | kunde kunden* kundschaft käufer* | cliente* clienta* comprador* | client* acheteur*
worker* employee* staff job jobs workforce* | arbeitnehmer* beschäftigte* mitarbeiter* arbeitsplätze* stelle stellen belegschaft | trabajador* empleado* plantilla empleo* | salarié* employé* emploi* effectif*
doctor* physician* | arzt ärzt* mediziner* | médico* doctor* | médecin*
police officer* | polizei* polizist* | policía* | police policier* gendarme*
firefighter* fireman firemen | feuerwehr* | bombero* | pompier*
minister* | minister* | ministro* ministra* | ministre*
mayor* | bürgermeister* oberbürgermeister* | alcalde* alcaldesa* | maire*
council councillor* | stadtrat* gemeinderat* rat | ayuntamiento* concejal* pleno | conseil conseiller* mairie
court* judge* | gericht* richter* | tribunal* juez* juzgado* | tribunal* juge*
prosecutor* | staatsanwalt* | fiscal fiscalía | procureur* parquet
company firm business operator corporation | firma unternehmen* betrieb betreiber* | empresa* compañía* firma | entreprise* société* compagnie* exploitant*
spokesman spokeswoman spokesperson | sprecher* | portavoz | porte-parole
died dead death* killed dies deadly fatal* victim* kill | tot tote* todesopfer* gestorben starb* getötet* tödlich* ums | muert* murió murieron fallec* víctima* mortal* | mort* décès décéd* tué* victime*
hurt injur* wounded casualt* | verletz* verwundet* | herid* lesion* | bless*
missing vanish* disappear* | vermisst* verschwunden* | desaparecid* | disparu*
rescue* saved helper* evacuat* | gerettet* evakuier* rettung* retter* helfer* einsatzkr* | rescat* evacua* | secour* sauv* évacu*
accident* crash* collision* | unfall* unfälle* zusammenstoß* | accidente* choque* colisión | accident* collision*
fire blaze flames | brand* feuer flammen | incendio* fuego llamas | incendie* feu flammes
flood* inundat* | hochwasser* überschwemm* flut | inundaci* riada* | inondation* crue*
storm* gale* | sturm* stürme* unwetter* | tormenta* temporal | tempête* orage*
earthquake* quake* | erdbeben* | terremoto* sismo* | séisme* tremblement
rain* rainfall | regen* niederschlag* | lluvia* | pluie* précipitation*
snow* | schnee* | nieve* | neige*
leak* spill* escape* | leck* austritt* ausgelaufen | fuga* vertido* derrame* | fuite* déversement*
cost* price* priced worth fee fees charge* paid pay pays | kosten* kostet* preis* gebühr* zahlen zahlt* bezahl* | coste* cuesta* costar* costó precio* tarifa* cuota* pagar paga* | coût* coûte* prix tarif* payer payé* paie
money funding fund funds grant* subsid* donat* | geld gelder förder* zuschuss* spende* mittel | dinero fondo* subvenci* ayuda* donaci* | argent fonds subvention* don dons
budget* | haushalt* etat* budget* | presupuesto* | budget*
tax* | steuer* | impuesto* | impôt* taxe*
rent rents | miete* pacht* | alquiler* renta | loyer*
loss losses losing | verlust* | pérdida* | perte*
profit* earning* | gewinn* | beneficio* ganancia* | bénéfice* profit*
sale sales turnover revenue takings | umsatz* umsätze* erlös* | ventas facturación ingresos | vente* chiffre recette*
sold sell sells | verkauf* | vend* | vendu* vendre
buy bought purchase* acquir* | kauf* gekauft* erworben* | compr* adquir* | acheté* acheter achat* acquis
salary wage* | lohn* löhne* gehalt* gehälter* | salario* sueldo* | salaire*
start* began begin* begun launch* opening kick-off commenc* | begann* beginn* start* eröffn* anfang* | empez* empiez* comenz* comienz* inici* inaugur* | commenc* début* démarr* lanc*
end ended ends finish* conclu* complet* | ende endet* beendet* abgeschlossen* fertig* | termin* final finaliza* acab* conclu* | fin finit termin* achev*
open opens opened | offen* öffn* geöffnet* | abiert* abre* abrir* apertura | ouvert* ouvre* ouvrir
close closed closes closing closure* shut* | schließ* geschlossen* schliess* sperr* gesperrt* schloss | cerra* cierr* cierre* | ferm*
stop stopped halt* suspend* | gestopp* stoppen eingestellt* | deten* detuv* suspend* | arrêt* suspend* interromp*
built build* construct* erect* | gebaut* bau bauen errichtet* erbaut* | constru* edific* obra* | constru* bâti* travaux
repair* rebuild* renovat* restor* refurbish* | reparier* saniert* sanierung* renovier* | repara* reform* restaur* rehabilit* | répar* rénov* restaur*
rise rises rose risen increas* grew grow* higher up climb* gain* | steig* gestiegen* stieg* erhöh* zugenommen* zunahme* wuchs* wachs* | sube suben subió subieron subida* aument* crec* increment* | hauss* augment* progress* croissance*
fall falls fell fallen decreas* drop* declin* reduc* lower* down shrank shrink* | fiel* gefallen* sank* sinkt* sinken gesunken* senk* zurückgegangen zurück rückgang* verringer* reduzier* | baja bajó bajan bajaron disminu* reduc* caíd* cayó cayeron descen* | baiss* diminu* rédu* recul* chut*
plan* intend* proposal* propos* scheduled expected due expects hopes | plan* geplant* vorschlag* vorgesehen* soll sollen erwartet* voraussichtlich* | plan* propuesta* propon* prevé previst* esper* | prév* projet* propos* attendu*
decid* decision* vote* voted voting agreed carried approv* adopt* | entschied* beschl* abgestimmt* stimmen stimmte* abstimm* entscheid* genehmig* angenommen* | decidi* decisión vot* aprob* acord* acuerd* | décid* décision* vot* approuv* adopt*
against oppos* reject* refus* | dagegen abgelehnt* lehnt* ablehn* gegen | contra rechaz* opon* opus* | contre rejet* refus* oppos*
favour favor support* back backed backs endors* | befürwort* unterstütz* dafür zustimm* | favor apoy* respald* | faveur soutien* souten* appui*
abstain* abstention* | enthalt* enthielt* | absten* abstuv* | absten* abstenu*
allow* permit* may welcome | erlaub* darf dürfen gestatt* zulässig* | permit* permis* autoriz* | autoris* perm*
forbid* forbidden ban banned bans prohibit* | verbot* verbiet* untersagt* | prohib* | interdi*
must required require* obligat* compulsory mandatory need needs needed | muss müssen pflicht* erforderlich* nötig* | debe deben debía* deberá* obligator* necesari* necesit* | doit doivent obligat* nécess*
free gratis | kostenlos* gratis kostenfrei* | gratis gratuit* | gratuit*
ticket* admission entry entrance | eintritt* ticket* karten | entrada* billete* acceso | entrée* billet*
hour hours | stunde* | hora horas | heure heures
minute* | minute* | minuto* | minute*
day days daily | tag tage tagen täglich* | día días diari* | jour jours quotidien* journée
week weeks weekly | woche* wöchentlich* | semana* semanal* | semaine* hebdomadaire*
month months monthly | monat* monatlich* | mes meses mensual* | mois mensuel*
year years annual* yearly | jahr jahre* jährlich* | año años anual* | an ans année* annuel*
morning | morgen morgens früh vormittag* | mañana | matin*
evening night* overnight | abend* nacht nächt* | noche* | soir* nuit*
noon midday | mittag* | mediodía | midi
weekend* | wochenende* | semana | week-end*
last latest | letzt* zuletzt | últim* | derni*
first | erst* | primer* | premi*
second | zweit* | segund* | deuxième* second*
new | neu neue* | nuev* | nouveau* nouvel*
old older age aged ages | alt alte* alter jährig* | edad años viejo* | âge* âgé* ancien*
large largest big biggest great | groß* größt* | grande* mayor | grand*
small smallest little | klein* kleinst* | pequeñ* menor | petit*
long length | lang länge* länger | largo* longitud | long* longueur
wide width | breit* breite | ancho* anchura | largeur large
high height tall | hoch höhe* höchst* | alto* altura | haut* hauteur
deep depth | tief tiefe* | profund* | profond*
weight weigh* | gewicht* wiegt wiegen | peso pesa pesan | poids pèse
size dimension* measures | größe* maße abmessung* misst | tamaño* dimension* mide medidas | taille* dimension* mesure
area surface | fläche* | superficie* área | surface* superficie*
distance away range | entfernung* entfernt* abstand reichweite* | distancia* autonomía alcance | distance* autonomie portée
speed* velocity fast | geschwindigkeit* tempo schnell* | velocidad* rapid* rápid* | vitesse* rapid*
noise* sound loud* | lärm* geräusch* laut* schall* | ruido* sonor* | bruit* sonore*
temperature* degree* | temperatur* grad | temperatura* grado* | température* degré*
power output capacity | leistung* | potencia* capacidad* | puissance* capacité*
consumption consum* uses used | verbrauch* | consum* | consomm*
energy electricity electric* | energie* strom* elektr* | energía eléctric* electricidad | énergie* électri*
battery | akku* batterie* | batería* | batterie*
water | wasser* | agua | eau eaux
river* | fluss* | río ríos | fleuve* rivière*
sea ocean coast* | meer* küste* see | mar costa* océano | mer côte* océan
ship* boat* ferry ferries vessel* | schiff* boot* fähre* | barco* buque* ferri* ferry | bateau* navire* ferry
train* rail* railway* | zug züge* bahn* | tren trenes ferrocarril* | train* ferroviaire* chemin
bus buses coach* | bus busse* | autobús autobuses autocar* | bus autocar* autobus
car cars vehicle* automobile* | auto autos pkw wagen fahrzeug* | coche* automóvil* vehículo* | voiture* véhicule* automobile*
bicycle* bike* cycl* | fahrrad* fahrräder* rad radfahr* radverkehr* | bicicleta* bici* ciclista* | vélo* cycl* bicyclette*
plane* aircraft flight* | flugzeug* flug flüge* | avión aviones vuelo* | avion* vol vols
helicopter* flown | hubschrauber* | helicóptero* | hélicoptère*
road* street* | straße* strasse* | calle* carretera* | rue* route*
bridge* | brücke* | puente* | pont ponts
tunnel* | tunnel* | túnel* | tunnel*
station* stop stops | bahnhof* bahnhöfe* haltestelle* station* | estación* parada* | gare* arrêt* station*
harbour* port ports harbor* | hafen* häfen* | puerto* | port ports
parking park parked | park* stellplatz* stellplätze* | aparcamiento* aparcar plazas | parking stationnement places
house houses housing home homes dwelling* apartment* flat flats | haus häuser* wohnung* | vivienda* casa casas piso* | maison* logement* appartement*
building* | gebäude* | edificio* | bâtiment* immeuble*
school* | schul* | escuela* colegio* escolar* | école* scolaire*
student* | student* studier* | estudiante* | étudiant*
university | universität* hochschul* | universidad* | université*
teacher* | lehrer* lehrkr* | profesor* maestr* docente* | enseignant* professeur*
hospital* clinic* | krankenhaus* krankenhäuser* klinik* | hospital* clínica* | hôpital* hôpitaux clinique*
shop* store* retail* | laden läden* geschäft* | tienda* comercio* | magasin* boutique* commerce*
works factory plant plants mill | werk* fabrik* | fábrica* planta* | usine* fabrique*
town city municipal* | stadt* städt* kommun* | ciudad* municip* localidad* pueblo* | ville* commun* municip*
village* | dorf* dörf* | pueblo* aldea* | village*
region* province* county district | region* provinz* kreis landkreis* bezirk* | región* provincia* comarca* distrito* | région* province* département* district*
country nation* | land länder* staat* | país países nación* estado | pays nation* état
world global | welt* | mundo mundial* | monde mondial*
member* | mitglied* | miembro* socio* | membre* adhérent*
club* association* society federation | verein* verband* | club* asociación* | club* association* fédération*
team* squad* | mannschaft* team* | equipo* | équipe*
game* match* | spiel* partie* | partido* encuentro* | match* rencontre*
goal* scored score* | tor tore treffer* | gol goles marc* | but buts marqu*
win won wins winner* victory beat | gewann* gewonnen* sieg* gewinner* | ganó ganar* ganan victoria* vencedor* | gagn* victoire* vainqueur* remport*
lose lost defeat* | verlor* verloren* niederlage* | perd* derrota* | perdu* défaite* perd
study studies trial* research* experiment* survey* poll* | studie* untersuchung* versuch* umfrage* befragung* | estudio* ensayo* investigaci* encuesta* sondeo* | étude* essai* recherche* enquête* sondage*
result* finding* found find | ergebnis* befund* | resultado* hallazgo* | résultat*
participant* respondent* took | teilnehm* befragt* | participante* encuestad* | participant*
error* mistake* fault* defect* | fehler* mangel* mängel* | error* fallo* defecto* | erreur* défaut* panne*
average mean typical* | durchschnitt* mittel | promedio media medio | moyenne* moyen*
share percentage proportion per-cent | anteil* | porcentaje* proporción | part proportion pourcentage
half | hälfte halb* | mitad medio media | moitié demi*
number total sum overall | zahl anzahl insgesamt gesamt* summe | número total suma | nombre total somme
list* queue waiting | liste* warteliste* | lista* espera | liste* attente
report* | bericht* | informe* inform* | rapport*
announc* said say says told statement according | sagte* sagt teilte angaben erklärt* | dijo anunci* declar* afirm* según | annonc* déclar* affirm* selon
warn* | warn* gewarnt* | advert* advirt* avis* | averti* alert*
cause* reason* blam* due | ursache* grund gründe* wegen schuld | causa* motivo* razón razones culp* | cause* raison* motif*
investigat* inquiry inspect* check* examin* control* | ermittl* ermittel* untersuch* prüf* kontroll* inspekt* | investig* inspec* revis* control* | enquêt* inspect* contrôl* vérif*
arrest* detain* custody | festgenommen* verhaft* festnahme* | deten* arrest* | arrêté* interpell* garde
fine fines fined penalt* | bußgeld* strafe* geldstrafe* | multa* sanción* | amende* sanction*
guarantee* warrant* | garantie* gewährleist* | garantía* | garantie*
delivery deliver* ship shipping dispatch | liefer* versand* | entrega* envío* | livr* expédi* envoi
tank reservoir container* | tank* behälter* | depósito* tanque* | réservoir* cuve* bac
screen display | bildschirm* display* | pantalla* | écran*
memory storage | speicher* | memoria* almacenamiento | mémoire* stockage
camera* | kamera* | cámara* | caméra* appareil
show event festival fair fête | fest feste sommerfest* veranstaltung* messe | feria* fiesta* festival* evento* | fête* festival* foire* événement*
meeting* session* | sitzung* treffen* versammlung* | reunión* sesión* junta asamblea* | réunion* séance* assemblée*
date deadline* | termin* frist* datum | fecha* plazo* | date* délai* échéance*
holiday* vacation* | ferien* urlaub* | vacaciones | vacances congé*
meal* lunch* dinner* | essen* mahlzeit* mittagessen* | comida* almuerzo* | repas déjeuner*
tree trees | baum bäume* | árbol* | arbre*
forest* wood woods | wald wälder* | bosque* | forêt* bois
animal* | tier* | animal* | animaux animal
fish | fisch* | peces pez pescado* | poisson*
dog dogs | hund* | perro* | chien*
drink drinking drinkable | trink* getrunken | beber bebe potable* | boire potable*
dye colour* color* | farbstoff* farbe* | color* tinte* | colorant* couleur*
poison* toxic* | gift* toxi* | venen* tóxic* | toxi* poison*
empty vacant | leer* frei unbesetzt* | vací* vacante* | vide* vacant*
full | voll* | llen* complet* | plein* complet*
group* | gruppe* | grupo* | groupe*
guide* guided | führ* | guía* guiad* | guide* guid*
path* trail* route* | weg wege pfad* strecke* | camino* sendero* ruta* | chemin* sentier* parcours
lane lanes | spur* streifen | carril* | voie* piste*
line lines | linie* | línea* | ligne*
seat seats | sitz* platz plätze* | asiento* plaza* | siège* place*
room rooms | zimmer* raum räume* | habitaci* sala* | chambre* salle* pièce*
space spaces | plätze* | plazas | places
board aboard | bord | bordo | bord
crew | besatzung* | tripulaci* | équipage*
captain* | kapitän* | capitán* | capitaine*
driver* drivers | fahrer* | conductor* | conducteur* chauffeur*
phone* telephone* mobile | telefon* handy* | teléfono* móvil* | téléphone*
petition* signature* signed | unterschrift* petition* unterzeichn* | firma* firmar* petición | pétition* signature* signé*
contract* agreement* deal | vertrag* verträge* vereinbarung* | contrato* acuerdo* convenio* | contrat* accord* convention*
law bill act | gesetz* | ley leyes | loi lois
election* | wahl wahlen* | elecci* | élection*
party parties | partei* | partido* | parti partis
temporar* provisional* until | vorübergehend* vorläufig* vorerst bis | temporal* provisional* | temporaire* provisoire*
permanent* | dauerhaft* endgültig* | permanente* definitiv* | permanent* définiti*
replac* substitute* swap* | ersatz* ersetz* ausgetausch* | reempl* sustitu* recambio* | remplac* substitu*
remov* taken | entfern* abgebaut* | retir* elimin* quit* | retir* enlev* supprim*
damage* harm* | schaden* schäden* beschädig* | daño* dañ* | dommage* dégât* endommag*
safe safety security | sicher* | segur* | sûr* sécurité
extend* extension prolong* | verlänger* ausgeweit* ausweit* | ampli* prorrog* extend* exten* | prolong* étend* extension
return* | zurückgekehrt* rückkehr* | regres* volv* vuelt* | retour* revenu*
leave left depart* | verlass* abfahrt* abgefahren* | sale salen salió salida* salir | départ* quitt*
stay stays stayed staying remain* | bleib* blieb* geblieben* | queda* permanec* sigue* | rest*
wind winds | wind* | viento* | vent vents
sleep* slept asleep | schlaf* schlief* | sueño duerm* dorm* durmi* | sommeil dorm*
eat eats eaten food | nahrung* lebensmittel* speise* | alimento* | nourriture aliment*
carry carries carried carrying transport* | befördert* transport* trägt | transport* llev* | transport*
travel* journey* trip trips tour tours | fahrt fahrten reise* | viaje* viaj* trayecto* | voyage* trajet*
drive drove driven driving | fuhr* gefahren* | condu* | condui*
walk* | gehen geht ging spazier* | camin* anda* | march* promen*
strike strikes walkout | streik* | huelga* | grève*
insur* | versicher* | segur* | assur*
museum* | museum* museen | museo* | musée*
library libraries | bibliothek* bücherei* | biblioteca* | bibliothèque*
book books | buch bücher* | libro* | livre livres
page pages | seite* | página* | page*
film* movie* cinema* | film* kino* | película* cine* | film* cinéma*
concert* music* | konzert* musik* | concierto* música* | concert* musi*
church* | kirche* | iglesia* | église*
market* | markt märkt* | mercado* | march*
hall | halle* saal | sala salón pabellón | salle*
roof* | dach* dächer* | tejado* techo* | toit*
wall walls | wand wände* mauer* | muro* pared* | mur murs
door* gate* | tür* tor | puerta* | porte*
window* | fenster* | ventana* | fenêtre*
pool swim* | schwimm* becken bad | piscina* nadar | piscine* nag*
beach* | strand* strände* | playa* | plage*
island* | insel* | isla* | île*
mountain* | berg* | montaña* | montagne*
park parks garden* | park parks garten* gärten* | parque* jardín* | parc* jardin*
field fields | feld felder* | campo* | champ*
farm* | bauer* hof höfe* landwirt* | granja* agricult* | ferme* agricult*
vaccin* | impf* | vacuna* | vaccin*
disease* ill illness* sick infect* contaminat* | krank* infekt* erkrank* | enferm* infec* contagi* | malad* infect* contamin*
drug drugs medicin* medicat* | arznei* medikament* | medicamento* fármaco* | médicament*
treat* therap* | behandl* therap* | trat* terap* | trait* thérap*
test tests tested testing | test* getestet* | prueba* test | test tests testé*
risk* danger* hazard* | risiko* risiken gefahr* gefähr* | riesgo* peligro* | risque* danger*
problem* | problem* | problema* | problème*
season* | saison* | temporada* estación | saison*
round* | runde* | ronda* vuelta | tour tours
point points | punkt* | punto* | point*
lorry lorries truck* | lastwagen lkw laster* | camión camiones | camion*
traffic | verkehr* | tráfico | trafic circulation
pollut* emission* | verschmutz* emission* abgas* | contamina* emision* | pollu* émission*
waste rubbish litter | müll* abfall* abfälle* | basura* residuo* | déchet*
climate* | klima* | clima* | climat*
solar | solar* | solar* | solaire*
engine* motor* | motor* | motor* | moteur*
machine* device* appliance* unit units | maschine* gerät* | aparato* máquina* equipo | appareil* machine*
software app apps application* | software app apps anwendung* | aplicación* software app | application* logiciel*
user* | nutzer* benutzer* anwender* | usuario* | utilisateur*
data | daten | datos | données
charg* | lade* aufgeladen* | carga* | charge* recharg*
deposit* | kaution* pfand* | fianza* depósito | caution* consigne*
discount* | rabatt* ermäßig* | descuento* rebaja* | remise* réduction*
hire rental* | verleih* vermiet* mieten | alquil* | locat* louer
cancel* | storn* abgesagt* absage* kündig* | cancel* anula* | annul*
booking* booked reserv* | buchung* gebucht* reserv* | reserva* | réserv*
key keys | schlüssel* | llave* | clé* clef*
smok* | rauch* | fum* | fum*
complain* complaint* | beschwer* klage* | queja* reclam* | plainte* plaign*
protest* demonstrat* | protest* demonstr* | protest* manifesta* | protest* manifest*
attack* assault* | angriff* angegriffen* überfall* | ataque* atac* | attaqu* agress*
theft* stolen steal* robber* burglar* | diebstahl* gestohlen* raub* einbruch* | robo robos robad* hurto* | vol volé* cambriol*
sentence* prison* jail* | haft* gefängnis* verurteil* | cárcel prisión conden* | prison condamn*
president* chair* | präsident* vorsitzend* | president* | président*
director* manager* executive* head heads boss | direktor* leiter* leiterin* chef* geschäftsführ* vorstand* | director* gerente* jefe* | directeur* directrice* chef*
expert* scientist* researcher* | experte* wissenschaft* forscher* | expert* científic* investigador* | expert* scientifique* chercheur*
question* asked ask asks | frage* gefragt* | pregunta* | question* demand*
answer* repl* | antwort* | respuesta* respond* | répon*
letter* | brief briefe | carta* | lettre*
photo* picture* image* | foto* bild bilder* | foto* imagen* | photo* image*
offer* | angebot* bietet angeboten* | oferta* ofrec* | offr*
produc* manufactur* | produktion* produzier* hergestellt* herstell* | produc* fabric* | produ* fabri*
invest* | investier* investition* | invert* inversión* | invest*
creat* | schaff* geschaffen* entsteh* | crea* cree | cré*
site premises | gelände* grundstück* standort* | terreno* recinto | terrain* site*
arriv* reach* landed | ankunft* angekommen* erreich* | lleg* alcanz* | arriv* atteint*
moved move moving relocat* | umzug* umgezog* verleg* | traslad* mudanza | déménag* transf*
install* fit fitted mounted | installier* eingebaut* montier* | instal* | install* équip*
collect* gather* | gesammelt* sammel* geborgen* eingesammelt* | recog* recoj* recolect* recaud* | collect* recueil* ramass*
`;

type Lexicon = { words: Map<string, number>; prefixes: Map<string, number>; longestPrefix: number };

const LANGUAGES = ["en", "de", "es", "fr"];
const LEXICONS = new Map<string, Lexicon>(
  LANGUAGES.map((language) => [language, { words: new Map(), prefixes: new Map(), longestPrefix: 0 }]),
);
for (const [concept, line] of CONCEPTS.trim().split("\n").entries()) {
  for (const [column, words] of line.split("|").entries()) {
    const lexicon = LEXICONS.get(LANGUAGES[column]!)!;
    for (const word of words.trim().split(" ")) {
      const folded = foldWord(word.replace("*", ""));
      const into = word.endsWith("*") ? lexicon.prefixes : lexicon.words;
      if (!into.has(folded)) into.set(folded, concept);
      if (word.endsWith("*")) lexicon.longestPrefix = Math.max(lexicon.longestPrefix, folded.length);
    }
  }
}

/** Minimum length, in UTF-16 units, of the last part of a German compound that is looked up by itself. */
const MIN_COMPOUND_PART = 5;

/**
 * Returns the number of the concept that a word means in a language (ISO 639-1 code), or undefined if it is in none. A
 * German compound means what its last part means.
 */
export function conceptOf(folded: string, language: string): number | undefined {
  const lexicon = LEXICONS.get(language);
  if (!lexicon) return undefined;
  const found = lookUp(folded, lexicon);
  if (found !== undefined || language !== "de") return found;
  for (let at = MIN_COMPOUND_PART - 1; at <= folded.length - MIN_COMPOUND_PART; at++) {
    const part = lookUp(folded.slice(at), lexicon);
    if (part !== undefined) return part;
  }
  return undefined;
}

function lookUp(folded: string, { words, prefixes, longestPrefix }: Lexicon): number | undefined {
  const whole = words.get(folded);
  if (whole !== undefined) return whole;
  for (let length = Math.min(longestPrefix, folded.length); length >= 3; length--) {
    const concept = prefixes.get(folded.slice(0, length));
    if (concept !== undefined) return concept;
  }
  return undefined;
}

/** The key of the term that stands for a concept. */
export const conceptKey = (concept: number): string => `#${concept}`;
