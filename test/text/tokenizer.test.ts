import { describe, expect, it } from "vitest";
import { countWords, detectLanguage, estimateTokens, extractTerms, isCjkLanguage } from "../../src/text/index.ts";

describe("countWords", () => {
  it.each([
    ["", 0],
    ["— … !", 0],
    ["It doesn't cost $3,000.50.", 4],
    ["a well-known fact", 4],
    ["今天下雨", 4],
    ["買了 iPhone 15", 4],
    ["cafe\u0301 noir", 2],
  ])("counts the words of %j", (text, count) => expect(countWords(text)).toBe(count));
});

describe("extractTerms", () => {
  it("drops English stopwords and the plural suffix", () => {
    expect(extractTerms("The companies and their Boxes were buses of glass", "en")).toEqual([
      "company",
      "boxe",
      "buse",
      "glass",
    ]);
  });
  it("keeps a final -s in other languages", () => expect(extractTerms("Haus Autos", "de")).toEqual(["haus", "autos"]));
  it("strips diacritics and expands ligatures", () =>
    expect(extractTerms("Él cantó, ﬁn Straße", "es")).toEqual(["canto", "fin", "strasse"].toSpliced(0, 0, "el")));
  it("returns Chinese characters and their bigrams", () =>
    expect(extractTerms("北京 x", "zh")).toEqual(["北", "京", "北京", "x"]));
  it("splits Chinese and Japanese at question words and particles", () => {
    expect(extractTerms("谁开馆", "zh")).toEqual(["开", "馆", "开馆"]);
    expect(extractTerms("港の塔", "ja")).toEqual(["港", "塔"]);
  });
  it("returns Vietnamese syllables and bigrams, but no bigram across a stopword", () =>
    expect(extractTerms("Thư viện và tháp", "vi")).toEqual(["thu", "vien", "thu vien", "thap"]));
  it.each([
    ["de", "Wer hat den Turm gebaut?", ["turm", "gebaut"]],
    ["ru", "Когда открыли башню?", ["открыли", "башню"]],
    ["tr", "Kuleyi kim yaptı?", ["kuleyi", "yapti"]],
    ["fr", "Qui a bâti la tour ?", ["bati", "tour"]],
  ])("drops question words in language %s", (language, text, expected) =>
    expect(extractTerms(text, language)).toEqual(expected),
  );
  it("normalises Arabic spelling variants", () => {
    expect(extractTerms("المدرسة", "ar")).toEqual(extractTerms("مدرسه", "ar"));
    expect(extractTerms("أَحْمَد", "ar")).toEqual(extractTerms("احمد", "ar"));
    expect(extractTerms("والكتاب", "ar")).toEqual(extractTerms("كتاب", "ar"));
  });
});

describe("estimateTokens", () => {
  it("returns 0 for an empty text", () => expect(estimateTokens("")).toBe(0));
  it.each([
    ["The quick brown fox jumps over the lazy dog.", 10],
    ["今天下雨", 4],
    ["1234567", 3],
    ["internationalization", 3],
  ])("estimates %j as %i tokens", (text, count) => expect(estimateTokens(text)).toBe(count));
  it("returns more for a longer text", () => {
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
  ])("returns %s for %j", (language, text) => expect(detectLanguage(text)).toBe(language));

  it("uses the whole of a long text, not only its start", () => {
    const german = "Der Ausschuss hat am Dienstag beschlossen, die Abstimmung zu verschieben. ".repeat(200);
    expect(detectLanguage(`Cookies accepted. Read more.\n${german}`)).toBe("de");
  });
});

it("isCjkLanguage is true only for Chinese and Japanese tags", () => {
  expect(["zh", "zh-Hant", "ja", "ko", "en", "und"].filter(isCjkLanguage)).toEqual(["zh", "zh-Hant", "ja"]);
});
