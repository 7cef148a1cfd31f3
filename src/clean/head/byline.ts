import { findDates } from "../rules/index.ts";
import { type HeadLine, isSectionStart } from "./lines.ts";
import { isInstitutionName, isPersonName, parseNames } from "./names.ts";

/** A line from which the author is known. */
export type Byline = {
  /** The names, joined by commas. */
  names: string;
  /** Index of the line. */
  line: number;
  /** Whether the line says nothing else, so that it can be left out of the text. */
  isWhole: boolean;
};

/** Participles after which "by" names an author: "compiled by". */
const WROTE = [
  "written|words|text|story|report(?:ed)?|posted|published|authored|compiled|prepared|drafted|recorded|collected|assembled|put together|taken|maintained|created|developed|submitted|notes|minutes|essay|analysis|review|opinion|interview|article",
  "geschrieben|verfasst|erstellt|zusammengestellt|aufgezeichnet|geführt|bearbeitet|protokolliert|notiert|text|ein (?:kommentar|beitrag|bericht|gastbeitrag|essay)|interview|protokoll",
  "rédigée?s?|écrite?s?|établie?s?|préparée?s?|compilée?s?|élaborée?s?|textes?|propos recueillis|compte rendu|notes prises",
  "escrit[oa]s?|redactad[oa]s?|elaborad[oa]s?|preparad[oa]s?|compilad[oa]s?|levantad[ao]|redigid[ao]s?|lavrad[ao]|gerad[ao]s?|generad[oa]s?|realizad[oa]s?|texto|informe|reportagem|entrevista",
  "scritt[oaie]|redatt[oaie]|compilat[oaie]|preparat[oaie]|elaborat[oaie]|testo|a cura|verbale|intervista",
].join("|");
const BY = "by|von|vom|par|por|pelo|pela|di|da|dalla|dal|door|przez";
/** "Compiled by X", "Relatório gerado em 2023-11-30 por: X". The name follows. */
const WRITTEN_BY = new RegExp(`(?<!\\p{L})(?:${WROTE})(?![\\p{L}])(?:[^.;:!?]{0,40}?\\s)?(?:${BY})\\s*:?\\s+`, "iu");
/** The words at the start of a line that introduce an author's name, such as "By", "Von" and "文". */
const BY_PREFIX =
  /^[^\p{L}\p{N}]{0,6}(?:(?:by|von|par|por|di|da|door|przez|του|της)\s+(?=\S)|(?:作者|記者|记者|本[报報]记者|撰文|文責|文)\s?[:：/／=＝]?\s?)/iu;
/** "文・写真 三輪さやか" and "Words and pictures: Ana Cruz" */
const TEXT_AND_PHOTOGRAPHS =
  /^[^\p{L}\p{N}]{0,6}(?:文・写真|写真・文|取材・文|文と写真|(?:words|text|story) (?:and|&) (?:pictures|photos|photographs|photography|images)(?: by)?|text und (?:fotos?|bilder)|texte et photos|texto y fotos?|texto e fotos?|testo e foto|текст и фото)\s?(?:by|von|par|por|di)?\s?[:：=＝/／]?\s*/iu;

/** Labels of fields with the author: "Minutes taken by: X", "Protokoll: X", "文責:X". */
const AUTHOR_LABEL = new RegExp(
  `^[^\\p{L}\\p{N}]{0,6}(?:${[
    "(?:lead |corresponding |main )?authors?|author\\(s\\)|by|byline|writer|written by|words|text|story|reporter|reporting|report by|notes|note[- ]?taker|notes (?:taken )?by|minutes|minutes (?:taken |recorded |prepared )?by|minute[- ]?taker|taken by|recorded by|recorder|scribe|clerk|secretary|recording secretary|prepared by|compiled by|drafted by|created by|maintainers?|maintained by|posted by|published by|contact author|interview(?: by)?",
    "autor(?:en|in|innen|\\*in)?|verfasser(?:in|innen)?|protokoll|protokollant(?:in)?|protokollführ(?:er|erin|ung)|schriftführ(?:er|erin|ung)|niederschrift|bearbeiter(?:in)?|erstellt von|ersteller(?:in)?|verfasst von|geschrieben von|mitschrift|redaktion|bericht|interview|das (?:interview|gespräch) führten?|die fragen stellten?",
    "aut(?:eur|rice|eure)s?|auteur[·.]rice\\.?s?|rédact(?:eur|rice|ion)|rédigée? par|secrétaire(?: de séance)?|compte[- ]rendu(?: par| rédigé par)?|prise de notes|notes prises par|texte|propos recueillis(?: par)?|établi par",
    "autor[ae]?s?|autor/a|autor\\(a\\)|redacci[óo]n|redactad[oa] por|redactor[a]?|secretari[oa](?: de actas)?|acta|acta (?:levantada|redactada) por|levanta acta|toma de notas|elaborado por|elabor[óo]|texto|escrito por|entrevista",
    "autores?|ata|ata (?:lavrada|redigida) por|redigid[oa] por|secret[áa]ri[oa]|relator[a]?|reportagem",
    "autor[ei]|autrice|testo|testo di|a cura di|redatto da|verbale(?: a cura di| redatto da)?|verbalizzante|segretari[oa](?: verbalizzante)?|intervista(?: di)?",
    "автор(?:ы)?|текст|составил[аи]?|составитель|подготовил[аи]?|протокол(?: в[её]л[аи]?)?|секретарь(?: собрания| заседания)?|записал[аи]?|беседовал[аи]?|συντάκτης|κείμενο",
    "autor(?:zy|ka|ki)|opracowa(?:ł[ai]?|nie)|protokół sporządził[ai]?|auteurs?|tekst(?: av)?|författare|skriven av|forfatter(?:e)?|referent|yazar(?:lar)?|notulist",
    "作者|撰文|撰稿人?|文|记录人?|紀錄|记录员|整理|起草人?|编写|记者|書記|记录整理|報告人|报告人",
    "著者|筆者|執筆者?|文責|記者|議事録(?:作成)?者?|議事録作成|記録者?|書記|作成者?|取材|聞き手|まとめ",
  ].join("|")})(?:\\s?\\([^()]{1,20}\\))?\\s?(?:[:：=＝]|\\t)[\\s*_]*`,
  "iu",
);
/** Verbs before the name of a minute-taker without a colon: "Протокол вела Анна Иванова". */
const AUTHOR_VERB =
  /^[^\p{L}\p{N}]{0,6}(?:протокол в[её]л[аи]?|подготовил[аи]?|составил[аи]?|беседовал[аи]?|das (?:interview|gespräch) führten?|die fragen stellten?|propos recueillis par|levanta acta|聞き手|文責|記者|记者|本报记者)\s*/iu;

/** Sentences about the minutes: "Redacta el acta el administrador, don Fermín Ojeda." */
const TOOK_MINUTES =
  /(?<!\p{L})(?:(?:redacta|redactó|levanta|levantó|escribe|escribió) (?:el |la )?acta|(?:das )?protokoll (?:führte|führt|schrieb|schreibt)|(?:rédige|a rédigé|établit) le (?:compte[- ]rendu|procès-verbal)|prend les notes|verbalizza|redige il verbale|(?:lavra|lavrou|redige|redigiu) a (?:presente )?ata|протокол в[её]л[аи]?|議事録(?:担当|作成)?は|書記は|记录人?是)\s+/iu;
/** A name with the task in brackets: "Paul Ince (minutes)". */
const MINUTE_TAKER =
  /((?:\p{Lu}[\p{L}.'’-]*\s+){0,4}\p{Lu}[\p{L}'’-]+)\s\((?:taking |taker of |the )?(?:minutes?|notes?|minute[- ]?taker|note[- ]?taker|scribe|clerk|(?:recording |minutes? )?secretary|minutes secretary|protokoll|protokollant(?:in)?|protokollführ\p{L}+|schriftführ\p{L}+|secrétaire(?: de séance)?|compte[- ]rendu|prise de notes|acta|secretari[oa]|ata|secretári[oa]|verbale|verbalizzante|segretari[oa]|протокол|секретарь)\)/iu;

/** A statement about the document itself: "The author and only maintainer is X". */
const IS_THE_AUTHOR =
  /(?<!\p{L})(?:(?:the |its |sole |only |main |original |current ){0,4}(?:author|maintainer|creator)s?(?: (?:and|&) (?:(?:the |its |sole |only |main |original |current ){0,4}(?:author|maintainer|creator|developer)s?))?(?: of (?:this|the)? ?\S{1,30})? (?:is|are)|(?:(?:der|die|einziger?|ursprünglicher?) ){0,3}(?:autor|maintainer|entwickler|betreuer)(?:in)?(?: und (?:einziger? )?(?:autor|maintainer|entwickler|betreuer)(?:in)?)? (?:ist|sind)|(?:l[’']aut(?:eur|rice)|le mainteneur|la mainteneuse)(?: et (?:l[’']unique |seule? )?\S{1,20})? est|(?:el |la )?(?:únic[oa] )?(?:autor|mantenedor|responsable)a? (?:y (?:únic[oa] )?(?:autor|mantenedor)a? )?es|(?:il |l[’'])(?:autore|manutentore) è|(?:o |a )(?:autor|mantenedor)a? é|автор(?: и (?:единственный )?\p{L}{1,20})?\s?[—–-])\s+/iu;
/** "backhaul is kept up by two people, Ada Quill and Omar Bell" */
const KEPT_BY =
  /(?<!\p{L})(?:is|are|was|wurde|wird|est|es|è|é) (?:(?:currently|mainly|actively|solely|now|lovingly) )?(?:(?:written|developed|created|built|made|designed) and )?(?:maintained|kept up|looked after|kept alive|run and maintained|developed and maintained|gepflegt|betreut|entwickelt|maintenue?|développée?|mantenid[oa]|desarrollad[oa]|mantid[oa]|mantenut[oa]|sviluppat[oa]) (?:by|von|par|por|da)\s+(?:\p{Ll}+\s(?:people|persons|volunteers|developers|of us|leuten|personen|personnes|personas|persone|pessoas)[,:]\s)?/iu;
/** Words for the document in "this report was compiled by X". */
const DOCUMENT_BY = new RegExp(
  `(?<!\\p{L})(?:this|these|the|diese[rs]?|ce(?:tte|s|t)?|est[ea]s?|quest[oai]|${"draft"})\\s(?:draft |release |meeting |project |research |user |technical )?(?:document|page|guide|notes|minutes|report|manual|summary|transcript|article|paper|project|package|library|tool|handbook|fact ?sheet|review|list|table|digest|newsletter|bericht|text|protokoll|dokument|seite|anleitung|projekt|rapport|fiche|guide|projet|informe|documento|guía|acta|proyecto|relatório|ata|projeto|relazione|verbale|guida|progetto)\\s(?:(?:was|were|is|are|has been|have been|wurde|ist|sind|wurden|wird|a été|est|fue|ha sido|es|foi|é|è|è stat[oa])\\s)?(?:${WROTE})(?![\\p{L}])(?:[^.;:!?]{0,40}?\\s)?(?:${BY})\\s+`,
  "iu",
);
/** Headings of a section that names the authors. */
const AUTHORS_HEADING =
  /^[^\p{L}]*(?:authors?|maintainers?|author and maintainer|credits?|written by|autor(?:en|in|innen)?|auteur(?:e|s|rice)?s?|autore?[si]?|作者|著者|メンテナ|автор(?:ы)?)[^\p{L}]*$/iu;
/** The closing words of a letter, before its signature. */
const CLOSING =
  /^(?:(?:yours|sincerely|regards|kind regards|best(?: regards| wishes)?|many thanks|cordially|respectfully)(?: (?:faithfully|sincerely|truly|yours))?|(?:mit )?(?:freundlichen|besten|herzlichen|vielen|viele|liebe|schöne) grü(?:ß|ss)en?|hochachtungsvoll|cordialement|bien cordialement|(?:veuillez|je vous prie) .{0,90}|atentamente|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|cordiali saluti|distinti saluti|atenciosamente|com os melhores cumprimentos|с уважением|敬具|此致|敬上)[,，.!]?$/iu;

/** Number of lines at the end of a document in which its author may be named. */
const TAIL_LINES = 12;
/** Maximum length of a line at the end with a byline, in UTF-16 units. */
const MAX_TAIL_UNITS = 200;
/** Maximum number of lines between a title and the bare names of its authors. */
const MAX_LINES_TO_NAMES = 8;

/**
 * Finds who wrote a document: from a byline or a field in the head, the names under the title, a signature at the end,
 * or a statement about the document.
 * @param lines all lines of the document
 * @param titleAt index of the title, or -1
 * @param bodyStart index of the first line of the body
 */
export function findByline(lines: HeadLine[], titleAt: number, bodyStart: number): Byline | null {
  const headFrom = Math.max(0, bodyStart - MAX_HEAD_LINES);
  return (
    firstOf(range(headFrom, bodyStart), (i) => bylineOf(lines, i)) ??
    firstOf(range(headFrom, Math.min(lines.length, bodyStart + OPENING_LINES)), (i) => minuteTakerOf(lines, i)) ??
    (titleAt >= 0 ? namesUnder(lines, titleAt, bodyStart) : null) ??
    firstOf(range(lines.length - 1, Math.max(bodyStart, lines.length - TAIL_LINES) - 1), (i) =>
      signatureOf(lines, i),
    ) ??
    firstOf(range(0, Math.min(lines.length, MAX_STATEMENT_LINES)), (i) => statementOf(lines, i))
  );
}

/** Number of lines that are searched for a statement about the author. Longer documents are books, not guides. */
const MAX_STATEMENT_LINES = 400;
/** Number of lines at the start of the body that may say who took the minutes. */
const OPENING_LINES = 3;

/** Whoever a line says took the minutes. */
function minuteTakerOf(lines: HeadLine[], at: number): Byline | null {
  const { text } = lines[at]!;
  if (text.length > MAX_PRESENT_UNITS) return null;
  const sentence = TOOK_MINUTES.exec(text);
  const names = sentence && parseNames(lastPerson(text.slice(sentence.index + sentence[0].length)), true);
  const task = names ? null : MINUTE_TAKER.exec(text);
  return toByline(names ?? (task && parseNames(task[1]!, true)), at, false);
}

/** Maximum length of a list of those present, in UTF-16 units. */
const MAX_PRESENT_UNITS = 1200;
/** Maximum number of lines above the body that are searched for a byline. */
const MAX_HEAD_LINES = 40;

/** The integers from `from` up or down to `to`, exclusive. */
function* range(from: number, to: number): Generator<number> {
  const step = from <= to ? 1 : -1;
  for (let i = from; i !== to; i += step) yield i;
}

function firstOf(indexes: Iterable<number>, find: (i: number) => Byline | null): Byline | null {
  for (const i of indexes) {
    const found = find(i);
    if (found) return found;
  }
  return null;
}

const toByline = (names: string[] | null, line: number, isWhole: boolean): Byline | null =>
  names && { names: names.join(", "), line, isWhole };

/** A byline or a field with the author. */
function bylineOf(lines: HeadLine[], at: number): Byline | null {
  const { text, columns } = lines[at]!;
  if (text.length > MAX_BYLINE_UNITS) return null;
  for (const part of columns ?? text.split(FIELD_MARK)) {
    const field = AUTHOR_LABEL.exec(part);
    const labelled = field && parseNames(part.slice(field[0].length), true);
    if (labelled) return toByline(labelled, at, false);
    const both = TEXT_AND_PHOTOGRAPHS.exec(part) ?? AUTHOR_VERB.exec(part);
    const author = both && parseNames(part.slice(both[0].length), true);
    if (author) return toByline(author, at, isAllByline(text, author));
    const prefix = BY_PREFIX.exec(part);
    const names = prefix && parseNames(part.slice(prefix[0].length), false);
    if (names) return toByline(names, at, isAllByline(text, names));
  }
  return writtenBy(lines, at) ?? bracketedReporter(text, at);
}

/** Maximum length of a line with a byline in the head, in UTF-16 units. */
const MAX_BYLINE_UNITS = 400;
/** What separates the fields of a line. */
const FIELD_MARK = /\s+[·•|]\s+|[｜|]/u;

/** "Compiled by the results secretary, X." */
function writtenBy(lines: HeadLine[], at: number): Byline | null {
  const { text } = lines[at]!;
  const match = text.length <= MAX_TAIL_UNITS ? WRITTEN_BY.exec(text) : null;
  const names = match && parseNames(lastPerson(text.slice(match.index + match[0].length)), true);
  return toByline(names, at, names !== null && isAllByline(text, names));
}

/** Drops an institution and a role in front of a person: "Mobility Office, responsible engineer Ana Cruz". */
function lastPerson(text: string): string {
  const [sentence = ""] = text.split(/(?<!(?:^|\s)\p{Lu}|\b(?:dr|prof|mrs?|ms|cllr))\.(?:\s|$)/iu, 1);
  const parts = sentence.split(/,\s+/);
  const at = parts.findIndex((part) => parseNames(part, false) !== null);
  return at > 0 ? parts.slice(at).join(", ") : sentence;
}

/** "（记者 张三）", "本报北京5月4日电（记者李四）" */
function bracketedReporter(text: string, at: number): Byline | null {
  const match =
    /[（(【](?:[^（）()]{0,10})(?:记者|記者|作者|通讯员)\s?[:：]?\s?([\p{Script=Han}、\s]{2,16})[）)】]/u.exec(text);
  return match ? toByline(parseNames(match[1]!, false), at, false) : null;
}

/**
 * The bare names of authors under the title, up to the abstract or the text: "Ines Halloran-Pike1*, Tobias Verhaak2".
 * A single line of one name must stand directly under the title, or beside the date.
 */
function namesUnder(lines: HeadLine[], titleAt: number, bodyStart: number): Byline | null {
  const names: string[] = [];
  let first = -1;
  const end = Math.min(bodyStart, titleAt + 1 + MAX_LINES_TO_NAMES, lines.length);
  for (let i = titleAt + 1; i < end; i++) {
    const line = lines[i]!;
    if (isSectionStart(line.text)) break;
    const found = bareNames(line);
    const isBeside = hasDate(lines[i]) || hasDate(lines[i + 1]) || hasDate(lines[i - 1]);
    const isUnder = i <= titleAt + 2 && bodyStart <= MAX_DOCUMENT_HEAD && /\p{Ll}|\.|,/u.test(line.text);
    if (!found.length || !(isBeside || isUnder || names.length || isAffiliated(lines, i, end))) continue;
    if (first < 0) first = i;
    names.push(...found);
  }
  if (first < 0) return null;
  const isWhole = isAllByline(lines[first]!.text, names) && !lines[first]!.columns;
  return toByline([...new Set(names)], first, isWhole);
}

/** With more lines above the body than this, the text is a page with menus, whose words look like names. */
const MAX_DOCUMENT_HEAD = 15;

const hasDate = (line: HeadLine | undefined): boolean =>
  line !== undefined && line.text.length <= MAX_TAIL_UNITS && findDates(line.text).length > 0;

/** Whether the next lines have the address or the institution of an author. */
const isAffiliated = (lines: HeadLine[], at: number, end: number): boolean =>
  lines.slice(at + 1, Math.min(end, at + 3)).some(({ text }) => /\S@\S/.test(text) || isInstitutionName(text));

/** The names that a line without a label consists of, apart from a date, footnote marks and addresses. */
function bareNames({ text, columns }: HeadLine): string[] {
  if (columns) return columns.flatMap((column) => bareNames({ text: column, apart: false }));
  if (text.length > MAX_BYLINE_UNITS || /[!?]|\d{4}.*\d{4}/.test(text)) return [];
  const bare = text.replace(/^[\s–—―-]+/u, "").replace(/^\*+|\*+$/g, "");
  const [date] = findDates(bare);
  const withoutDate = date ? bare.slice(0, date.start).replace(/[\s,|·•–—-]+$/u, "") : bare;
  const names = parseNames(withoutDate, false);
  // Ideographs of a menu look like names. Names are given with a space, or with a label.
  if (names?.some((name) => /\p{Script=Han}/u.test(name) && !/\s/.test(name))) return [];
  return names && isAllByline(withoutDate, names) ? names : [];
}

/** A signature at the end: a field, "— X", "(X)", or the line after the closing words of a letter. */
function signatureOf(lines: HeadLine[], at: number): Byline | null {
  const { text } = lines[at]!;
  if (text.length > MAX_TAIL_UNITS) return null;
  const field = AUTHOR_LABEL.exec(text);
  const labelled = field && parseNames(text.slice(field[0].length), true);
  if (labelled) return toByline(labelled, at, false);
  const written = writtenBy(lines, at);
  if (written) return { ...written, isWhole: false };
  const signed = /^(?:[–—―]|--)\s?(.{3,80})$|^\(([^()]{3,60})\)$|^（([^（）]{2,20})）$/u.exec(text);
  const marked = signed && parseNames(signed[1] ?? signed[2] ?? signed[3]!, false);
  if (marked && isPersonName(marked[0]!)) return toByline(marked, at, false);
  const isSigned = CLOSING.test(lines[at - 1]?.text ?? "") || CLOSING.test(lines[at - 2]?.text ?? "");
  const signature = isSigned ? parseNames(text, false) : null;
  if (signature) return toByline(signature, at, false);
  const prefix = BY_PREFIX.exec(text);
  const names = prefix && parseNames(text.slice(prefix[0].length), false);
  return names && isAllByline(text, names) ? toByline(names, at, false) : null;
}

/** A statement about the document itself, or the names below a heading such as "Maintainers". */
function statementOf(lines: HeadLine[], at: number): Byline | null {
  const { text } = lines[at]!;
  if (text.length <= 40 && AUTHORS_HEADING.test(text)) {
    const below = lines[at + 1]?.text.replace(/^[^\p{L}]+/u, "") ?? "";
    return toByline(parseNames(below, false), at + 1, false);
  }
  const match = IS_THE_AUTHOR.exec(text) ?? DOCUMENT_BY.exec(text) ?? KEPT_BY.exec(text);
  return match && toByline(parseNames(lastPerson(text.slice(match.index + match[0].length)), true), at, false);
}

/** Words that a byline has besides names, dates and titles. */
const BYLINE_WORDS =
  /(?<!\p{L})(?:by|von|par|por|di|da|door|and|und|et|y|e|и|words|text|photographs?|photos?|pictures|written|posted|published|updated|on|at|am|um|uhr|min|read|minutes?|dr|prof|mr|mrs|ms)(?!\p{L})|文・写真|記者|记者|作者|文/giu;

/** Whether nothing is left of a line but names, dates, times and the words around them. */
function isAllByline(text: string, names: string[]): boolean {
  let rest = text;
  for (const { start, end } of findDates(text).toReversed()) rest = rest.slice(0, start) + rest.slice(end);
  for (const name of names) rest = rest.replace(name, "");
  const words = rest.replace(BYLINE_WORDS, "").match(/\p{L}{2,}/gu) ?? [];
  return words.length <= MAX_OTHER_WORDS && words.join("").length <= MAX_OTHER_UNITS;
}

/** Maximum number of other words in a line that consists of a byline, such as a role of one word. */
const MAX_OTHER_WORDS = 2;
/** Maximum length of these words, in UTF-16 units. */
const MAX_OTHER_UNITS = 24;

/** Whether a line consists of a byline: "By Ada Quill, editor". */
export function isBylineLine(text: string): boolean {
  const prefix = BY_PREFIX.exec(text);
  const names = prefix && parseNames(text.slice(prefix[0].length), false);
  return names !== null && isAllByline(text, names);
}

/** Whether a line says who wrote the document: a byline, a field, or a statement. */
export function creditsAuthor(text: string): boolean {
  const lines = [{ text, apart: true }];
  return (bylineOf(lines, 0) ?? statementOf(lines, 0)) !== null;
}
