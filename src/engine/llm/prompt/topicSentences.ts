/** The kinds of texts that models name in place of what these say. */
const SOURCES = {
  en: "articles?|documents?|texts?|passages?|pages?|reports?|papers?|stud(?:y|ies)|read ?me|minutes|notes|release notes|transcripts?|conversations?|discussions?|chats?|threads?|messages?|files?|posts?|guides?|manuals?|interviews?|reviews?|memos?|terms|authors?|speakers?",
  de: "artikel|dokument|text|bericht|studie|protokoll|datei|gespräch|arbeit|beitrag|anleitung|seite|chat|autor(?:in)?|verfasser(?:in)?",
  es: "artículo|documento|texto|informe|estudio|acta|trabajo|archivo|conversación|página|guía|autora?",
};
/** What such a text does with a topic. */
const VERBS = {
  en: "discuss(?:es)?|describes?|provides?|covers?|outlines?|details?|deals? with|(?:is|are) about|contains?|presents?|gives?|offers?|summari[sz]es?|explores?|examines?|investigates?|analy[sz]es?|studies|looks? at|focus(?:es)? on|address(?:es)?|introduces?|delves? into|sheds? light on|highlights?|touch(?:es)? on|reviews?|lists?|shares?",
  de: "behandelt|beschreibt|handelt von|gibt|bietet|befasst sich|beleuchtet|untersucht|fasst|stellt|thematisiert|beschäftigt sich|geht auf|enthält|erörtert",
  es: "trata|describe|habla de|aborda|presenta|ofrece|analiza|recoge|resume|examina|explora|expone|contiene|detalla",
};
/** What makes such a sentence tell something after all: a clause with what happens or is found. */
const CLAUSE =
  /\b(?:how|that|why|which|who|and (?:finds?|shows?|concludes?|argues?|recommends?|attributes?|says|warns?)|wie|dass|weshalb|und (?:zeigt|führt|kommt|fordert)|cómo|que|y (?:la|lo|las|los)? ?(?:atribuye|concluye|muestra|recomienda))\b/iu;
const TOPIC = new RegExp(
  [
    `^(?:(?:the|this|these|an?) (?:[\\p{L}-]+ ){0,2}(?:${SOURCES.en})(?: \\p{L}+)? (?:${VERBS.en})\\b)`,
    `^(?:(?:das|der|die|diese[rs]?) (?:\\p{L}+ )?(?:${SOURCES.de}) (?:${VERBS.de})(?![\\p{L}]))`,
    `^(?:(?:el|la|este|esta) (?:${SOURCES.es}) (?:${VERBS.es})(?![\\p{L}]))`,
    "^(?:an? (?:in-depth |brief |short )?(?:look at|overview of|summary of|guide to|introduction to|conversation (?:between|about)|discussion (?:of|about)|description of))",
    "^(?:ein(?:e)? (?:überblick über|zusammenfassung|einführung in|beschreibung)|(?:un |una )?(?:resumen de|acta de|introducción a|descripción de))",
    "(?:について(?:述べ|説明|論じ|話し合|紹介|まとめ|定め)|概要を|紹介している|まとめられている)[^。]*。?$",
  ].join("|"),
  "iu",
);

/**
 * Whether a sentence only tells what a text is about ("The article explores the challenges of …") and not what it says, in
 * English, German, Spanish or Japanese.
 */
export const tellsOnlyTopic = (sentence: string): boolean => {
  const found = TOPIC.exec(sentence);
  return found !== null && !CLAUSE.test(sentence.slice(found[0].length));
};
