/** Negation words: "not", "never", "without" and their equivalents. */
const EXPLICIT =
  /^(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|.+n't|nicht|nichts|niemand\p{L}*|nirgends|kein\p{L}*|nie|niemals|ohne|weder|ne|pas|jamais|aucun\p{L}*|rien|personne|sans|nunca|jamás|nadie|nada|ningún|ninguna?|ninguno|tampoco|sin|ni|não|nenhum\p{L}*|ninguém|sem|non|nessun\p{L}*|mai|senza|не|нет|ни|никогда|никто|без|nie|nigdy|nikt|bez|δεν|μην?|ποτέ|χωρίς)$/u;
/** Words with a negative meaning: "failed to win" means "did not win". */
const IMPLICIT =
  /^(?:fail(?:s|ed|ing|ure)?|refus\p{L}+|reject\p{L}*|den(?:y|ies|ied|ying|ial)|unlike|lack(?:s|ed|ing)?|absen[ct]\p{L}*|unable|impossible|unsuccessful\p{L}*|stop(?:s|ped|ping)?|ceas(?:e|es|ed|ing)|prevent\p{L}*|avoid\p{L}*|exclud\p{L}*|instead|hardly|barely|scarcely|vain|oppos\p{L}*|scheiter\p{L}*|gescheitert|ablehn\p{L}*|abgelehnt|lehnt\p{L}*|verweiger\p{L}*|weiger\p{L}*|geweigert|verhinder\p{L}*|fehl(?:t|te|en|ten)|misslang|misslungen|vergeblich|unmöglich|verzichte\p{L}*|bestreite?\p{L}*|bestritt\p{L}*|dementier\p{L}*|statt|anstatt|außerstande|ausgeschlossen|ausschließ\p{L}*|kaum|anders|entgegen|nieg\p{L}+|negó|negaron|negar\p{L}*|negativa|rechaz\p{L}+|fracas\p{L}+|carec\p{L}+|impid\p{L}+|impedi\p{L}*|evit\p{L}+|imposible|descart\p{L}+|diferencia|excepto|apenas|falt(?:a|ó|an|aron)|refus\p{L}*|rejet\p{L}*|échou\p{L}*|nie|nié|manqu\p{L}*|empêch\p{L}*|impossible|contrairement|отказ\p{L}*|отверг\p{L}*)$/u;
/** Words with a negative prefix: "unable", "unmöglich", "imposible". */
const NEGATIVE_PREFIX =
  /^(?:un(?!i|te|d|s$|der|to|less|ter|gef|g?a[rs]?$|a$|as$|o)\p{L}{4,}|in(?:able|cap|suf|voll|compl|exist|ad[em])\p{L}*|im(?:pos|prob)\p{L}*|des(?:con|ap|ocup)\p{L}*|dis(?:ap|al|agr|cont)\p{L}*)$/u;
/**
 * Phrases that imply a negation without a negation word, such as "rule out" and "rather than". Matched in lower-case
 * text.
 */
const IMPLICIT_PHRASES =
  /\b(?:rul(?:e|es|ed|ing) out|turn(?:s|ed|ing)? down|call(?:s|ed|ing)? off|rather than|(?:warn|caution|advis|decid|vot|argu)\p{L}* against|other than|apart from|ran out|runs out)\b|\b(?:lehn\p{L}*|schließ\p{L}*|schloss\p{L}*|bleib\p{L}*|blieb\p{L}*|sag\p{L}*|fiel\p{L}*|fäll\p{L}*)\b[^.;:]* (?:ab|aus)\b|im (?:gegensatz|unterschied) z|al contrario|a diferencia|en lugar de|en vez de|por falta de|contrairement|au lieu/gu;
/**
 * Words that restrict or end something and can express a negation: "only in May" means "not before May", "still" means
 * "not yet over".
 */
const WEAK =
  /^(?:first|ever|erstmal\p{L}*|primer\p{L}*|open|unclear|undecided|pending|postpon\p{L}*|delay\p{L}*|silen[ct]\p{L}*|silencio|offen|unklar|ungewiss|vertag\p{L}*|verschob\p{L}*|aufgeb\p{L}*|aufzugeben|aufgegeben|beende\p{L}*|schweig\p{L}*|aplaz\p{L}+|pospus\p{L}*|pendiente|calla\p{L}*|lost|lose\p{L}*|pierd\p{L}+|perdi\p{L}+|verl[io]\p{L}+|end(?:s|ed|ing)?|quit\p{L}*|only|until|till|unless|before|except\p{L}*|still|remain\p{L}*|few|fewer|little|rare\p{L}*|seldom|less|nur|erst|bis|bevor|außer\p{L}*|noch|wenig\p{L}*|selten\p{L}*|bleib\p{L}*|blieb\p{L}*|frei\p{L}*|\p{L}+(?:los|frei|less)\p{L}{0,2}|leer\p{L}*|solo|sólo|únicamente|hasta|antes|salvo|aún|todavía|sigue\p{L}*|siguió|siguen|contin\p{L}+|poc[oa]s?|menos|libre\p{L}*|seulement|jusqu\p{L}*|avant|sauf|encore|peu|rest\p{L}*|free|empty|drop\p{L}*|abandon\p{L}*|secret\p{L}*|contrary|contrast|gegensatz|contrario|ignor\p{L}*|desconoc\p{L}*|unbekannt\p{L}*|unknown|miss(?:es|ed|ing)?|verfehl\p{L}*|zurückgewiesen\p{L}*|weis\p{L}*|wies\p{L}*)$/u;
/** Chinese negation words. The lookarounds exclude compounds that are not negative, such as 不仅, 非常 and 未来. */
const CJK_EXPLICIT =
  /(?:没有|沒有|尚未|并未|並未|从未|從未|(?<![且少无無差了对對要])不(?![仅僅过過少但同断斷久管论論如惜妨料日及足到等良止锈鏽时時幸禁愧动動明得])|(?<![淹沉埋])[没沒](?![收落])|(?<![从從并並尚])未(?![来來婚必遂])|无(?![人线论疑数锡形障])|無(?![人線論疑數錫形障])|(?<![南北东西除是])非(?!常|洲|法|凡)|勿|莫)/gu;
const CJK_IMPLICIT =
  /(?:拒绝|拒絕|拒不|婉拒|否认|否認|否决|否決|否定|失败|失敗|反对|反對|反驳|避免|防止|阻止|杜绝|停止|停[产用办业运]|取消|撤销|撤回|放弃|放棄|禁止|缺乏|缺少|缺席|徒劳|落空|告吹|未遂|流产|驳回|駁回|排除|免除|失去|难以|難以|不满|不滿|不得不)/gu;
const CJK_WEAK = /(?:只|仅|僅|才|除|仍|尚|至今|少|难|難|以外|之外|相反|不同于|不像|免|空白|首次)/gu;

/**
 * The negation cues in a text, counted by kind: negation words (explicit), words and phrases with a negative meaning
 * (implicit), and restricting words (weak).
 */
export type NegationCounts = { explicit: number; implicit: number; weak: number };

const HAN_CHARACTER = /^\p{sc=Han}$/u;
const isExplicit = (word: string): boolean => EXPLICIT.test(word);
const isImplicit = (word: string): boolean => IMPLICIT.test(word) || NEGATIVE_PREFIX.test(word);

/**
 * Counts the negation cues in `text`. `words` are the lower-case words of `text`, with one entry per Han character.
 * Phrases and Chinese cues are matched in `text` itself. A weak cue directly before a negation word ("still not") does
 * not count.
 */
export function countNegationCues(text: string, words: string[]): NegationCounts {
  const lower = text.toLowerCase();
  const count = (pattern: RegExp): number => lower.match(pattern)?.length ?? 0;
  const others = words.filter((word) => !HAN_CHARACTER.test(word));
  const explicit = others.filter(isExplicit);
  const implicit = others.filter((word) => !isExplicit(word) && isImplicit(word));
  const weak = others.filter((word, i) => WEAK.test(word) && !isExplicit(others[i + 1] ?? ""));
  return {
    explicit: count(CJK_EXPLICIT) + explicit.length,
    implicit: count(CJK_IMPLICIT) + count(IMPLICIT_PHRASES) + implicit.length,
    weak: count(CJK_WEAK) + weak.length,
  };
}
