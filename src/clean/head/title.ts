import { isSectionName } from "../../sections/index.ts";
import { computeLineStats } from "../lineStats.ts";
import { boilerplateRule, findDates } from "../rules/index.ts";
import { isBylineLine } from "./byline.ts";
import { isAuthorLabel } from "./credits.ts";
import { type HeadLine, isSectionStart } from "./lines.ts";
import { isInstitutionName, isPersonName, parseNames } from "./names.ts";

/**
 * The title of a document, and the indexes of the lines with it. `isOfText` tells that the text takes up its words, so
 * that it can be left out there.
 */
export type FoundTitle = { title: string; lines: number[]; isOfText: boolean };

/** Maximum number of lines above the body that are searched. */
const MAX_HEAD_LINES = 25;
/** Number of lines at the start of the text that are searched too, however long the head is. */
const FIRST_LINES = 12;
/** With more lines above the body than this, the text is a page with menus, and its first line is rarely its title. */
const MAX_DOCUMENT_HEAD = 15;
const MAX_TITLE_UNITS = 200;
const MAX_TITLE_WORDS = 30;

/** Kickers above a title: the kind of text, not its name. */
const KICKER =
  /^[^\p{L}]*(?:(?:for )?immediate release|para difusión inmediata|zur sofortigen veröffentlichung|pour diffusion immédiate|per (?:la )?diffusione immediata|para divulgação imediata|(?:press|media|news) release|press (?:statement|information|notice)|pressemitteilung|medienmitteilung|presseinformation|presseaussendung|communiqué(?: de presse)?|nota (?:de|di|à) (?:prensa|imprensa|stampa)|comunicado(?: de (?:prensa|imprensa))?|comunicato(?: stampa)?|пресс-релиз|プレスリリース|報道(?:関係者|機関).{0,4}|.{0,12}(?:各位|皆様|皆さま|みなさま|皆さん|御中)(?:へ)?|(?:dear|to all|an alle|liebe|sehr geehrte|à tous|aux|a todos?|estimad[oa]s|gentil[ei]|aos?|всем|уважаемые) .{0,40}[,!:]?(?<=[,!:]|^(?:to all|an alle|à tous|a todos?|всем) .{0,40})|致?各(?:位)?媒体.{0,3}|(?:to|an|à|a|ai|aos?|alla|für)\s.{0,20}(?:media|presse|press|editors|redaktionen|médias|medios|redazioni|redações|stampa|prensa|imprensa)|報道(?:発表|資料)|报道稿?|新闻稿|opinion|comment(?:ary)?|feature|features|news|analysis|essay|magazine|editorial|review|column|long read|interview|letters?|sport|culture|business|world|politics|science|meinung|kommentar|feuilleton|reportage|wirtschaft|politik|kultur|analyse|tribune|opinión|cultura|economía|política|opinião|economia|opinione|cronaca|мнение|новости|特集|社説|論説|オピニオン|コラム|評論|评论|要闻|新闻|专题|draft|confidential|internal|transcript|podcast|memo(?:randum)?|embargoed?.{0,40}|sperrfrist.{0,40}|exclusive|breaking(?: news)?|page \d+(?: of \d+)?|\d+)[^\p{L}]*$/iu;
/** A number of a document or issue, such as "Nr. 17/2024" or "FICHE PRATIQUE N° 27". */
const DOCUMENT_NUMBER =
  /(?<!\p{L})(?:no|nr|num|n|ref|reference|aktenzeichen|az|vol(?:ume)?|issue|ausgabe|report|bulletin|circular|doc(?:ument)?)\s?[.°º:]*\s?[\p{L}/-]{0,6}\d[\d/.–-]*|№\s?\d|第\s?\d+\s?[号號期]/iu;
/** A running head of a journal: "Journal of Small Garden Ecology 7 (2023) 41-52". */
const RUNNING_HEAD = /\(\d{4}\)|(?:^|\s)\d+\s?[-–]\s?\d+(?:\s+\d+)?$|\bISSN\b|\bdoi\b|\bvol\.?\s?\d|arxiv/iu;
/** A field such as "Host: Marnie Quist". */
const FIELD = /^[^\p{L}\p{N}#]{0,4}(\p{L}[\p{L}\p{N} ()/'’&.-]{0,32}?)\s?[:：]\s*(\S.*)?$/u;
/** Labels that begin a title: "Episode 63: What a bog remembers". */
const NUMBERED_TITLE =
  /^[^\p{L}]*(?:s\d{1,2}\s?[.:·-]?\s?e\d+|(?:episode|ep|session|lecture|talk|chapter|part|lesson|module|week|workshop|webinar|case study|folge|episode|teil|kapitel|vortrag|sitzung|lektion|épisode|chapitre|séance|partie|conférence|episodio|capítulo|sesión|parte|episódio|sessão|aula|puntata|lezione|capitolo|выпуск|эпизод|лекция|серия|часть|第(?!\s?\d+\s?[版刷]))\.?\s?#?(?:\d|[ivx]+\b|one|two|three))/iu;
/**
 * Lines that say what kind of document it is. Below the name of the body, group or place that it belongs to, such a
 * line is no title of its own.
 */
const DOCUMENT_TYPE =
  /^[^\p{L}\p{N}]*(?:(?:draft|approved|unconfirmed|general|full|ordinary) )?(?:minutes|notes|agenda|terms (?:of|and)|rules|regulations|statutes|by-?laws|constitution|code of conduct|membership terms|conditions|protokoll|niederschrift|ergebnisprotokoll|satzung|nutzungsbedingungen|hausordnung|allgemeine (?:geschäfts)?bedingungen|compte[- ]rendu|procès-verbal|règlement|conditions générales|statuts|acta|estatutos|reglamento|condiciones|normas|ata|regulamento|termos|verbale|statuto|regolamento|condizioni|протокол|устав|правила|условия|議事録|規約|利用規約|会议纪要|会议记录|章程)(?![\p{L}])/iu;
/** A part of a document, or the kind of a recording: "Transcript, page 1 of 9". Its title stands above. */
const DOCUMENT_PART =
  /^[^\p{L}\p{N}]*(?:(?:\p{L}+ ){0,2}(?:transcript(?:ion|ión|o)?|transkript(?:ion)?|trascrizione|transcrição|расшифровка|стенограмма|文字起こし|書き起こし|录音整理)(?!\p{L})|.{0,40}(?<!\p{L})(?:part|page|tape|sheet|teil|seite|blatt|band|partie|page|feuillet|parte|página|hoja|pagina|часть|лист|стр)\.?\s\d+\s?(?:of|von|de|di|из|sur|\/)\s?\d+)/iu;
/** A kicker and the name of a column: "コラム　風の便り", "Opinion | Cities". */
const NAMED_KICKER =
  /^[^\p{L}]*(?:opinion|comment|column|analysis|feature|essay|meinung|kommentar|kolumne|glosse|tribune|chronique|opinión|columna|opinião|coluna|opinione|rubrica|колонка|мнение|コラム|特集|連載|論壇|社説|专栏|評論|评论)(?:\s?[|·•:：／/–—-]\s?|[　\s「『](?=.{1,14}$)(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}「『]))/iu;
/** The message of a messenger about the name of a group. */
const GROUP_CREATED =
  /(?:created (?:the )?group|changed the (?:group name|subject|group's name)[^"“]{0,60}|hat die gruppe|creó el grupo|criou o grupo|a créé le groupe|ha creato il gruppo|создал[аи]?\S{0,3} группу|グループ|创建了群(?:组|聊)?)\s?["“”„«「']([^"“”»」]{2,80})["“”»」']/iu;
/** Labels whose value is the title. */
const TITLE_LABEL =
  /^[^\p{L}]{0,6}(?:title|document title|subject|re|topic|channel|headline|titel|betreff|thema|titre|objet|sujet|título|titulo|asunto|tema|assunto|titolo|oggetto|тема|название|заголовок|件名|題名|タイトル|表題|議題|标题|標題|主题|主題|题目)\s?[:：]\s*(?=\S)/iu;
/** A field whose whole value is in quotation marks: "Edition: “The bell that went flat”". */
const QUOTED_TITLE = /^[^\p{L}]{0,4}\p{L}{3,12}(?:\s\p{L}+)?\s?:\s+["“„«]([^"“”„«»]{6,120})["”“»]$/u;
/** Abbreviations with which a name of an association or a company ends. */
const LEGAL_FORM = /(?:\b(?:e\.\s?V|Inc|Ltd|Co|Corp|S\.\s?A|S\.\s?L|r\.l|Jr|Sr|St|et al))\.$/u;
/** A street with its number, in the head of a letter or of minutes. */
const ADDRESS = /^\p{Lu}[\p{L} .'’-]{3,40}\s\d{1,4}\s?[a-z]?$|^\d{1,4}\s\p{Lu}[\p{L} .'’-]{3,40}$|\b\d{5}\s\p{Lu}/u;
/** Labels of fields, which are no titles. */
const FIELD_LABEL =
  /^(?:date|time|place|venue|location|present|attend\p{L}*|in attendance|apologies|absent|host|guests?|chair\p{L}*|interviewer|interviewee|moderator|speakers?|participants?|members?|from|to|cc|bcc|ref(?:erence)?|length|duration|running time|published|posted|updated|last updated|version|status|tags?|keywords?|category|source|contact|phone|tel|e-?mail|website|url|doi|isbn|license|price|language|author|notes?|minutes|datum|zeit|ort|uhrzeit|beginn|ende|anwesend\p{L}*|teilnehmer\p{L}*|entschuldigt|abwesend|leitung|vorsitz|gast|gäste|stand|von|an|dauer|présents?|absents?|excusés?|lieu|heure|durée|invité\p{L}*|animat\p{L}+|fecha|hora|lugar|asist\p{L}+|presentes|ausentes|invitad[oa]s?|duración|local|ausências|duração|convidad[oa]s?|data|luogo|ora|presenti|assenti|ospit[ei]|durata|дата|время|место|присутств\p{L}+|участник\p{L}+|отсутств\p{L}+|ведущ\p{L}+|гост[ьи]|日時|場所|出席者?|欠席者?|参加者|司会|ゲスト|日付|时间|地点|出席|参加人员|主持人?|缺席|嘉宾|日期)$/iu;
/** A line of a chat, a transcript or a log: it begins or ends with the time of day. */
const TURN =
  /^\W{0,2}\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\W|(?:^|[\s,])\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\W{0,2}$|^\[\d/iu;
/** A line of code or a command, with which an untitled README may begin. */
const CODE =
  /^(?:const|let|var)\s[\w{[][^=]{0,60}=|^(?:import|npm|npx|yarn|pnpm|pip|cargo|docker|git|curl)\s|[;{}]$|\brequire\(|=>|^\$\s/u;
/** The end of a line that goes on in the next. */
const UNFINISHED =
  /(?:[,–—&-]|(?<!\p{L})(?:of|the|and|for|to|in|on|a|an|with|from|by|at|or|der|die|das|des|dem|den|und|für|von|zur|zum|mit|im|de|la|le|les|du|et|pour|en|el|los|las|y|para|del|di|il|e|per|da|do|и|в|на|для|о|об|с))$/iu;

/** The end of a sentence, and not of an abbreviation such as "U.S." or "Ltd." */
const SENTENCE_END = /(?<![\p{Lu}.…]|(?<!\p{L})(?:Inc|Ltd|Co|Corp|Bros|Jr|Sr|etc))[.。]["”’»」)]?$/u;

/** Whether a line is a sentence of the text. No title ends so, unless it is marked as one. */
const isSentence = (text: string): boolean => SENTENCE_END.test(text) && !text.startsWith("#");

/** Whether a line belongs to a conversation, below which no title stands. */
const isTurn = (text: string): boolean => TURN.test(text) && !/^#/.test(text);

/**
 * Finds the title of a document: the line above the body that looks most like one. It stands early, alone, above the
 * byline or the date, and shares words with the text below. On pages with menus the shared words decide.
 * @param bodyStart index of the first line of the body
 * @param openingWords the words at the start of the body, in lower case (`titleWords`)
 */
export function findTitle(lines: HeadLine[], bodyStart: number, openingWords: ReadonlySet<string>): FoundTitle | null {
  const created = lines.slice(0, FIRST_LINES).map(({ text }) => GROUP_CREATED.exec(text)?.[1]);
  const group = created.find((name) => name !== undefined);
  if (group) return { title: group, lines: [], isOfText: false };
  const end = headEnd(lines, bodyStart);
  const isPage = end > MAX_DOCUMENT_HEAD;
  let best: { at: number; score: number; isOfText: boolean } | null = null;
  let candidates = 0;
  let strong = 0;
  for (let i = 0; i < end; i++) {
    if (i >= FIRST_LINES && i < end - MAX_HEAD_LINES) continue;
    const { text } = lines[i]!;
    const label = i < FIRST_LINES ? TITLE_LABEL.exec(text) : null;
    if (label && text.length <= MAX_TITLE_UNITS)
      return { title: cleanTitle(text.slice(label[0].length)), lines: [], isOfText: false };
    const quoted = i < FIRST_LINES ? QUOTED_TITLE.exec(text) : null;
    if (quoted) return { title: quoted[1]!, lines: [], isOfText: false };
    if (!canBeTitle(lines, i)) continue;
    const shared = sharedWords(text, openingWords);
    const isPlain = (!isInstitution(text) || isAboveType(lines, i)) && findDates(text).length === 0;
    const score = isPage
      ? pageScore(text, shared)
      : formScore(lines, i) +
        Math.min(MAX_SHARED, isPlain ? shared : shared / 2) +
        (isPlain && !(lines[i + 1] && isMenu(lines[i + 1]!)) && candidates++ === 0 ? firstBonus(text) : 0) -
        0.3 * Math.min(3, strong);
    if (isPlain && score >= STRONG_SCORE) strong++;
    if (score > (best?.score ?? (isPage ? 0 : MIN_SCORE)))
      best = { at: i, score, isOfText: pageScore(text, shared) > 0 };
  }
  if (!best) return null;
  const joined = joinedTitle(lines, best.at, end);
  // A line with nothing below it is the whole text, and stands above none.
  return joined.lines.at(-1) === lines.length - 1 ? null : { ...joined, isOfText: best.isOfText };
}

/** Where the head ends: at the body, the first turn of a conversation, or the heading of the first section. */
function headEnd(lines: HeadLine[], bodyStart: number): number {
  // The menus of a page have times too, such as those of its headlines.
  const isPage = bodyStart > MAX_DOCUMENT_HEAD;
  const end = lines
    .slice(0, Math.min(bodyStart, FIRST_LINES))
    .findIndex(({ text, apart }, i) => i > 0 && ((apart && isSectionStart(text)) || (isTurn(text) && !isPage)));
  return end < 0 ? Math.min(bodyStart, lines.length) : end;
}

/** Among many lines of menus and teasers, only the words that a title shares with the text tell it. */
function pageScore(text: string, shared: number): number {
  if (shared === 0 || computeLineStats(text).words < 3) return 0;
  return shared - (/[.;:]$/.test(text) ? 0.4 : 0);
}

/** The first line that can be a title mostly is. One of a word or two may be the name of the site. */
function firstBonus(text: string): number {
  const words = wordsOf(text);
  if (text.startsWith("#")) return 0.8;
  return words >= 3 ? 0.8 : words >= 2 ? 0.4 : 0;
}

/** Weight of the shared words in a document, whose subtitle and series are named in its first sentence too. */
const MAX_SHARED = 1.2;
/** Minimum score of a title. */
const MIN_SCORE = 0.4;
/** A line after one with this score is more likely a subtitle than a title. */
const STRONG_SCORE = 1.5;

/** The words of a title or of the start of the body. */
export const titleWords = (text: string): Set<string> =>
  new Set(text.toLowerCase().match(/\p{Script=Han}|[\p{L}\p{N}]{3,}/gu));

/** How many words a line shares with the start of the body, as a score from 0 to about 2. */
function sharedWords(text: string, openingWords: ReadonlySet<string>): number {
  const words = [...titleWords(text)];
  if (words.length < 2) return 0;
  const shared = words.filter((word) => openingWords.has(word)).length;
  const share = shared / words.length;
  return shared >= 2 || share >= 0.5 ? share + shared / 10 : 0;
}

function canBeTitle(lines: HeadLine[], at: number): boolean {
  const { text, columns } = lines[at]!;
  if (columns || text.length > MAX_TITLE_UNITS || !/\p{L}{2}|\p{Script=Han}/u.test(text)) return false;
  if (isTurn(text) || isSectionStart(text) || isBylineLine(text) || isSentence(text)) return false;
  if (isSectionName(text, at === 0) || CODE.test(text)) return false;
  if (/^[(（[].*[)）\]]$|^[([（]?\d{1,2}[)\]）]|^by\s|^\d{1,2}(?:\.\d{1,2})*[.)]\s|^\d{1,2}(?:\.\d{1,2})+\s/.test(text))
    return false;
  if (isBoilerplate(lines, at) || isMenu(lines[at]!)) return false;
  if (KICKER.test(text) || KICKER.test(text.replace(/(?<=^|\s)(\p{L})\s(?=\p{L}(?:\s|$))/gu, "$1"))) return false;
  if (/\.{4,}|…{2,}|\S@\S|https?:|www\.|^>/.test(text) || isFieldLine(lines, at)) return false;
  const { words, isTruncated, separators } = computeLineStats(text);
  if (words > MAX_TITLE_WORDS || isTruncated || separators > 1) return false;
  const [date] = findDates(text);
  if (!date || text.startsWith("#")) return true;
  return (`${text.slice(0, date.start)} ${text.slice(date.end)}`.match(/\p{L}{3,}|\p{Script=Han}/gu) ?? []).length >= 3;
}

/** Whether a line is boilerplate. "Terms of service" is, in a menu, but it is also the title of such a document. */
function isBoilerplate(lines: HeadLine[], at: number): boolean {
  const { text, apart } = lines[at]!;
  const parts = text.split(/\s*[・|｜/／·•]\s*/u).filter(Boolean);
  if (parts.length > 1 && parts.every((part) => boilerplateRule(part))) return true;
  const rule = boilerplateRule(text);
  const isAlone = apart && (lines[at + 1]?.apart ?? false);
  return rule !== null && !(rule === "service" && isAlone && at < FIRST_LINES && / /.test(text));
}

/** Whether a line is a field of the head: it has a known label, or stands among lines with labels. */
function isFieldLine(lines: HeadLine[], at: number): boolean {
  const { text } = lines[at]!;
  const field = FIELD.exec(text);
  if (!field || NUMBERED_TITLE.test(text)) return false;
  const [, label = "", value = ""] = field;
  if (FIELD_LABEL.test(label.trim()) || isAuthorLabel(label)) return true;
  const isShortLabel = label.split(/\s+/).length <= 3;
  if (isShortLabel && (isPersonName(value.trim()) || /^[\d(+]/.test(value))) return true;
  const neighbours = [lines[at - 1], lines[at + 1]].filter((line) => line !== undefined);
  return isShortLabel && at > 0 && neighbours.some((line) => FIELD.test(line.text) && !line.apart);
}

/** Scores the form and the surroundings of a line. */
function formScore(lines: HeadLine[], at: number): number {
  const { text, apart } = lines[at]!;
  const next = lines[at + 1];
  const { endsSentence, endsWithColon, allCapsShare } = computeLineStats(text);
  const words = wordsOf(text);
  let score = 1;
  if (NUMBERED_TITLE.test(text)) score += 1.6;
  else if (DOCUMENT_NUMBER.test(text)) score -= 0.8;
  if (/^#\S/.test(text)) score += 0.5;
  if (allCapsShare >= 0.6 && words >= 3) score += 0.3;
  if (apart && (next?.apart ?? true)) score += 0.2;
  if (hasBylineBelow(lines, at)) score += 0.5;
  if (words < 2) score -= 0.4;
  if (words > 16) score -= 0.3;
  if (endsSentence && !LEGAL_FORM.test(text) && (words > 14 || /[.;。]["”’»」]?$/.test(text))) score -= 0.5;
  if (endsWithColon && (next?.apart ?? true)) score -= 0.6;
  if (/^\p{Ll}/u.test(text)) score -= 0.3;
  if (findDates(text).length) score -= 0.4;
  if (/\d{1,2}[:.]\d{2}/.test(text)) score -= 0.4;
  if (RUNNING_HEAD.test(text)) score -= 1.2;
  if (/\s[>»›]\s/.test(text) || /^[^:：]{3,40}[:：]\s?[\p{L}]+$/u.test(text)) score -= 0.6;
  if (isInstitution(text) && !isAboveType(lines, at)) score -= 0.7;
  if (next && !next.apart && next.text.length < 30 && DOCUMENT_NUMBER.test(next.text)) score -= 0.4;
  if (at > 0 && at <= 3 && DOCUMENT_TYPE.test(text) && !lines.slice(0, at).some(isMenu)) score -= 0.8;
  if (at > 0 && DOCUMENT_PART.test(text)) score -= 1.2;
  if (at > 0 && !apart && ADDRESS.test(text) && isInstitution(lines[at - 1]!.text)) score -= 1;
  if (NAMED_KICKER.test(text)) score -= 1;
  if (isName(text) && at > 0) score -= 0.8;
  if (at > 0 && !lines[at]!.apart && goesOnIn(lines[at - 1]!.text, text)) score -= 2;
  if (next && isMenu(next)) score -= 0.9;
  if (next && !next.apart && NUMBERED_TITLE.test(next.text)) score -= 0.8;
  return score;
}

/** Whether a line is a name. In ideographs, too many titles look like one. */
const isName = (text: string): boolean => isPersonName(text) && !/\p{Script=Han}/u.test(text);

/** Whether a line lists several names, as below the title of a paper. */
const isNameList = (text: string): boolean =>
  /[,;&]|\p{Ll}\s\p{Lu}/u.test(text) && (parseNames(text, false)?.length ?? 0) > 1;

/** The length of a line in words. In Japanese and Chinese, two characters count as one. */
const wordsOf = (text: string): number =>
  Math.max(
    computeLineStats(text).words,
    (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0) / 2,
  );

/** Whether a line is the name of an institution, and not the first part of a title that has one. */
const isInstitution = (text: string): boolean => !UNFINISHED.test(text) && isInstitutionName(text);

/** Whether a line below says what kind of document it is, so that this one is the name of whom it is of. */
const isAboveType = (lines: HeadLine[], at: number): boolean =>
  lines.slice(at + 1, at + 4).some(({ text }) => DOCUMENT_TYPE.test(text) || DOCUMENT_PART.test(text));

/** Whether a line lists the sections of a site. */
const isMenu = ({ text, columns }: HeadLine): boolean =>
  (columns?.length ?? 0) >= 3 ||
  computeLineStats(text).separators >= 2 ||
  (text.match(/\s?[|｜│]\s?|(?<=\S)-\s?(?=\p{Script=Han})/gu)?.length ?? 0) >= 2;

/** Whether one of the next two lines has the byline or the date. */
function hasBylineBelow(lines: HeadLine[], at: number): boolean {
  return lines.slice(at + 1, at + 3).some(({ text }) => {
    if (text.length > 160) return false;
    return isBylineLine(text) || (findDates(text).length > 0 && text.length < 90) || isName(text) || isNameList(text);
  });
}

/** Whether a title goes on in the next line of its paragraph. */
function goesOnIn(title: string, next: string): boolean {
  if (title.startsWith("#") || FIELD.test(next)) return false;
  if (/^\p{Ll}/u.test(next) || UNFINISHED.test(title) || /[:：]$/.test(title)) return true;
  return (
    isAllCaps(title) && isAllCaps(next) && !isInstitution(title) && !DOCUMENT_NUMBER.test(next) && !KICKER.test(title)
  );
}

const isAllCaps = (text: string): boolean => /\p{Lu}{2}.*\s.*\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);

/** Joins a title over several lines. */
function joinedTitle(lines: HeadLine[], at: number, bodyStart: number): Omit<FoundTitle, "isOfText"> {
  const indexes = [at];
  let title = lines[at]!.text;
  for (let i = at + 1; i < Math.min(bodyStart, lines.length) && !lines[i]!.apart; i++) {
    const { text } = lines[i]!;
    if (
      !goesOnIn(title, text) ||
      /[.!?]$/.test(title) ||
      !canBeTitle(lines, i) ||
      title.length + text.length >= MAX_TITLE_UNITS
    )
      break;
    title = `${title} ${text}`;
    indexes.push(i);
  }
  return { title: cleanTitle(title), lines: indexes };
}

/** Removes the marks around a title: those of Markdown headings and of frames. */
const cleanTitle = (title: string): string =>
  title
    .replace(/^#{1,6}\s+|^[=*_~\s]+|[=*_~\s]+$/g, "")
    .replace(/^\*\*(.+)\*\*$/, "$1")
    .trim();
