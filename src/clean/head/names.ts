/**
 * Names of authors in a byline. A list of names is recognised by its form: capitalised words, or a few ideographs,
 * between commas and conjunctions. Words that institutions and roles are called by tell a name from an affiliation.
 */

/** Links of Markdown: "[Ada Quill](https://…)". */
const LINK = /\[([^[\]]{1,80})\]\([^()\s]{0,200}\)/gu;
const EMAIL_OR_LINK = /[<(]?\S+@\S+|https?:\/\/\S+|\bwww\.\S+/giu;
const BRACKETS = /\([^()]{0,80}\)|\[[^[\]]{0,80}\]|（[^（）]{0,80}）|【[^【】]{0,40}】/gu;
/** Footnote marks after a name: "Pike1*", "Verhaak2,3", "Kilonda¹". */
const FOOTNOTE_MARKS =
  /(?<=\p{L}\.?)\s?(?:\d{1,2}(?:\s?,\s?\d{1,2})*(?!\d|\p{L}{2})|\^[^\s^]{1,8}\^?|[*†‡§¶∗#¹²³⁰-⁹ᵃ-ᶻ]+)[*†‡§¶∗#¹²³⁰-⁹]*/gu;
/** What separates the names from the rest of a byline, such as the date and the reading time. */
const SECTION_MARK =
  /\s+[·•|–—/-]+\s+|\s*[·•|｜]\s*|\s*\/\/\s*|(?<=\p{Ll}{3})(?<!(?:prof|mrs|dott|cllr|revd|dipl|capt|phil|ing|univ))\.\s+(?=\p{L}{2,})|(?<!(?:^|[\s.])\p{Lu})[。.]\s*$|\s*[:：;；]\s*$|\s+(?:photo|picture|image|illustration|graphic|foto|bild|grafik|写真|фото)\p{L}*(?=[\s:：])/iu;
const SEPARATOR =
  /\s*(?:,\s*(?:and|und|et|y|e|и|&)\s|[,;、，；/]|\s&\s|\s(?:and|und|et|y|e|и|en|och|og|i|with|mit|avec|con|com)\s)\s*/u;

/** Degrees and honours after a name: "Hannah Weiss, PhD". */
const CREDENTIAL =
  /^(?:ph\.?\s?d|d\.?phil|m\.?\s?d|dds|rn|j\.?d|ll\.?[bmd]|m\.?(?:sc|a|eng|phil|arch|ed|b\.?a|p\.?h)|b\.?(?:sc|a|eng|ed)|frs|frcp|cpa|esq|jr|sr|obe|mbe|cbe|oam|qc|kc|mp|mep|ret|m\.?\s?sc|dipl\.?[- ]ing)\.?$/iu;
/** A French title, or an initial: "M. Jean Dupont" has one, "M. R. Castellanos" the other. */
const MONSIEUR = /^(?:M|Me)\.?\s+(?=\p{Lu}[\p{L}'’-]+\s+\p{Lu}\p{L})/u;
const HONORIFIC =
  /^(?:(?:the\s+)?(?:dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|rev|revd|hon|cllr|councillor|lt|capt|sgt|frau|herrn?|dipl|ing|mag|priv|doz|dott(?:\.?ssa)?|sig(?:\.?ra|na)?|avv|mme|mlle|sra?|srta|don|doña|dña|dra|eng|arq|г-н|г-жа|д-р|проф|акад|к)(?:\.-?|(?=\s))(?:\s?(?:phil|med|rer|nat|jur|habil|theol|techn|oec|pol|ing|h\.\s?c)\.)*\s*)+(?=\p{Lu})/iu;
const HAN_SUFFIX =
  /(?:\s?(?:記者|记者|さん|氏|先生|博士|教授|編集委員|論説委員|特派員|女士|同志|主任|撰文|摄影|摄|撰|著|編集|執筆|報道|报道|整理|书记员))+$/u;
const HAN_PREFIX = /^(?:本[报報社]|通讯员|通訊員|特约|見習い?|实习)?(?:記者|记者|评论员|作者)?\s?[:：]?\s?/u;

/** A role after a name: "村上 千代・会社員・58歳". */
const HAN_ROLE = /^([\p{Script=Han}々]{1,4}[\s　]?[\p{Script=Han}\p{Script=Hiragana}々]{0,4})[・＝=／/].*$/u;
/** The section or institution before a name: "設備課　石田 真一". */
const HAN_SECTION = /^\p{Script=Han}{2,12}[課课部室局科係班院社店組组会校所館馆党处處][\s　]+/u;

/** What follows the words of a name in lower case: "Ana de la Cruz". */
const PARTICLE =
  "(?:['’]t|in ['’]t|de|da|do|dos|das|del|della|di|du|van|von|der|den|vom|zu|zur|af|av|el|la|le|al|bin|bint|ben|ibn|abu|y|e|i|ter|ten|op|ap|st|zum|auf)";
const NAME_WORD = "(?:(?:d['’]|l['’])?\\p{Lu}[\\p{L}\\p{M}'’.-]*)";
const FULL_NAME = new RegExp(
  `^${NAME_WORD}(?:\\s+(?:${PARTICLE}\\s+){0,3}${NAME_WORD}){1,4}(?:\\s+(?:Jr|Sr|II|III)\\.?)?$`,
  "u",
);
/** A name and the words after it: "Saskia Blume for the newsletter". */
const NAME_AND_MORE = new RegExp(
  `^(${NAME_WORD}(?:\\s+(?:${PARTICLE}\\s+){0,3}${NAME_WORD}){1,4})\\s+(?=\\p{Ll})`,
  "u",
);
/** Words that may follow a name in a byline. Verbs may not: that is a sentence. */
const AFTER_NAME =
  /^(?:for|in|on|at|from|with|of|since|as|für|im|am|aus|seit|vom|beim|bei|als|pour|à|au|aux|le|dans|en|para|el|del|desde|per|a|il|da|dal|em|no|na|voor|op|dla|w|z|с|для|из|в|от|&)(?:\s|$)/u;
/** Names in scripts without capitals, such as Arabic, Hebrew, Korean and Hindi: only a label tells them from words. */
const CASELESS_NAME = /^(?!\p{Script=Han})\p{Lo}[\p{Lo}\p{M}'’-]{1,20}(?:\s\p{Lo}[\p{Lo}\p{M}'’-]{0,20}){0,4}$/u;
const NAME_AND_COMMA = new RegExp(`^(${NAME_WORD}(?:\\s+(?:${PARTICLE}\\s+){0,3}${NAME_WORD}){1,4}),\\s`, "u");
const SINGLE_NAME = /^\p{Lu}[\p{L}\p{M}'’-]{1,24}$/u;
const EAST_ASIAN_NAME =
  /^(?:[\p{Script=Han}々]{1,4}[\s　]?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}々ー]{1,6}|[\p{Script=Katakana}ー]{2,10}[・=＝\s][\p{Script=Katakana}ー]{2,10}(?:[・\s][\p{Script=Katakana}ー]{2,10})?)$/u;

/** Words that institutions, not people, are called by. */
const INSTITUTION =
  /(?<!\p{L})(?:univers(?:it|id)\p{L}*|uni|institut\p{L}*|department|dept|dipartimento|departament\p{L}*|département|facult\p{L}*|fakultät|college|schools?|hochschule|école|escuela|escola|scuola|laborator\p{L}*|labs?|cent(?:re|er|ro)s?|zentrum|academy|akademie|hospital|clinic|klinik|ministry|ministerium|ministère|ministerio|ministério|ministero|office|offices|council|committee|board|agency|bureau|association|society|verein|verband|union|trust|foundation|stiftung|fondation|fundaci[óo]n|fundação|fondazione|ltd|limited|inc|llc|plc|gmbh|ag|kg|s\.?a\.?|group|team|museum|library|archive|city|county|borough|province|stadt|gemeinde|ville|mairie|ayuntamiento|câmara|comune|street|road|project|network|company|co|corporation|bank|party|club|church|parish|gabinete|serviços?|service|services|division|unit|section|\p{L}+(?:zentrum|institut|schule|verein|gesellschaft|verwaltung|behörde|werke|amt)|university|университет\p{L}*|институт\p{L}*|министерств\p{L}*|компани\p{L}*)(?!\p{L})|大学|学院|研究所|研究院|委员会|委員会|公司|会社|新聞|日報|日报|時報|时报|編集部|编辑部|事務局|協会|协会|财团|財団|本部|支社|部門/iu;
/** Words that media are called by. */
const MEDIUM =
  /(?<!\p{L})(?:press|news|times|post|gazette|journal|review|magazine|courier|herald|podcast|radio|tv|zeitung|blatt|presse|kurier|diario|jornal|giornale|corriere)(?!\p{L})/iu;
/** Words that roles are called by. */
const ROLE =
  /(?<!\p{L})(?:(?:co-?)?(?:editor|author|reporter|correspondent|writer|columnist|journalist|contributor|critic|clerk|secretary|chair\p{L}*|president|director|manager|officer|head|lead|leader|engineer|scientist|researcher|lecturer|teacher|student|intern|photograph\p{L}*|producer|host|guest|treasurer|minister|mayor|spokes\p{L}*|analyst|consultant|coordinator|administrator|maintainer|developer|librarian|member|volunteer|staff|desk)s?|redakt\p{L}+|korrespondent\p{L}*|schriftführer\p{L}*|protokoll\p{L}*|leiter\p{L}*|vorsitz\p{L}*|sprecher\p{L}*|referent\p{L}*|journaliste?|rédact\p{L}+|correspondant\p{L}*|secrétaire|conseill\p{L}+|redactor\p{L}*|period\p{L}+|corresponsal|secretari\p{L}+|director\p{L}*|técnic\p{L}+|responsable|responsável|giornalista|segretari\p{L}+|редактор\p{L}*|корреспондент\p{L}*|секретар\p{L}+|директор\p{L}*|председател\p{L}+)(?!\p{L})/iu;
/** What stands alone in brackets at the end of East Asian texts, and is no name. */
const END_MARK = /^(?:以上|以下|完|終|终|了|次回|続く?|未完|おわり|注|备注|備考|敬称略)/u;
/** The commonest Chinese surnames. Without a label or a space, only they tell a name from other ideographs. */
const CHINESE_NAME =
  /^[王李张張刘劉陈陳杨楊黄赵趙周吴吳徐孙孫朱马馬胡郭林何高梁郑鄭罗羅宋谢謝唐韩韓曹许許邓鄧萧蕭冯馮曾程蔡彭潘袁于董余苏蘇叶葉吕呂魏蒋蔣田杜丁沈姜范江傅钟鍾卢盧汪戴崔任陆陸廖姚方金邱夏谭譚韦賈贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾賴赖武康贺严尹钱施牛洪龚]\p{Script=Han}{1,2}$/u;

const SPACED_NAME = /^[\p{Script=Han}々]{1,3}[\s　]+[\p{Script=Han}々]{1,3}$/u;

/** Words of headings, menus and document types that are written like names. */
const NOT_A_NAME =
  /(?<!\p{L})(?:the|this|of|from|in|on|for|to|with|at|is|are|our|your|all|how|why|what|about|news|opinion|feature|report|annual|minutes|meeting|notes?|summary|abstract|introduction|contents|overview|chapter|part|section|appendix|table|figure|photo\p{L}*|image|share|save|print|read|listen|home|menu|sign|log|subscribe|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz|juni|juli|oktober|dezember|draft|final|version|press|release|terms|policy|guide|manual|agenda|update|updated|published|questions|answers|public|general|special|local|national|international|staff|guest|anonymous|admin|unknown|draft|fiche|pratique|bericht|protokoll|sitzung|mitteilung|zusammenfassung|einleitung|inhalt|sommaire|résumé|compte|rendu|acta|informe|resumen|índice|relatório|ata|resumo|verbale|riassunto|by|an|words|story|und|not|no|don[’']t|am|pm|gmt|utc|est|cookie\p{L}*|events?|latest|headlines|week|введение|содержание|протокол|отчёт)(?!\p{L})/iu;

/** The first words of names of places: "Port Lamb, 3 September". */
const PLACE =
  /^(?:port|new|san|santa|santo|saint|st\.?|são|sankt|bad|fort|lake|mount|north|south|east|west|upper|lower|great|los|las|la|le|les|el|rio|cape|isle|puerto|villa|en|em|im|am|zu|bei|dans|na|no|à|a)\s/iu;

/** Whether a text is a full name: of a person, not of an institution or a role. */
export function isPersonName(text: string): boolean {
  if (text.length > 60 || INSTITUTION.test(text) || MEDIUM.test(text) || ROLE.test(text) || NOT_A_NAME.test(text))
    return false;
  return (FULL_NAME.test(text) && !PLACE.test(text)) || (EAST_ASIAN_NAME.test(text) && !END_MARK.test(text));
}

/** Whether a text without a label is a name: ideographs have a space or a surname, since those of menus look alike. */
export const isBareName = (text: string): boolean =>
  !/^[\p{Script=Han}々ー\s　]+$/u.test(text) || CHINESE_NAME.test(text) || SPACED_NAME.test(text);

/** The full name at the start of a sentence, or null: "Ada Quill teaches swimming in Orrin." */
export function personAtStart(text: string): string | null {
  const name = NAME_AND_MORE.exec(text)?.[1] ?? NAME_AND_COMMA.exec(text)?.[1];
  return name && isPersonName(name) ? name : null;
}

/**
 * Parses the names at the start of a text, without titles, roles, affiliations, footnote marks and addresses. Returns
 * null if the text does not start with a name. Words in lower case before the first name are a role: "the results
 * secretary, Bronagh Tully".
 * @param isLabelled whether a label says that names follow, so that one word and a group may be names too
 */
export function parseNames(text: string, isLabelled: boolean): string[] | null {
  const plain = text
    .slice(0, MAX_NAMES_UNITS)
    .replace(LINK, "$1")
    .replace(EMAIL_OR_LINK, " ")
    .replace(BRACKETS, " ")
    .replace(/\\(?=[*_])/g, "")
    .replace(FOOTNOTE_MARKS, "")
    .replace(/[*_`]+/g, "")
    .replace(DATE_AFTER, "")
    .trim();
  const part = plain.split(SECTION_MARK).find((piece) => piece?.trim()) ?? "";
  if (isLabelled) {
    const inverted = invertedNames(part);
    if (inverted) return inverted;
  }
  const names: string[] = [];
  let group: string | null = null;
  for (const [, piece = "", separator = ""] of part.matchAll(PIECE)) {
    const name = bareName(piece);
    if (!name || (names.length && CREDENTIAL.test(name))) continue;
    if (names.length && (OTHER_CREDIT.test(piece) || HELPERS.test(piece)) && !isPersonName(piece)) break;
    if (isPersonName(name) || (isLabelled && isShortName(name) && names.every(isShortName))) names.push(name);
    else if (isLabelled && CASELESS_NAME.test(name)) names.push(name);
    // The role of one author may stand before the next: "Ada Quill, editor, and Omar Bell, reporter".
    else if (names.length && /^[,;]\s*(?:and|und|et|y|e|и|&)\s|^;/iu.test(separator.trimStart())) continue;
    else if (names.length) break;
    else if (isLabelled) group ??= groupName(name);
    else return null;
  }
  if (names.length) return [...new Set(names)];
  return group ? [group] : null;
}

/** A date right after a name, and what follows it. */
const DATE_AFTER = /\s+(?:\d{4}[-/.年]|\d{1,2}[./-]\d|\d{1,2}\.?\s\p{L}{3,12}\.?\s\d{4}).*$/u;

/** Names with the surname first, between semicolons: "Hollis, Prudence; Plass, Gideon". Null if they are not. */
function invertedNames(text: string): string[] | null {
  const pieces = text.split(/\s*;\s*/u).filter(Boolean);
  if (pieces.length < 2 || !pieces.every((piece) => INVERTED_NAME.test(piece))) return null;
  return [pieces.join("; ")];
}

const INVERTED_NAME = new RegExp(
  `^(?:${PARTICLE}\\s+){0,3}${NAME_WORD}(?:\\s${NAME_WORD})?,\\s${NAME_WORD}(?:\\s${NAME_WORD}){0,2}$`,
  "u",
);
/** Helpers, behind the author's name: "Ada Quill, with the help of Omar Bell". */
const HELPERS = /^(?:\p{Ll}[\p{L}’']*\s+){2,}\p{Lu}/u;
/** One item of a list of names, and the separator after it. */
const PIECE = new RegExp(`(.+?)(${SEPARATOR.source}|$)`, "gu");
/** Credits of others, behind the author's name: "Ada Quill, photographs by Omar Bell". */
const OTHER_CREDIT = /^(?:(?:\p{L}[\p{L}-]*\s+){1,4}(?:by|par|por)|(?:\p{Ll}[\p{L}-]*\s+){1,4}(?:von|da|door))\s/u;

/** Maximum length of the text in which names are sought, in UTF-16 units. */
const MAX_NAMES_UNITS = 600;

const isShortName = (name: string): boolean =>
  SINGLE_NAME.test(name) && !INSTITUTION.test(name) && !MEDIUM.test(name) && !ROLE.test(name) && !NOT_A_NAME.test(name);

/** Removes titles before a name, and roles in lower case around it. */
function bareName(piece: string): string {
  const text = piece
    .trim()
    .replace(HONORIFIC, "")
    .replace(MONSIEUR, "")
    .replace(/^[^\p{L}\p{N}'’]+|[\s"“”„«»,:)）\]–—-]+$/gu, "");
  if (/[\p{Script=Han}]/u.test(text))
    return text.replace(HAN_PREFIX, "").replace(HAN_SECTION, "").replace(HAN_ROLE, "$1").replace(HAN_SUFFIX, "").trim();
  // "técnica responsável Dulce Varejão", "our reporter Ana Cruz"
  const role = /^(?:\p{Ll}[\p{L}-]*\s+){1,5}(?=\p{Lu})/u.exec(text);
  const afterRole = role ? text.slice(role[0].length).replace(HONORIFIC, "") : text;
  if (role && isPersonName(afterRole)) return afterRole;
  const name = NAME_AND_MORE.exec(text);
  return name && isPersonName(name[1]!) && AFTER_NAME.test(text.slice(name[0].length)) ? name[1]! : text;
}

/** The name of a group or an institution that signs as the author: "the Corvid Queue core team". */
function groupName(piece: string): string | null {
  const name = piece.replace(/^(?:the|die|der|das|le|la|les|el|los|las|il|lo|gli|o|a|os|as)\s+/iu, "");
  const words = name.split(/\s+/);
  return words.length <= 8 && INSTITUTION.test(name) && (/^\p{Lu}/u.test(name) || /\p{Script=Han}/u.test(name))
    ? name
    : null;
}

/** Whether a short line is the name of an institution: capitalised words, one of which says so. */
export function isInstitutionName(text: string): boolean {
  if (text.length > 70 || /[?!:]/.test(text)) return false;
  const words = text.match(/\p{L}{4,}/gu) ?? [];
  if (!INSTITUTION.test(text) && !(MEDIUM.test(text) && words.length <= MAX_MEDIUM_WORDS)) return false;
  return words.length <= 7 && words.every((word) => !/^\p{Ll}/u.test(word));
}

/** Maximum number of longer words in the name of a medium. */
const MAX_MEDIUM_WORDS = 3;

/** Drops an institution and a role in front of a person: "Mobility Office, responsible engineer Ana Cruz". */
export function lastPerson(text: string): string {
  const [sentence = ""] = text.split(/(?<!(?:^|\s)\p{Lu}|\b(?:dr|prof|mrs?|ms|cllr))\.(?:\s|$)/iu, 1);
  const parts = sentence.split(/,\s+/);
  const at = parts.findIndex((part) => parseNames(part, false) !== null);
  return at > 0 ? parts.slice(at).join(", ") : sentence;
}
