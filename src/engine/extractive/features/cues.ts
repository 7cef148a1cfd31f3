/**
 * Words that tell what a statement does, in the languages that most documents come in. They only add to features that
 * know no language: a document in another language loses little. Those that are words of a sentence, but for the first person,
 * are matched against lower case, because patterns that ignore case take twice as long.
 */

/** The source of a regular expression that matches the alternatives as whole words. */
const wholeWords = (alternatives: string): string => `(?<![\\p{L}\\p{M}])(?:${alternatives})(?![\\p{L}\\p{M}])`;

/** Headings of sections that say what the whole document says. */
export const SUMMARY_HEADING =
  /summary|results?\b|findings|abstract|conclu|at a glance|highlights|key (?:points|findings)|what we (?:found|recommend)|recommend|discussion|zusammenfassung|fazit|ergebnis|überblick|auf einen blick|empfehl|resumen|resultados|hallazgos|recomenda|résumé|résultats|synthèse|en bref|recommand|resumo|riepilogo|risultati|sintesi|raccomanda|samenvatting|podsumow|wyniki|wnioski|streszczenie|итог|результат|вывод|резюме|рекоменд|要約|結果|要旨|まとめ|概要|結論|結び|摘要|结果|结论|總結|总结/iu;

/** The writer or speaker alone, who tells rather than states. */
export const FIRST_PERSON = new RegExp(
  `${wholeWords("I|my|me|I['’](?:m|ve|d|ll)|ich|mein\\p{L}*|mir|mich|yo|mi|je|j|mon|ma|mes|eu|meu|minha|io|mio|mia|ik|mijn|я|мой|моя|мне|меня")}|私|僕|わたし|我(?!们|們|国|國)`,
  "u",
);

/** Duties, demands, limits and prohibitions. */
export const OBLIGATION = new RegExp(
  `${wholeWords(
    "must|shall|should|ought|may not|need(?:s|ed)? to|ha(?:s|ve) to|never|only|at (?:least|most)|no more than|" +
      "muss|müssen|soll(?:te)?n?|darf|dürfen|nur|mindestens|höchstens|verpflichtet|deb(?:e|er[íi]a)\\p{L}*|solo|sólo|nunca|al menos|como máximo|" +
      "doi(?:t|vent)|devrai\\p{L}*|jamais|seulement|au (?:moins|plus)|deve\\p{L}*|dovr\\p{L}*|almeno|al massimo|moet\\p{L}*|zou\\p{L}*|mag|minstens|musi\\p{L}*|powin\\p{L}*|tylko|co najmniej|" +
      "долж\\p{L}+|следует|нельзя|только|не (?:менее|более)",
  )}|なければ|てはなら|べき|必ず|のみ|以上|以下|ください|必须|应该|应当|不得|至少|只能`,
  "u",
);

/** Reasons and consequences. */
export const REASON = new RegExp(
  `${wholeWords(
    "because|since|therefore|so that|due to|caused|weil|wegen|deshalb|daher|sodass|porque|debido|por eso|parce que|à cause|c['’]est pourquoi|" +
      "perché|perciò|por isso|omdat|daarom|ponieważ|dlatego|потому|поэтому|из-за",
  )}|ため|ので|したがって|因为|因此|所以`,
  "u",
);

/** Headings of sections about safety: what a reader of a manual must not miss. */
export const SAFETY_HEADING =
  /safety|warning|caution|danger|important|sicherheit|warn|gefahr|achtung|wichtig|sécurité|avertissement|attention|précaution|advertencia|seguridad|precauc|importante|avvertenz|sicurezza|attenzione|segurança|veiligheid|waarschuw|belangrijk|bezpiecze|ostrze|uwaga|безопасн|внимани|предупрежд|важно|安全|警告|注意|危険|重要/iu;

/** Harm, and what threatens if something is not heeded. */
export const HARM = new RegExp(
  `${wholeWords(
    "warning|danger\\p{L}*|caution|kill\\p{L}*|injur\\p{L}*|fires?|burns?|explo\\p{L}*|poison\\p{L}*|damag\\p{L}*|lost|lose|destroy\\p{L}*|ruin\\p{L}*|risk\\p{L}*|fatal|otherwise|or else|overheat\\p{L}*|void|" +
      "gefahr|gefährlich|achtung|warnung|vorsicht|verletz\\p{L}*|brand\\p{L}*|verbrenn\\p{L}*|beschädig\\p{L}*|verloren|sonst|andernfalls|gesperrt|erlischt|" +
      "danger\\p{L}*|attention|bless\\p{L}*|brûl\\p{L}*|incendie|endommag\\p{L}*|sinon|perd\\p{L}*|peligr\\p{L}*|advertencia|quem\\p{L}*|lesion\\p{L}*|daña\\p{L}*|daño\\p{L}*|riesgo|incendi\\p{L}*|de lo contrario|pierde\\p{L}*|" +
      "pericol\\p{L}*|attenzione|avvertenza|brucia\\p{L}*|ustion\\p{L}*|danneggi\\p{L}*|rischi\\p{L}*|altrimenti|perigo\\p{L}*|cuidado|aviso|risco|senão|caso contrário|" +
      "gevaar\\p{L}*|waarschuwing|brand|letsel|schade|anders|niebezpiecz\\p{L}*|uwaga|ryzyk\\p{L}*|poparz\\p{L}*|uszkodz\\p{L}*|inaczej|" +
      "опасн\\p{L}*|внимание|осторожно|травм\\p{L}*|пожар\\p{L}*|ожог\\p{L}*|поврежд\\p{L}*|риск\\p{L}*|иначе|потеря\\p{L}*",
  )}|危険|警告|注意|おそれ|恐れ|火災|やけど|けが|死亡|故障|爆発|否则|危险|火灾|损坏|爆炸|受伤`,
  "u",
);

/** How often, how long, how much at most. */
export const LIMIT = new RegExp(
  `${wholeWords(
    "every \\S+ (?:\\S+ )?(?:hours?|days?|weeks?|months?|years?|minutes?|cycles?|times)|once (?:a|an|every)|twice (?:a|an)|per \\p{L}+|up to|within|no later than|(?:more|less|fewer|longer|older|higher|lower|smaller|larger|wider|warmer) than|over|under|below|above|until|after \\d+|before|" +
      "alle \\S+ (?:\\S+ )?(?:stunden|tage|wochen|monate|jahre|minuten)|(?:ein|zwei)mal (?:im|pro|am|in)|pro \\p{L}+|bis(?: zu)?|innerhalb|spätestens|(?:mehr|weniger|länger|älter|höher|wärmer) als|über|unter|jede[rsn]?|" +
      "une fois par|tous les|toutes les|chaque|jusqu['’]à|plus de|moins de|au-delà|una vez (?:al|por|a la)|cada|hasta|más de|menos de|antes de|después de|" +
      "una volta (?:al|a)|ogni|fino a|(?:più|meno|oltre) (?:di|\\d)|entro|sotto|uma vez (?:por|ao)|até|mais de|menos de|antes de|" +
      "elke|iedere|per \\p{L}+|tot|binnen|(?:meer|minder|langer|ouder) dan|co \\p{L}+|raz (?:na|w)|do \\d+|powyżej|poniżej|ponad|" +
      "кажд\\p{L}+|раз в|до \\d+|не позднее|более|менее|свыше|старше|младше|в течение",
  )}|ごと|まで|以内|未満|超え|毎|回、|每|以内|超过|之前`,
  "u",
);

/** What was settled. */
export const DECISION = new RegExp(
  `${wholeWords(
    "agreed|decid\\p{L}+|decision|resol(?:ved|ution)|approv\\p{L}+|carried|unanimous\\p{L}*|adopted|elected|appointed|voted|votes?|settled|accepted|rejected|signed off|" +
      "beschl\\p{L}+|einigt\\p{L}*|entschied\\p{L}*|entscheid\\p{L}*|genehmig\\p{L}*|angenommen|abgelehnt|einstimmig|gewählt|stimmen|" +
      "décid\\p{L}+|décision|approuv\\p{L}*|adopt\\p{L}+|vot\\p{L}+|unanimité|convenu|élu\\p{L}*|acord\\p{L}+|acuerd\\p{L}+|aprob\\p{L}+|aprueb\\p{L}+|decid\\p{L}+|unanimidad|elegid\\p{L}*|rechaz\\p{L}+|" +
      "deliber\\p{L}+|approv\\p{L}+|decis\\p{L}+|unanimità|elett\\p{L}+|aprov\\p{L}+|decidi\\p{L}*|unanimidade|eleit\\p{L}+|besloten|besluit\\p{L}*|afgesproken|goedgekeurd|gestemd|" +
      "uchwal\\p{L}+|postanow\\p{L}+|przyję\\p{L}+|zatwierdz\\p{L}+|głos\\p{L}+|реш\\p{L}+|приня\\p{L}+|утвержд\\p{L}+|одобр\\p{L}+|голос\\p{L}+|избра\\p{L}+",
  )}|決定|決ま|決め|承認|可決|賛成|合意|通过|决定|同意|批准`,
  "u",
);

/** Results: what was found, what rose or fell. */
export const FINDING = new RegExp(
  `${wholeWords(
    "found|shows?|showed|suggests?|fell|rose|increas\\p{L}+|decreas\\p{L}+|doubled|halved|dropped|grew|cut|reduced|than|caused?|accounted|half|a third|two thirds|most|" +
      "zeig\\p{L}+|ergab\\p{L}*|sank\\p{L}*|stieg\\p{L}*|als|häl?fte|drittel|verdoppel\\p{L}*|meist\\p{L}*|montr\\p{L}+|baiss\\p{L}+|augment\\p{L}+|moitié|tiers|plupart|" +
      "muestra\\p{L}*|baj[oó]|sub[ií]\\p{L}+|aument\\p{L}+|mitad|tercio|mayoría|mostra\\p{L}*|metà|maggior\\p{L}*|terzo|metade|maioria|toon\\p{L}*|daalde\\p{L}*|steeg|helft|meeste|" +
      "wzr[oó]s\\p{L}*|spad\\p{L}+|połow\\p{L}+|większo\\p{L}+|показ\\p{L}+|снизи\\p{L}+|вырос\\p{L}*|половин\\p{L}+|больш\\p{L}+",
  )}|わかった|分かった|増え|減っ|減少|増加|より|半分|多く|发现|表明|增加|减少|下降`,
  "u",
);

/** Headings of sections that tell how and when rather than what. */
export const BACKGROUND_HEADING =
  /background|how (?:we|it|i) |method|material|introduction|related work|history|about|setting|hintergrund|(?:so|wie) (?:haben )?wir |methode|einleitung|vorgehen|geschichte|contexte|comment (?:nous|on) |méthode|introduction|antecedentes|cómo (?:se|lo) |método|introducción|contesto|metodo|introduzione|contexto|introdução|achtergrond|methode|tło|metod|wprowadzenie|метод|введение|背景|方法|はじめに|简介/iu;

/** Proposals that were not settled. That an event is put off is a fact of its own. */
export const DEFERRED = new RegExp(
  `${wholeWords(
    "(?:propos\\p{L}+|motions?|items?|applications?|decisions?|discussions?|questions?|requests?|amendments?) .{0,120}(?:adjourned|deferred|postponed|held over|left open)|no decision|not (?:yet )?decided|" +
      "(?:antrag|anträge|beschluss|frage|punkt|entscheidung|thema|vorschlag) .{0,120}(?:vertagt|zurückgestellt|verschoben|offen)|" +
      "(?:proposition|motion|question|point|demande|décision) .{0,120}(?:reportée?|ajournée?|renvoyée?)|(?:propuesta|moción|punto|decisión|asunto|solicitud) .{0,120}(?:aplaz\\p{L}+|pospuest\\p{L}+|pospon\\p{L}+)|" +
      "(?:proposta|mozione|punto|decisione|richiesta|moção|ponto|pedido) .{0,120}(?:rinviat\\p{L}+|adiad\\p{L}+)|(?:voorstel|punt|besluit|verzoek) .{0,120}(?:uitgesteld|verdaagd|aangehouden)|" +
      "(?:wniosek|punkt|decyzj\\p{L}+) .{0,120}(?:odroczon\\p{L}+|przełożon\\p{L}+)|(?:предложени\\p{L}+|вопрос\\p{L}*|решени\\p{L}+) .{0,120}(?:отложен\\p{L}*|перенес\\p{L}+)",
  )}|(?:議案|提案|決定|議題).{0,60}(?:延期|先送り|継続)|継続審議|(?:提案|议案|决定).{0,60}(?:推迟|搁置)`,
  "u",
);
