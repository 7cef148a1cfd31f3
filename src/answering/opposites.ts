import { wholeWords } from "../text/index.ts";

/** Pairs of words, as patterns, that turn a statement into its opposite or into one about something else. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ["open(?:s|ed|ing)?", "clos(?:e|es|ed|ing|ure)"],
  [
    "r(?:ise|ose|isen|ises|ising)|increas(?:e|es|ed|ing)|gr(?:ow|ew|own|ows)|go(?:es)? up|went up|gone up|climb(?:s|ed)?",
    "f(?:all|ell|allen|alls|alling)|decreas(?:e|es|ed|ing)|drop(?:s|ped)?|declin(?:e|es|ed)|went down|gone down|shr(?:ank|unk|ink)",
  ],
  ["b(?:uy|ought|uys|uying)|purchas(?:e|ed)", "s(?:ell|old|ells|elling)"],
  [
    "accept(?:s|ed|ing)?|agree[ds]?|approv(?:e|es|ed)|grant(?:s|ed)?",
    "reject(?:s|ed|ing)?|refus(?:e|es|ed|ing)|declin(?:e|es|ed)|turn(?:s|ed)? down",
  ],
  ["w(?:in|on|ins|inning)", "los(?:e|t|es|ing)|defeated"],
  ["carried|passed|adopted", "lost|failed|defeated|rejected"],
  ["for|in favour", "against"],
  ["before", "after"],
  ["start(?:s|ed|ing)?|beg(?:in|an|un|ins)", "end(?:s|ed|ing)?|stop(?:s|ped)?|finish(?:es|ed)?"],
  ["first|earli(?:er|est)|early", "last|later|latest|late|second"],
  ["old(?:er|est)?|former|previous", "new(?:er|est)?|current"],
  [
    "more|most|highest|higher|largest|larger|bigger|biggest|longest|maximum",
    "less|least|fewer|fewest|lowest|lower|smallest|smaller|shortest|minimum",
  ],
  ["with", "without"],
  ["inside|within", "outside"],
  [
    "summer\\p{L}*|sommer\\p{L}*|verano|été|estate|verão|летн?\\p{L}*",
    "winter\\p{L}*|invierno|hiver|inverno|зимн?\\p{L}*",
  ],
  ["morning", "evening|afternoon|night"],
  ["north(?:ern)?", "south(?:ern)?"],
  ["east(?:ern)?", "west(?:ern)?"],
  ["men|boys|male", "women|girls|female"],
  ["join(?:s|ed)?", "le(?:ft|ave|aves)|quit|resign(?:s|ed)?"],
  ["add(?:s|ed)?", "remov(?:e|es|ed)"],
  ["allow(?:s|ed)?|permit(?:s|ted)?", "ban(?:s|ned)?|forbid(?:s|den)?|prohibit(?:s|ed)?"],
  ["succeed(?:s|ed)?|success\\p{L}*", "fail(?:s|ed|ure)?"],
  ["urban", "rural"],
  ["free", "paid"],
  ["hire[sd]?|hiring|appoint(?:s|ed)?", "fire[sd]?|dismiss(?:ed|es)?|laid off"],
  ["public", "private"],
  ["raise[sd]?", "cut(?:s)?|lower(?:ed|s)?|reduce[sd]?"],
  ["geöffnet|öffne\\p{L}*|eröffne\\p{L}*", "geschlossen|schließ\\p{L}*|schloss"],
  ["steig\\p{L}*|stieg\\p{L}*|gestiegen|zunahm\\p{L}*", "sink\\p{L}*|sank\\p{L}*|gesunken|fiel\\p{L}*|gefallen"],
  ["kauf\\p{L}*|gekauft", "verkauf\\p{L}*"],
  ["angenommen|annahm\\p{L}*|zugestimmt|genehmig\\p{L}*", "abgelehnt|ablehn\\p{L}*|lehnt\\p{L}*|verworfen"],
  ["gewonnen|gewann\\p{L}*|gewinn\\p{L}*", "verloren|verlor\\p{L}*|verlier\\p{L}*"],
  ["für", "gegen"],
  ["vor", "nach"],
  ["mehr|größt\\p{L}*|höchst\\p{L}*|höher\\p{L}*", "weniger|kleinst\\p{L}*|niedrig\\p{L}*"],
  ["mit", "ohne"],
  ["erst\\p{L}*|früher\\p{L}*", "letzt\\p{L}*|später\\p{L}*"],
  ["alt\\p{L}{0,2}", "neu\\p{L}{0,2}"],
  ["abr(?:ió|ieron|ir|e|en)|abiert[oa]s?", "cerr(?:ó|aron|ar)|cierr\\p{L}+|cerrad[oa]s?"],
  [
    "sub(?:ió|ieron|e|en|ir)|aument\\p{L}+|creci\\p{L}+",
    "baj(?:ó|aron|a|an|ar)|disminu\\p{L}+|descend\\p{L}+|ca(?:yó|yeron)",
  ],
  ["compr\\p{L}+", "vend\\p{L}+"],
  ["acept\\p{L}+|aprob\\p{L}+|aprueb\\p{L}+", "rechaz\\p{L}+|neg(?:ó|aron)"],
  ["gan(?:ó|aron|ar|a)", "perd(?:ió|ieron|er)|pierd\\p{L}+"],
  ["primer\\p{L}*", "segund\\p{L}*|últim\\p{L}*"],
  ["más", "menos"],
  ["antes", "después"],
  ["accord[eé]\\p{L}*|accept\\p{L}+|approuv\\p{L}+", "refus\\p{L}+|rejet\\p{L}+"],
  ["ouv(?:ert|re|rir)\\p{L}*", "ferm\\p{L}+"],
  ["augment\\p{L}+|mont\\p{L}+", "baiss\\p{L}+|diminu\\p{L}+|chut\\p{L}+"],
  ["gagn\\p{L}+", "perd\\p{L}+"],
  ["premi[eè]r\\p{L}*", "second\\p{L}*|deuxième|derni[eè]r\\p{L}*"],
  ["avant", "après"],
  ["plus", "moins"],
  ["avec", "sans"],
  ["откры\\p{L}+", "закры\\p{L}+"],
  ["вырос\\p{L}*|увелич\\p{L}+|рост\\p{L}*", "упал\\p{L}*|сниз\\p{L}+|уменьш\\p{L}+"],
  ["приня\\p{L}+|одобр\\p{L}+", "отклон\\p{L}+|отказ\\p{L}+"],
  ["городск\\p{L}+", "сельск\\p{L}+"],
];
const UNSPACED_OPPOSITES: readonly (readonly [string, string])[] = [
  ["賛成|可決", "反対|否決"],
  ["増え|増加|上が", "減っ|減少|下が"],
  ["開店|開業|開館|オープン", "閉店|廃業|閉館|閉鎖"],
  ["前", "後"],
  ["最初|初め", "最後"],
  ["增加|上升", "减少|下降"],
  ["同意|赞成|批准", "拒绝|反对|否决"],
];
const PATTERNS = [
  ...OPPOSITES.map(([a, b]) => [new RegExp(wholeWords(a), "iu"), new RegExp(wholeWords(b), "iu")] as const),
  ...UNSPACED_OPPOSITES.map(([a, b]) => [new RegExp(a, "u"), new RegExp(b, "u")] as const),
];

/**
 * Returns a test of whether a sentence has the opposite of a word of the question, and not the word itself. The lists
 * cover English, German, Spanish, French, Russian, Japanese and Chinese.
 */
export function contrastsWith(question: string): (sentence: string) => boolean {
  const asked = [...PATTERNS, ...PATTERNS.map(([a, b]) => [b, a] as const)].filter(
    ([word, opposite]) => word.test(question) && !opposite.test(question),
  );
  return (sentence) => asked.some(([word, opposite]) => opposite.test(sentence) && !word.test(sentence));
}
