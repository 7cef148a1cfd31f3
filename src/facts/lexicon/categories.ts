import type { Span } from "../../model/index.ts";
import { primarySubtag } from "../../text/index.ts";

/** A word that tells which one of several things of a kind is meant: a colour, a material. `member` is its name in English. */
export type Category = Span & { kind: string; member: string };

/**
 * Kinds of things of which mostly only one is true. Each line is one member; its columns are its name, then words in
 * English, German, Spanish and French. "*" stands for any ending. Words with other common meanings are left out.
 */
const KINDS: Record<string, string> = {
  colour: `
white | white | weiße weißen weißer weißes weißem | blanc* | blanc blanche* blancs
black | black | schwarz* | negr* | noir*
grey | grey gray | grau graue* | gris grises | gris grise*
red | red | rot rote* | roj* | rouge*
blue | blue | blau* | azul* | bleu*
green | green | grün grüne grünen grüner grünes grünem | verde* | vert verte* verts
yellow | yellow | gelb* | amarill* | jaune*
pink | pink | rosa | rosa rosas | rose
purple | purple violet | lila violett* | morad* violeta* | violet*
brown | brown | braun* | marrón marrones | brun* marron
orange | orange | orange* | naranja* | orange*`,
  material: `
wood | wooden timber oak pine | holz hölzern* eiche* | madera | bois
steel | steel | stahl* | acero | acier
iron | iron | eisen eiserne* | hierro | fer
concrete | concrete | beton* | hormigón | béton
glass | glass | glas | vidrio cristal | verre
plastic | plastic | plastik* kunststoff* | plástico* | plastique*
aluminium | aluminium aluminum | aluminium* | aluminio | aluminium
brick | brick bricks | ziegel* backstein* | ladrillo* | brique*
leather | leather | leder* | cuero | cuir
cotton | cotton | baumwoll* | algodón | coton
wool | wool woollen | schurwolle | lana | laine`,
  compass: `
north | north northern | nord* nördlich* | norte | nord
south | south southern | süd* südlich* | sur | sud
east | east eastern | ost osten östlich* | oriental* | oriental*
west | west western | west* westlich* | oeste | ouest`,
  season: `
spring | spring | frühling* frühjahr* | primavera | printemps
summer | summer | sommer* | verano | estival*
autumn | autumn | herbst* | otoño | automne
winter | winter | winter* | invierno | hiver`,
  injury: `
wrist | wrist wrists | handgelenk* | muñeca* | poignet*
ankle | ankle ankles | knöchel* | tobillo* | cheville*
arm | arm elbow | arm arme ellbogen* | brazo* codo* | bras coude*
leg | leg legs shin | bein beine* schienbein* | pierna* | jambe*
knee | knee knees | knie* | rodilla* | genou*
head | skull | schädel* | cráneo | crâne
shoulder | shoulder shoulders collarbone | schulter* schlüsselbein* | hombro* clavícula* | épaule* clavicule*
rib | rib ribs | rippe* | costilla* | costal*
finger | finger fingers thumb | finger* daumen | dedo* pulgar | doigt* pouce`,
  relative: `
wife | wife | ehefrau* | esposa | épouse
husband | husband | ehemann* | esposo marido | mari
brother | brother | bruder* | hermano | frère
sister | sister | schwester* | hermana | sœur
son | son | sohn* | hijo | fils
daughter | daughter | tochter* | hija | fille
father | father | vater* | padre | père
mother | mother | mutter* | madre | mère
uncle | uncle | onkel* | tío | oncle
nephew | nephew | neffe* | sobrino | neveu
grandson | grandson | enkel* | nieto | petit-fils`,
  vehicle: `
van | van vans minibus | lieferwagen* transporter* kleinbus* | furgoneta* | camionnette* fourgon*
lorry | lorry lorries truck trucks | lastwagen* lkw laster* | camión camiones | camion* poids-lourd*
car | car cars saloon hatchback | auto autos pkw | coche* turismo | voiture*
bicycle | bicycle* bike bikes | fahrrad* fahrräder* | bicicleta* | vélo vélos
motorcycle | motorcycle* motorbike* moped scooter | motorrad* motorräder* moped* | moto motos motocicleta* ciclomotor | moto motos scooter
boat | boat boats dinghy | boot boote* schlauchboot* | barca bote lancha | bateau*
tractor | tractor* | traktor* | tractor* | tracteur*`,
};

type Column = { words: Map<string, Omit<Category, keyof Span>>; prefixes: Map<string, Omit<Category, keyof Span>> };
const LANGUAGES = ["en", "de", "es", "fr"];
const COLUMNS = new Map<string, Column>(
  LANGUAGES.map((language) => [language, { words: new Map(), prefixes: new Map() }]),
);
for (const [kind, lines] of Object.entries(KINDS)) {
  for (const line of lines.trim().split("\n")) {
    const [member, ...columns] = line.split("|").map((column) => column.trim());
    for (const [i, column] of columns.entries()) {
      const { words, prefixes } = COLUMNS.get(LANGUAGES[i]!)!;
      for (const word of column.split(" ")) {
        const isPrefix = word.endsWith("*");
        (isPrefix ? prefixes : words).set(isPrefix ? word.slice(0, -1) : word, { kind, member: member! });
      }
    }
  }
}
const WORD = /(?<![\p{L}\p{M}'’])\p{L}[\p{L}\p{M}-]{1,30}/gu;
const MIN_PREFIX_UNITS = 3;
const MAX_PREFIX_UNITS = 12;

/**
 * Finds the words of a text that name a colour, a material and the like. Capitalised ones, other than in German, are parts of
 * names ("Green Park"). `language` is a BCP-47 tag.
 */
export function extractCategories(text: string, language: string): Category[] {
  const primary = primarySubtag(language);
  const column = COLUMNS.get(primary);
  if (!column) return [];
  const found: Category[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const lower = word.toLowerCase();
    if (lower !== word && primary !== "de") continue;
    const category = column.words.get(lower) ?? ofPrefix(lower, column.prefixes);
    if (category) found.push({ ...category, start: index, end: index + word.length });
  }
  return found;
}

function ofPrefix(word: string, prefixes: Column["prefixes"]): Omit<Category, keyof Span> | undefined {
  for (let length = Math.min(MAX_PREFIX_UNITS, word.length); length >= MIN_PREFIX_UNITS; length--) {
    const category = prefixes.get(word.slice(0, length));
    if (category) return category;
  }
  return undefined;
}
