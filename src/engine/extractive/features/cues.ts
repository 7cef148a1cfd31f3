/**
 * Words that tell what a statement does, in the languages that most documents come in. They only add to features that
 * know no language: a document in another language loses little.
 */

/** The source of a regular expression that matches the alternatives as whole words. */
const wholeWords = (alternatives: string): string => `(?<![\\p{L}\\p{M}])(?:${alternatives})(?![\\p{L}\\p{M}])`;

/** Headings of sections that say what the whole document says. */
export const SUMMARY_HEADING =
  /summary|abstract|conclu|at a glance|highlights|key (?:points|findings)|what we (?:found|recommend)|recommend|discussion|zusammenfassung|fazit|ergebnis|überblick|auf einen blick|empfehl|resumen|recomenda|résumé|synthèse|en bref|recommand|resumo|riepilogo|sintesi|raccomanda|samenvatting|podsumow|wnioski|streszczenie|итог|вывод|резюме|рекоменд|要約|要旨|まとめ|概要|結論|結び|摘要|结论|總結|总结/iu;

/** The writer or speaker alone, who tells rather than states. */
export const FIRST_PERSON = new RegExp(
  `${wholeWords("I|my|me|I['’](?:m|ve|d|ll)|ich|mein\\p{L}*|mir|mich|yo|mi|je|j|mon|ma|mes|eu|meu|minha|io|mio|mia|ik|mijn|я|мой|моя|мне|меня")}|私|僕|わたし|我(?!们|們|国|國)`,
  "u",
);

/** Duties, limits and prohibitions. */
export const OBLIGATION = new RegExp(
  `${wholeWords(
    "must|shall|may not|need(?:s|ed)? to|ha(?:s|ve) to|never|only|at (?:least|most)|no more than|" +
      "muss|müssen|darf|dürfen|nur|mindestens|höchstens|verpflichtet|debe\\p{L}*|solo|sólo|nunca|al menos|como máximo|" +
      "doit|doivent|jamais|seulement|au (?:moins|plus)|deve\\p{L}*|almeno|al massimo|moet\\p{L}*|mag|minstens|musi\\p{L}*|tylko|co najmniej|" +
      "долж\\p{L}+|нельзя|только|не (?:менее|более)",
  )}|なければ|てはなら|必ず|のみ|以上|以下|ください|必须|不得|至少|只能`,
  "iu",
);

/** Reasons and consequences. */
export const REASON = new RegExp(
  `${wholeWords(
    "because|since|therefore|so that|due to|caused|weil|wegen|deshalb|daher|sodass|porque|debido|por eso|parce que|à cause|c['’]est pourquoi|" +
      "perché|perciò|por isso|omdat|daarom|ponieważ|dlatego|потому|поэтому|из-за",
  )}|ため|ので|したがって|因为|因此|所以`,
  "iu",
);
