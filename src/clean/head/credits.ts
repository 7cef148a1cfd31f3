import { parseNames } from "./names.ts";

/**
 * Credits: what a line says about who wrote a document. A credit is a label and names: "Words: Ana Cruz", "Compiled by
 * Ana Cruz", "Ana Cruz (minutes)". A label is recognised by its words: one of authorship, none of another task.
 */

const stems = (...alternatives: string[]): RegExp => new RegExp(`^(?:${alternatives.join("|")})`, "iu");

/** Stems of the words for writing and for those who write, or who take the minutes. */
const AUTHORSHIP = stems(
  "author|co-?author|writer|written|wrote|words?$|text$|story$|report(?:ed|er|ers|ing)?$|byline|maintain(?:er|ed)|creat(?:ed|or)|develop(?:er|ed)|compil|draft(?:ed|er)|prepared$|collated|tabulated|assembled|authored|contributors?$|rapporteur|notes?$|notetaker|taker$|minutes?$|minuted$|scribe|clerk$|secretary$|record(?:ed|er)$|submitted|posted$|contributed|essay$|interview(?:ed)?$|responsible$|recordist|investigator|inspector$|evaluator|analyst$|researcher",
  "autor|verfass|geschrieben|erstell|zusammengestellt|zusammenstellung|protokoll|schriftführ|niederschrift|bearbeite|mitschrift|redaktion$|bericht$|aufgezeichnet|erfasst|notiert|notizen$|konzept$|recherche$|verantwortlich|untersuchungsführ|gutachter|ermittler|ausgearbeitet",
  "auteur|autrice|rédig|rédac|écrit|texte|secrétaire|établi|compte$|notes?$|propos$|propos recueillis|élabor|préparé|enquêt|inspect|rapporteur|dressé",
  "escrit|redact|redacci|elabor|prepara|compila|secretari|acta$|texto|levanta|apuntes|escrev|redig|lavra|relator|reportagem|ata$|investigador|evaluador|avaliador|inspetor",
  "scritt|redatt|redazion|testo|verbalizz|verbale$|responsab|segretari|cura$|appunti|estens",
  "автор|текст|состав|подготов|протокол|секретар|запис|беседова|написа|συντάκτ|κείμεν",
  "opracowa|sporządzi|tekst|författar|skriven|skrevet|forfatter|referent|yazar|notulist|notulen|geschreven|opgesteld|samengesteld|auteurs?",
  "بقلم|كتب|الكاتب|المؤلف|إعداد|تأليف|تحرير|מאת|כתב|글$|기자$|작성자?$|저자$",
);
/** Stems of the words for other tasks, other documents and other matters, beside which the author is not named. */
const OTHER_TASK = stems(
  "share|follow|inspir|accompan|power|recommend|select|curat|view|read|was$|is$|were$|are$|been$|has$|had$|used|caused|hit|kill|photo|pictur|illustrat|imag|graphic|design|edit|review|approv|check|test|audit|translat|host|present|chair|organi[sz]|sponsor|fund|direct|produc|moderat|guest|second|propos|mov(?:ed|er)|own(?:ed|er)|print|support|commission|request|call|attend|contact|next|last|previous|future|for$|to$|from$|about$|size|length|media|press|state$|general$|size|colou?r|font|licen[cs]e|version|transcri",
  "wurden?$|ist$|sind$|war$|bild|foto|grafik|gestaltung|geprüft|genehmigt|freigegeben|übersetz|moderat|leitung|vorsitz|nächst|kontakt|für$|lektorat|letzte",
  "été$|est$|sont$|relu|révis|valid|vérifi|approuv|tradu|présid|anim|prochain|pour$|image|vidéo",
  "fue$|foi$|son$|são$|foto|fotograf|imag|ilustra|revis|aprob|aprov|tradu|presid|moder|próxim|para$|contact|diseñ|verific",
  "tradott|traduzion|approv|presie|prossim|disegn|per$|immagin|фото|перев|провер|утвер|следующ|председат|рисун|zdjęcia|foto|vertal|goedgekeurd",
);
/** Words for "by", with which a label of other words may end. */
const BY = "by|von|vom|par|por|pelo|pela|da|dalla|dal|door|przez|av|af";
const ENDS_WITH_BY = new RegExp(`\\s(?:${BY})$`, "iu");
/** Words of a label beside those of authorship. */
const LINK =
  /^(?:by|of|the|and|a|&|lead|main|corresponding|first|second|minutes?|meeting|report|document|taken|taker|recording|paper|guide|s|und|der|des|die|das|dieser?|von|durch|et|de|la|le|du|des|séance|rendu|par|recueillis|y|el|del|por|e|o|do|da|di|a|il|dello?|in|и|entry|article|note|page|sheet|data|table|words?|pictures|kept|by)$/iu;

/** A label at the start of a text, up to the mark that ends it. */
const MARKED_LABEL =
  /^[^\p{L}\p{N}]{0,6}(\p{L}[\p{L}\p{M} .,'’&()·*/-]{0,47}?)\s?(?:[:：=＝](?!\/\/)|\t|\s[–—|/]\s)[\s*_]*/u;
/** The mark of a label that is none of a word: a dash, a stroke or a bar. */
const WEAK_MARK = /[–—|/]/u;
/** "Counted and tabulated by", "Rédigé par", "Made with ♥ by": a participle, some words, and the word for "by". */
const BY_LABEL = new RegExp(
  `^[^\\p{L}\\p{N}]{0,6}((?:\\p{L}[\\p{L}-]*(?:ed|en|wn|ade|pt|uilt|t|te|té|ée?s?|ie?s?|ad[oa]s?|id[oa]s?|tt[oaie]|ritt?[oaie]s?|at[oaie]|story|words|text|notes|minutes|report|analysis|essay|interview|data|table))(?:[\\s,]+[^\\s.,:;!?]{1,20}){0,5}?\\s+(?:${BY}))\\s*:?\\s+(?=\\S)`,
  "iu",
);
/** Words up to the one for "by": "Tableau établi par". */
const MADE_BY = new RegExp(`^[^\\p{L}\\p{N}]{0,6}((?:\\p{L}[\\p{L}'’-]*\\s+){1,5}?(?:${BY}))\\s*:?\\s+(?=\\S)`, "iu");
/** Words for documents, with which names of journals begin: "Acta Nocturna Medica". */
const DOCUMENT =
  /^(?:acta|ata|verbale|protokoll?|протокол|reports?|bericht|reportagem|notes?|minutes|essay|compte|story|text)$/iu;
/** Labels of one word, and no mark after it: "Words Ana Cruz", "Autorin Petra Stein". */
const BARE_LABEL = /^[^\p{L}\p{N}]{0,6}(\p{L}{3,24})\s+(?=\p{Lu}|\p{Script=Han})/u;
/** A name, and the task in brackets or after a comma or dash: "Paul Ince (minutes)", "Ana Cruz, author". */
const TASK_AFTER = /^(.{3,60}?)\s?(?:[(（[]([^()[\]（）]{3,40})[)）\]]|(?:,|\s[–—-])\s(\p{L}[\p{L} -]{3,40}))[.\s]*$/u;

/** Whether the words of a label credit the author. */
function creditsAuthorship(label: string): boolean {
  return label.split(CONJUNCTION).some(creditsInPart);
}

/** Between the tasks of one person: "Interview and translation". */
const CONJUNCTION = /\s(?:and|&|und|et|y|e|и|og|och|en)\s/iu;

function creditsInPart(label: string): boolean {
  const words = label.match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  if (words.length === 0 || words.length > MAX_LABEL_WORDS || words.some((word) => OTHER_TASK.test(word))) return false;
  if (!words.some((word) => AUTHORSHIP.test(word))) return false;
  return ENDS_WITH_BY.test(` ${label}`) || words.every((word) => AUTHORSHIP.test(word) || LINK.test(word));
}

/** Whether a label is a participle alone, after which dates stand too: "Posted: Jan 11". */
const isDone = (label: string): boolean => /^\p{L}+(?:ed|en|wn|ade|tto|ado|ido)$/iu.test(label.trim());

/** Whether the words of a short label credit the author, beside words that are not known: "Redazione tecnica". */
function creditsLoosely(label: string): boolean {
  return label.split(CONJUNCTION).some(creditsLooselyInPart);
}

function creditsLooselyInPart(label: string): boolean {
  const words = label.match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  return (
    words.length <= MAX_LOOSE_WORDS &&
    words.some((word) => AUTHORSHIP.test(word)) &&
    !words.some((word) => OTHER_TASK.test(word))
  );
}

/** Maximum number of words in a label with unknown words. */
const MAX_LOOSE_WORDS = 4;
/** Maximum number of words in a label. */
const MAX_LABEL_WORDS = 6;

/** Whether a line is a label of authorship alone: "La secrétaire de séance,". */
export const isAuthorLabel = (text: string): boolean => text.length <= MAX_LABEL_UNITS && creditsAuthorship(text);

/** Whether a short text is a role of authorship, beside words that are not known: "Hon. Secretary". */
export const isAuthorRole = (text: string): boolean => text.length <= MAX_LABEL_UNITS && creditsLoosely(text);

/** Maximum length of a label or a role, in UTF-16 units. */
const MAX_LABEL_UNITS = 48;

/**
 * Returns the names that a label at the start of a text credits, or null.
 * @param isLine whether the text is a whole line, where a group or one word may be a name too
 */
export function creditedNames(text: string, isLine: boolean): string[] | null {
  const marked = MARKED_LABEL.exec(text);
  if (marked && creditsAuthorship(marked[1]!))
    return parseNames(text.slice(marked[0].length), isLine && !WEAK_MARK.test(marked[0]) && !isDone(marked[1]!));
  if (marked && !WEAK_MARK.test(marked[0]) && creditsLoosely(marked[1]!))
    return parseNames(text.slice(marked[0].length), false);
  const made = MADE_BY.exec(text);
  if (made && creditsAuthorship(made[1]!)) return parseNames(text.slice(made[0].length), isLine);
  const by = BY_LABEL.exec(text);
  if (by && !(by[1]!.match(/\p{L}+/gu) ?? []).some((word) => OTHER_TASK.test(word)))
    return parseNames(text.slice(by[0].length), isLine && creditsAuthorship(by[1]!));
  const bare = BARE_LABEL.exec(text);
  if (bare && creditsAuthorship(bare[1]!) && !DOCUMENT.test(bare[1]!) && /\p{Ll}/u.test(text))
    return parseNames(text.slice(bare[0].length), false);
  return null;
}

/** Returns the one word after a participle and "by", or null: "Scribbled by Kezia, typed up Friday". */
export function singleNameAfterBy(text: string): string | null {
  const by = BY_LABEL.exec(text);
  if (!by || (by[1]!.match(/\p{L}+/gu) ?? []).some((word) => OTHER_TASK.test(word))) return null;
  return /^\p{Lu}\p{Ll}{1,20}(?=[,.;]|$)/u.exec(text.slice(by[0].length))?.[0] ?? null;
}

/** Returns the names before a task of authorship, or null: "Paul Ince (minutes)". */
export function namesBeforeTask(text: string): string[] | null {
  const match = TASK_AFTER.exec(text);
  return match && creditsAuthorship(match[2] ?? match[3]!) ? parseNames(match[1]!, false) : null;
}
