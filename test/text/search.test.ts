import { describe, expect, test } from "vitest";
import {
  detectLanguage,
  estimateTokens,
  isCjkLanguage,
  judge,
  search,
  speakerOf,
  splitFrontMatter,
} from "../../src/text/index.ts";
import { CJK_PASSAGE_UNITS, PASSAGE_UNITS, passages } from "../../src/text/passages.ts";

const ENGLISH = Array.from(
  { length: 30 },
  (_, i) => `Sentence ${i} tells about the harbour and its ${["cranes", "cables", "fish"][i % 3]}.`,
).join(" ");
const CHINESE =
  "图书馆星期四宣布，从四月起每晚开放到十点。去年接待读者四十八万人次。县财政局没有说明这笔经费从哪里来。".repeat(8);

describe("passages", () => {
  test.each([
    [ENGLISH, "en", PASSAGE_UNITS],
    [CHINESE, "zh", CJK_PASSAGE_UNITS],
    ["a".repeat(3000), "en", PASSAGE_UNITS],
    ["😀".repeat(900), "en", PASSAGE_UNITS],
  ])("cover all of a text within their limit", (text, language, limit) => {
    const spans = passages(text, language);
    expect(spans.every(({ start, end }) => end - start <= limit && end > start)).toBe(true);
    expect(spans[0]?.start).toBe(0);
    expect(spans.at(-1)?.end).toBe(text.length);
    for (const [i, span] of spans.slice(1).entries()) expect(span.start - spans[i]!.end).toBeLessThanOrEqual(1);
    expect(spans.map(({ start, end }) => text.slice(start, end)).join("")).not.toMatch(
      /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/,
    );
  });
});

describe("search", () => {
  test("finds the passage of each question, best first, at most k", () => {
    const [first, none] = search(
      `${ENGLISH} The tower is forty metres high. ${ENGLISH}`,
      ["How high is the tower?", "zzz"],
      1,
      "en",
    );
    expect(first).toHaveLength(1);
    expect(`${ENGLISH} The tower is forty metres high. ${ENGLISH}`.slice(first?.[0]?.start, first?.[0]?.end)).toContain(
      "forty metres",
    );
    expect(none).toEqual([]);
  });
  test("finds Chinese without spaces", () => {
    const [hits] = search(`${CHINESE}馆长陈玉兰住在临海。`, ["馆长是谁？"], 1, "zh");
    expect(`${CHINESE}馆长陈玉兰住在临海。`.slice(hits?.[0]?.start, hits?.[0]?.end)).toContain("陈玉兰");
  });
});

test.each([
  ["The quay opened on Monday, the harbour said, and two lines use it from June.", "en"],
  ["Die Stadtwerke haben am Donnerstag mit dem Bau eines Wärmenetzes begonnen.", "de"],
  ["图书馆星期四宣布，从四月起每晚开放到十点。", "zh"],
  ["42", "und"],
])("%s is in %s", (text, language) => expect(detectLanguage(text)).toBe(language));

test("a long text is told by its start, middle and end", () => expect(detectLanguage(ENGLISH.repeat(20))).toBe("en"));

test.each(["zh", "zh-TW", "ja", "yue"])("%s is written without spaces", (tag) => expect(isCjkLanguage(tag)).toBe(true));

test("an estimate of tokens grows with the text and counts every script", () => {
  expect(estimateTokens("")).toBe(0);
  expect(estimateTokens("The quay opened.")).toBe(4);
  expect(estimateTokens("图书馆")).toBe(3);
  expect(estimateTokens("библиотека")).toBeGreaterThan(2);
  expect(estimateTokens(ENGLISH + ENGLISH)).toBeGreaterThan(estimateTokens(ENGLISH));
});

test.each([
  ["“It is quiet,” said Ilse Brandt.", "Ilse Brandt"],
  ["Ada Quill, who runs it, said that it would cost more.", "Ada Quill"],
  ["According to Nordlicht Netz, the cable is old.", "Nordlicht Netz"],
  ["„Wir heizen mit Gas“, sagte Karl Anders.", "Karl Anders"],
  ["Selon Marie Dupont, le pont est vieux.", "Marie Dupont"],
  ["陈玉兰说，最忙的时候是晚上。", "陈玉兰"],
  ["He said it would cost more.", null],
  ["The quay opened on Monday.", null],
  ["“We will,” said The We Company's recently named executive chair Marcelo Claure.", "Marcelo Claure"],
  ["According to Acme's chief executive Ann Roe, it will.", "Ann Roe"],
  ["“We will,” said Acme's adviser on Asia.", "Acme's"],
])("the speaker of %j is %s", (sentence, speaker) => expect(speakerOf(sentence)).toBe(speaker));

test.each([
  ["It will open in June.", { kind: "forecast", certainty: "stated" }],
  ["It may have cost more.", { kind: "fact", certainty: "hedged" }],
  ["The hall should come first.", { kind: "opinion", certainty: "stated" }],
  ["It opened on Monday.", { kind: "fact", certainty: "stated" }],
  ["The bridge closes on 3 May.", { kind: "fact", certainty: "stated" }],
  ["May was wet.", { kind: "fact", certainty: "stated" }],
  ["It closed on 3rd may and on may 5.", { kind: "fact", certainty: "stated" }],
  ["The bridge may close.", { kind: "fact", certainty: "hedged" }],
  ["It might close.", { kind: "fact", certainty: "hedged" }],
  ["It could close in May.", { kind: "fact", certainty: "hedged" }],
  ["Die Brücke schloss am 3. Mai.", { kind: "fact", certainty: "stated" }],
  ["El puente cerró el 3 de mayo.", { kind: "fact", certainty: "stated" }],
  ["Le pont a fermé le 3 mai.", { kind: "fact", certainty: "stated" }],
])("%j is judged by its words", (sentence, expected) => expect(judge(sentence)).toEqual(expected));

test("front matter is split off only where it is some", () => {
  expect(splitFrontMatter("---\ntitle: A\n---\nText")).toEqual({ attributes: { title: "A" }, body: "Text" });
  for (const text of ["No matter", "---\njust a rule\n---\nText", "---\n- a\n- b\n---\nText", "---\na: [\n---\nText"]) {
    expect(splitFrontMatter(text)).toEqual({ attributes: {}, body: text });
  }
});
