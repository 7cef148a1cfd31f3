import { findDates } from "../rules/index.ts";
import { creditedNames, isAuthorLabel, isAuthorRole, namesBeforeTask, singleNameAfterBy } from "./credits.ts";
import { type HeadLine, isSectionStart } from "./lines.ts";
import { isBareName, isInstitutionName, isPersonName, lastPerson, parseNames, personAtStart } from "./names.ts";
import { BY, statementOf, WROTE } from "./statements.ts";

/** A line from which the author is known. */
export type Byline = {
  /** The names, joined by commas. */
  names: string;
  /** Index of the line. */
  line: number;
  /** Whether the line says nothing else, so that it can be left out of the text. */
  isWhole: boolean;
};

/** "Compiled by X", "Relatório gerado em 2023-11-30 por: X". The name follows. */
const WRITTEN_BY = new RegExp(`(?<!\\p{L})(?:${WROTE})(?![\\p{L}])(?:[^.;:!?]{0,40}?\\s)?(?:${BY})\\s*:?\\s+`, "iu");
/** The words at the start of a line that introduce an author's name, such as "By", "Von" and "文". */
const BY_PREFIX =
  /^[^\p{L}\p{N}]{0,6}(?:(?:by|von|par|por|di|da|door|przez|του|της)\s+(?=\S)|(?:作者|記者|记者|本[报報][记記]者|撰文|文責|文)(?:\s?[:：/／=＝]\s?|[\s　]+))/iu;
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
/** The role of whoever takes the minutes, right before the name: "Actúa como secretaria Pilar Urrutia". */
const ROLE_AND_NAME =
  /(?<!\p{L})(?:as|als|como|comme|come|the|el|la|le|der|die|il|o|a|в качестве)\s(?:the\s)?(?:clerk|secretary|minute[- ]taker|note[- ]taker|scribe|protokollant(?:in)?|protokollführer(?:in)?|schriftführer(?:in)?|secrétaire(?: de séance)?|secretári[oa]|secretari[oa](?: de actas)?|segretari[oa](?: verbalizzante)?|секретар[её]?м?ь?|notulist|протоколист)(?: (?:was|is|war|ist|est|fue|es|è|é|foi))?,?\s+(?=\p{Lu}|(?:don|doña|il|la|el|frau|herr|mr|mrs|ms)\.?\s)/iu;
/** A name with the task in brackets: "Paul Ince (minutes)". */
const MINUTES_IN_BRACKETS =
  /\((?:taking |taker of |the )?(?:minutes?|notes?|minute[- ]?taker|note[- ]?taker|scribe|clerk|(?:recording |minutes? )?secretary|minutes secretary|protokoll|protokollant(?:in)?|protokollführ\p{L}+|schriftführ\p{L}+|secrétaire(?: de séance)?|compte[- ]rendu|prise de notes|acta|secretari[oa]|ata|secretári[oa]|verbale|verbalizzante|segretari[oa]|протокол|секретарь)\)/iu;
/** The name before such brackets, at the end of a text. */
const NAME_AT_END = /(?:\p{Lu}[\p{L}.'’-]*\s){0,4}\p{Lu}[\p{L}'’-]*\s?$/u;
/** Maximum length of a name before brackets, in UTF-16 units. */
const MAX_NAME_UNITS = 60;

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
  const tailFrom = Math.max(bodyStart, lines.length - TAIL_LINES);
  const isDocument = bodyStart <= MAX_DOCUMENT_HEAD;
  return (
    firstOf(range(headFrom, bodyStart), (i) => bylineOf(lines, i)) ??
    firstOf(range(headFrom, Math.min(lines.length, bodyStart + OPENING_LINES)), (i) => minuteTakerOf(lines, i)) ??
    (titleAt >= 0 ? namesUnder(lines, titleAt, bodyStart) : null) ??
    firstOf(range(lines.length - 1, tailFrom - 1), (i) => signatureOf(lines, i, isDocument)) ??
    (isDocument
      ? (firstOf(range(lines.length - 1, tailFrom - 1), (i) => nameAlone(lines, i) ?? aboutAuthor(lines, i)) ??
        firstOf(range(0, Math.min(lines.length, MAX_STATEMENT_LINES)), (i) => statedBy(lines, i)))
      : null)
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
  const cell = cellBelow(lines, at);
  if (cell) return cell;
  const sentence = TOOK_MINUTES.exec(text);
  const names = sentence && parseNames(lastPerson(text.slice(sentence.index + sentence[0].length)), true);
  const role = names ? null : ROLE_AND_NAME.exec(text);
  const named = role && parseNames(text.slice(role.index + role[0].length), false);
  if (named) return toByline(named, at, false);
  const task = names ? null : MINUTES_IN_BRACKETS.exec(text);
  const before = task && NAME_AT_END.exec(text.slice(Math.max(0, task.index - MAX_NAME_UNITS), task.index));
  return toByline(names ?? (before && parseNames(before[0], true)), at, false);
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
  for (const start of columns ?? creditStarts(text)) {
    const names = namesAtStart(continued(lines, at, start), start === text || columns !== undefined);
    if (names) return toByline(names, at, !/[:：]/.test(text) && isAllByline(text, names));
    const task = namesBeforeTask(start.split(CREDIT_MARK, 1)[0]!);
    if (task) return toByline(task, at, false);
  }
  return memoFrom(lines, at) ?? writtenBy(lines, at) ?? bracketedReporter(text, at);
}

/** The names at the start of a text, after a label or a word for "by". */
function namesAtStart(text: string, isLine: boolean): string[] | null {
  const both = TEXT_AND_PHOTOGRAPHS.exec(text) ?? AUTHOR_LABEL.exec(text) ?? AUTHOR_VERB.exec(text);
  const author = both && parseNames(text.slice(both[0].length), true);
  if (author) return author;
  const prefix = BY_PREFIX.exec(text);
  return (prefix && parseNames(text.slice(prefix[0].length), false)) ?? creditedNames(text, isLine);
}

/** The text from each place in a line where a credit may start. */
function creditStarts(text: string): string[] {
  const starts = [text];
  for (const mark of text.matchAll(CREDIT_MARK)) starts.push(text.slice(mark.index + mark[0].length));
  return starts;
}

/** What separates the credits of a line. */
const CREDIT_MARK =
  /\s+[·•|–—/-]\s+|\s*[｜|;；]\s*|\.\s+(?=\p{Lu})|,\s+(?=\p{L}[\p{L} ]{2,24}:)|\s+(?=\p{Lu}\p{Ll}[\p{L}-]{1,20}(?:\s\p{Ll}{1,20}){0,3}\s?[:：]\s)|[　，](?=\p{Script=Han}{1,5}[:：])/gu;

/** A list of names that goes on in the next line of its paragraph. */
const continued = (lines: HeadLine[], at: number, text: string): string => {
  const next = lines[at + 1];
  return next && !next.apart && /(?:,|;|&|\s(?:and|und|et|y|e|и|en))$/iu.test(text) ? `${text} ${next.text}` : text;
};

/** The name in a table of one row, below the label of its column: "Prepared by". */
function cellBelow(lines: HeadLine[], at: number): Byline | null {
  const labels = lines[at]!.text.split(" | ");
  if (labels.length < 2) return null;
  const cells = lines[at + 1]?.text.split(" | ") ?? [];
  const column = labels.findIndex((label) => isAuthorLabel(label));
  const cell = cells.length === labels.length ? cells[column] : undefined;
  return toByline(cell === undefined ? null : parseNames(cell, false), at + 1, false);
}

/** The sender of a memo or a letter: "From: Ana Cruz", beside "To:" or "Re:". */
function memoFrom(lines: HeadLine[], at: number): Byline | null {
  const from = MEMO_FROM.exec(lines[at]!.text);
  if (!from || !lines.slice(Math.max(0, at - 3), at + 4).some(({ text }) => MEMO_FIELD.test(text))) return null;
  return toByline(parseNames(lines[at]!.text.slice(from[0].length), false), at, false);
}

const MEMO_FROM = /^[*_\s]{0,4}(?:from|von|de|da|от|van|发件人|發件人|差出人|发文人)\s?[:：][*_\s]*/iu;
const MEMO_FIELD =
  /^[*_\s]{0,4}(?:to|re|subject|an|betreff|à|objet|para|asunto|assunto|oggetto|кому|тема|aan|收件人|主题|宛先|件名)\s?[:：]/iu;

/** Maximum length of a line with a byline in the head, in UTF-16 units. */
const MAX_BYLINE_UNITS = 400;

/** "Compiled by the results secretary, X." */
function writtenBy(lines: HeadLine[], at: number): Byline | null {
  const { text } = lines[at]!;
  const match = text.length <= MAX_TAIL_UNITS ? WRITTEN_BY.exec(text) : null;
  if (!match || IS_SENTENCE.test(text.slice(0, match.index))) return null;
  const names = parseNames(lastPerson(text.slice(match.index + match[0].length)), true);
  return toByline(names, at, names !== null && isAllByline(text, names));
}

/** The start of a sentence about something else: "Mary Poppins was originally created by". */
const IS_SENTENCE =
  /(?<!\p{L})(?:was|is|were|are|been|has|had|wurden?|ist|sind|war|été|est|sont|fue|son|foi|são|stat[oaie]|был[аои]?)(?!\p{L})|(?:\S+\s+){6}/iu;

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
  const end = Math.min(bodyStart + OPENING_LINES, titleAt + 1 + MAX_LINES_TO_NAMES, lines.length);
  for (let i = titleAt + 1; i < end; i++) {
    const line = lines[i]!;
    if (isSectionStart(line.text)) break;
    const found = bareNames(line);
    const isBeside = hasDate(lines[i]) || hasDate(lines[i + 1]) || hasDate(lines[i - 1]);
    const isUnder = i <= titleAt + 2 && bodyStart <= MAX_DOCUMENT_HEAD && /\p{Ll}|\.|,/u.test(line.text);
    // A standfirst of some length counts as the start of the body. Below it, a name stands beside the date.
    if (i >= bodyStart && !(found.length && isBeside && line.text.length <= MAX_TAIL_UNITS)) continue;
    if (!found.length || !(isBeside || isUnder || names.length || isAffiliated(lines, i, end))) continue;
    if (first < 0) first = i;
    names.push(...found);
    if (bodyStart > MAX_DOCUMENT_HEAD) break;
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

/** The names that a line without a label consists of, apart from a date, a role, footnote marks and addresses. */
function bareNames({ text, columns }: HeadLine): string[] {
  if (columns) return columns.flatMap((column) => bareNames({ text: column, apart: false }));
  if (text.length > MAX_BYLINE_UNITS || /[!?]/.test(text)) return [];
  const bare = text.replace(/^[^\p{L}(（]+/u, "").replace(/\([^()]*\)/gu, "");
  if (/\d{4}.*\d{4}/.test(bare)) return [];
  const [date] = findDates(bare);
  const withoutDate = date ? bare.slice(0, date.start).replace(/[^\p{L}\p{M}.)]+$/u, "") : bare;
  const names = parseNames(withoutDate, false);
  if (!names?.every(isBareName)) return [];
  return isAllByline(withoutDate, names) ? names : [];
}

/**
 * A signature at the end: a field, "— X", "(X)", the line after the closing words of a letter or after a role, a name
 * alone, or a sentence about the author.
 */
function signatureOf(lines: HeadLine[], at: number, isDocument: boolean): Byline | null {
  const { text } = lines[at]!;
  if (text.length > MAX_TAIL_UNITS) return null;
  const official = isDocument ? signedWithRole(lines, at) : null;
  if (official) return official;
  const inPerson = IN_PERSON.exec(text);
  const scribe = inPerson && parseNames(inPerson[1]!, false);
  if (scribe) return toByline(scribe, at, false);
  // Below the articles of a page stand menus and teasers, whose words look like credits.
  for (const start of isDocument ? creditStarts(text) : [text]) {
    const credited = namesAtStart(start, start === text);
    if (credited) return toByline(credited, at, false);
  }
  const written = writtenBy(lines, at);
  if (written) return { ...written, isWhole: false };
  const single = singleNameAfterBy(text);
  if (single && !isNew(lines, at, single)) return toByline([single], at, false);
  const signed = /^(?:[–—―]|--)\s?(.{3,80})$|^\(([^()]{3,60})\)$|^（([^（）]{2,20})）$/u.exec(text);
  const marked = signed && parseNames(signed[1] ?? signed[2] ?? signed[3]!, false);
  if (marked && isPersonName(marked[0]!)) return toByline(marked, at, false);
  const above = [lines[at - 1]?.text ?? "", lines[at - 2]?.text ?? ""];
  const isSigned = above.some((line) => CLOSING.test(line)) || isAuthorLabel(above[0]!);
  const signature = isSigned ? parseNames(text, false) : null;
  return toByline(signature, at, false);
}

/** Signatures side by side or alone, over their roles: the one of whoever wrote the document or took the minutes. */
function signedWithRole(lines: HeadLine[], at: number): Byline | null {
  const cells = lines[at]!.columns ?? [];
  for (const [i, role] of cells.slice(0, -1).entries()) {
    const names = isAuthorRole(role) ? parseNames(cells[i + 1]!, false) : null;
    if (names) return toByline(names, at, false);
  }
  const below = lines[at + 1];
  if (!below) return null;
  const roles = below.columns ?? [below.text];
  for (const [i, signed] of (lines[at]!.columns ?? [lines[at]!.text]).entries()) {
    const names = isAuthorRole(roles[i] ?? "") ? parseNames(signed.replace(SIGNED, ""), false) : null;
    if (names) return toByline(names, at, false);
  }
  return null;
}

/** What stands before a signature. */
const SIGNED = /^[\s_.…]*(?:gez|sgd|signed|signé|firmado|fdo|f\.to|firmato|assinado|подпись|get|podpis)\b\s?[.:]?\s*/iu;

/** Whoever speaks of himself in the minutes: "da qual eu, Rui Taveira, lavrei a presente ata". */
const IN_PERSON = /(?<!\p{L})(?:eu|yo|ich|je soussignée?|io|I|я),\s([^,]{4,50}),/u;

/** The name of a person, of whom the text has not spoken before, in a line of its own at the very end. */
function nameAlone(lines: HeadLine[], at: number): Byline | null {
  const { text, apart } = lines[at]!;
  const isOfAuthor = ABOUT_THE_AUTHOR.test(lines[at + 1]?.text ?? "");
  const isLast =
    isOfAuthor ||
    (at >= lines.length - MAX_LINES_FROM_NAME && lines.slice(at + 1).every((line) => line.text.length < 60));
  const isBelowText = apart && /[.!?。！？][\p{P}]?$/u.test(lines[at - 1]?.text ?? "");
  const [name, ...more] = isBelowText && isLast && text.length <= 60 ? bareNames(lines[at]!) : [];
  return name && more.length === 0 && isNew(lines, at, name) ? toByline([name], at, false) : null;
}

/** The start of a line about the author, below the name. */
const ABOUT_THE_AUTHOR =
  /^[\s*_(–—-]*(?:(?:the|der|die|el|la|o|a|le|il|la) )?(?:author|autor(?:in|a|e)?|l[’']aut(?:eur|rice|ore)|auteur|автор|作者|筆者|著者)(?!\p{L})/iu;
/** Maximum number of lines from the name alone to the end, with the role and the place. */
const MAX_LINES_FROM_NAME = 3;

/** A sentence about the author below the text: "Ada Quill teaches swimming in Orrin." */
function aboutAuthor(lines: HeadLine[], at: number): Byline | null {
  const { text, apart } = lines[at]!;
  if (!apart || text.length > MAX_ABOUT_UNITS || at < lines.length - MAX_LINES_FROM_ABOUT) return null;
  const start = text.replace(/^[*_\s–—-]+/u, "");
  const name = personAtStart(start);
  if (!name || !ABOUT.test(start.slice(name.length)) || !isNew(lines, at, name)) return null;
  return toByline([name], at, false);
}

/** Number of lines at the end of which one may be about the author. */
const MAX_LINES_FROM_ABOUT = 5;
/** Maximum length of a paragraph about the author, in UTF-16 units. */
const MAX_ABOUT_UNITS = 400;
/** What the author is or does, in the present. */
const ABOUT =
  /^(?:,[^,.]{2,80},)?\s(?:is (?:an?|one of|currently|the (?:author|founder|director|editor|chair|head))|lives|works|teaches|writes|runs|leads|edits|chairs|has been|grew up|keeps|studies|farms|owns|ist|lebt|arbeitet|lehrt|schreibt|leitet|unterrichtet|est|vit|travaille|enseigne|dirige|écrit|es|vive|trabaja|enseña|escribe|è|lavora|insegna|scrive|é|trabalha|ensina|escreve|mora|woont|werkt|schrijft|является|живёт|живет|работает|преподаёт|преподает|пишет|jest|mieszka|pracuje)\s/u;

/** Whether the lines above say nothing of a person. A text that is about somebody names him before its last lines. */
function isNew(lines: HeadLine[], at: number, name: string): boolean {
  const surname = name.split(/\s+/).at(-1)!;
  return !lines.slice(0, at).some(({ text }) => text.includes(surname));
}

/** Whoever a statement about the document names. */
function statedBy(lines: HeadLine[], at: number): Byline | null {
  const found = statementOf(lines, at);
  return found && toByline(found.names, found.line, false);
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
