import type { HeadLine } from "./lines.ts";
import { lastPerson, parseNames } from "./names.ts";

/** The authors that a statement names, and the index of its line. */
export type Authors = { names: string[]; line: number };

/** Participles after which "by" names an author: "compiled by". */
export const WROTE = [
  "written|words|text|story|report(?:ed)?|posted|published|authored|compiled|prepared|drafted|recorded|collected|assembled|put together|taken|maintained|created|developed|submitted|notes|minutes|essay|analysis|review|opinion|interview|article",
  "geschrieben|verfasst|erstellt|zusammengestellt|aufgezeichnet|geführt|bearbeitet|protokolliert|notiert|text|ein (?:kommentar|beitrag|bericht|gastbeitrag|essay)|interview|protokoll",
  "rédigée?s?|écrite?s?|établie?s?|préparée?s?|compilée?s?|élaborée?s?|textes?|propos recueillis|compte rendu|notes prises",
  "escrit[oa]s?|redactad[oa]s?|elaborad[oa]s?|preparad[oa]s?|compilad[oa]s?|levantad[ao]|redigid[ao]s?|lavrad[ao]|gerad[ao]s?|generad[oa]s?|realizad[oa]s?|texto|informe|reportagem|entrevista",
  "scritt[oaie]|redatt[oaie]|compilat[oaie]|preparat[oaie]|elaborat[oaie]|testo|a cura|verbale|intervista",
].join("|");
export const BY = "by|von|vom|par|por|pelo|pela|di|da|dalla|dal|door|przez";
/** A statement about the document itself: "The author and only maintainer is X". */
const IS_THE_AUTHOR =
  /(?<!\p{L})(?:(?:the |its |sole |only |main |original |current ){0,4}(?:author|maintainer|creator)s?(?: (?:and|&) (?:(?:the |its |sole |only |main |original |current ){0,4}(?:author|maintainer|creator|developer)s?))?(?: of (?:this|the)? ?\S{1,30})? (?:is|are)|(?:(?:der|die|einziger?|ursprünglicher?) ){0,3}(?:autor|maintainer|entwickler|betreuer)(?:in)?(?: und (?:einziger? )?(?:autor|maintainer|entwickler|betreuer)(?:in)?)? (?:ist|sind)|(?:l[’']aut(?:eur|rice)|le mainteneur|la mainteneuse)(?: et (?:l[’']unique |seule? )?\S{1,20})? est|(?:el |la )?(?:únic[oa] )?(?:autor|mantenedor|responsable)a? (?:y (?:únic[oa] )?(?:autor|mantenedor)a? )?es|(?:il |l[’'])(?:autore|manutentore) è|(?:o |a )(?:autor|mantenedor)a? é|автор(?: и (?:единственный )?\p{L}{1,20})?\s?[—–-])\s+/iu;
/** "backhaul is kept up by two people, Ada Quill and Omar Bell" */
const KEPT_BY =
  /(?<!\p{L})(?:is|are|was|wurde|wird|est|es|è|é) (?:(?:currently|mainly|actively|solely|now|lovingly) )?(?:(?:written|developed|created|built|made|designed) and )?(?:maintained|kept up|looked after|kept alive|run and maintained|developed and maintained|gepflegt|betreut|entwickelt|maintenue?|développée?|mantenid[oa]|desarrollad[oa]|mantid[oa]|mantenut[oa]|sviluppat[oa]) (?:by|von|par|por|da)\s+(?:\p{Ll}+\s(?:people|persons|volunteers|developers|of us|leuten|personen|personnes|personas|persone|pessoas)[,:]\s)?/iu;
/** Words for the document in "this report was compiled by X". */
const DOCUMENT_BY = new RegExp(
  `(?<!\\p{L})(?:this|these|the|diese[rs]?|ce(?:tte|s|t)?|est[ea]s?|quest[oai]|draft)\\s(?:draft |release |meeting |project |research |user |technical )?(?:document|page|guide|notes|minutes|report|manual|summary|transcript|article|paper|project|package|library|tool|handbook|fact ?sheet|review|list|table|digest|newsletter|bericht|text|protokoll|dokument|seite|anleitung|projekt|rapport|fiche|guide|projet|informe|documento|guía|acta|proyecto|relatório|ata|projeto|relazione|verbale|guida|progetto)\\s(?:(?:was|were|is|are|has been|have been|wurde|ist|sind|wurden|wird|a été|est|fue|ha sido|es|foi|é|è|è stat[oa])\\s)?(?:${WROTE})(?![\\p{L}])(?:[^.;:!?]{0,40}?\\s)?(?:${BY})\\s+`,
  "iu",
);
/** Headings of a section that names the authors. */
const AUTHORS_HEADING =
  /^[^\p{L}]*(?:authors?|maintainers?|author and maintainer|credits?|written by|autor(?:en|in|innen)?|auteur(?:e|s|rice)?s?|autore?[si]?|作者|著者|メンテナ|автор(?:ы)?)[^\p{L}]*$/iu;
/** A statement about the document itself, or the names below a heading such as "Maintainers". */
export function statementOf(lines: HeadLine[], at: number): Authors | null {
  const { text } = lines[at]!;
  if (text.length <= 40 && AUTHORS_HEADING.test(text)) return namesBelow(lines, at);
  if (!ABOUT_AUTHORSHIP.test(text)) return null;
  const match = IS_THE_AUTHOR.exec(text) ?? DOCUMENT_BY.exec(text) ?? KEPT_BY.exec(text);
  const names = match && parseNames(lastPerson(text.slice(match.index + match[0].length)), true);
  return names && { names, line: at };
}

/** Words without which no statement is about the author. Much faster to look for than the statements. */
const ABOUT_AUTHORSHIP =
  /\b(?:by|von|par|por|da|di)\s|aut(?:h?or|eur|rice)|maintain|mainten|manten|mantid|entwickl|betreu|автор/i;

/** The names in the lines or table rows below a heading such as "Maintainers". */
function namesBelow(lines: HeadLine[], heading: number): Authors | null {
  const found: string[] = [];
  for (let i = heading + 1; i < Math.min(lines.length, heading + MAX_LISTED_NAMES); i++) {
    const [item = ""] = lines[i]!.text.replace(/^[^\p{L}[]+/u, "").split(/:\s/, 1);
    const names = parseNames(item, false) ?? [];
    // The first row of a table says what its columns are.
    if (names.length === 0 && (found.length > 0 || i > heading + 1)) break;
    found.push(...names);
  }
  return found.length ? { names: [...new Set(found)], line: heading + 1 } : null;
}

/** Maximum number of lines below a heading in which authors are named. */
const MAX_LISTED_NAMES = 10;
