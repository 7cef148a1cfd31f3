/** What kind of answer a question asks for. */
export type Asked = "quantity" | "time" | "percentage" | "name";

const wordsOf = (list: string): string => `(?<![\\p{L}\\p{M}])(?:${list})(?![\\p{L}\\p{M}])`;

/** How questions ask for each kind, in the languages whose question words are known. */
const ASKING: Record<Asked, RegExp> = {
  quantity: new RegExp(
    `${wordsOf(
      "how (?:many|much|long|old|far|large|big|tall|high|fast)|when|(?:what|which) (?:year|percent\\w*|date|age|number|day|month|century|time|decade)|" +
        "wie ?(?:viele?|lange|alt|hoch|groß|weit)|wann|welche[smnr]? (?:jahr|datum|prozent\\w*)|" +
        "cuánt[oa]s?|cuándo|qué (?:año|porcentaje|fecha|edad|día)|combien|quand|quant[ioae]|quando|" +
        "kaç|ne kadar|ne zaman|yüzde|hangi (?:yıl|tarih)\\p{L}*|bao nhiêu|mấy|khi nào|năm nào|bao lâu|" +
        "сколько|когда|как(?:ой|ом) год\\p{L}*|как долго|ile|kiedy",
    )}|كم|متى|أي عام|多少|几|何时|什么时候|哪一?年|多[久大长高]|いつ|何[年人回]|いくつ`,
    "iu",
  ),
  time: new RegExp(
    `${wordsOf(
      "when|(?:what|which) (?:year|date|century|decade)|wann|welche[smnr]? (?:jahr|datum)|cuándo|qué (?:año|fecha)|quand|quando|" +
        "ne zaman|hangi (?:yıl|tarih)\\p{L}*|khi nào|năm nào|когда|как(?:ой|ом) год\\p{L}*|kiedy",
    )}|متى|أي عام|何时|什么时候|哪一?年|いつ|何年`,
    "iu",
  ),
  percentage: /[%٪]|percent|prozent|porcentaje|por ciento|pourcent|процент|百分|比例|نسبة|yüzde|phần trăm/iu,
  name: new RegExp(
    `${wordsOf(
      "who|whom|whose|where|what (?:is the )?name|which (?:person|team|city|country|company|player|university)|" +
        "wer|wen|wem|wessen|wo|quién(?:es)?|dónde|qui|où|chi|dove|kim\\p{L}*|nerede\\p{L}*|ai|ở đâu|кто|кого|кем|кому|где|чей|kto|gdzie",
    )}|من (?:هو|هي|الذي)|^من|أين|谁|哪[里儿]|何处|在哪|誰|どこ`,
    "iu",
  ),
};
const KINDS = Object.keys(ASKING) as Asked[];

const NUMBER = /\p{Nd}+(?:[.,]\p{Nd}+)*/gu;
const YEAR = /(?<!\d)(?:1\d|20)\d\d(?!\d)|[\d〇一二三四五六七八九]年/u;
const PERCENTAGE = /[%٪]|percent|prozent|por ciento|процент|百分|yüzde|phần trăm/iu;
/** A capital that does not stand at the head of the sentence. */
const NAME = /(?<=[^\n][\s(«"“„'])\p{Lu}[\p{L}\p{M}-]*/gu;

/** The kinds of answer that a question asks for; mostly none or one. */
export function kindsAsked(question: string): Asked[] {
  return KINDS.filter((kind) => ASKING[kind].test(question));
}

/** Whether a sentence has something of that kind which the question does not say itself. */
export function hasAnswer(kind: Asked, sentence: string, question: string): boolean {
  if (kind === "time") return YEAR.test(sentence);
  if (kind === "percentage") return PERCENTAGE.test(sentence);
  const told = question.toLowerCase();
  return Array.from(sentence.matchAll(kind === "name" ? NAME : NUMBER)).some(
    ([found]) => !told.includes(found.toLowerCase()),
  );
}
