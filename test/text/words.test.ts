import { describe, expect, it } from "vitest";
import { detectLanguage, estimateTokens, isCjkLanguage, terms, words } from "../../src/text/index.ts";

describe("words", () => {
  it.each([
    ["", 0],
    ["— … !", 0],
    ["It doesn't cost $3,000.50.", 4],
    ["a well-known fact", 4],
    ["今天下雨", 4],
    ["買了 iPhone 15", 4],
    ["cafe\u0301 noir", 2],
  ])("counts %j", (text, count) => expect(words(text)).toBe(count));
});

describe("terms", () => {
  it("drops the commonest English words and the plural", () => {
    expect(terms("The companies and their Boxes were buses of glass", "en")).toEqual([
      "company",
      "boxe",
      "buse",
      "glass",
    ]);
  });
  it("keeps the -s of other languages", () => expect(terms("Haus Autos", "de")).toEqual(["haus", "autos"]));
  it("drops marks", () =>
    expect(terms("Él cantó, ﬁn Straße", "es")).toEqual(["canto", "fin", "strasse"].toSpliced(0, 0, "el")));
  it("gives characters and pairs in Chinese", () => expect(terms("北京 x", "zh")).toEqual(["北", "京", "北京", "x"]));
  it("cuts Chinese and Japanese at question words and particles", () => {
    expect(terms("谁开馆", "zh")).toEqual(["开", "馆", "开馆"]);
    expect(terms("港の塔", "ja")).toEqual(["港", "塔"]);
  });
  it("gives Vietnamese syllables and pairs, none across a stopword", () =>
    expect(terms("Thư viện và tháp", "vi")).toEqual(["thu", "vien", "thu vien", "thap"]));
  it.each([
    ["de", "Wer hat den Turm gebaut?", ["turm", "gebaut"]],
    ["ru", "Когда открыли башню?", ["открыли", "башню"]],
    ["tr", "Kuleyi kim yaptı?", ["kuleyi", "yapti"]],
    ["fr", "Qui a bâti la tour ?", ["bati", "tour"]],
  ])("drops question words (%s)", (language, text, expected) => expect(terms(text, language)).toEqual(expected));
  it("makes Arabic spellings one", () => {
    expect(terms("المدرسة", "ar")).toEqual(terms("مدرسه", "ar"));
    expect(terms("أَحْمَد", "ar")).toEqual(terms("احمد", "ar"));
    expect(terms("والكتاب", "ar")).toEqual(terms("كتاب", "ar"));
  });
});

describe("estimateTokens", () => {
  it("counts nothing in nothing", () => expect(estimateTokens("")).toBe(0));
  it.each([
    ["The quick brown fox jumps over the lazy dog.", 10],
    ["今天下雨", 4],
    ["1234567", 3],
    ["internationalization", 3],
  ])("%j", (text, count) => expect(estimateTokens(text)).toBe(count));
  it("never counts a longer text less", () => {
    expect(estimateTokens("слово слово")).toBeGreaterThan(estimateTokens("слово"));
  });
});

describe("detectLanguage", () => {
  it.each([
    ["en", "The committee met on Tuesday and decided to postpone the vote until the end of the month."],
    ["de", "Der Ausschuss hat am Dienstag beschlossen, die Abstimmung auf das Ende des Monats zu verschieben."],
    ["es", "El comité se reunió el martes y decidió aplazar la votación hasta el final del mes."],
    ["zh", "委员会星期二开会，决定把投票推迟到本月底。"],
    ["ru", "Комитет собрался во вторник и решил отложить голосование до конца месяца."],
    ["und", "42 — 17"],
    ["und", ""],
  ])("%s", (language, text) => expect(detectLanguage(text)).toBe(language));

  it("reads the whole of a long text, not only its start", () => {
    const german = "Der Ausschuss hat am Dienstag beschlossen, die Abstimmung zu verschieben. ".repeat(200);
    expect(detectLanguage(`Cookies accepted. Read more.\n${german}`)).toBe("de");
  });
});

it("isCjkLanguage", () => {
  expect(["zh", "zh-Hant", "ja", "ko", "en", "und"].filter(isCjkLanguage)).toEqual(["zh", "zh-Hant", "ja"]);
});
