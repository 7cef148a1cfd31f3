import { asciiAlternation, type PatternVariants, variantFor } from "./patternVariants.ts";

/**
 * Keyword patterns that hint at boilerplate. They are features of the line model and not rules, because articles
 * mention newsletters and photographs too. To support a language, add its words to the lists.
 */

/**
 * Creates a pattern that matches `alternatives` as whole words and `unspaced`, words of scripts without spaces,
 * anywhere.
 */
function wordPattern(alternatives: string[], unspaced: string[] = []): PatternVariants {
  const unicode = new RegExp(
    [`(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`, ...unspaced].join("|"),
    "iu",
  );
  return { unicode, ascii: new RegExp(`\\b(?:${asciiAlternation(alternatives)})\\b`, "i") };
}

const bothVariants = (pattern: RegExp): PatternVariants => ({ unicode: pattern, ascii: pattern });

const DATE =
  /(?:19|20)\d\d[-/.年]\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d|\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d (?:minutes?|hours?|days?|weeks?|months?|years?) ago/i;
const WEB_ADDRESS = /https?:|www\.|\.(?:com|org|net|html?)\b|\S@\S/i;
const MONEY = /[$€£¥₽]\s?\d|\d\s?[$€£¥₽]/;
const QUOTATION_MARK = /["“”„«»「」]/;

/** Words typical of captions and photo credits. */
const CAPTION = wordPattern(
  [
    "photos?|photographs?|pictured?|pictures|image|caption|getty|reuters|shutterstock|illustration|screenshot|courtesy|credit|fot|foto|bild|фото|φωτο(?:γραφία)?",
    "AP|AFP|EPA|file|left|right|center|centre",
  ],
  ["图为", "资料图", "图片", "摄影"],
);
/** Words typical of sign-up prompts, advertising and legal notices. */
const PROMOTION = wordPattern(
  [
    "subscri\\p{L}+|newsletters?|sign(?:ed)? up|follow (?:us|me|him|her|them)|click|download|log ?in|register\\p{L}*|cookies?|privacy|copyright|rights reserved|affiliate|coupon|free trial|advertis\\p{L}+|sponsor\\p{L}*|our (?:site|app|channel|team|forums?)|e-?mail (?:us|me|him|her|address)|join (?:us|our|the)",
    "abonn\\p{L}+|inscri\\p{L}+|suscr\\p{L}+|assin\\p{L}+|iscriv\\p{L}+|anmeld\\p{L}+|zapisz|zaloguj|rejestr\\p{L}+|prawa zastrzeżone|serwis\\p{L}*",
    "подпи\\p{L}+|зарегистр\\p{L}+|регистрац\\p{L}+|редакци\\p{L}+|реклам\\p{L}+|сайт\\p{L}*|права защищены|перепечатк\\p{L}+|εγγραφ\\p{L}+|συνδεθ\\p{L}+|δικαιώματα",
  ],
  ["版权", "转载", "本网", "本站", "登录", "注册", "投稿", "授权", "免责", "著作權", "登入", "註冊"],
);
const CONSENT = wordPattern(["cookies?|gdpr|consent|browser|javascript|plugin|flash player|куки"]);
/** Image file names, image labels, and gallery counters such as "3 of 12". */
const IMAGE_FILE = /\.(?:jpe?g|png|gif|webp)\b|\bimage$|^image(?: copyright| caption|:)|\d of \d|\bof\d/i;
/**
 * A day followed by a year, as in "May 4, 2026", or a dateline. Common in captions, rare in the sentences of an
 * article.
 */
const FULL_DATE = /\b\d{1,2},? (?:19|20)\d\d\b|[A-Z]{3}, .{2,30} - [A-Z]{3}/;
/** Phrases typical of notes about the author or the publisher. */
const AUTHOR_BIO = wordPattern([
  "(?:is|was|are) (?:an?|the) (?:\\p{L}+[ -]){0,4}(?:reporter|writer|editor|journalist|author|correspondent|columnist|contributor|blogger|producer|professor|founder|leader|provider|company|producer)",
  "(?:writes|reports|covers|blogs) (?:about|on|for)|contributed to this|can be reached|reach (?:him|her|them) at|about the author|have a tip|dedicated to|headquartered in|founded in \\d{4}|is based in",
]);
/** Pointers to other content, such as "Read also: …" or "Follow us". */
const CROSS_REFERENCE =
  /^[^\p{L}\p{N}]*(?:related|also|read|see|more|watch|listen|photos?|videos?|gallery|update|opinion|on \p{L}+\.\p{L}+|mehr|lire|voir|leer|leggi|czytaj|zobacz|читайте|смотрите|διαβάστε|δείτε|相关|推荐)(?!\p{L})[^.]{0,30}[:：>»]|^(?:follow|subscribe|click|sign up|join|listen|download|watch|share|buy|shop) /iu;

/** Bylines such as "By Ada Quill", and comment headers such as "Ada on May 4, 2026 at 5:23 pm said:". */
const BYLINE =
  /^[^\p{L}\p{N}]*(?:by|von|par|por|przez|автор:?|作者[:：]?|文[:：])\s*\p{Lu}|(?:says?|said|wrote|replied)\s*:?$|^(?:posted|published|written|updated)\b/iu;
const COOKIE = /cookies?\b|куки/giu;

/** Counts the mentions of cookies, of which a consent dialog contains many. */
export const countCookies = (text: string): number => text.match(COOKIE)?.length ?? 0;

/** The patterns by hint, in the order of the line model's features. */
const PATTERNS = {
  date: bothVariants(DATE),
  webAddress: bothVariants(WEB_ADDRESS),
  money: bothVariants(MONEY),
  quotationMark: bothVariants(QUOTATION_MARK),
  caption: CAPTION,
  promotion: PROMOTION,
  authorBio: AUTHOR_BIO,
  crossReference: bothVariants(CROSS_REFERENCE),
  consent: CONSENT,
  imageFile: bothVariants(IMAGE_FILE),
  fullDate: bothVariants(FULL_DATE),
  byline: bothVariants(BYLINE),
} satisfies Record<string, PatternVariants>;

export type Hint = keyof typeof PATTERNS;
export const HINTS = Object.keys(PATTERNS) as Hint[];

/** Returns, for each hint, 1 if its pattern matches the line, else 0. */
export function keywordHints(text: string): Record<Hint, number> {
  const variant = variantFor(text);
  // Built key by key: Object.fromEntries would return an object in V8's slow dictionary mode.
  const hints = {} as Record<Hint, number>;
  for (const hint of HINTS) hints[hint] = Number(PATTERNS[hint][variant].test(text));
  return hints;
}
