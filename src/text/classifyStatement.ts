import type { Certainty, Kind } from "../model/index.ts";

/**
 * Who speaks in a sentence, and how sure it sounds, by rule. A frame is a speech verb next to a name: `Ma said`,
 * `said Ma`, `according to Alibaba`. Languages add their verbs to the lists.
 */
const SAY =
  "said|says|told|added|announced|argued|claimed|claims|explained|noted|stated|warned|insisted|admitted|confirmed|denied|estimates?|estimated|predicted|predicts|reported|reports|wrote|writes|tweeted|replied|recalled|envisaged|promised|believes|believed|suggested|sagte|sagt|erklärte|betonte|teilte|kündigte|a déclaré|a dit|a affirmé|a annoncé|explique|dijo|afirmó|declaró|anunció|explicó|disse|afirmou|ha detto|ha dichiarato|сказал|сказала|заявил|заявила|сообщил|сообщила|сообщили|отметил|отметила|powiedział|powiedziała|stwierdził|stwierdziła|oświadczył|poinformował|δήλωσε|είπε|ανέφερε|τόνισε";
const NAME =
  "(?:(?:the|die|der|le|la|el|los|les) )?(?:\\p{Lu}[\\p{L}\\p{M}.'’&-]*)(?:[ -](?:(?:of|de|van|von|der|du|al|bin|and|&|for) )?\\p{Lu}[\\p{L}\\p{M}.'’&-]*){0,5}";
/** What a speaker may be called before his name: "Acme's newly named chair Ann Roe". Not "Acme's adviser on Asia". */
const WHOSE =
  "(?:" +
  NAME +
  "(?<=['’]s) (?:(?!(?:of|on|in|at|for|from|to|with|by|and|or|that|as|about|than|when|while|after|before|who|is|was|has|had|said|told)\\b)\\p{Ll}[\\p{L}\\p{M}-]* ){1,6})?";
const ROLE = "(?:,[^,]{2,80},)?";
const ADVERB = "(?: (?:also|has|have|had|then|later|later|once|who|zuvor|также|też))?";

const FRAMES: [pattern: RegExp, group: number][] = [
  [
    new RegExp(
      `(?:^|[\\s"“”‘’(—–-])(?:[Aa]ccording to|[Ll]aut|[Ss]elon|[Dd]['’]après|[Ss]egún|[Ss]econdo|[Ss]egundo|[Пп]о словам|[Пп]о данным|[Ww]edług|[Σσ]ύμφωνα με(?: τον| την| το)?) ${WHOSE}(${NAME})`,
      "u",
    ),
    1,
  ],
  [new RegExp(`(?:^|[\\s"“”,(])(${NAME})${ROLE}${ADVERB} (?:${SAY})(?=[\\s,.:;"”]|$)`, "u"), 1],
  [new RegExp(`(?:["”»’],?|,) (?:${SAY}) ${WHOSE}(${NAME})`, "u"), 1],
  [/([\p{Script=Han}·]{2,10}?)(?:表示|称|说|指出|认为|透露|强调)[，,：:]/u, 1],
];
const NOT_NAMES = new Set([
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

/** The named speaker of a sentence, as written there, or null: pronouns are no names. */
export function speakerOf(sentence: string): string | null {
  for (const [pattern, group] of FRAMES) {
    const name = pattern
      .exec(sentence)
      ?.[group]?.replace(/^(?:But|And|The|Meanwhile|However) (?=\p{Lu})/u, "")
      .replace(/\.$/, "")
      .trim();
    if (name && !NOT_NAMES.has(name.toLowerCase())) return name;
  }
  return null;
}

const HEDGE =
  /\b(?:might|could|would|possibly|perhaps|probably|likely|reportedly|allegedly|apparently|appears? to|seems? to|suggests?|up to|könnte|möglicherweise|wahrscheinlich|offenbar|pourrait|peut-être|probablement|podría|quizás|potrebbe|forse|poderia|talvez)\b|(?:^|\s)(?:возможно|вероятно|может|якобы|może|prawdopodobnie|ίσως|μπορεί|ενδέχεται)(?=\s)|可能|或许|也许|大概/iu;
/** Written small, and not beside a number: else it is the month. */
const MAY = /(?<!\d(?:st|nd|rd|th)?\s)\bmay\b(?!\s+\d)/u;
const FUTURE =
  /\b(?:will|shall|is going to|are going to|is expected to|are expected to|plans? to|forecasts?|by 20[2-9]\d|wird|werden|soll|sera|seront|será|serán|sarà)\b|(?:^|\s)(?:будет|будут|będzie|będą|θα)(?=\s)|将|預計|预计/iu;
const OPINION =
  /\b(?:I think|I believe|we believe|in my (?:view|opinion)|should|must|ought to|best|worst|great|terrible|wonderful|beautiful|ich glaube|ich finde|je pense|creo que|penso che|acho que)\b|(?:^|\s)(?:я думаю|считает|uważam|πιστεύω)(?=\s)|应该|认为/iu;

/** Kind and certainty of a sentence by its own words. */
export function judge(sentence: string): { kind: Kind; certainty: Certainty } {
  const certainty = HEDGE.test(sentence) || MAY.test(sentence) ? "hedged" : "stated";
  const kind = OPINION.test(sentence) ? "opinion" : FUTURE.test(sentence) ? "forecast" : "fact";
  return { kind, certainty };
}
