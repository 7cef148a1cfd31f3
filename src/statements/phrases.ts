/**
 * Sentences that are whole and still state nothing about their subject: courtesies, sponsors, contacts, formalities. They
 * are told by what is always said in them, in the languages that most documents come in.
 */

/** The source of a regular expression that matches the alternatives as whole words. */
const words = (...alternatives: string[]): string =>
  `(?<![\\p{L}\\p{M}])(?:${alternatives.join("|")})(?![\\p{L}\\p{M}])`;

/** An e-mail address, an address on the web, a telephone number: somebody is to be reached, nothing is told. */
const CONTACT = /[\w.+-]+@[\w-]+\.\w|https?:\/\/|\bwww\.|(?:\+\d{1,3}|\b0\d{2,4})[\s/-]\(?\d[\d\s/-]{5,}/u;

/** Rights, imprints and disclaimers. */
const IMPRINT = new RegExp(
  `©|\\(c\\)\\s?\\d{4}|再生紙を使|無断転載|版权所有|${words(
    "all rights reserved|registered (?:in|office)|vat n[or]\\.?|does not constitute|printed on (?:recycled |chlorine-free )?paper|before printing this",
    "(?:compiled|prepared|transcribed|translated|edited|minuted) by|available for interview|embargo(?:ed)?|not for (?:onward )?(?:circulation|publication|release)",
    "suggested citation|may be cited as|this (?:e-?mail|message) (?:is|was|may)",
    "(?:gedruckt auf|impreso en|imprimé sur|stampato su|impresso em|gedrukt op|wydrukowano na|отпечатано на) (?:\\S+ ){0,3}(?:\\p{L}*papier\\p{L}*|papel|carta|papierze|бумаге)",
    "alle rechte vorbehalten|maschinell erstellt|ohne unterschrift gültig|ohne gewähr|handelsregister",
    "tous droits réservés|ne pas jeter sur la voie publique|reproduction interdite",
    "todos los derechos reservados|prohibida (?:su|la) reproducción|todos os direitos reservados",
    "tutti i diritti riservati|vietata la riproduzione|все права защищены|wszelkie prawa zastrzeżone",
  )}`,
  "u",
);

/** Greetings, thanks and good-byes at the start of a sentence: what people say to each other, not about anything. */
const COURTESY = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:${words(
    "hello|hi|hey|welcome|good (?:morning|afternoon|evening)|(?:many )?thank(?:s| you)|cheers|bye|see you|take care|congratulations|hope you|dear",
    "hallo|guten (?:morgen|tag|abend)|moin|willkommen|danke|vielen dank|tschüss|bis bald|liebe[rs]?|sehr geehrte[rs]?",
    "bonjour|bonsoir|salut|merci|au revoir|bienvenue|à bientôt|hola|buen[oa]s (?:días|tardes|noches)|gracias|bienvenid[oa]s?|adiós|hasta (?:luego|pronto)",
    "olá|bom dia|boa (?:tarde|noite)|obrigad[oa]|ciao|buongiorno|buonasera|grazie|arrivederci|hallo|dank je|dziękuję|dzień dobry",
    "привет|здравствуйте|добр(?:ое|ый|ого)|спасибо|до свидания|merhaba|teşekkür\\p{L}*",
  )}|平素より|いつもお世話|拝啓|こんにちは|こんばんは|おはよう|ありがとう|よろしく|皆さん、|你好|大家好|谢谢)`,
  "u",
);
/** Closings of letters, and offers to be asked: said to the reader, not about anything. */
const CLOSING = new RegExp(
  `${words(
    "(?:do not|don['’]t) hesitate to|feel free to (?:contact|ask|reach)|look(?:ing)? forward to (?:hearing|seeing|welcoming|meeting|your)|(?:remain|are) at your disposal|yours (?:faithfully|sincerely|truly)|should you (?:require|need|have) (?:any|further)|(?:would|will) be (?:pleased|happy|glad) to (?:assist|help|answer)|(?:kind|best|warm) regards|finds you (?:well|in good)|if you have any (?:\\S+ )?questions,? (?:please|contact|just)",
    "für (?:rück)?fragen steh\\p{L}+|steh\\p{L}+ (?:ich|wir) (?:ihnen|euch|dir) .{0,40}zur verfügung|mit (?:freundlichen|herzlichen|besten) grüßen|(?:wir )?verbleiben (?:wir )?mit|hochachtungsvoll|zögern sie nicht|wir freuen uns (?:auf|über) (?:ihr|euer)\\p{L}*",
    "veuillez agréer|vous pri(?:ons|e) (?:de croire|d['’]agréer)|sentiments (?:les meilleurs|distingués|dévoués)|salutations distinguées|n['’]hésitez pas à|à votre (?:entière )?disposition|dans l['’]attente de (?:votre|vous)|quedamos a (?:su|vuestra)|a su (?:entera )?disposición|no dud[ea]n? en|atentamente|un cordial saludo|saludos cordiales",
    "in attesa di (?:un )?(?:\\S+ )?(?:vostr|su|tu)\\p{L}+|(?:cordiali|distinti) saluti|non esit\\p{L}+ a|a (?:vostra|sua) (?:completa )?disposizione|melhores cumprimentos|atenciosamente|não hesite|à (?:vossa|sua) (?:inteira )?disposição",
    "met vriendelijke groet\\p{L}*|aarzel niet|z poważaniem|z wyrazami szacunku|с уважением|не стесняйтесь|искренне ваш\\p{L}*",
  )}|お気軽に(?:お問|ご(?:連絡|相談))|(?:賜りますよう|ご(?:理解|協力|愛顧|支援)).{0,20}(?:お願い(?:申し上げ|いた|致)|幸い)|何卒.{0,12}お願い|敬具|如有(?:任何)?(?:疑问|问题)|此致|敬礼`,
  "u",
);

/** What only leads to something else: "Check out the demo page", "See the wiki for more examples". */
const POINTER = new RegExp(
  `^[^\\p{L}\\p{N}]*(?:please )?${words(
    "check out|(?:take|have) a look at|for (?:more|further|full|additional) (?:information|details|examples|documentation),? (?:please )?(?:see|visit|read|check|refer)|(?:see|visit|refer to|read) (?:\\S+ ){1,8}for (?:more|further|full|all|details|examples|documentation|instructions|information|an overview)",
    "(?:weitere|mehr|nähere) (?:informationen|einzelheiten|details|beispiele) (?:\\S+ ){0,4}(?:unter|auf|in|finde\\p{L}+|gibt es)|siehe (?:\\S+ ){1,8}für",
    "para (?:más|mayor) (?:información|detalles),? (?:vea|véase|consulte|consulta|visite|visita)|(?:consulte|consulta|vea|visite) (?:\\S+ ){1,8}para (?:más|obtener|ver)",
    "pour (?:plus|davantage) d['’](?:informations?|exemples),? (?:voir|consultez|visitez)|(?:consultez|voir) (?:\\S+ ){1,8}pour (?:plus|en savoir)",
  )}|^(?:詳細|詳しく|使い方)(?:は|について).{1,30}(?:参照|ご覧|見て)`,
  "u",
);

/** Thanks anywhere in a short sentence. */
const THANKS = new RegExp(
  `${words("thanks?|thank you|danke|merci|gracias|obrigad[oa]|grazie|спасибо|dziękuję|abrazo|abraço|have a (?:great|good|nice) day")}|ありがとう|お願いします|谢谢`,
  "u",
);
/** Maximum length of a sentence that consists of thanks, in words; of characters without spaces between words. */
const MAX_THANKS = { words: 10, characters: 24 };

/** What holds a show, a page or a shop together: sponsors, subscriptions, cookies, sharing. */
const PROMOTION = new RegExp(
  `スポンサー|チャンネル登録|クーポン|广告|${words(
    "sponsor(?:ed|s)?|brought to you by|support for this (?:show|podcast|programme|program)|promo(?:tion)? code|use (?:the |my )?code|\\d+ ?% off|affiliate\\p{L}*",
    "subscribe|newsletter|follow us|sign up|(?:five|5)[- ]stars?|leave (?:us )?a (?:\\S+ )?review|share this|tag @\\w+|enter your e-?mail|your inbox|free for \\d+|get my free",
    "cookies?|was this (?:page|article) helpful|buy me a coffee|star us|read more|click here|listen to this article|support (?:independent|our)|patreon|wherever you get your podcasts",
    "(?:right back|short break|quick break|after (?:a|the|this) (?:\\S+ )?break)|sync to video time|friendly assistant",
    "werbung|anzeige|rabattcode|abonnier\\p{L}*|teilen sie|kurze pause|patrocinad\\p{L}*|suscr[ií]b\\p{L}*|código (?:promocional|de descuento)|parrainé|abonnez-vous|code promo",
    "sponsorizzat\\p{L}*|iscriviti|inscreva-se|patrocínio|подпис(?:ывайтесь|аться)",
  )}`,
  "u",
);

/** What only the reader of an advertisement says: one tells it. */
const SPONSOR_READ = new RegExp(
  `${words(
    "dot (?:com|org|io|net|co|app|shop) slash \\S+|(?:dollars|euros|pounds|per ?cent|%) off your (?:first|next)|(?:episode|show|podcast|programme|program) (?:is |was |today is )?(?:made possible|brought to you|presented|supported) by",
    "(?:use|enter|with) (?:the |my |our |promo )?code (?!of\\b|for\\b|that\\b|is\\b|in\\b)\\S+ (?:at|for|to get|you)|at checkout|today['’]s sponsor|word from our",
    "(?:folge|sendung|podcast)\\P{L}(?:\\S+ ){0,4}(?:präsentiert|unterstützt|gesponsert)|mit dem code \\S+ (?:\\S+ ){0,3}(?:spart|sparst|bekomm|erhalt)\\p{L}*|unter \\S+ punkt (?:de|com|net)",
    "(?:episodio|programa|podcast) (?:\\S+ ){0,3}(?:presentado|patrocinado|posible) (?:por|gracias)|con el código \\S+ (?:\\S+ ){0,3}(?:descuento|tienes|tenéis|ahorra\\p{L}*)|punto com barra",
    "(?:épisode|émission|podcast) (?:\\S+ ){0,3}(?:présentée?|soutenue?|sponsorisée?) par|avec le code \\S+ (?:\\S+ ){0,4}(?:remise|réduction|bénéfici\\p{L}*)|point com slash",
    "(?:episodio|puntata|podcast) (?:\\S+ ){0,3}(?:offert\\p{L}+|sponsorizzat\\p{L}+) da|con il codice \\S+ (?:\\S+ ){0,3}sconto|(?:episódio|programa) (?:\\S+ ){0,3}(?:oferecido|patrocinado) por|com o código \\S+ (?:\\S+ ){0,3}desconto",
    "(?:выпуск|подкаст) (?:\\S+ ){0,4}при поддержке|по промокоду",
  )}|の提供でお送り|クーポンコード`,
  "u",
);

/** Whether a turn of a conversation is an advertisement that is read aloud, which holds nothing else. */
export const isSponsorRead = (turn: string): boolean => SPONSOR_READ.test(turn.toLowerCase());

/** Openings with which somebody takes back what was said before. */
const CORRECTION = new RegExp(
  `^[^\\p{L}\\p{N}*]*(?:\\*[\\p{L}\\p{N}]|(?:${[
    "(?:no|oh|oops|sorry|ah|argh),? (?:wait|sorry|i mean|i meant|scratch that|it['’]s|that['’]s wrong|not)|wait,? (?:no|it['’]s|that['’]s)|scratch that|correction|i meant|my mistake|actually,? (?:no|it['’]s)|typo",
    "(?:nein|ach|oh|ups|sorry|moment),? (?:doch|quatsch|moment|stopp?|ich meinte|falsch|nicht|es ist)|korrektur|quatsch|ich meinte?|vertippt|stimmt nicht",
    "(?:no|perdón|uy|ay),? (?:espera|perdón|quería decir|quise decir|es el|no es)|corrijo|corrección|me equivoqué|quise decir|(?:non|oups|pardon),? (?:attends?|attendez|pardon|je voulais dire|c['’]est)|rectification|correction|je voulais dire|erreur de ma part",
    "(?:no|scusate|scusa|ops),? (?:aspetta|aspettate|scusate|volevo dire|è)|correzione|mi sono sbagliat[oa]|(?:não|desculpa|opa),? (?:espera|quis dizer|é)|correção|enganei-me|(?:nee|sorry|oeps),? (?:wacht|ik bedoel|niet)|correctie",
    "(?:ой|нет|стоп|извините),? (?:стоп|не|ошиб\\p{L}+|подожд\\p{L}+)|поправка|точнее|ошибся|ошиблась",
  ].join(
    "|",
  )})(?![\\p{L}\\p{M}]))|^\\P{L}*(?:あ、?)?(?:訂正|すみません、?(?:間違|訂正)|間違え|やっぱり|不对|更正|说错)`,
  "u",
);

/** Whether a message takes back what was said just before it. */
export const isCorrection = (message: string): boolean => CORRECTION.test(message.toLowerCase());

/** What every meeting and every chat has, whatever it is about: openings, closings, apologies, comings and goings. */
const FORMALITY = new RegExp(
  words(
    "apologies (?:were|for absence)|(?:were|was) (?:approved|agreed|accepted) (?:and signed )?as a (?:true|correct) record|no further business|closed the meeting|meeting (?:was )?(?:closed|ended|opened) at",
    "welcomed (?:everyone|everybody|all|those|members)|declarations? of interest|fire exits?|next (?:meeting|sync)",
    "(?:sitzung|versammlung) (?:\\S+ ){0,6}(?:geschlossen|eröffnet)|begrü(?:ß|ss)t\\p{L}* (?:die|alle)|séance est (?:levée|ouverte)|se (?:levanta|abre) la sesión|seduta è (?:tolta|aperta)|toplantı saat|заседание (?:закрыто|открыто)",
    "(?:joined|left) (?:the )?(?:group|channel|chat|server|thread|call|conversation)|has (?:joined|quit|left)(?= [#\\[(]|$)|message was deleted|mensaje se ha eliminado|nachricht wurde gelöscht|message a été supprimé|сообщение удалено|end-to-end encrypted|only people in this chat|pinned a message",
  ),
  "u",
);

/** Whether a sentence of the given size (words, or characters without spaces between words) only goes with the paper. */
export function isPhrase(text: string, size: number): boolean {
  // Patterns that ignore case take twice as long.
  const sentence = text.toLowerCase();
  const isShort = size <= (/\s/.test(sentence.trim()) ? MAX_THANKS.words : MAX_THANKS.characters);
  return (
    CONTACT.test(sentence) ||
    POINTER.test(sentence) ||
    IMPRINT.test(sentence) ||
    COURTESY.test(sentence) ||
    PROMOTION.test(sentence) ||
    FORMALITY.test(sentence) ||
    (isShort && THANKS.test(sentence)) ||
    (!/\p{N}/u.test(sentence) && CLOSING.test(sentence))
  );
}
