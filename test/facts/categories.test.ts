import { describe, expect, test } from "vitest";
import { extractValues } from "../../src/facts/index.ts";

const valuesOf = (text: string, language: string) =>
  extractValues(text, language).map(({ kind, member, amount, shown }) => [kind, member ?? Math.round(amount), shown]);

describe("extractValues", () => {
  test.each<[string, string, [string, string, string][]]>([
    [
      "They drove off in a grey van.",
      "en",
      [
        ["colour", "grey", "grey"],
        ["vehicle", "van", "van"],
      ],
    ],
    ["Die Kolonien sind rosa.", "de", [["colour", "pink", "rosa"]]],
    ["El puente es de acero.", "es", [["material", "steel", "acero"]]],
    ["Il s’est cassé la jambe.", "fr", [["injury", "leg", "jambe"]]],
    ["Green Park reopened.", "en", []],
    ["Aus guten Gründen weiß das niemand.", "de", []],
    ["Il a été élu, et c’est sûr.", "fr", []],
    ["Este año no hay fiesta.", "es", []],
    ["The oats were harvested, and the chart is wrong.", "en", []],
  ])("finds categories: %s", (text, language, expected) => {
    expect(valuesOf(text, language).filter(([kind]) => !["name", "count"].includes(String(kind)))).toEqual(expected);
  });

  test.each<[string, string, number]>([
    ["The filter is washed every two weeks.", "en", 26],
    ["It is sampled twice a month.", "en", 24],
    ["The bus runs daily.", "en", 365],
    ["Der Rat tagt dreimal im Jahr.", "de", 3],
    ["Der Filter wird alle sechs Monate gewechselt.", "de", 2],
    ["El agua se analiza una vez al mes.", "es", 12],
    ["Le conseil se réunit tous les trois mois.", "fr", 4],
    ["À prendre 2 fois par jour.", "fr", 731],
  ])("reads how often: %s", (text, language, perYear) => {
    expect(valuesOf(text, language)).toEqual([["frequency", perYear, expect.any(String)]]);
  });

  test.each([
    ["Entry is free.", "en"],
    ["Students sing for nothing.", "en"],
    ["Kinder zahlen nichts.", "de"],
    ["La entrada es gratuita.", "es"],
    ["L’entrée est gratuite.", "fr"],
  ])("reads that something costs nothing: %s", (text, language) => {
    expect(valuesOf(text, language)).toEqual([["money", 0, expect.any(String)]]);
  });

  test.each(["The hall is free on Monday evening.", "Nothing was taken."])("does not read a price of: %s", (text) => {
    expect(valuesOf(text, "en").filter(([kind]) => kind === "money")).toEqual([]);
  });
});
