import { type DateOrder, findDates } from "../rules/index.ts";
import type { HeadLine } from "./lines.ts";

/** How much a date says about publication, from the words around it. Higher is better; 0 means that it says nothing. */
const Rank = {
  NONE: 0,
  /** A date among other words, such as that of a round or a session. */
  MENTIONED: 1,
  /** The date of a meeting or a recording, or one that the document only calls its date. */
  DATED: 2,
  UPDATED: 3,
  /** A line of nothing but a date, a place, a name or a time. */
  BARE: 4,
  PUBLISHED: 5,
} as const;
type Rank = (typeof Rank)[keyof typeof Rank];

const words = (...alternatives: string[]): RegExp => new RegExp(`(?<!\\p{L})(?:${alternatives.join("|")})`, "iu");

const PUBLISHED = words(
  "published|posted|releas|issued|publication|first published|available online|release date|pub\\.|for immediate release|uploaded|aired|air date|(?:first )?broadcast|on air",
  "veröffentlich|erschien|erscheinung|publiziert|online seit|ausgabe vom|gesendet|sendung vom|erstausstrahlung|pressemitteilung vom|medienmitteilung vom",
  "publi[ée]|parution|paru |mise? en ligne|diffus|communiqué du|publicad|publicaci|publicaç|divulgad|difundid|emitid|pubblicat|diffus",
  "trasm[ei]ss|transmitid|em antena|в эфире|опублик|публикац|дата выпуска|выпущен",
);
const PUBLISHED_CJK = /发布|發布|发表|發表|刊登|出版|公開|掲載|発行|発表|配信|放送|公布|発売/u;
const UPDATED = words(
  "updated|update|last (?:modified|reviewed|revised|changed|edited)|reviewed|amended|stand|aktualisier|geändert|überarbeitet|mise? à jour|actualis|actualiz|atualiz|última|modifi|revis[aã]d|aggiornat|ultimo|обновл|редакция от|по состоянию",
);
const UPDATED_CJK = /更新|修订|修訂|改訂|改定|現在/u;
const DATED = words(
  "dated?(?!\\p{L})|datum|data(?!\\p{L})|fecha|дата|held|meeting|minutes|session|recorded|recording|conducted|sitzung|versammlung|besprechung|aufgenommen|aufnahme|protokoll|réunion|séance|entretien|assemblée|enregistr|reunión|sesión|asamblea|celebrad|grabad|reunião|sessão|riunione|seduta|assemblea|verbale|заседани|собрани|совещани|запис|generated|generado|gerado|erstellt|created|written|signed|adopted|(?:le|am|el|vom|del|du) ",
);
const DATED_CJK = /日期|日時|日付|会议|会議|開催|時間|时间|時間|收录|収録|録音/u;
/** Dates of other things: of submission, validity, other versions, exports and the future. */
const OTHER = words(
  "received|accepted|submitted|revised|resubmitted|deadline|due(?!\\p{L})|valid|until|till(?!\\p{L})|expir|effective|in force|into force|comes? into|takes? effect|previous|older|next|since|born|embargo|sperrfrist|export|download|printed|accessed|retrieved|starts?(?!\\p{L})|starting|begin|closes|closing|applications?|copyright|established|founded|registered|period|covers|replac(?:es|ing)|supersed|repeals?(?!\\p{L})",
  "eingegangen|eingereicht|angenommen|gültig|in kraft|ersetzt|anstelle|tritt an die stelle|nächste|frist|vorherige|geboren|abgerufen|gedruckt",
  "remplace|annule|abroge|reçu|accepté|soumis|en vigueur|prochain|jusqu|valable|échéance|née? le|consulté|imprimé",
  "sustituye|reemplaza|deroga|recibido|aceptado|enviado|vigor|vigente|vigencia|próxim|hasta|plazo|consultado|nacid|válid",
  "substitui|revoga|sostituisce|abroga|recebido|aceite|aceito|submetido|até|prazo|válido|nascid|ricevuto|accettato|inviato|prossim|entro|scadenza|nat[oa] il",
  "заменя|взамен|отменя|получен|принят|вступ|действ|следующ|срок|родил|экспорт|скачан",
);
/** Prepositions right before the date of a deadline or the start of something. */
const BOUND =
  /(?<!\p{L})(?:by|from|to|through|ab|bis(?: zum)?|seit|à (?:compter|partir) du|avant le|desde(?: el| o)?|antes del?|a partir d[eo]l?|dal|fino al|dall['’]|с|до|от)\s*$/iu;
const OTHER_CJK =
  /代替|取代|に代わ|廃止|废止|廢止|收稿|接受|录用|生效|施行|截至|截止|有效|下次|次回|受付|受理|期限|締切|まで|から|生まれ|出生/u;

/** What stands before the dash of a press report: "SKERRIN, September 3, 2024 – The ferry …". */
const DATELINE_START = /^\(?\p{Lu}[\p{L} .,'’()/-]{1,50}[,，(（/]\s*(?:den |le |a |em |il |el )?$/u;
const DATELINE_END = /^[)）]?\.?\s*(?:\(\p{L}[\p{L} /-]{1,20}\)\s*)?(?:--|[–—―-]|:|\/)\s*\S/u;

/** Maximum number of lines above the body that are searched. */
const MAX_HEAD_LINES = 40;
/** Number of lines at the start of the body that may begin with a dateline. */
const DATELINE_LINES = 3;
/** Number of lines at the end of a document that may say when it was published or updated. */
const TAIL_LINES = 10;
/** Maximum length of a field at the start of the body, in UTF-16 units: "Date: 4 May 2026". */
const MAX_FIELD_UNITS = 40;
/** Maximum length of a line with the date of the document, in UTF-16 units. */
const MAX_LINE_UNITS = 240;
/** Maximum number of words beside the date in a line that consists of it. */
const MAX_BARE_WORDS = 4;

/** The date of a document, and the index of the line with it. */
export type PublicationDate = { iso: string; line: number };

/**
 * Finds when a document was published; without that, when it was updated, or when the meeting was that it is about.
 * Dates of submission, validity, other versions and exports do not count. Of equally good dates the first is taken.
 */
export function findPublicationDate(lines: HeadLine[], bodyStart: number, order: DateOrder): PublicationDate | null {
  let best: (PublicationDate & { rank: Rank }) | null = null;
  const consider = (line: number, minRank: Rank): void => {
    const { text } = lines[line]!;
    if (text.length > MAX_LINE_UNITS) return;
    for (const { iso, rank, isLabelled } of rankedDates(text, order))
      if (rank >= minRank && (line < bodyStart || isLabelled) && rank > (best?.rank ?? Rank.NONE))
        best = { iso, line, rank };
  };
  for (let i = Math.max(0, bodyStart - MAX_HEAD_LINES); i < bodyStart; i++) consider(i, Rank.MENTIONED);
  for (let i = bodyStart; i < Math.min(lines.length, bodyStart + DATELINE_LINES); i++) {
    consider(i, lines[i]!.text.length <= MAX_FIELD_UNITS ? Rank.DATED : Rank.UPDATED);
    const iso = datelineOf(lines[i]!.text, order);
    if (iso && (best?.rank ?? Rank.NONE) < Rank.PUBLISHED) best = { iso, line: i, rank: Rank.PUBLISHED };
  }
  for (let i = Math.max(bodyStart, lines.length - TAIL_LINES); i < lines.length; i++) consider(i, Rank.UPDATED);
  return best;
}

/** The dates of a line that may be that of the document, with their ranks. */
function rankedDates(text: string, order: DateOrder): { iso: string; rank: Rank; isLabelled: boolean }[] {
  const dates = findDates(text, order);
  let rank: Rank = Rank.NONE;
  return dates.flatMap(({ start, end, iso }, i) => {
    const before = text.slice(dates[i - 1]?.end ?? 0, start);
    const after = text.slice(end, dates[i + 1]?.start ?? text.length);
    const label = before.split(SENTENCE_OR_FIELD).at(-1)!;
    // In a list of dates, the label of the first is that of all.
    if (i === 0 || /[\p{L}\p{N}]/u.test(before)) rank = rankOf(label, before, after, text);
    return iso ? [{ iso, rank, isLabelled: label.length <= MAX_OWN_LABEL_UNITS }] : [];
  });
}

/** Only the words right before a date speak of it, not those of a sentence or field that ends there. */
const SENTENCE_OR_FIELD = /[.;|·•(](?:\s|$)/u;
/** Maximum length of a label that makes a line of the body one about the document, in UTF-16 units. */
const MAX_OWN_LABEL_UNITS = 32;

function rankOf(field: string, before: string, after: string, line: string): Rank {
  const label = field.slice(-MAX_LABEL_UNITS);
  if (PUBLISHED.test(label) || PUBLISHED_CJK.test(label)) return Rank.PUBLISHED;
  const suffix =
    /^(?![^。]{0,12}[:：])\s*(?:\d{1,2}[:：時时]\d{0,2}分?\s*)?[（(]?(?:\p{Script=Han}曜?日?[）)]\s?)?([\p{Script=Han}\p{Script=Hiragana}]{1,8})/u.exec(
      after,
    )?.[1] ?? "";
  if (PUBLISHED_CJK.test(suffix)) return Rank.PUBLISHED;
  if (OTHER.test(label) || BOUND.test(label) || OTHER_CJK.test(label) || OTHER_CJK.test(suffix)) return Rank.NONE;
  if (UPDATED.test(label) || UPDATED_CJK.test(label) || UPDATED_CJK.test(suffix)) return Rank.UPDATED;
  if (isBare(before) && isBare(after)) return Rank.BARE;
  if (DATED.test(label) || DATED_CJK.test(label)) return Rank.DATED;
  return line.length <= MAX_MENTION_UNITS ? Rank.MENTIONED : Rank.NONE;
}

/** Maximum length of the words before a date that speak of it, in UTF-16 units. */
const MAX_LABEL_UNITS = 50;
/** Maximum length of a line among whose words a date may be that of the document, in UTF-16 units. */
const MAX_MENTION_UNITS = 160;

/** Whether the words beside a date are few and look like a place, a name, a weekday or a time. */
function isBare(text: string): boolean {
  const found = text.match(/\p{L}[\p{L}'’.-]*/gu) ?? [];
  const lower = found.filter((word) => /^\p{Ll}/u.test(word) && word.length > 3);
  return found.length <= MAX_BARE_WORDS && lower.length <= 1 && !/:\s*$/.test(text.trim());
}

/** The date of a dateline, or null: "PORT LAMB, 3 September 2024 – …". */
function datelineOf(text: string, order: DateOrder): string | null {
  const [date] = findDates(text.slice(0, MAX_DATELINE_UNITS), order);
  if (!date?.iso) return null;
  const place = text.slice(0, date.start);
  return (place.trim() === "" || DATELINE_START.test(place)) && DATELINE_END.test(text.slice(date.end))
    ? date.iso
    : null;
}

/** Maximum length of a dateline, in UTF-16 units. */
const MAX_DATELINE_UNITS = 90;
