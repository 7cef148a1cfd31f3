import { describe, expect, test } from "vitest";
import { quietRun } from "../../src/model/index.ts";
import { bestPassages, CJK_PASSAGE_UNITS, PASSAGE_UNITS, pieces } from "../../src/retrieval/passages.ts";
import {
  createSearch,
  detectLanguage,
  estimateTokens,
  isCjkLanguage,
  judge,
  search,
  speakerOf,
  splitFrontMatter,
} from "../../src/text/index.ts";

const ENGLISH = Array.from(
  { length: 30 },
  (_, i) => `Sentence ${i} tells about the harbour and its ${["cranes", "cables", "fish"][i % 3]}.`,
).join(" ");
const CHINESE =
  "图书馆星期四宣布，从四月起每晚开放到十点。去年接待读者四十八万人次。县财政局没有说明这笔经费从哪里来。".repeat(8);

const UNITS: [string, string, number][] = [
  [ENGLISH, "en", PASSAGE_UNITS],
  [CHINESE, "zh", CJK_PASSAGE_UNITS],
  ["a".repeat(3000), "en", PASSAGE_UNITS],
  ["😀".repeat(900), "en", PASSAGE_UNITS],
  [`${"😀".repeat(40)} ${"word ".repeat(300)}`, "en", PASSAGE_UNITS],
];
const HALF_PAIR = /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/;

describe("pieces", () => {
  test.each(UNITS)("cover all of a text within the limit", async (text, language, limit) => {
    const spans = await pieces(text, language, quietRun());
    expect(spans.every(({ start, end }) => end - start <= limit && end > start)).toBe(true);
    expect(spans[0]?.start).toBe(0);
    expect(spans.at(-1)?.end).toBe(text.trimEnd().length);
    for (const [i, span] of spans.slice(1).entries()) expect(span.start - spans[i]!.end).toBeLessThanOrEqual(1);
    expect(spans.map(({ start, end }) => text.slice(start, end)).join("")).not.toMatch(HALF_PAIR);
  });
});

describe("the best passages", () => {
  test.each(UNITS)("stay within their limit, hold whole pieces and repeat none", async (text, language, limit) => {
    const spans = await pieces(text, language, quietRun());
    for (let seed = 1; seed <= 20; seed++) {
      const chances = Float64Array.from(spans, (_, i) => ((i * 7919 * seed + seed) % 101) / 101 / spans.length);
      const found = bestPassages(text, spans, chances, limit, 5);
      expect(found.length).toBeGreaterThan(0);
      const whole = new Set<number>();
      for (const { start, end, first, last } of found) {
        expect(end - start).toBeLessThanOrEqual(limit);
        expect(start).toBeLessThanOrEqual(spans[first]!.start);
        expect(end).toBeGreaterThanOrEqual(spans[last]!.end);
        expect(text.slice(start, end)).not.toMatch(HALF_PAIR);
        expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
        for (let i = first; i <= last; i++) whole.add(i);
      }
      const tops = found.map(({ chance }) => chance);
      expect(tops).toEqual(tops.toSorted((a, b) => b - a));
      expect(tops.reduce((sum, chance) => sum + chance, 0)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
  test("are those with the most chance, which is counted once", async () => {
    const text = Array.from({ length: 10 }, (_, i) => `The ${i}th sentence here.`).join(" ");
    const spans = await pieces(text, "en", quietRun());
    const chances = new Float64Array(10).fill(0.01);
    chances[4] = 0.7;
    chances[8] = 0.2;
    const [first, second] = bestPassages(text, spans, chances, 30, 2);
    expect([first?.first, second?.first]).toEqual([4, 8]);
  });
  test("are none for a text without sentences", () =>
    expect(bestPassages("", [], new Float64Array(0), 600, 3)).toEqual([]));
});

describe("search", () => {
  test("finds the passage of each question, best first, at most k", async () => {
    const [first, none] = await search(
      `${ENGLISH} The tower is forty metres high. ${ENGLISH}`,
      ["How high is the tower?", "zzz"],
      1,
      "en",
      quietRun(),
    );
    expect(first).toHaveLength(1);
    expect(`${ENGLISH} The tower is forty metres high. ${ENGLISH}`.slice(first?.[0]?.start, first?.[0]?.end)).toContain(
      "forty metres",
    );
    expect(none).toEqual([]);
  });
  test.each([
    [
      "de",
      "Der Turm misst vierzig Meter. Die Hafenbehörde kaufte drei Kräne. Im Mai regnet es.",
      "Wer hat den Kran gekauft?",
      "Kräne",
    ],
    [
      "ru",
      "Башня стоит у реки. Библиотеку открыли весной. В мае идут дожди.",
      "Когда открылась библиотека?",
      "открыли",
    ],
    [
      "tr",
      "Kule nehrin yanında. Kütüphaneyi belediye açtı. Mayısta yağmur yağar.",
      "Kütüphane kim tarafından açıldı?",
      "belediye",
    ],
    ["ar", "يقع البرج قرب النهر. افتتحت البلدية المكتبة الجديدة. يهطل المطر في مايو.", "من افتتح مكتبة؟", "البلدية"],
    ["vi", "Tháp nằm gần sông. Thư viện mở cửa buổi tối. Tháng năm trời mưa.", "Thư viện mở cửa khi nào?", "buổi tối"],
  ])("finds other forms of the words that are asked for (%s)", async (language, text, question, answer) => {
    const { find } = await createSearch(text, language, quietRun());
    const likeliest = find(question, 1).hits[0]!.sentences.toSorted((a, b) => b.score - a.score)[0]!;
    expect(text.slice(likeliest.start, likeliest.end)).toContain(answer);
  });
  test.each([
    ["How many people came to the fair?", "The fair drew 4,200 people.", "Many people like the fair."],
    ["When did the fair open?", "The fair opened in 1987.", "The fair opened with music."],
    [
      "What percentage of the fair is paid by the town?",
      "The town pays 40% of the fair.",
      "The town pays 40 crowns for the fair.",
    ],
    ["Who runs the fair?", "The fair is run by Ilse Brandt.", "The fair is run by volunteers."],
  ])("prefers a sentence with the kind of answer to %j", async (question, right, wrong) => {
    const filler = "Boats lie in the harbour. It rains in spring.";
    for (const text of [`${filler} ${right} ${wrong} ${filler}`, `${filler} ${wrong} ${right} ${filler}`]) {
      const { find } = await createSearch(text, "en", quietRun());
      const [hit] = find(question, 1).hits;
      const likeliest = hit!.sentences.toSorted((a, b) => b.score - a.score)[0]!;
      expect(text.slice(likeliest.start, likeliest.end)).toBe(right);
    }
  });
  test("tells a text that answers from one that does not", async () => {
    const { find } = await createSearch(`${ENGLISH} The tower is forty metres high.`, "en", quietRun());
    expect(find("How high is the tower?", 1).answerable).toBeGreaterThan(0.9);
    expect(find("Who won the chess olympiad near the harbour?", 1).answerable).toBeLessThan(0.5);
    expect(find("?", 1)).toEqual({ answerable: 0, hits: [] });
    const nothing = await createSearch("", "en", quietRun());
    expect(nothing.find("How high is the tower?", 1)).toEqual({ answerable: 0, hits: [] });
  });
  test("finds Chinese without spaces", async () => {
    const [hits] = await search(`${CHINESE}馆长陈玉兰住在临海。`, ["馆长是谁？"], 1, "zh", quietRun());
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
