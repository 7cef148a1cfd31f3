import { wholeWords } from "../text/index.ts";

/** The kinds of things that a question can ask for. A question that asks for none of them gets `other`. */
export type AnswerKind =
  | "money"
  | "percentage"
  | "count" // how many of something
  | "duration"
  | "year"
  | "time"
  | "measure" // how much, how far, how high
  | "name" // what something is called, or which company, team or licence it is
  | "choice" // which of several, or what kind of thing
  | "person"
  | "place"
  | "reason"
  | "other";

/**
 * What may stand before a question word that is also a conjunction or a relative pronoun ("when", "who"), so that it asks:
 * nothing but a preposition, or another question word and "and".
 */
const START =
  "(?<=^[^\\p{L}]*|(?:^|[.,:;] ?)(?:\\p{L}+ (?:and|et|e) |(?:and|but|or|since|until|till|by|from|for|to|with|of|et|mais|depuis|à|de|par|avec|pour|e|mas|ma|desde|até|da|di|a|con|per|por|com|para) ?))";

/** Patterns for the wording of questions, in order of precedence. */
const QUESTION_PATTERNS: [AnswerKind, RegExp][] = [
  [
    "reason",
    new RegExp(
      `${wholeWords(
        "why|what (?:\\p{L}+ ){0,3}(?:reasons?|causes?|caused)|for what reasons?|how come|warum|wieso|weshalb|aus welche[mn] gr[uü]nd\\p{L}*|" +
          "por qué|pourquoi|porque é que|porquê|perché|perche|почему|зачем|отчего|neden|niçin|niye|tại sao|vì sao|dlaczego|waarom",
      )}|为什么|为何|なぜ|どうして|理由は|原因は|لماذا`,
      "iu",
    ),
  ],
  [
    "percentage",
    new RegExp(
      `${wholeWords(
        "(?:what|which) (?:\\p{L}+ ){0,2}(?:percent\\p{L}*|per cent|share|proportion)|how many per ?cent|welcher (?:prozentsatz|anteil)|" +
          "wie ?viel prozent|qué porcentaje|quel pourcentage|que(?:l|lle) (?:pourcentage|part)|(?:qual|que) percentagem|che percentuale|" +
          "(?:сколько|какой) процент\\p{L}*|yüzde kaç\\p{L}*|bao nhiêu phần trăm",
      )}|百分之几|百分比|何(?:%|%|パーセント|割)|كم نسبة`,
      "iu",
    ),
  ],
  [
    "money",
    new RegExp(
      `${wholeWords(
        "how much money|(?:how much|what)(?:(?! than ).){0,80} (?:costs?|charged?|prices?|fees?|fares?|rent|salary|wages|budget|revenue|earn|worth|pay|paid|spen[dt])|" +
          "how (?:expensive|cheap)|what(?:'s| is| was| are| were) the (?:\\p{L}+ ){0,2}(?:price|cost|fee|fare|fine|rent|budget|salary|penalty|costs)|" +
          "wie teuer|was (?:kostet|kosten)|wie ?viel (?:geld|(?:\\p{L}+ ){0,5}(?:kost\\p{L}*|zahl\\p{L}*|bezahl\\p{L}*))|welche[rn]? (?:preis|kosten)|" +
          "cuánto (?:\\p{L}+ ){0,2}(?:cuesta\\p{L}*|costó|costar\\p{L}*|vale|paga\\p{L}*|gast\\p{L}*)|qué precio|" +
          "combien (?:\\p{L}+ ){0,2}co[uû]t\\p{L}*|quel est le (?:prix|coût|tarif)|quanto (?:\\p{L}+ ){0,2}(?:cust\\p{L}*|cost\\p{L}*|paga\\p{L}*)|" +
          "сколько (?:\\p{L}+ ){0,2}(?:сто[иия]\\p{L}*|плат\\p{L}*)|какая цена|ne kadara|kaç (?:lira|para|dolar|euro)|giá bao nhiêu|bao nhiêu tiền|ile kosztuje",
      )}|多少(?:钱|元|美元)|いくら|何円|كم (?:تكلف|يكلف|ثمن|سعر)`,
      "iu",
    ),
  ],
  [
    "year",
    new RegExp(
      `${wholeWords(
        "(?:what|which) year|welche[smn]? jahr\\p{L}*|qué año|quelle année|(?:que|em que) ano|(?:in )?(?:che|quale) anno|как(?:ой|ом) год\\p{L}*|hangi yıl\\p{L}*|năm nào",
      )}|أي عام|哪一?年|何年に`,
      "iu",
    ),
  ],
  [
    "time",
    new RegExp(
      `${wholeWords(
        `${START}(?:when|quand|quando|kiedy|wanneer|когда)|(?:what|which) (?:year|date|century|decade|month|day|time|hour|weekday|evening)s?|how soon|wann|welche[smnr]? (?:jahr\\p{L}*|datum|tag|monat)|um wie ?viel uhr|` +
          "cuándo|qué (?:año|fecha|día|siglo|mes)|a qué hora|quelle (?:année|date|heure)|quel (?:jour|mois|siècle)|que horas?|" +
          "(?:que|em que) (?:ano|data|dia)|(?:in )?(?:che|quale) (?:anno|data|giorno)|a che ora|ne zaman|hangi (?:yıl|tarih|gün)\\p{L}*|khi nào|năm nào|lúc nào|" +
          "как(?:ой|ом|ого) (?:год|числ|дн|месяц|век)\\p{L}*",
      )}|متى|أي عام|何时|什么时候|哪一?[年天]|几[点月]|いつ|何[年月日時]`,
      "iu",
    ),
  ],
  [
    "duration",
    new RegExp(
      `${wholeWords(
        "(?:for )?how long|how old|what age|wie lange|wie alt|welchem alter|qué edad|cuánto (?:tiempo|dura\\p{L}*|tard\\p{L}*)|cuántos años|combien de temps|quel âge|" +
          "quanto tempo|ne kadar süre\\p{L}*|kaç yaş\\p{L}*|bao lâu|как долго|сколько (?:времени|лет)|how (?:often|frequently)|wie oft",
      )}|كم من الوقت|多久|多长时间|何(?:時間|分|日間|年間|歳|ヶ月)|どのくらいの(?:期間|時間)`,
      "iu",
    ),
  ],
  [
    "count",
    new RegExp(
      `${wholeWords(
        "how many|what (?:is |was )?the (?:total )?number of|wie ?viele|cuánt[oa]s|combien d[e'’]?|quant[ie]|quant[oa]s|сколько|kaç|mấy|bao nhiêu|ile|hoeveel",
      )}|كم|多少|几[个名人条次]|いくつ|何[人個件軒台回枚冊本匹名社校点倍票か]`,
      "iu",
    ),
  ],
  [
    "measure",
    new RegExp(
      wholeWords(
        "(?:by )?how (?:much|far|large|big|tall|high|fast|deep|wide|heavy|hot|cold|warm|strong|loud|noisy|thick)|wie (?:hoch|groß|weit|tief|schwer|schnell|stark|breit|laut|dick|heiß|kalt|warm)|wie ?viel|" +
          "cuánto|cuánta|qué (?:tan )?(?:distancia|altura|tamaño|velocidad|profundidad)|combien|quelle (?:distance|taille|hauteur|vitesse)|quant[oa]|ne kadar",
      ),
      "iu",
    ),
  ],
  [
    "name",
    new RegExp(
      `${wholeWords(
        "what (?:is|was|are|were) the (?:\\p{L}+ ){0,2}names?|what (?:\\p{L}+ ){0,4}(?:called|named)|(?:which|what) (?:person|team|city|country|company|firm|licen[cs]e|" +
          "shipyard|manufacturer|publisher|player|university|bank|agency|supplier|brand|language|newspaper|school|club|party|organi[sz]ation)|" +
          "wie hei(?:ß|ss)\\p{L}*|welche[rnms]? (?:firma|hersteller|unternehmen|stadt|land|verein|lizenz|partei|bank)|" +
          "cómo se llama\\p{L}*|qué (?:empresa|ciudad|país|equipo)|comment s['’]appelle\\p{L}*|quelle? (?:entreprise|ville|pays|société|équipe)|" +
          "como se chama\\p{L}*|(?:qual|que) (?:empresa|cidade)|come si chiama\\p{L}*|quale (?:azienda|città)|как (?:называ\\p{L}*|зовут)|кака?я (?:фирма|компания)",
      )}|叫什么|名前は|何という`,
      "iu",
    ),
  ],
  [
    "person",
    new RegExp(
      `${wholeWords(
        `${START}(?:who|whom|whose|qui|quem|chi)|who (?:is|was|are|were|will)|wer|wen|wem|wessen|quién(?:es)?|kim\\p{L}*|ai|кто|кого|кем|кому|чей|kto`,
      )}|من (?:هو|هي|الذي)|^من|谁|誰`,
      "iu",
    ),
  ],
  [
    "place",
    new RegExp(
      `${wholeWords(`${START}(?:where|wo|où|onde|dove)|wohin|woher|dónde|adónde|nerede\\p{L}*|ở đâu|где|куда|откуда|gdzie|waar`)}|أين|哪[里儿]|何处|在哪|どこ`,
      "iu",
    ),
  ],
  [
    "choice",
    new RegExp(
      wholeWords(
        "(?:which|what) (?!(?:is|was|are|were|did|do|does|has|have|had|will|would|can|could|should|may|might|must|if|else|happen\\p{L}*)(?!\\p{L}))\\p{L}+|welche[rsnm]?|qué (?!es|fue|son|hizo|pas|tipo)\\p{L}+|quel(?:le)?s?|quais|quali|как(?:ой|ая|ие|ую|ого)|hangi",
      ),
      "iu",
    ),
  ],
];

/** The kind of answer that a question asks for, judged by its wording. */
export function kindAskedFor(question: string): AnswerKind {
  return QUESTION_PATTERNS.find(([, pattern]) => pattern.test(question))?.[0] ?? "other";
}

const NUMBER_WORDS =
  "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\\p{L}+)?|" +
  "hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|double|none|nobody|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\\p{L}+zig|hundert|tausend|" +
  "dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|veinte|cien(?:to)?s?|mil|millones|mitad|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|vingt|cent|mille|moitié|" +
  "dois|duas|três|quatro|oito|nove|dez|due|tre|quattro|cinque|sei|sette|otto|dieci|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|тысяч\\p{L}*|миллион\\p{L}*|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|on|" +
  "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười";
const NUMBER = new RegExp(
  `\\p{Nd}+(?:[.,'’ ]\\p{Nd}{3})*(?:[.,]\\p{Nd}+)?|${wholeWords(NUMBER_WORDS)}|[一二三四五六七八九十百千万亿億両两半]+`,
  "giu",
);
const TIME_UNIT =
  "(?:second|minute|hour|day|night|week|month|year|decade|sekunde|minute|stunde|tag|nacht|woche|monat|jahr|segundo|minuto|hora|día|noche|semana|mes|año|seconde|heure|jour|nuit|semaine|mois|an(?:née)?|ora|giorno|settimana|mese|anno|dia|mês|ano|секунд|минут|час|дн|день|сут|недел|месяц|год|лет|gün|hafta|yıl|saat|dakika)";
const DURATION = new RegExp(
  `(?:\\p{Nd}|${wholeWords(`${NUMBER_WORDS}|an?|one|eine?[mnrs]?|une?|una?`)})[\\s-]{0,2}(?:\\p{L}+[\\s-]){0,1}${TIME_UNIT}|${wholeWords(
    "always|forever|permanently|indefinitely|or over|years old|immer|siempre|toujours|times|per cent of the time|mal|fois|veces|раза?|daily|weekly|monthly|yearly|every|since|until|for (?:life|years|decades|centuries)",
  )}|\\p{Nd}+\\s?(?:min|h|hrs?|s|ms|d)(?![\\p{L}])|[\\p{Nd}一二三四五六七八九十百千半数几]+(?:年|[个ヶか]?月|週|周|日|天|小时|時間|分|秒|歳|岁)|(?:sinh|năm|tháng|ngày|giờ|tuổi)(?![\\p{L}])|عام|سنة|سنوات|يوم|ساعة|شهر|` +
    // "vom 7. bis zum 12. Juli", "from Monday to Friday", "bis Ende Mai"
    `(?<![\\p{L}])(?:(?:from|vom?|del?|desde|du|dal|da|с)\\s.{1,24}?\\s(?:to|until|till|through|bis(?: zum)?|al?|hasta|au|jusqu['’]\\p{L}+|fino a\\p{L}*|até|по|до)|bis(?: zum?| ende| anfang| mitte)?|until|till|hasta|jusqu['’]\\p{L}+|fino al?|até|до)\\s[\\p{Nd}\\p{L}]`,
  "iu",
);
/** How an age is told: "from the age of 14", "under 6", "ab 16". */
const AGE = new RegExp(
  `${wholeWords("age[ds]?|alter\\p{L}*|edad|âge|età|idade|возраст\\p{L}*")}.{0,20}\\p{Nd}|${wholeWords(
    "(?:under|over|below|above|younger than|older than|from|at|ab|unter|über|bis|menores? de|mayores? de|desde los|moins de|plus de|dès|dai|sopra i|sotto i|a partir dos|с|до)",
  )}\\s\\p{Nd}{1,2}(?![\\p{Nd}%]|[.,:]\\p{Nd})|${DURATION.source}`,
  "iu",
);
const ASKS_AGE = new RegExp(
  `${wholeWords("how old|(?:what|which) age|wie alt|welchem alter|qué edad|cuántos años|quel âge|(?:che|quale) età|(?:que|qual) idade|какого возраста")}|何歳|几岁`,
  "iu",
);
/** Months that are also other words count only beside a number or behind a preposition. */
const AMBIGUOUS_MONTH =
  "(?:march|mar|may|mai)(?=\\.? \\p{Nd})|(?<=(?:\\p{Nd}(?:st|nd|rd|th|\\.|er)?|(?<!\\p{L})(?:in|of|since|until|till|by|from|to|before|after|mid|early|late|last|next|this|im|am|ab|bis|seit|ende|mitte|anfang|en|de|début|fin|à))[ -])(?:march|may|mai)";
const MONTH =
  `jan(?:uary|uar|vier)?|feb(?:ruary|ruar|rero)?|février|${AMBIGUOUS_MONTH}|` +
  "märz|marzo|mars|april|apr|abril|avril|mayo|maio|june|jun[io]?|juin|juni|july|jul[io]?|juillet|juli|august|aug|agosto|août|sept?(?:ember|iembre|embre)?|" +
  "oct(?:ober|ubre|obre)?|okt(?:ober)?|outubro|ottobre|nov(?:ember|iembre|embre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|diciembre|décembre|dicembre|janeiro|fevereiro|março|junho|julho|setembro|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|enero|" +
  "январ\\p{L}|феврал\\p{L}|март\\p{L}?|апрел\\p{L}|ма[йя]|июн\\p{L}|июл\\p{L}|август\\p{L}?|сентябр\\p{L}|октябр\\p{L}|ноябр\\p{L}|декабр\\p{L}|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık";
const WEEKDAY =
  "(?:mon|tues|wednes|thurs|fri|satur|sun)days?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|" +
  "понедельник\\p{L}?|вторник\\p{L}?|сред[аыуе]|четверг\\p{L}?|пятниц\\p{L}|суббот\\p{L}|воскресень\\p{L}";
const TIME = new RegExp(
  `(?<!\\p{Nd})(?:1\\d|20)\\p{Nd}\\p{Nd}(?!\\p{Nd})|\\p{Nd}{1,2}[:.h]\\p{Nd}{2}(?!\\p{Nd})|\\p{Nd}{1,2}[./]\\p{Nd}{1,2}[./]|${wholeWords(
    `${MONTH}|${WEEKDAY}|(?:last|next|this|every|each|first|second|third) (?:year|month|week|spring|summer|autumn|winter|night|day|morning|evening|time)|` +
      "today|tomorrow|yesterday|noon|midnight|tonight|ago|later|centur\\p{L}+|\\p{Nd}+(?:st|nd|rd|th)|daily|morgen|gestern|heute|mittag\\p{L}*|mitternacht|" +
      "jahrhundert\\p{L}*|herbst|frühjahr|frühling|sommer|winter|mañana|ayer|hoy|siglo|hace|demain|siècle|завтра|вчера|сегодня|век\\p{L}*|назад|yüzyıl\\p{L}*|thế kỷ|năm|spring|summer|autumn|fall|uhr|era|years?",
  )}|[\\p{Nd}〇一二三四五六七八九十]+(?:世紀|世纪|年|月|日|時|时|点)|عام|سنة|قرن|昨[年日]|来[年月週]|今年|去年|明[天日年]`,
  "iu",
);
const YEAR = /(?<!\p{Nd})(?:1\d|20)\p{Nd}\p{Nd}(?!\p{Nd})|[\p{Nd}〇一二三四五六七八九]年|['’]\p{Nd}\p{Nd}(?!\p{Nd})/u;
const MONEY = new RegExp(
  `[$€£¥₽₺₫₹¢]|${wholeWords(
    "dollars?|euros?|pounds?|pence|cents?|usd|eur|gbp|chf|francs?|franken|yen|yuan|rubl?es?|rupees?|crowns?|kronor|kroner|pesos?|dólares|libras|reais|rubel|lira|đồng|đô la|" +
      "million\\p{L}*|billion\\p{L}*|milliard\\p{L}*|free(?: of charge)?|nothing|no charge|kostenlos|umsonst|unentgeltlich|gratis|gratuit\\p{L}*|grátis|бесплатн\\p{L}*|руб\\p{L}*|тысяч\\p{L}*|миллион\\p{L}*|млн|млрд|тыс|евро|доллар\\p{L}*",
  )}|\\p{Nd}\\s?(?:k|m|bn|p|p\\.)(?![\\p{L}])|元|円|美元|万|無料|免费|دولار|مليون|مليار|يورو`,
  "iu",
);
const PERCENTAGE = new RegExp(
  `[%٪%]|${wholeWords("per ?cent|percentage|prozent|por ciento|pour cent|por cento|per cento|процент\\p{L}*|yüzde|phần trăm|half|third|quarter|thirds|quarters|fifth|tenth|hälfte|drittel|mitad|moitié|one in \\p{L}+")}|百分|パーセント|割|بالمئة|في المائة`,
  "iu",
);
/** A word with a capital or a digit in it. */
const CAPITALISED = /(?<![\p{L}\p{M}\p{N}])(?:\p{Lu}[\p{L}\p{M}\p{N}’'-]*|\p{L}*\p{N}[\p{L}\p{N}]*)/gu;
const REASON = new RegExp(
  `${wholeWords(
    "because|since|due to|owing to|thanks to|reasons?|caus\\p{L}+|so that|in order to|therefore|th(?:at|is) is why|to avoid|for fear|result\\p{L}*|led to|in response to|blam\\p{L}+|" +
      "weil|da|denn|wegen|aufgrund|grund|gründe\\p{L}*|damit|durch|deshalb|infolge|darum|porque|debido|causa\\p{L}*|razón|razones|ya que|puesto que|gracias|" +
      "parce qu\\p{L}*|car|cause|raisons?|grâce|puisque|afin|perché|poiché|siccome|motivo|devido|pois|já que|motivos?|потому|из-за|так как|поскольку|причин\\p{L}*|чтобы|благодаря|" +
      "çünkü|nedeni\\p{L}*|dolayı|için|yüzünden|vì|do|bởi|nhờ|ponieważ|omdat",
  )}|因为|由于|为了|所以|因此|导致|ため|から|ので|理由|原因|لأن|بسبب|نتيجة|من أجل`,
  "iu",
);
/** Words that often, but not always, introduce a reason. */
const WEAK_REASON = new RegExp(
  `${wholeWords(
    "as|so|after|when|if|had|not|too|unless|for|nachdem|wenn|um|nicht|zu|para|por|tras|cuando|si|no|pour|quand|lorsque|trop|après|quando|dopo|troppo|após|после|если|когда|sonra|nên|để|khi",
  )}|n['’]t|[:;–—]|的话|て、|たら|ば|ず、|なく`,
  "iu",
);
/** Whether a sentence without a causal word may still give a reason. */
export const mayGiveReason = (sentence: string): boolean => WEAK_REASON.test(sentence);

/** Where the candidate answers of a kind stand in a sentence: UTF-16 offsets, in order. Null for kinds without a form. */
export function candidateOffsets(kind: AnswerKind, sentence: string, question: string): number[] | null {
  if (kind === "other") return null;
  if (kind === "name" || kind === "person" || kind === "place" || kind === "choice")
    return newNames(sentence, question);
  if (kind === "count" || kind === "measure") {
    const asked = new Set(question.match(NUMBER)?.map((number) => number.toLowerCase()));
    const text = withoutOtherNumbers(sentence);
    return Array.from(text.matchAll(NUMBER))
      .filter(([number]) => !asked.has(number.toLowerCase()))
      .map(({ index }) => index);
  }
  const patterns = { money: MONEY, percentage: PERCENTAGE, duration: DURATION, time: TIME, reason: REASON, year: YEAR };
  const index = sentence.search(kind === "duration" && ASKS_AGE.test(question) ? AGE : patterns[kind]);
  return index < 0 ? [] : [index];
}

/** Numbers that count nothing: item numbers at the start, clock times, dates, years, codes and citation marks. */
const OTHER_NUMBER = new RegExp(
  `^[\\s(\\[#*•–-]*(?:\\p{Nd}{1,3}[.):\\]]|\\p{Nd}{1,3}(?:[./]\\p{Nd}{1,4})+[.)]?(?=\\s\\p{Lu}))(?=\\s)|\\p{Nd}{1,4}(?:[:/-]\\p{Nd}{1,2}){1,2}(?:[/-]\\p{Nd}+)?|(?<![\\p{Nd}.,])(?:1[5-9]|20)\\p{Nd}\\p{Nd}(?![\\p{Nd}.,]\\p{Nd}|\\p{Nd})|` +
    `\\p{Nd}{1,2}\\.?\\s(?:${MONTH})(?![\\p{L}])|(?<![\\p{L}])(?:${MONTH})\\s\\p{Nd}{1,2}(?!\\p{Nd})|\\[\\p{Nd}+\\]|[\\p{sc=Latin}\\p{sc=Cyrillic}][\\p{sc=Latin}\\p{sc=Cyrillic}-]*\\p{Nd}+|` +
    "(?<=(?:fig(?:ure)?|table|section|chapter|page|version|no|nr|p|art(?:icle)?)\\.? )\\p{Nd}+(?:\\.\\p{Nd}+)*",
  "giu",
);
const withoutOtherNumbers = (sentence: string): string =>
  sentence.replace(OTHER_NUMBER, (match) => " ".repeat(match.length));

/** The offsets of the names in a sentence that the question does not have. Null in a script without capitals. */
function newNames(sentence: string, question: string): number[] | null {
  if (!/\p{Ll}/u.test(question)) return null;
  const asked = question.toLowerCase();
  return Array.from(sentence.matchAll(CAPITALISED))
    .filter(([name]) => !asked.includes(name.toLowerCase().replace(/['’]s$/, "")))
    .map(({ index }) => index)
    .filter((index) => index > 0);
}
