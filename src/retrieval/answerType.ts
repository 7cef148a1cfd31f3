import { wholeWords } from "../text/index.ts";

/** The kind of answer that a question expects. */
export type AnswerType = "quantity" | "time" | "percentage" | "name";

/**
 * Patterns for the wording of questions that expect each answer type. They cover English, German, Spanish, French,
 * Portuguese, Italian, Turkish, Vietnamese, Russian, Polish, Arabic, Chinese and Japanese.
 */
const QUESTION_PATTERNS: Record<AnswerType, RegExp> = {
  quantity: new RegExp(
    `${wholeWords(
      "how (?:many|much|long|old|far|large|big|tall|high|fast)|when|(?:what|which) (?:year|percent\\w*|date|age|number|day|month|century|time|decade)|" +
        "wie ?(?:viele?|lange|alt|hoch|groß|weit)|wann|welche[smnr]? (?:jahr|datum|prozent\\w*)|" +
        "cuánt[oa]s?|cuándo|qué (?:año|porcentaje|fecha|edad|día)|combien|quand|quant[ioae]|quando|" +
        "kaç|ne kadar|ne zaman|yüzde|hangi (?:yıl|tarih)\\p{L}*|bao nhiêu|mấy|khi nào|năm nào|bao lâu|" +
        "сколько|когда|как(?:ой|ом) год\\p{L}*|как долго|ile|kiedy",
    )}|كم|متى|أي عام|多少|几|何时|什么时候|哪一?年|多[久大长高]|いつ|何[年人回]|いくつ`,
    "iu",
  ),
  time: new RegExp(
    `${wholeWords(
      "when|(?:what|which) (?:year|date|century|decade)|wann|welche[smnr]? (?:jahr|datum)|cuándo|qué (?:año|fecha)|quand|quando|" +
        "ne zaman|hangi (?:yıl|tarih)\\p{L}*|khi nào|năm nào|когда|как(?:ой|ом) год\\p{L}*|kiedy",
    )}|متى|أي عام|何时|什么时候|哪一?年|いつ|何年`,
    "iu",
  ),
  percentage: /[%٪]|percent|prozent|porcentaje|por ciento|pourcent|процент|百分|比例|نسبة|yüzde|phần trăm/iu,
  name: new RegExp(
    `${wholeWords(
      "who|whom|whose|where|what (?:is the )?name|which (?:person|team|city|country|company|player|university)|" +
        "wer|wen|wem|wessen|wo|quién(?:es)?|dónde|qui|où|chi|dove|kim\\p{L}*|nerede\\p{L}*|ai|ở đâu|кто|кого|кем|кому|где|чей|kto|gdzie",
    )}|من (?:هو|هي|الذي)|^من|أين|谁|哪[里儿]|何处|在哪|誰|どこ`,
    "iu",
  ),
};
const ANSWER_TYPES = Object.keys(QUESTION_PATTERNS) as AnswerType[];

const NUMBER = /\p{Nd}+(?:[.,]\p{Nd}+)*/gu;
/** A year from 1000 to 2099 in digits, or a Western or Chinese digit followed by 年. */
const YEAR = /(?<!\d)(?:1\d|20)\d\d(?!\d)|[\d〇一二三四五六七八九]年/u;
const PERCENTAGE = /[%٪]|percent|prozent|por ciento|процент|百分|yüzde|phần trăm/iu;
/** A capitalised word other than the first word of the sentence. */
const NAME = /(?<=[^\n][\s(«"“„'])\p{Lu}[\p{L}\p{M}-]*/gu;

/** The answer types that a question expects, judged by its wording: usually none or one. */
export function expectedAnswerTypes(question: string): AnswerType[] {
  return ANSWER_TYPES.filter((type) => QUESTION_PATTERNS[type].test(question));
}

/**
 * Whether a sentence contains a candidate answer of the given type. Names and numbers that the question itself contains
 * do not count.
 */
export function matchesAnswerType(type: AnswerType, sentence: string, question: string): boolean {
  if (type === "time") return YEAR.test(sentence);
  if (type === "percentage") return PERCENTAGE.test(sentence);
  const questionText = question.toLowerCase();
  return Array.from(sentence.matchAll(type === "name" ? NAME : NUMBER)).some(
    ([candidate]) => !questionText.includes(candidate.toLowerCase()),
  );
}
