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
  `©|\\(c\\)\\s?\\d{4}|無断転載|版权所有|${words(
    "all rights reserved|registered (?:in|office)|vat n[or]\\.?|does not constitute|printed on (?:recycled )?paper|before printing this",
    "(?:compiled|prepared|transcribed|translated|edited|minuted) by|available for interview|embargo(?:ed)?|not for (?:onward )?(?:circulation|publication|release)",
    "suggested citation|may be cited as|this (?:e-?mail|message) (?:is|was|may)",
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
    IMPRINT.test(sentence) ||
    COURTESY.test(sentence) ||
    PROMOTION.test(sentence) ||
    FORMALITY.test(sentence) ||
    (isShort && THANKS.test(sentence))
  );
}
