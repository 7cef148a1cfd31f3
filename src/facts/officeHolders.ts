import type { Span } from "../model/index.ts";

/** Who holds an office: "mayor Karin Solberg". `office` is its name in English. */
export type OfficeHolder = Span & { office: string; name: string };

/**
 * Offices that one person at a time holds, by language. Spokespersons, ministers and professors are left out: a document
 * can quote several.
 */
const OFFICES: Record<string, string> = {
  mayor:
    "mayor|mayoress|Bürgermeister(?:in)?|Oberbürgermeister(?:in)?|alcalde(?:sa)?|maire|prefeit[oa]|sindac[oa]|burmistrz",
  captain: "captain|skipper|Kapitän(?:in)?|capit[aá]n(?:a)?|capitaine",
  coach:
    "coach|head coach|trainer|head trainer|Trainer(?:in)?|entrenador(?:a)?|entraîneu(?:r|se)|treinador(?:a)?|allenat(?:ore|rice)",
  architect: "architect|Architekt(?:in)?|arquitect[oa]|architecte|architett[oa]|arquitet[oa]",
  executive:
    "chief executive|CEO|managing director|general manager|Geschäftsführer(?:in)?|Vorstandschef(?:in)?|Konzernchef(?:in)?|director general|directora general|consejer[oa] delegad[oa]|directeur général|directrice générale|PDG",
  head: "headteacher|head teacher|principal|Schulleiter(?:in)?|Rektor(?:in)?",
  chair:
    "chair|chairman|chairwoman|Vorsitzende[rn]?|president[ea]|presidente|président(?:e)?|Präsident(?:in)?|president",
  conductor: "conductor|Dirigent(?:in)?|chef d['’]orchestre",
  driver: "driver|Fahrer(?:in)?|conductor(?:a)?|chauffeur|conducteur",
  owner: "owner|Eigentümer(?:in)?|Inhaber(?:in)?|dueñ[oa]|propietari[oa]|propriétaire",
  treasurer: "treasurer|Kassenwart(?:in)?|Schatzmeister(?:in)?|tesorer[oa]|trésori(?:er|ère)",
  secretary: "secretary|Schriftführer(?:in)?",
  caretaker: "caretaker|Hausmeister(?:in)?|conserje|concierge",
};
const NAME = "\\p{Lu}[\\p{L}\\p{M}'’-]+(?:\\s(?:(?:de|van|von|der|du|la|al|bin)\\s)?\\p{Lu}[\\p{L}\\p{M}'’-]+){0,3}";
const PLACE = "(?:\\s(?:of|von|de|du|der|des|del|di)\\s(?:the\\s|la\\s)?\\p{Lu}[\\p{L}\\p{M}-]+)?";
const PATTERNS = Object.entries(OFFICES).map(([office, words]) => ({
  office,
  // "Mayor Karin Solberg", "the mayor, Karin Solberg,", "el alcalde de Soto, Ana Gil,"
  after: new RegExp(`(?<![\\p{L}\\p{M}])(?:${words}|${capitalised(words)})${PLACE},?\\s(?<name>${NAME})`, "gu"),
  // "Karin Solberg, the mayor", "Karin Solberg, Bürgermeisterin"
  before: new RegExp(`(?<name>${NAME}),\\s(?:the |its |der |die |el |la |le )?(?:${words})(?![\\p{L}\\p{M}])`, "gu"),
}));

function capitalised(words: string): string {
  return words.replace(/(^|\|)(\p{Ll})/gu, (_, bar: string, letter: string) => bar + letter.toUpperCase());
}

const WORD = /\p{L}{3,}/gu;
/** Length, in UTF-16 units, of the starts of words by which sentences without an office are passed over. */
const START_UNITS = 4;
const startOf = (word: string): string => word.slice(0, START_UNITS).toLowerCase();
/** The starts of all words for offices. Searching each sentence for each office would be slow. */
const OFFICE_STARTS = new Set(
  Object.values(OFFICES).flatMap((words) => words.split("|").map((word) => startOf(/^\p{L}+/u.exec(word)![0]))),
);

/** Finds who a text says holds which office. The spans are those of the names. */
export function extractOfficeHolders(text: string): OfficeHolder[] {
  if (!text.match(WORD)?.some((word) => OFFICE_STARTS.has(startOf(word)))) return [];
  return PATTERNS.flatMap(({ office, after, before }) =>
    [after, before].flatMap((pattern) =>
      Array.from(text.matchAll(pattern), (match) => {
        const name = match.groups!.name!;
        const start = match.index + match[0].indexOf(name);
        return { office, name, start, end: start + name.length };
      }),
    ),
  );
}
