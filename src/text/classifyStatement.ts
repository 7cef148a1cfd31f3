import type { Certainty, Kind } from "../model/index.ts";

/**
 * Rule-based attribution and statement classification. An attribution is a speech verb next to a name (`Ma said`,
 * `said Ma`) or a phrase such as `according to Alibaba`. To support a language, add its words to the patterns.
 */

const SPEECH_VERBS =
  "said|says|told|added|announced|argued|claimed|claims|explained|noted|stated|warned|insisted|admitted|confirmed|denied|estimates?|estimated|predicted|predicts|reported|reports|wrote|writes|tweeted|replied|recalled|envisaged|promised|believes|believed|suggested|sagte|sagt|erklärte|betonte|teilte|kündigte|a déclaré|a dit|a affirmé|a annoncé|explique|dijo|afirmó|declaró|anunció|explicó|disse|afirmou|ha detto|ha dichiarato|сказал|сказала|заявил|заявила|сообщил|сообщила|сообщили|отметил|отметила|powiedział|powiedziała|stwierdził|stwierdziła|oświadczył|poinformował|δήλωσε|είπε|ανέφερε|τόνισε";
const NAME =
  "(?:(?:the|die|der|le|la|el|los|les) )?(?:\\p{Lu}[\\p{L}\\p{M}.'’&-]*)(?:[ -](?:(?:of|de|van|von|der|du|al|bin|and|&|for) )?\\p{Lu}[\\p{L}\\p{M}.'’&-]*){0,5}";
/**
 * An optional possessive title before the name: "Acme's newly named chair Ann Roe", but not "Acme's adviser on Asia".
 */
const POSSESSIVE_TITLE =
  "(?:" +
  NAME +
  "(?<=['’]s) (?:(?!(?:of|on|in|at|for|from|to|with|by|and|or|that|as|about|than|when|while|after|before|who|is|was|has|had|said|told)\\b)\\p{Ll}[\\p{L}\\p{M}-]* ){1,6})?";
const APPOSITION = "(?:,[^,]{2,80},)?";
const ADVERB = "(?: (?:also|has|have|had|then|later|later|once|who|zuvor|также|też))?";

/** Patterns that capture the speaker's name, in order of precedence. */
const ATTRIBUTIONS: RegExp[] = [
  new RegExp(
    `(?:^|[\\s"“”‘’(—–-])(?:[Aa]ccording to|[Ll]aut|[Ss]elon|[Dd]['’]après|[Ss]egún|[Ss]econdo|[Ss]egundo|[Пп]о словам|[Пп]о данным|[Ww]edług|[Σσ]ύμφωνα με(?: τον| την| το)?) ${POSSESSIVE_TITLE}(${NAME})`,
    "u",
  ),
  new RegExp(`(?:^|[\\s"“”,(])(${NAME})${APPOSITION}${ADVERB} (?:${SPEECH_VERBS})(?=[\\s,.:;"”]|$)`, "u"),
  new RegExp(`(?:["”»’],?|,) (?:${SPEECH_VERBS}) ${POSSESSIVE_TITLE}(${NAME})`, "u"),
  /([\p{Script=Han}·]{2,10}?)(?:表示|称|说|指出|认为|透露|强调)[，,：:]/u,
];
const PRONOUNS_AND_FUNCTION_WORDS = new Set([
  "he",
  "she",
  "it",
  "they",
  "we",
  "i",
  "who",
  "but",
  "and",
  "the",
  "er",
  "sie",
  "es",
  "il",
  "elle",
  "on",
  "он",
  "она",
  "они",
]);

/**
 * Returns the name of the speaker that a sentence quotes or cites, as written in the sentence, or null if it names
 * none. Pronouns do not count as names.
 */
export function speakerOf(sentence: string): string | null {
  for (const pattern of ATTRIBUTIONS) {
    const name = pattern
      .exec(sentence)?.[1]
      ?.replace(/^(?:But|And|The|Meanwhile|However) (?=\p{Lu})/u, "")
      .replace(/\.$/, "")
      .trim();
    if (name && !PRONOUNS_AND_FUNCTION_WORDS.has(name.toLowerCase())) return name;
  }
  return null;
}

/** Verbs that give what somebody says or thinks, in any construction, beside those of `SPEECH_VERBS`. */
const MORE_SPEECH_VERBS =
  "say|tell|tells|argues?|maintain(?:s|ed)|thinks?|insists?|claim|doubts?|fears?|meint|meinte|meinen|glaubt|glaubte|betont|behauptet(?:e)?|warnt(?:e)?|kritisiert(?:e)?|fordert(?:e)?|verweist|verwies|dice|dicen|cree|creen|considera|opina|asegura|aseguró|sostiene|señala|señaló|advierte|advirtió|afirma|estime|estiment|affirme|pense|assure|déclare|souligne|sostiene|ritiene|afferma|dice|pensa|garante|acredita|afirma|disse|diz|считает|считают|полагает|говорит|утверждает|uważa|twierdzi|mówi|λέει";
/** "Laut", "según" and the like before a name or a person; "según su tamaño" and "secondo esperimento" are none. */
const ACCORDING =
  "[Aa]ccording to|[Ll]aut|zufolge|[Nn]ach (?:Angaben|Ansicht|Meinung|Worten|Einschätzung)|in the (?:words|view|opinion) of|a juicio de|en palabras de|[Dd]['’]après|à en croire|[Пп]о словам|[Пп]о мнению|[Пп]о данным|według|[Ss]elon (?:M\\.|Mme|la mairie|le maire|les? \\p{L}+eurs?|\\p{Lu})|[Ss]egún (?:el|la|los|las|fuentes|\\p{Lu})|[Ss]econdo (?:il|la|i|gli|le|l['’]|\\p{Lu})|[Ss]egundo (?:o|a|os|as|\\p{Lu})";
const SPEECH = new RegExp(
  `["“”„«»「]|(?<![\\p{L}\\p{M}])(?:${ACCORDING})(?![\\p{L}\\p{M}])|(?<![\\p{L}\\p{M}])(?:${SPEECH_VERBS}|notes|${MORE_SPEECH_VERBS})(?![\\p{L}\\p{M}])(?! (?:to|for) )|[称说]|表示|指出|认为|透露|强调`,
  "u",
);
/** Languages of which `SPEECH` knows the usual words. */
const SPEECH_LANGUAGES = /^(?:en|de|fr|es|it|pt|ru|pl|el|zh)\b/i;

/**
 * Whether somebody's words may be given in a sentence: it has a speech verb, "according to" or quotation marks. True for
 * a language (BCP-47) whose words are not known.
 */
export const hasSpeech = (sentence: string, language: string): boolean =>
  !SPEECH_LANGUAGES.test(language) || SPEECH.test(sentence);

const HEDGE =
  /\b(?:might|could|would|possibly|perhaps|probably|likely|reportedly|allegedly|apparently|appears? to|seems? to|suggests?|up to|könnte|möglicherweise|wahrscheinlich|offenbar|pourrait|peut-être|probablement|podría|quizás|potrebbe|forse|poderia|talvez)\b|(?:^|\s)(?:возможно|вероятно|может|якобы|może|prawdopodobnie|ίσως|μπορεί|ενδέχεται)(?=\s)|可能|或许|也许|大概/iu;
/** Matches the modal verb "may". The lookarounds exclude "may" next to a number, where it is the month. */
const MAY = /(?<!\d(?:st|nd|rd|th)?\s)\bmay\b(?!\s+\d)/u;
const FUTURE =
  /\b(?:will|shall|is going to|are going to|is expected to|are expected to|plans? to|forecasts?|by 20[2-9]\d|wird|werden|soll|sera|seront|será|serán|sarà)\b|(?:^|\s)(?:будет|будут|będzie|będą|θα)(?=\s)|将|預計|预计/iu;
const OPINION =
  /\b(?:I think|I believe|we believe|in my (?:view|opinion)|should|ought to|best|worst|great|terrible|wonderful|beautiful|ich glaube|ich finde|je pense|creo que|penso che|acho que)\b|(?:^|\s)(?:я думаю|считает|uważam|πιστεύω)(?=\s)|应该|认为/iu;

/** What a permission allows at most is certain. */
const LIMIT = /\bup to\b/giu;
/** "We must act" demands something; "bags must be left at the door" is a rule. */
const DEMAND =
  /\b(?:we|they|he|she|governments?|parliament|congress|ministers?|mayors?|politicians|society|someone|somebody|(?:the|this|our|every|no) (?:council|city|company|state|nation|world|country|party|union|board|industry|church)) must\b/i;
/** "may" as a permission: to people, of what is done, or within limits. */
const PERMISSION = new RegExp(
  [
    "\\bmay (?:only|at any time|at (?:his|her|its|their|your|our) (?:own )?(?:discretion|risk|expense))\\b",
    "\\bmay not be (?:\\p{Ll}+ed|\\p{Ll}+en|worn|sold|kept|held|put|lent|sent|made|left|paid|built|bought|brought|cut|shut|run|fed|read|drawn|shown)\\b",
    "\\bmay be (?:used|kept|parked|borrowed|returned|renewed|lent|carried|shared|sold|brought|stored|opened|paid|claimed|connected|drawn|copied|reproduced|inspected|excluded|terminated|refused|charged|given|fished|played|worn|taken)\\b",
    "\\b(?:you|we|anyone|anybody|everyone|everybody|nobody|no one|who|(?:an?|the|each|every|any|no|both|either) (?:\\p{L}+ )?\\p{L}+(?:er|or|ant|ent|ee|ist|party|member|guest|child|person|council|committee|board|company|society|landlord|lender|school|club|team|bank)|(?:\\p{L}+ )?(?:members|tenants|users|riders|players|visitors|guests|residents|students|pupils|employees|children|dogs|applicants|customers|borrowers|staff|parents|participants|teams|readers|owners|drivers|shareholders|parties|organisations|organizations))(?: (?:under|over|aged|of|with|who|from) [^,.;]{1,40}?)? may (?!(?:well|also|still|not|never)? ?(?:have|be|feel|find|notice|need|lose|see|experience|suffer|get|become|seem|appear|die|fall|fail|know|think|want)\\b)",
  ].join("|"),
  "iu",
);

/**
 * Classifies a sentence by its wording: as fact, opinion or forecast, and as stated or hedged. A sentence worded as
 * both opinion and forecast counts as opinion.
 */
export function classifyStatement(sentence: string): { kind: Kind; certainty: Certainty } {
  const isAllowed = MAY.test(sentence) && PERMISSION.test(sentence);
  const hedged = isAllowed ? sentence.replace(LIMIT, "") : sentence;
  const certainty = HEDGE.test(hedged) || (MAY.test(sentence) && !isAllowed) ? "hedged" : "stated";
  const kind =
    OPINION.test(sentence) || DEMAND.test(sentence) ? "opinion" : FUTURE.test(sentence) ? "forecast" : "fact";
  return { kind, certainty };
}
