import { wholeWords } from "../text/index.ts";

/* The words by which the features of answers are told, in the languages that most documents come in. */

/** What reports or quotes somebody's words. */
export const REPORTED =
  /["“”„«»「」『』]|(?<![\p{L}])(?:said|says?|argue[sd]?|claim(?:s|ed)?|wr[io]tes?|believe[sd]?|thinks?|thought|told|case is|according|denie[sd]|insist(?:s|ed)?|warn(?:s|ed)?|sagte?|meint\p{L}?|erklärte?|dice|dijo|afirm\p{L}+|dit|estime|affirme|disse|diz|говорит|сказал\p{L}?|заявил\p{L}?|считает)(?![\p{L}])|述べ|話す|語る|言う|という|说|表示|认为/iu;

/** A year. */
export const YEAR_IN_TEXT = /(?<!\p{N})(?:1[5-9]|20)\d\d(?!\p{N})/u;

/** A name within a sentence. */
export const NAME_IN_TEXT = /(?<=[^\n][\s(«"“„'])\p{Lu}[\p{L}\p{M}-]+/u;

/** A pronoun or demonstrative at the start of a sentence. */
export const REFERS_BACK =
  /^["“„«(]?(?:[\p{L}]+, )?(?:it|its|he|his|she|her|they|their|them|this|that|these|those|such|the (?:latter|former|same)|one|both|er|sie|es|seine?\p{L}{0,2}|ihre?\p{L}{0,2}|dies\p{L}{0,3}|das|él|ella|ellos|ellas|este|esta|estos|estas|ese|esa|eso|su|sus|il|elle|ils|elles|ce|cette|ces|cela|ele|ela|eles|elas|isso|questo|questa|essi|он|она|они|оно|это|этот|эта|эти|его|их|bu|bunlar|onlar|o)(?![\p{L}\p{M}])|^(?:他|她|它|这|該|该|其|彼|それ|これ|この|その)|^(?:هو|هي|هذا|هذه|وهو|وهي)\s/iu;

/** Nobody, or somebody without a name. */
export const NOBODY =
  /(?<![\p{L}])(?:nobody|no one|no-one|none|somebody|someone|vacant|anyone|anybody|niemand|jemand|keiner|nadie|alguien|personne|quelqu['’]un|ninguém|alguém|nessuno|qualcuno|никто|кто-то)(?![\p{L}])|誰も|没有人|有人/iu;

/** What asks for something that happened. */
export const HAPPENED = /(?<![\p{L}])did(?![\p{L}])|(?<![\p{L}])(?:wurden?|hat|haben)(?![\p{L}])/iu;

/** What tells of something planned. */
export const PLANNED =
  /(?<![\p{L}])(?:(?:was|were|is|are) (?:to|supposed|expected|scheduled|planned|due|meant)|would|will|shall|plan(?:s|ned)? to|soll(?:te|ten|en)?|geplant|debía\p{L}?|devait|prévue?s?)(?![\p{L}])/iu;

/** What stands between a speaker and what he says of another. */
export const SAID_THAT = /(?<![\p{L}])(?:that|dass|daß|que|qu['’]|che|что|że)(?![\p{L}])|(?:述べ|言っ|话|指摘)/iu;

/** A question that somebody asks in the text. */
export const INDIRECT =
  /(?<![\p{L}])(?:ask(?:s|ed)?|wonder(?:s|ed)?|(?:unclear|unknown|not known|no one knows|nobody knows)|fragt(?:e)?|unklar|weiß niemand|pregunt\p{L}+|no se sabe|demand(?:e|é|ait)|chied\p{L}+|chiese|pergunt\p{L}+|спр(?:осил|ашива)\p{L}*|неизвестно|pyta\p{L}*|zapytał\p{L}*)(?: \p{L}+){0,3}[, ]+(?:who|whom|what|when|where|why|how|whether|which|wer|was|wann|wo|warum|wie|ob|welche\p{L}*|quién|qué|cuándo|dónde|por qué|cómo|cuánt\p{L}+|qui|ce qu\p{L}|quand|où|pourquoi|comment|combien|chi|cosa|quando|dove|perché|quanto|quem|onde|кто|что|когда|где|почему|сколько|kto|kiedy|gdzie)(?![\p{L}])/iu;

/** What tells of a condition. */
export const CONDITION = new RegExp(
  wholeWords(
    "if|unless|whether|would|could|should|falls|sofern|würden?|könnten?|sollten?|wenn|si|podría|debería|pourrait|devrait|se|caso|dovrebbe|potrebbe|deveria|если|бы|jeśli|jeżeli",
  ),
  "iu",
);

/** Where a clause ends. */
export const CLAUSE =
  /[;:()–—]|,\s(?=(?:and|but|while|whereas|or|so|which|who|und|aber|während|oder|y|pero|mientras|et|mais|tandis|e|ma|mas|а|но|и)\s)/u;

/** What asks what happens, or what to do. */
export const HAPPENS =
  /(?<![\p{L}])(?:what (?:happens|should|must|can|do|does|will happen)|how (?:do|can|should)|was (?:passiert|geschieht|mache|muss|soll|kann|tue)|qué (?:pasa|ocurre|hago|debo)|que (?:se passe|faire|dois)|cosa (?:succede|devo)|o que (?:acontece|devo)|что (?:будет|делать))(?![\p{L}])|どうなり|どうすれば|怎么办|会怎/iu;

/** Whether a text has a number or code that is not part of another. */
export const hasToken = (text: string, token: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])${token.replace(/[.]/g, "\\.")}(?![\\p{L}\\p{N}])`, "u").test(text);
