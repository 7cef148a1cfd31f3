import { asciiOf, type Pattern, partFor } from "./pattern.ts";

/**
 * What single words and marks tell of a line. None of it settles anything, since articles speak of newsletters and
 * photographs too: these are features that the line model weighs. Each language adds its words to the lists.
 */

/** The alternatives as words of their own, in any script with spaces; `unspaced` ones wherever they stand. */
function word(alternatives: string[], unspaced: string[] = []): Pattern {
  const whole = new RegExp(
    [`(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`, ...unspaced].join("|"),
    "iu",
  );
  return { whole, ascii: new RegExp(`\\b(?:${asciiOf(alternatives)})\\b`, "i") };
}

const same = (whole: RegExp): Pattern => ({ whole, ascii: whole });

const DATE =
  /(?:19|20)\d\d[-/.年]\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d|\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago/i;
const ADDRESS = /https?:|www\.|\.(?:com|org|net|html?)\b|\S@\S/i;
const MONEY = /[$€£¥₽]\s?\d|\d\s?[$€£¥₽]/;
const QUOTE = /["“”„«»「」]/;

/** What stands in captions, in prose that sells or asks something, and in notes on the author: hints, no rules. */
const CAPTION = word(
  [
    "photos?|photographs?|pictured?|pictures|image|caption|getty|reuters|shutterstock|illustration|screenshot|courtesy|credit|fot|foto|bild|фото|φωτο(?:γραφία)?",
    "AP|AFP|EPA|file|left|right|center|centre",
  ],
  ["图为", "资料图", "图片", "摄影"],
);
const PROMOTION = word(
  [
    "subscri\\p{L}+|newsletters?|sign(?:ed)? up|follow (?:us|me|him|her|them)|click|download|log ?in|register\\p{L}*|cookies?|privacy|copyright|rights reserved|affiliate|coupon|free trial|advertis\\p{L}+|sponsor\\p{L}*|our (?:site|app|channel|team|forums?)|e-?mail (?:us|me|him|her|address)|join (?:us|our|the)",
    "abonn\\p{L}+|inscri\\p{L}+|suscr\\p{L}+|assin\\p{L}+|iscriv\\p{L}+|anmeld\\p{L}+|zapisz|zaloguj|rejestr\\p{L}+|prawa zastrzeżone|serwis\\p{L}*",
    "подпи\\p{L}+|зарегистр\\p{L}+|регистрац\\p{L}+|редакци\\p{L}+|реклам\\p{L}+|сайт\\p{L}*|права защищены|перепечатк\\p{L}+|εγγραφ\\p{L}+|συνδεθ\\p{L}+|δικαιώματα",
  ],
  ["版权", "转载", "本网", "本站", "登录", "注册", "投稿", "授权", "免责", "著作權", "登入", "註冊"],
);
const CONSENT = word(["cookies?|gdpr|consent|browser|javascript|plugin|flash player|куки"]);
const IMAGE_FILE = /\.(?:jpe?g|png|gif|webp)\b|\bimage$|^image(?: copyright| caption|:)|\d of \d|\bof\d/i;
/** A day with its year, which the sentences of an article seldom name and captions mostly do. */
const FULL_DATE = /\b\d{1,2},? (?:19|20)\d\d\b|[A-Z]{3,}, .{2,30} - [A-Z]{3,}/;
const ABOUT = word([
  "(?:is|was|are) (?:an?|the) (?:\\p{L}+[ -]){0,4}(?:reporter|writer|editor|journalist|author|correspondent|columnist|contributor|blogger|producer|professor|founder|leader|provider|company|producer)",
  "(?:writes|reports|covers|blogs) (?:about|on|for)|contributed to this|can be reached|reach (?:him|her|them) at|about the author|have a tip|dedicated to|headquartered in|founded in \\d{4}|is based in",
]);
const POINTER =
  /^[^\p{L}\p{N}]*(?:related|also|read|see|more|watch|listen|photos?|videos?|gallery|update|opinion|on \p{L}+\.\p{L}+|mehr|lire|voir|leer|leggi|czytaj|zobacz|читайте|смотрите|διαβάστε|δείτε|相关|推荐)(?!\p{L})[^.]{0,30}[:：>»]|^(?:follow|subscribe|click|sign up|join|listen|download|watch|share|buy|shop) /iu;

/** "By Ada Quill", and what stands over a comment: "Ada on May 4, 2026 at 5:23 pm said:". */
const BYLINE =
  /^[^\p{L}\p{N}]*(?:by|von|par|por|przez|автор:?|作者[:：]?|文[:：])\s*\p{Lu}|(?:says?|said|wrote|replied)\s*:?$|^(?:posted|published|written|updated)\b/iu;
const COOKIE = /cookies?\b|куки/giu;

/** How often cookies are named. */
export const countCookies = (text: string): number => text.match(COOKIE)?.length ?? 0;

/** The names of what `hintsOf` tells. */
export const HINTS = [
  "date", "address", "money", "quote", "caption", "promotion", "about", "pointer", "consent", "imageFile", "fullDate", "byline",
] as const; // biome-ignore format: one list

const PATTERNS: Pattern[] = [
  same(DATE), same(ADDRESS), same(MONEY), same(QUOTE), CAPTION, PROMOTION, ABOUT, same(POINTER), CONSENT, same(IMAGE_FILE),
  same(FULL_DATE), same(BYLINE),
]; // biome-ignore format: as HINTS

/** 1 for each of HINTS that a line bears, else 0, in their order. */
export function hintsOf(text: string): number[] {
  const part = partFor(text);
  return PATTERNS.map((pattern) => Number(pattern[part].test(text)));
}
